//! Serving over many stored posts: how soon the first page comes, how much memory an idle server
//! holds, how long the Overview takes.

use super::product::{MAIL, PASSWORD, Product, Served};
use super::{http, posts};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::time::{Duration, Instant};

const PAGES: usize = 200;

/// Time to the first byte, time until the index is loaded, memory after ten idle seconds.
pub(super) fn start(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let count = super::number(words, 1_000_000)?;
    let product = filled(workspace, count)?;
    let served = product.serve()?;
    std::thread::sleep(Duration::from_secs(10));
    let rows = [
        ("posts", count as f64, ""),
        (
            "first byte",
            served.first_byte.as_secs_f64() * 1_000.0,
            "ms",
        ),
        ("idle memory", served.memory(), "MiB"),
    ];
    super::tell("start", &rows);
    Ok(())
}

/// The Overview of all posts and of a source, by turns, one client.
pub(super) fn overview(workspace: &Workspace, words: &[&str]) -> Result<()> {
    let count = super::number(words, 1_000_000)?;
    let product = filled(workspace, count)?;
    let served = product.serve()?;
    let cookie = sign_in(&served)?;
    // The index loads behind the first pages; the benchmark is about what comes after.
    std::thread::sleep(Duration::from_secs(15));
    let mut times = vec![];
    let mut bytes = 0;
    for turn in 0..PAGES {
        let source = if turn % 2 == 0 { "" } else { "&source=bluesky" };
        let path = format!("/o/bench/analytics?time=all{source}");
        let start = Instant::now();
        let page = http::get(served.address(), &path, Some(&cookie))?;
        times.push(start.elapsed());
        if page.status != 200 {
            bail!("the Overview answered {}", page.status);
        }
        bytes = bytes.max(page.length);
    }
    times.sort();
    let at = |percent: usize| {
        let found = times.get((times.len() * percent / 100).min(times.len() - 1));
        found.map_or(f64::NAN, |time| time.as_secs_f64() * 1_000.0)
    };
    let rows = [
        ("posts", count as f64, ""),
        ("p50", at(50), "ms"),
        ("p95", at(95), "ms"),
        ("largest page", bytes as f64 / 1024.0, "KiB"),
        ("memory", served.memory(), "MiB"),
    ];
    super::tell("overview", &rows);
    Ok(())
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

fn sign_in(served: &Served) -> Result<String> {
    let password = PASSWORD.replace(' ', "+");
    let form = format!("next=&email={MAIL}&password={password}");
    let page = http::post(served.address(), "/sign-in", &form)?;
    page.cookie()
        .with_context(|| format!("sign-in answered {} without cookie", page.status))
}
