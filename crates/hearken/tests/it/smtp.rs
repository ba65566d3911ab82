//! What goes over the wire to a mail server.

use hearken::{
    House, HouseParts,
    app::{Caller, jobs, mail},
    config::Config,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

/// A mail server that takes everything, or answers recipients with `to`. Tells each mail whole.
async fn server(to: &'static str) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            serve(socket, to, &tell).await;
        }
    });
    (format!("smtp://{address}"), told)
}

async fn serve(socket: TcpStream, to: &str, tell: &mpsc::UnboundedSender<String>) {
    let mut socket = BufReader::new(socket);
    socket.write_all(b"220 sink\r\n").await.unwrap();
    let mut data: Option<String> = None;
    let mut line = String::new();
    while socket.read_line(&mut line).await.unwrap_or(0) > 0 {
        let answer = match &mut data {
            Some(mail) if line == ".\r\n" => {
                let _ = tell.send(std::mem::take(mail));
                data = None;
                "250 taken"
            }
            Some(mail) => {
                mail.push_str(&line);
                ""
            }
            None => match line.get(..4).unwrap_or_default() {
                "EHLO" => "250 sink",
                "RCPT" => to,
                "DATA" => {
                    data = Some(String::new());
                    "354 go on"
                }
                _ => "250 ok",
            },
        };
        if !answer.is_empty() {
            let answer = format!("{answer}\r\n");
            if socket.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
        line.clear();
    }
}

async fn house(folder: &std::path::Path, url: String) -> House {
    let mut config = Config::default();
    config.mail.url = Some(url);
    config.mail.from = Some("hearken@house.example".to_owned());
    config.base_url = Some("https://hearken.example/".to_owned());
    let house = House::open(folder, config, HouseParts::default()).await;
    house.unwrap()
}

async fn send(house: &House, address: &str) -> Vec<mail::UndeliveredMail> {
    let caller = Caller::command_line();
    mail::send_test(&house.app, &caller, address).await.unwrap();
    while jobs::run_due(&house.app).await.unwrap() {}
    mail::list_undelivered(&house.app, &caller).await.unwrap()
}

#[tokio::test]
async fn a_mail_has_both_forms_and_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let (url, mut mails) = server("250 ok").await;
    let house = house(folder.path(), url).await;
    assert!(send(&house, "ann@contoso.example").await.is_empty());
    let mail = mails.recv().await.unwrap();
    for part in [
        "From: Hearken <hearken@house.example>\r\n",
        "To: ann@contoso.example\r\n",
        "Subject: Mails from Hearken arrive\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: text/html; charset=utf-8\r\n",
        "@house.example>\r\n",
    ] {
        assert!(mail.contains(part), "no {part:?} in {mail}");
    }
    assert!(
        mail.contains("Date: ") && mail.contains("Message-ID: <"),
        "{mail}"
    );
    house.stop().await;
}

#[tokio::test]
async fn a_refusal_is_final_and_an_absence_is_not() {
    for (answer, state) in [("550 nobody here", "refused"), ("451 later", "queued")] {
        let folder = tempfile::tempdir().unwrap();
        let (url, _mails) = server(answer).await;
        let house = house(folder.path(), url).await;
        let left = send(&house, "nobody@contoso.example").await;
        assert_eq!((left[0].state, left[0].attempts), (state, 1), "{answer}");
        house.stop().await;
    }
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), "smtp://127.0.0.1:1".to_owned()).await;
    let left = send(&house, "ann@contoso.example").await;
    assert_eq!(left[0].state, "queued", "nobody listens there");
    house.stop().await;
}

#[tokio::test]
async fn what_cannot_work_is_refused_at_the_start() {
    for (url, from, base) in [
        (Some("smtp://mail.example"), None, Some("https://a.example")),
        (Some("smtp://mail.example"), Some("a@a.example"), None),
        (
            Some("smtp://mail.example"),
            Some("a"),
            Some("https://a.example"),
        ),
        (
            Some("http://u:geheim@mail.example"),
            Some("a@a.example"),
            Some("https://a.example"),
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text = |value: Option<&str>| value.map(str::to_owned);
        let mut config = Config::default();
        config.mail.url = text(url);
        config.mail.from = text(from);
        config.base_url = text(base);
        let opened = House::open(folder.path(), config, HouseParts::default()).await;
        let error = opened.err().map(|e| format!("{e:#}")).unwrap_or_default();
        assert!(
            error.contains("mail.") && !error.contains("geheim"),
            "{error}"
        );
    }
}
