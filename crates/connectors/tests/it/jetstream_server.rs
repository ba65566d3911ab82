//! A Jetstream server that keeps a list of events and serves them by cursor, in either version,
//! with the faults a test asks for.

use crate::server::{self, Reply};
use futures::{SinkExt as _, StreamExt as _};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::sleep,
};
use tokio_tungstenite::{
    accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
    },
};
use url::Url;

/// An event: its commit, account or identity as JSON of version 1, without `time_us`.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    pub(crate) seq: u64,
    pub(crate) time: i64,
    pub(crate) v1: serde_json::Value,
}

/// What a connection does.
#[derive(Clone, Debug)]
pub(crate) enum Behave {
    /// Serves what the cursor asks for, then keeps the connection.
    Serve,
    /// Serves so many events, then closes.
    CloseAfter(usize),
    /// Accepts and says nothing, not even to a ping.
    Silent,
    /// Refuses with a status and a body.
    Refuse(u16, &'static str),
    /// Says this, then serves.
    Say(String),
}

#[derive(Clone, Default)]
pub(crate) struct Script {
    pub(crate) events: Vec<Happening>,
    /// What each connection in turn does; the last one for all that follow.
    pub(crate) behave: Vec<Behave>,
    pub(crate) only_v1: bool,
    /// Frames are packed with this where the client asks for it.
    pub(crate) dictionary: Option<Vec<u8>>,
}

pub(crate) struct JetstreamServer {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Vec<Url>>>,
    task: JoinHandle<()>,
}

impl JetstreamServer {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let asked = Arc::clone(&log);
        let task = tokio::spawn(async move {
            let mut turn = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let last = script.behave.last().cloned().unwrap_or(Behave::Serve);
                let behave = script.behave.get(turn).cloned().unwrap_or(last);
                if is_plain(&stream).await {
                    tokio::spawn(plain(stream, script.dictionary.clone()));
                    continue;
                }
                turn += 1;
                tokio::spawn(serve(stream, script.clone(), behave, Arc::clone(&asked)));
            }
        });
        Self { address, log, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// Addresses that were asked for, refused ones included.
    pub(crate) fn log(&self) -> Vec<Url> {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn cursors(&self) -> Vec<Option<u64>> {
        self.log()
            .iter()
            .map(|url| query(url, "cursor").and_then(|c| c.parse().ok()))
            .collect()
    }
}

impl Drop for JetstreamServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(n, _)| n == name)
        .map(|(_, v)| v.into_owned())
}

async fn is_plain(stream: &TcpStream) -> bool {
    let mut head = [0; 128];
    let n = stream.peek(&mut head).await.unwrap_or(0);
    String::from_utf8_lossy(&head[..n]).contains("getZstdDictionary")
}

async fn plain(mut stream: TcpStream, dictionary: Option<Vec<u8>>) {
    server::read(&mut stream).await;
    let reply = match dictionary {
        Some(bytes) => Reply::new(200, &[], bytes),
        None => Reply::new(404, &[], ""),
    };
    server::write(&mut stream, reply).await;
}

async fn serve(stream: TcpStream, script: Script, behave: Behave, log: Arc<Mutex<Vec<Url>>>) {
    let mut asked = None;
    let refuse = |status: u16, body: &str| {
        let mut response = ErrorResponse::new(Some(body.to_owned()));
        *response.status_mut() = status.try_into().unwrap();
        response
    };
    #[expect(
        clippy::result_large_err,
        reason = "the shape of the library's callback"
    )]
    let check = |request: &Request, response: Response| {
        let url: Url = format!("ws://server{}", request.uri()).parse().unwrap();
        log.lock().unwrap().push(url.clone());
        let is_v1 = url.path() == "/subscribe";
        asked = Some(url);
        match behave {
            Behave::Refuse(status, body) => Err(refuse(status, body)),
            _ if script.only_v1 && !is_v1 => Err(refuse(404, "404 page not found")),
            _ => Ok(response),
        }
    };
    let Ok(mut socket) = accept_hdr_async(stream, check).await else {
        return;
    };
    let url = asked.unwrap();
    if matches!(behave, Behave::Silent) {
        sleep(Duration::from_mins(1)).await;
        return;
    }
    if let Behave::Say(text) = &behave {
        socket.send(Message::text(text.clone())).await.ok();
    }
    let most = match behave {
        Behave::CloseAfter(most) => most,
        _ => usize::MAX,
    };
    for event in wanted(&script.events, &url).take(most) {
        if socket
            .send(frame(event, &url, script.dictionary.as_deref()))
            .await
            .is_err()
        {
            return;
        }
    }
    if most == usize::MAX {
        while let Some(Ok(_)) = socket.next().await {}
    } else {
        socket.close(None).await.ok();
    }
}

/// From the cursor on: a number where it is small, a time in microseconds where it is large.
fn wanted<'e>(events: &'e [Happening], url: &Url) -> impl Iterator<Item = &'e Happening> {
    let cursor: Option<u64> = query(url, "cursor").and_then(|c| c.parse().ok());
    events.iter().filter(move |event| match cursor {
        None => true,
        Some(seq) if seq < 1_000_000_000_000_000 => event.seq >= seq,
        Some(time) => event.time.unsigned_abs() >= time,
    })
}

fn frame(event: &Happening, url: &Url, dictionary: Option<&[u8]>) -> Message {
    let is_v1 = url.path() == "/subscribe";
    let text = if is_v1 { v1(event) } else { v2(event) };
    let asked = query(url, "zstdDictionary").is_some() || query(url, "compress").is_some();
    match dictionary {
        Some(dictionary) if asked => {
            let mut zstd = zstd::bulk::Compressor::with_dictionary(3, dictionary).unwrap();
            Message::binary(zstd.compress(text.as_bytes()).unwrap())
        }
        _ => Message::text(text),
    }
}

/// The frame of version 1.
pub(crate) fn v1(event: &Happening) -> String {
    let mut value = event.v1.clone();
    value["time_us"] = event.time.into();
    value.to_string()
}

/// The same of version 2: a commit's fields stand in the message itself.
pub(crate) fn v2(event: &Happening) -> String {
    let kind = event.v1["kind"].as_str().unwrap();
    let mut payload = serde_json::json!({
        "$type": format!("network.bsky.jetstream.subscribeEvents#{kind}"),
        "seq": event.seq,
        "did": event.v1["did"],
        "time": jiff::Timestamp::from_microsecond(event.time).unwrap().to_string(),
    });
    if kind == "commit" {
        for (name, value) in event.v1["commit"].as_object().unwrap() {
            payload[name] = value.clone();
        }
    } else {
        payload[kind] = event.v1[kind].clone();
    }
    serde_json::json!({"$type": "message", "payload": payload}).to_string()
}

/// A post.
pub(crate) fn create(seq: u64, time: i64, did: &str, rkey: &str, text: &str) -> Happening {
    let created = jiff::Timestamp::from_microsecond(time - 1_000_000)
        .unwrap()
        .to_string();
    let record = serde_json::json!({
        "$type": "app.bsky.feed.post", "text": text, "createdAt": created, "langs": ["en"],
    });
    commit(seq, time, did, rkey, "create", Some(record))
}

/// A commit of any kind.
pub(crate) fn commit(
    seq: u64,
    time: i64,
    did: &str,
    rkey: &str,
    operation: &str,
    record: Option<serde_json::Value>,
) -> Happening {
    let mut commit = serde_json::json!({
        "rev": format!("rev{seq:010}"), "operation": operation,
        "collection": "app.bsky.feed.post", "rkey": rkey,
    });
    if let Some(record) = record {
        commit["record"] = record;
        commit["cid"] = "bafyreiabc".into();
    }
    Happening {
        seq,
        time,
        v1: serde_json::json!({"did": did, "kind": "commit", "commit": commit}),
    }
}

/// An account that is gone.
pub(crate) fn account(seq: u64, time: i64, did: &str, active: bool, status: &str) -> Happening {
    let mut account = serde_json::json!({"active": active, "did": did, "seq": seq});
    if !status.is_empty() {
        account["status"] = status.into();
    }
    let v1 = serde_json::json!({"did": did, "kind": "account", "account": account});
    Happening { seq, time, v1 }
}

/// A new handle.
pub(crate) fn identity(seq: u64, time: i64, did: &str, handle: &str) -> Happening {
    let identity = serde_json::json!({"did": did, "handle": handle, "seq": seq});
    let v1 = serde_json::json!({"did": did, "kind": "identity", "identity": identity});
    Happening { seq, time, v1 }
}
