//! Measures the tone of English tweets against their labels:
//! `HEARKEN_TEST_DATA=... cargo run -p hearken-text --example measure_sentiment`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "run by hand to measure or to look, no part of the product"
)]

use hearken_model::{Language, Post, Sentiment, Timestamp};
use hearken_text::sentiment;
use std::{fs, path::Path, time::Instant};

/// Labels of the data: 0 negative, 1 neutral, 2 positive.
fn labelled(data: &Path, name: &str) -> Vec<(String, usize)> {
    let read = |what: &str| {
        fs::read_to_string(data.join(format!("sentiment/{name}_{what}.txt")))
            .expect("labelled tweets")
    };
    let (texts, labels) = (read("text"), read("labels"));
    let labels = labels
        .lines()
        .map(|label| label.trim().parse().expect("label"));
    texts.lines().map(str::to_owned).zip(labels).collect()
}

/// Recall of each class and their mean.
fn recalls(values: &[(f32, usize)], neutral_below: f32) -> ([f64; 3], f64) {
    let mut right = [0.0; 3];
    let mut all = [0.0; 3];
    for (value, label) in values {
        let class = match () {
            () if value.abs() < neutral_below => 1,
            () if *value > 0.0 => 2,
            () => 0,
        };
        all[*label] += 1.0;
        right[*label] += f64::from(u8::from(class == *label));
    }
    let each = [0, 1, 2].map(|c| 100.0 * right[c] / all[c]);
    (each, each.iter().sum::<f64>() / 3.0)
}

fn main() {
    let Some(data) = std::env::var_os("HEARKEN_TEST_DATA") else {
        println!("skipped: HEARKEN_TEST_DATA is not set");
        return;
    };
    let data = Path::new(&data);
    for name in [
        "tweeteval/sentiment_val",
        "umsab/english/train",
        "umsab/english/val",
    ] {
        let texts = labelled(data, name);
        let post = |text: &str| Post::new("test".parse().expect("source"), "1", text, Timestamp(0));
        let posts: Vec<(Post, usize)> = texts.iter().map(|(t, l)| (post(t), *l)).collect();
        let started = Instant::now();
        let tones: Vec<_> = posts
            .iter()
            .map(|(p, l)| (sentiment::of_post(p, &Language::EN), *l))
            .collect();
        let speed = posts.len() as f64 / started.elapsed().as_secs_f64();
        println!("{name}: {} tweets, {speed:.0}/s", posts.len());
        let values: Vec<_> = tones
            .iter()
            .map(|(tone, l)| (tone.value.unwrap_or_default(), *l))
            .collect();
        for below in [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4] {
            let ([negative, neutral, positive], mean) = recalls(&values, below);
            println!(
                "  neutral below {below}: macro-recall {mean:.1} (negative {negative:.1}, neutral {neutral:.1}, positive {positive:.1})"
            );
        }
        let unknown = tones
            .iter()
            .filter(|(t, _)| t.sentiment == Sentiment::Unknown)
            .count();
        assert_eq!(unknown, 0, "every tweet has a text");
    }
}
