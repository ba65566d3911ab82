//! Posts a CPU second through the matcher, on one thread: `cargo run --release -p hearken-rules
//! --example bench_match [FILE]`.
//!
//! FILE holds one post a line; without it the posts under `HEARKEN_TEST_DATA` are taken (tweets of
//! eight languages). Rules are made of the posts' own words, so that some of them hit. Hits are
//! compared with the oracle on a sample before anything is timed.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and its environment"
)]

use hearken_model::{
    KeywordsRule, Language, OrgId, Post, Proximity, RuleId, RuleKind, Source, Timestamp, TopicId,
};
use hearken_rules::{Matcher, Subject, naive};
use std::collections::HashMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let texts = texts()?;
    let bytes: usize = texts.iter().map(String::len).sum();
    println!(
        "{} posts, {} bytes each",
        texts.len(),
        bytes / texts.len().max(1)
    );
    let new_post = |text: &String| Post::new(Source::BLUESKY, "1", text.as_str(), Timestamp(0));
    let posts: Vec<Post> = texts.iter().map(new_post).collect();
    println!(
        "{:>8} {:>10} {:>14} {:>12}",
        "rules", "build ms", "posts/cpu-s", "hits/post"
    );
    for count in [0, 100, 1_000, 10_000, 100_000] {
        let kinds: Vec<RuleKind> = rules(&texts, count)
            .into_iter()
            .map(RuleKind::Keywords)
            .collect();
        let listed = kinds
            .iter()
            .zip(0..)
            .map(|(kind, n)| (OrgId(n % 30), TopicId(n), RuleId(n), kind));
        let started = busy();
        let matcher = Matcher::build(listed, |_, _| None);
        let built = busy().saturating_sub(started);
        compare(&matcher, &kinds, &posts)?;
        let (rate, hits) = measure(&matcher, &posts);
        println!(
            "{count:>8} {:>10.1} {rate:>14.0} {hits:>12.3}",
            built.as_secs_f64() * 1e3
        );
    }
    Ok(())
}

/// Best rate of three rounds of 0.3 s, and hits a post.
fn measure(matcher: &Matcher, posts: &[Post]) -> (f64, f64) {
    let language = Language::UND;
    let mut best = 0.0f64;
    let mut per_post = 0.0;
    for _ in 0..3 {
        let started = busy();
        let (mut looked_at, mut hits) = (0usize, 0usize);
        while busy().saturating_sub(started) < Duration::from_millis(300) {
            for post in posts.iter().skip(looked_at % posts.len()).take(1000) {
                hits += matcher.matches(&Subject::new(post, &language)).len();
                looked_at += 1;
            }
        }
        best = best.max(looked_at as f64 / busy().saturating_sub(started).as_secs_f64());
        per_post = hits as f64 / looked_at as f64;
    }
    (best, per_post)
}

/// Time that this thread was running: on Linux by the scheduler, so that other load on the machine
/// does not count; elsewhere the wall clock.
fn busy() -> Duration {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let begin = BEGIN.get_or_init(Instant::now);
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = stat.and_then(|s| s.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| begin.elapsed(), Duration::from_nanos)
}

fn compare(matcher: &Matcher, kinds: &[RuleKind], posts: &[Post]) -> Result<(), Box<dyn Error>> {
    let language = Language::UND;
    for post in posts.iter().step_by(posts.len() / 20 + 1) {
        let hits = matcher.matches(&Subject::new(post, &language));
        for (kind, n) in kinds.iter().zip(0..).step_by(kinds.len() / 100 + 1) {
            let RuleKind::Keywords(rule) = kind else {
                continue;
            };
            let found = hits.iter().any(|hit| hit.rule == RuleId(n));
            if found != naive::matches(rule, post, &language) {
                return Err(format!("the oracle differs: {rule:?} {post:?}").into());
            }
        }
    }
    Ok(())
}

fn test_files() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let data = std::env::var_os("HEARKEN_TEST_DATA").ok_or("HEARKEN_TEST_DATA is not set")?;
    let folders = std::fs::read_dir(PathBuf::from(data).join("sentiment/umsab"))?;
    let mut files = Vec::new();
    for folder in folders {
        files.push(folder?.path().join("train_text.txt"));
    }
    files.sort();
    Ok(files)
}

fn texts() -> Result<Vec<String>, Box<dyn Error>> {
    let files = match std::env::args_os().nth(1) {
        Some(file) => vec![file.into()],
        None => test_files()?,
    };
    let mut texts = Vec::new();
    for file in files {
        texts.extend(std::fs::read_to_string(file)?.lines().map(str::to_owned));
    }
    Ok(texts)
}

/// One to six keywords (a fifth of them two words long, half of them words that no post has), half
/// of the rules with inclusions, four in ten with exclusions. Keywords are telling words: the
/// rarest of a post. Inclusions and exclusions are any words.
fn rules(texts: &[String], count: usize) -> Vec<KeywordsRule> {
    let mut frequency: HashMap<String, u32> = HashMap::new();
    for word in texts.iter().flat_map(|text| text.split_whitespace()) {
        *frequency.entry(word.to_lowercase()).or_default() += 1;
    }
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as usize % below.max(1)
    };
    let mut pick = |telling: bool| {
        let text = texts.get(next(texts.len())).map_or("", String::as_str);
        let words: Vec<&str> = text.split_whitespace().collect();
        let rank = |at: &usize| {
            words
                .get(*at)
                .and_then(|w| frequency.get(&w.to_lowercase()))
        };
        let at = if telling {
            (0..words.len()).min_by_key(rank).unwrap_or(0)
        } else {
            next(words.len())
        };
        let word = |at: usize| words.get(at).copied().unwrap_or("word").to_owned();
        (word(at), word(at + 1), next(1_000_000))
    };
    let mut rules = Vec::with_capacity(count);
    for number in 0..count {
        let mut keyword = |n: usize| match (pick(true), n) {
            ((.., salt), n) if n.is_multiple_of(2) => format!("brand{salt}"),
            ((first, second, _), n) if n % 5 == 1 => format!("{first} {second}"),
            ((first, ..), _) => first,
        };
        let keywords = (0..=number % 6).map(|n| keyword(n + number / 6)).collect();
        let mut list = |on: bool, many: usize| {
            let many = if on { many } else { 0 };
            (0..many).map(|_| pick(false).0).collect()
        };
        rules.push(KeywordsRule {
            keywords,
            inclusions: list(number % 2 == 0, 2 + number % 5),
            proximity: Proximity::ALL
                .into_iter()
                .nth(number % 3)
                .unwrap_or_default(),
            exclusions: list(number % 5 < 2, 1 + number % 4),
            ..KeywordsRule::default()
        });
    }
    rules
}
