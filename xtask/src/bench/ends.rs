//! How fast the end of a delegation bites (DEL-86): in the demo world a partner's person acts for a
//! customer and listens on many live streams, the customer removes the partner, and it is watched, from
//! outside, when the next request is refused and when each stream is closed.

use super::pages::{milliseconds, percentile, sign_in};
use super::product::{Product, Served};
use super::{Figure, http};
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::io::Read;
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

const ROUNDS: usize = 3;
const PASSWORD: &str = "listen-to-the-demo";
const PARTNER: &str = "lumenpine";
const CUSTOMER: &str = "kessamor";
/// Streams are open this long before the end, so that all of them have settled.
const SETTLE: Duration = Duration::from_secs(3);

/// What one round saw, in milliseconds after the customer's end was acknowledged.
struct Seen {
    /// How long the end itself took.
    end: f64,
    /// When the first refusal was there.
    refused: f64,
    /// When half of the streams were closed, and all.
    half: f64,
    all: f64,
    memory: f64,
}

pub(super) fn run(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let count = super::number(words, 1_000)?;
    let mut seen = vec![];
    for _ in 0..ROUNDS {
        // The demo without any stream but one is the baseline of the machine.
        seen.push((round(workspace, 1)?, round(workspace, count)?));
    }
    let of = |what: &str, unit, value: &dyn Fn(&Seen) -> f64| {
        let many = seen.iter().map(|(_, many)| value(many)).collect();
        let one = seen.iter().map(|(one, _)| value(one)).collect();
        let baseline = format!("baseline, one stream: {what}");
        [
            Figure::new(what, unit, many),
            Figure::new(baseline, unit, one),
        ]
    };
    let mut figures = vec![Figure::new("streams", "", vec![count as f64])];
    figures.extend(of("the end itself", "ms", &|seen| seen.end));
    figures.extend(of("next request refused", "ms", &|seen| seen.refused));
    figures.extend(of("half of the streams closed", "ms", &|seen| seen.half));
    figures.extend(of("all streams closed", "ms", &|seen| seen.all));
    figures.extend(of("memory", "MiB", &|seen| seen.memory));
    super::tell("ends", &figures);
    Ok(())
}

fn round(workspace: &Workspace, count: usize) -> Result<Seen> {
    let product = Product::bare(workspace)?;
    let served = product.serve_with(&["--demo"])?;
    let acting = act(&served)?;
    let customer = sign_in(&served, &format!("admin@{CUSTOMER}.example"), PASSWORD)?;
    let partners = format!("/o/{CUSTOMER}/settings/partners");
    let relationship = found(&served, &partners, &customer, &partners, '"')?;
    let closed = listen(&served, &acting, count)?;
    std::thread::sleep(SETTLE);
    let memory = served.memory();
    let start = Instant::now();
    let path = format!("{partners}/{relationship}");
    let ended = http::post(served.address(), &path, Some(&customer), "do=end")?;
    ensure!(ended.status == 303, "the end answered {}", ended.status);
    let acknowledged = Instant::now();
    let page = format!("/o/{CUSTOMER}/analytics");
    let next = http::get(served.address(), &page, Some(&acting))?;
    ensure!(next.status != 200, "the next request was let in");
    let refused = milliseconds(acknowledged.elapsed());
    let mut times = vec![];
    for _ in 0..count {
        let at = closed.recv_timeout(Duration::from_secs(30));
        let at = at.context("a stream stays open")?;
        times.push(milliseconds(at.saturating_duration_since(acknowledged)));
    }
    Ok(Seen {
        end: milliseconds(acknowledged - start),
        refused,
        half: percentile(&mut times, 50),
        all: percentile(&mut times, 100),
        memory,
    })
}

/// A session of the partner that acts for the customer, its only one.
fn act(served: &Served) -> Result<String> {
    let home = sign_in(served, &format!("admin@{PARTNER}.example"), PASSWORD)?;
    let customers = format!("/o/{PARTNER}/customers");
    let page = http::get(served.address(), &customers, Some(&home))?;
    let text = String::from_utf8_lossy(&page.body).into_owned();
    let before = text.split("/enter\"").next().unwrap_or_default();
    let id = before.rsplit('/').next().unwrap_or_default();
    let path = format!("{customers}/{id}/enter");
    let entered = http::post(served.address(), &path, Some(&home), "")?;
    ensure!(
        entered.head.contains(&format!("/o/{CUSTOMER}/")),
        "the partner did not enter {CUSTOMER}: {}",
        entered.status
    );
    entered.cookie().context("entering set no cookie")
}

/// What follows `before` and a slash in a page, up to `end`.
fn found(served: &Served, path: &str, cookie: &str, before: &str, end: char) -> Result<String> {
    let page = http::get(served.address(), path, Some(cookie))?;
    let text = String::from_utf8_lossy(&page.body).into_owned();
    let rest = text.split(&format!("{before}/")).nth(1);
    let found = rest.and_then(|rest| rest.split(end).next());
    Ok(found
        .with_context(|| format!("nothing in {path}"))?
        .to_owned())
}

/// Opens the streams and answers, later, when each was closed.
fn listen(served: &Served, cookie: &str, count: usize) -> Result<mpsc::Receiver<Instant>> {
    let (tell, closed) = mpsc::channel();
    for _ in 0..count {
        let path = format!("/o/{CUSTOMER}/events");
        let mut stream = http::open(served.address(), &path, cookie)?;
        let status = first_line(&mut stream)?;
        ensure!(status.contains(" 200 "), "a stream answered {status}");
        let tell = tell.clone();
        let reader = std::thread::Builder::new().stack_size(64 << 10);
        reader.spawn(move || {
            let mut rest = [0; 1_024];
            while stream.read(&mut rest).is_ok_and(|bytes| bytes > 0) {}
            // Nobody listens when the round broke off.
            let _ = tell.send(Instant::now());
        })?;
    }
    Ok(closed)
}

fn first_line(stream: &mut TcpStream) -> Result<String> {
    let mut line = vec![];
    let mut byte = [0];
    while !line.ends_with(b"\r\n") {
        stream.read_exact(&mut byte)?;
        line.extend(byte);
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}
