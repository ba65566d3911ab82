//! Serving over many stored posts: how soon the first page comes, how much memory an idle server
//! holds, how long the Overview takes.

use super::product::{MAIL, PASSWORD, Product, Served};
use super::{Figure, http, posts, ratio};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::time::{Duration, Instant};

const STARTS: usize = 5;
const ROUNDS: usize = 3;
const PAGES: usize = 200;

/// Time to the first byte over many posts and, as the baseline, over none; memory after ten idle
/// seconds.
pub(super) fn start(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let count = super::number(words, 1_000_000)?;
    let empty = Product::build(workspace)?;
    let (nothing, _) = starts(&empty, Duration::from_millis(200))?;
    let product = filled(workspace, count)?;
    let (first_byte, memory) = starts(&product, Duration::from_secs(10))?;
    let first_byte = Figure::new("first byte", "ms", first_byte);
    let baseline = Figure::new("baseline, first byte without posts", "ms", nothing);
    let against = ratio("first byte to baseline", &first_byte, &baseline);
    let idle = Figure::new("idle memory", "MiB", memory);
    let posts = Figure::new("posts", "", vec![count as f64]);
    super::tell("start", &[posts, first_byte, baseline, against, idle]);
    Ok(())
}

/// Milliseconds to the first byte, and memory after a while, of some starts.
fn starts(product: &Product, idle: Duration) -> Result<(Vec<f64>, Vec<f64>)> {
    let mut first_bytes = vec![];
    let mut memory = vec![];
    for _ in 0..STARTS {
        let served = product.serve()?;
        first_bytes.push(milliseconds(served.first_byte));
        std::thread::sleep(idle);
        memory.push(served.memory());
    }
    Ok((first_bytes, memory))
}

/// The Overview of all posts and of a source, by turns, one client; the baseline is a page without
/// figures.
pub(super) fn overview(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let count = super::number(words, 1_000_000)?;
    let product = filled(workspace, count)?;
    let served = product.serve()?;
    let cookie = sign_in(&served, MAIL, PASSWORD)?;
    // The index loads behind the first pages; the benchmark is about what comes after.
    std::thread::sleep(Duration::from_secs(15));
    let (mut all, mut plain) = (Spread::default(), vec![]);
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let mut times = vec![];
        for turn in 0..PAGES {
            let source = if turn % 2 == 0 { "" } else { "&source=bluesky" };
            let path = format!("/o/bench/analytics?time=all{source}");
            let (time, length) = ask(&served, &path, &cookie)?;
            times.push(time);
            bytes = bytes.max(length);
        }
        all.add(times);
        let mut times = vec![];
        for _ in 0..PAGES {
            times.push(ask(&served, "/me", &cookie)?.0);
        }
        plain.push(percentile(&mut times, 50));
    }
    let p50 = Figure::new("p50", "ms", all.p50);
    let baseline = Figure::new("baseline, a page without figures p50", "ms", plain);
    let against = ratio("p50 to baseline", &p50, &baseline);
    let figures = [
        Figure::new("posts", "", vec![count as f64]),
        p50,
        Figure::new("p95", "ms", all.p95),
        baseline,
        against,
        Figure::new("largest page", "KiB", vec![bytes as f64 / 1024.0]),
        Figure::new("memory", "MiB", vec![served.memory()]),
    ];
    super::tell("overview", &figures);
    Ok(())
}

/// The Overview under keywords that nobody has asked for before: words, phrases and, as the baseline,
/// signs, of which the index knows nothing, so that every text is read.
pub(super) fn keywords(workspace: &Workspace, words: &[&str]) -> Result<()> {
    const SIGNS: [&str; 3] = ["%2B", "%26", "%2F"];
    let count = super::number(words, 1_000_000)?;
    let product = filled(workspace, count)?;
    let served = product.serve()?;
    let cookie = sign_in(&served, MAIL, PASSWORD)?;
    std::thread::sleep(Duration::from_secs(15));
    let time = |entry: &str| -> Result<f64> {
        let path = format!("/o/bench/analytics?time=all&keywords={entry}");
        Ok(ask(&served, &path, &cookie)?.0)
    };
    let mut next = 0;
    let mut new = || {
        next += 1;
        posts::word(next * 7)
    };
    let (mut of_word, mut of_phrase, mut of_sign) = (Spread::default(), Spread::default(), vec![]);
    for sign in SIGNS {
        let times: Result<Vec<f64>> = (0..PAGES).map(|_| time(&new())).collect();
        of_word.add(times?);
        let phrase = |first: String, second: String| time(&format!("{first}+{second}"));
        let times: Result<Vec<f64>> = (0..PAGES).map(|_| phrase(new(), new())).collect();
        of_phrase.add(times?);
        of_sign.push(time(sign)?);
    }
    let p50 = Figure::new("a new word p50", "ms", of_word.p50);
    let baseline = Figure::new("baseline, every text is read", "ms", of_sign);
    let against = ratio("baseline to p50", &baseline, &p50);
    let figures = [
        Figure::new("posts", "", vec![count as f64]),
        p50,
        Figure::new("a new word p95", "ms", of_word.p95),
        Figure::new("a new phrase p50", "ms", of_phrase.p50),
        Figure::new("a new phrase p95", "ms", of_phrase.p95),
        baseline,
        against,
        Figure::new("memory", "MiB", vec![served.memory()]),
    ];
    super::tell("keywords", &figures);
    Ok(())
}

/// Percentiles of rounds.
#[derive(Default)]
struct Spread {
    p50: Vec<f64>,
    p95: Vec<f64>,
}

impl Spread {
    fn add(&mut self, mut times: Vec<f64>) {
        self.p50.push(percentile(&mut times, 50));
        self.p95.push(percentile(&mut times, 95));
    }
}

/// Milliseconds and bytes of a page.
fn ask(served: &Served, path: &str, cookie: &str) -> Result<(f64, usize)> {
    let start = Instant::now();
    let page = http::get(served.address(), path, Some(cookie))?;
    let time = milliseconds(start.elapsed());
    if page.status != 200 {
        bail!("{path} answered {}", page.status);
    }
    Ok((time, page.body.len()))
}

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

pub(super) fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    let last = times.len().saturating_sub(1);
    let found = times.get((times.len() * percent / 100).min(last));
    found.copied().unwrap_or(f64::NAN)
}

fn filled(workspace: &Workspace, count: usize) -> Result<Product> {
    let product = Product::build(workspace)?;
    product.topic("Brand", "zephyrine")?;
    for topic in 0..20 {
        product.topic(&format!("Topic {topic}"), &posts::word(topic * 40))?;
    }
    let file = product.path("posts.ndjson");
    posts::write(&file, count, 1, 1_790_000_000)?;
    eprintln!("importing {count} posts");
    product.import("ndjson", &file)?;
    std::fs::remove_file(file)?;
    Ok(product)
}

/// The cookie of a session.
pub(super) fn sign_in(served: &Served, mail: &str, password: &str) -> Result<String> {
    let password = password.replace(' ', "+");
    let form = format!("next=&email={mail}&password={password}");
    let page = http::post(served.address(), "/sign-in", None, &form)?;
    page.cookie()
        .with_context(|| format!("sign-in answered {} without cookie", page.status))
}
