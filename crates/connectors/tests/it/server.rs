//! A small HTTP server that says exactly what a test wants, slowly or too much if need be.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::sleep,
};

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

/// What to answer: parts with a pause before each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply(Vec<(Duration, Vec<u8>)>);

impl Reply {
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        Self::default()
            .part(Duration::ZERO, head)
            .part(Duration::ZERO, body)
    }

    pub(crate) fn part(mut self, pause: Duration, bytes: impl AsRef<[u8]>) -> Self {
        self.0.push((pause, bytes.as_ref().to_vec()));
        self
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers every request with what `reply` makes of it.
    pub(crate) async fn start(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (reply, asked) = (Arc::new(reply), Arc::clone(&log));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (reply, log) = (Arc::clone(&reply), Arc::clone(&asked));
                tokio::spawn(async move {
                    let mut stream = stream;
                    let Some(asked) = read(&mut stream).await else {
                        return;
                    };
                    log.lock().unwrap().push(asked.clone());
                    write(&mut stream, reply(&asked)).await;
                });
            }
        });
        Self { address, log, task }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn log(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads a request with its body.
pub(crate) async fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break end;
        }
        let mut part = [0; 1024];
        let n = stream.read(&mut part).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&part[..n]);
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    while bytes.len() < head + 4 + length {
        let mut part = [0; 1024];
        let n = stream.read(&mut part).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&part[..n]);
    }
    Some(Asked {
        method: first.next()?.to_owned(),
        target: first.next()?.to_owned(),
        headers,
        body: String::from_utf8_lossy(&bytes[head + 4..]).into_owned(),
    })
}

/// Writes as long as the other side listens.
pub(crate) async fn write(stream: &mut TcpStream, reply: Reply) {
    for (pause, bytes) in reply.0 {
        if !pause.is_zero() {
            sleep(pause).await;
        }
        if stream.write_all(&bytes).await.is_err() {
            return;
        }
    }
    stream.shutdown().await.ok();
}
