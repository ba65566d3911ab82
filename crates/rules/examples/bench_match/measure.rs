//! How fast, how much memory: rates are medians of five rounds, with the least and the most.

use hearken_model::{Language, Post, Source, Timestamp};
use hearken_rules::{Matcher, Scratch};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const ROUND: Duration = Duration::from_millis(200);

/// A median with its spread.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rate {
    pub(crate) least: f64,
    pub(crate) median: f64,
    pub(crate) most: f64,
}

impl Rate {
    pub(crate) fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |n: usize| values.get(n).copied().unwrap_or(f64::NAN);
        Self {
            least: at(0),
            median: at(values.len() / 2),
            most: at(values.len().saturating_sub(1)),
        }
    }
}

/// Posts a second by the wall clock and by the processor's, on so many threads, and hits a post.
pub(crate) fn rates(matcher: &Matcher, posts: &[Post], threads: usize) -> (Rate, Rate, f64) {
    let (mut by_wall, mut by_cpu, mut per_post) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..5 {
        let begin = Instant::now();
        let done: Vec<(usize, usize, Duration)> = std::thread::scope(|scope| {
            let start = |n| scope.spawn(move || round(matcher, posts, n * posts.len() / threads));
            let running: Vec<_> = (0..threads).map(start).collect();
            running.into_iter().filter_map(|t| t.join().ok()).collect()
        });
        let wall = begin.elapsed().as_secs_f64();
        let looked_at: usize = done.iter().map(|d| d.0).sum();
        let hits: usize = done.iter().map(|d| d.1).sum();
        let busy: Duration = done.iter().map(|d| d.2).sum();
        by_wall.push(looked_at as f64 / wall);
        by_cpu.push(looked_at as f64 / busy.as_secs_f64());
        per_post = hits as f64 / looked_at as f64;
    }
    (Rate::of(by_wall), Rate::of(by_cpu), per_post)
}

fn round(matcher: &Matcher, posts: &[Post], from: usize) -> (usize, usize, Duration) {
    let language = Language::UND;
    let mut scratch = Scratch::default();
    let (mut looked_at, mut hits) = (0, 0);
    let (busy_before, begin) = (busy(), Instant::now());
    let mut posts = posts.iter().cycle().skip(from);
    while begin.elapsed() < ROUND {
        for post in posts.by_ref().take(64) {
            hits += matcher.find(post, &language, &mut scratch).len();
            looked_at += 1;
        }
    }
    (looked_at, hits, busy().saturating_sub(busy_before))
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

/// A hostile post: what it is made of, how many hits it has, and the seconds it takes,
/// of the processor.
pub(crate) struct Hostile {
    pub(crate) made_of: String,
    pub(crate) hits: usize,
    pub(crate) seconds: f64,
}

/// Hostile posts of 100,000 bytes: one word or character again and again, signs, symbols, marks,
/// everyday words in a row, and names that stand together, apart from everyday words.
pub(crate) fn hostile(matcher: &Matcher, posts: &[Post]) -> Vec<Hostile> {
    const BYTES: usize = 100_000;
    let language = Language::UND;
    let mut scratch = Scratch::default();
    let patterns = [
        "a ", "the ", "東", "#", "@a.", "…", "e\u{301}", "콘", "http://", ". ",
    ];
    let patterns = patterns.into_iter().map(|pattern| {
        let text = pattern.repeat(BYTES / pattern.len() + 1);
        (format!("{pattern:?}"), text)
    });
    let everyday: String = posts.iter().flat_map(|p| [p.text.as_str(), " "]).collect();
    let more = [
        ("posts in a row".to_owned(), everyday),
        ("names apart".to_owned(), apart(posts, BYTES / 2)),
    ];
    let measure = |(made_of, mut text): (String, String)| {
        text.truncate(text.floor_char_boundary(BYTES));
        let post = Post::new(Source::BLUESKY, "1", text, Timestamp(0));
        let hits = matcher.find(&post, &language, &mut scratch).len();
        let (mut runs, begin, until) = (0_u32, busy(), Instant::now() + ROUND);
        while runs < 3 || Instant::now() < until {
            matcher.find(&post, &language, &mut scratch);
            runs += 1;
        }
        let seconds = busy().saturating_sub(begin).as_secs_f64() / f64::from(runs);
        Hostile {
            made_of,
            hits,
            seconds,
        }
    };
    patterns.chain(more).map(measure).collect()
}

/// The most frequent words, each in a paragraph of its own, again and again for so many bytes; then
/// rare ones in a row: rules that want the one near the other look at every place in vain.
fn apart(posts: &[Post], bytes: usize) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in posts.iter().flat_map(|post| post.text.split_whitespace()) {
        *counts.entry(word).or_default() += 1;
    }
    let is_word = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphanumeric);
    let rare = counts
        .iter()
        .filter(|(word, count)| **count < 15 && is_word(word));
    let rare: Vec<&str> = rare.map(|(word, _)| *word).collect();
    let mut frequent: Vec<(usize, &str)> = counts.into_iter().map(|(w, n)| (n, w)).collect();
    frequent.sort_unstable_by(|a, b| b.cmp(a));
    frequent.truncate(30);
    let mut text = String::new();
    for (_, word) in frequent.iter().cycle() {
        text.extend([word, "!\n\n"]);
        if text.len() >= bytes {
            break;
        }
    }
    text.push_str(&rare.join(" "));
    text
}
