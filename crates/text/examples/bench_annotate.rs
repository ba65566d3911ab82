//! How fast posts are annotated on one core, and what the tables weigh:
//! `HEARKEN_TEST_DATA=... cargo run -p hearken-text --example bench_annotate`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "run by hand to measure or to look, no part of the product"
)]

use hearken_model::{Author, Post, Timestamp};
use hearken_text::{Annotator, language, phrases, places, sentiment};
use std::{fs, path::Path, time::Instant};

const RUNS: usize = 5;
/// Profiles of authors, as people fill them in.
const LOCATIONS: [&str; 8] = [
    "London, UK",
    "NYC",
    "everywhere",
    "Berlin Germany",
    "they/them · Toronto",
    "your heart",
    "São Paulo, Brasil",
    "Somewhere over the rainbow",
];

fn post(number: usize, title: Option<&str>, text: &str) -> Post {
    let mut post = Post::new(
        "test".parse().expect("source"),
        number.to_string(),
        text,
        Timestamp(0),
    );
    post.title = title.map(str::to_owned);
    let location = LOCATIONS
        .get(number % LOCATIONS.len())
        .map(|l| (*l).to_owned());
    post.author = Some(Author {
        location,
        ..Author::default()
    });
    post
}

fn tweets(data: &Path) -> Vec<Post> {
    let folders = [
        "arabic",
        "english",
        "french",
        "german",
        "hindi",
        "italian",
        "portuguese",
        "spanish",
    ];
    let texts = folders.map(|folder| {
        fs::read_to_string(data.join(format!("sentiment/umsab/{folder}/train_text.txt")))
            .expect("tweets")
    });
    texts
        .iter()
        .flat_map(|t| t.lines())
        .enumerate()
        .map(|(n, t)| post(n, None, t))
        .collect()
}

fn reddit(data: &Path) -> Vec<Post> {
    let file = fs::File::open(data.join("posts/reddit-2008-2013.ndjson.zst")).expect("posts");
    let bytes = zstd::decode_all(file).expect("zstd");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let posts = text.lines().enumerate().step_by(4).map(|(number, line)| {
        let cells: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let cell = |name: &str| cells.get(name).and_then(|c| c.as_str()).unwrap_or_default();
        post(number, Some(cell("title")), cell("selftext"))
    });
    posts.collect()
}

fn memory_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}

/// Seconds that this thread was on a core; a busy machine does not count.
fn core_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").expect("a Linux kernel");
    let nanoseconds: f64 = stat
        .split_whitespace()
        .next()
        .and_then(|n| n.parse().ok())
        .expect("nanoseconds");
    nanoseconds / 1e9
}

fn median(mut work: impl FnMut()) -> f64 {
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let started = core_seconds();
            work();
            core_seconds() - started
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds.get(RUNS / 2).copied().unwrap_or(f64::NAN)
}

fn measure(name: &str, posts: &[Post]) {
    let bytes: usize = posts
        .iter()
        .flat_map(|p| p.fields().map(|(_, t)| t.len()))
        .sum();
    println!(
        "{name}: {} posts, {} bytes a post",
        posts.len(),
        bytes / posts.len()
    );
    let annotator = Annotator::new();
    let speed = |what: &str, work: &dyn Fn(&Post)| {
        let seconds = median(|| posts.iter().for_each(work));
        println!(
            "  {what}: {:.0}/s, {:.1} us a post",
            posts.len() as f64 / seconds,
            seconds * 1e6 / posts.len() as f64
        );
    };
    speed("annotate", &|post| {
        drop(std::hint::black_box(annotator.annotate(post)));
    });
    speed("language", &|post| {
        drop(std::hint::black_box(language::of_post(post)));
    });
    let english = hearken_model::Language::EN;
    speed("tone", &|post| {
        drop(std::hint::black_box(sentiment::of_post(post, &english)));
    });
    speed("phrases", &|post| {
        drop(std::hint::black_box(phrases::of_post(post, &english)));
    });
    speed("place", &|post| {
        std::hint::black_box(places::of_post(post));
    });
}

fn main() {
    let Some(data) = std::env::var_os("HEARKEN_TEST_DATA") else {
        println!("skipped: HEARKEN_TEST_DATA is not set");
        return;
    };
    let before = memory_kb();
    let mut first = post(0, Some("warm up"), "the tables are built on first use");
    first.place = Some(hearken_model::post::DeclaredPlace {
        latitude: 52.5,
        longitude: 13.4,
        name: None,
        country: None,
    });
    let started = Instant::now();
    std::hint::black_box(Annotator::new().annotate(&first));
    first.place = None;
    std::hint::black_box(Annotator::new().annotate(&first));
    let ms = started.elapsed().as_millis();
    println!("tables: {} kB, built in {ms} ms", memory_kb() - before);
    let data = Path::new(&data);
    measure("tweets", &tweets(data));
    measure("reddit", &reddit(data));
}
