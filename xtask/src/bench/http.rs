//! As much of HTTP as a benchmark needs: one request, one connection, the whole answer.

use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) head: String,
    /// The body as sent.
    pub(super) body: Vec<u8>,
}

/// `GET`, with a cookie when there is one.
pub(super) fn get(address: &str, path: &str, cookie: Option<&str>) -> Result<Page> {
    read(send(address, &head_of("GET", path, address, cookie), "")?)
}

/// `POST` of a form, with a cookie when there is one.
pub(super) fn post(address: &str, path: &str, cookie: Option<&str>, form: &str) -> Result<Page> {
    let head = head_of("POST", path, address, cookie);
    let head = format!(
        "{head}Content-Length: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        form.len()
    );
    read(send(address, &head, form)?)
}

/// `GET` of what does not end by itself: the connection, to be read from.
pub(super) fn open(address: &str, path: &str, cookie: &str) -> Result<TcpStream> {
    send(address, &head_of("GET", path, address, Some(cookie)), "")
}

fn head_of(method: &str, path: &str, address: &str, cookie: Option<&str>) -> String {
    let cookie = cookie
        .map(|value| format!("Cookie: {value}\r\n"))
        .unwrap_or_default();
    format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n{cookie}")
}

fn send(address: &str, head: &str, body: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    write!(stream, "{head}Connection: close\r\n\r\n{body}")?;
    Ok(stream)
}

fn read(mut stream: TcpStream) -> Result<Page> {
    let mut bytes = vec![];
    stream.read_to_end(&mut bytes)?;
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .context("no end of the head")?;
    let head = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|word| word.parse().ok())
        .context("no status")?;
    Ok(Page {
        status,
        head,
        body: bytes.split_off(end + 4),
    })
}

impl Page {
    /// The first cookie that it sets, as `name=value`.
    pub(super) fn cookie(&self) -> Option<String> {
        self.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let cookie = value.trim().split(';').next()?;
            name.eq_ignore_ascii_case("set-cookie")
                .then(|| cookie.to_owned())
        })
    }
}
