//! Measures the language detector on labelled texts:
//! `HEARKEN_TEST_DATA=... cargo run -p hearken-text --example measure_language [FOLDER]`, where
//! the optional folder holds more texts, one a line, in files named `<code>.txt`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "run by hand to measure or to look, no part of the product"
)]

use hearken_text::language::detect;
use std::{collections::BTreeMap, fs, path::Path, time::Instant};

type Labelled = Vec<(String, String)>;

fn tweets(data: &Path) -> Labelled {
    let mut all = Vec::new();
    for (folder, code) in [
        ("arabic", "ar"),
        ("english", "en"),
        ("french", "fr"),
        ("german", "de"),
        ("italian", "it"),
        ("portuguese", "pt"),
        ("spanish", "es"),
    ] {
        for part in ["train", "val"] {
            let path = data.join(format!("sentiment/umsab/{folder}/{part}_text.txt"));
            let text = fs::read_to_string(&path).expect("tweets");
            all.extend(text.lines().map(|line| (line.to_owned(), code.to_owned())));
        }
    }
    all
}

fn folder(path: &Path) -> Labelled {
    let mut all = Vec::new();
    for entry in fs::read_dir(path).expect("folder") {
        let path = entry.expect("entry").path();
        let code = path
            .file_stem()
            .expect("name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("text");
        all.extend(text.lines().map(|line| (line.to_owned(), code.clone())));
    }
    all
}

/// The first words of a text, mentions and addresses left out, up to `most` characters.
fn cut(text: &str, most: usize) -> String {
    let mut short = String::new();
    for word in text
        .split_whitespace()
        .filter(|w| !w.starts_with(['@', '#']) && !w.starts_with("http"))
    {
        if !short.is_empty() && short.chars().count() + word.chars().count() > most {
            break;
        }
        short.push_str(word);
        short.push(' ');
    }
    short
}

#[derive(Default)]
struct Count {
    all: usize,
    answered: usize,
    right: usize,
}

fn measure(name: &str, texts: &Labelled) {
    let started = Instant::now();
    let heard: Vec<String> = texts.iter().map(|(t, _)| detect(t).to_string()).collect();
    let seconds = started.elapsed().as_secs_f64();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    for ((_, code), heard) in texts.iter().zip(&heard) {
        let count = counts.entry(code).or_default();
        count.all += 1;
        count.answered += usize::from(heard != "und");
        count.right += usize::from(heard == code);
        if heard != code && heard != "und" {
            *wrong.entry(format!("{code}>{heard}")).or_default() += 1;
        }
    }
    let ratio = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    let mean =
        |f: &dyn Fn(&Count) -> f64| counts.values().map(f).sum::<f64>() / counts.len() as f64;
    println!(
        "{name}: {} texts, {:.0}/s, right {:.1} %, right of answered {:.1} %, und {:.1} %",
        texts.len(),
        texts.len() as f64 / seconds,
        mean(&|c| ratio(c.right, c.all)),
        mean(&|c| ratio(c.right, c.answered)),
        mean(&|c| 100.0 - ratio(c.answered, c.all)),
    );
    let each: Vec<String> = counts
        .iter()
        .map(|(k, c)| {
            format!(
                "{k} {:.1}/{:.1}",
                ratio(c.right, c.all),
                ratio(c.right, c.answered)
            )
        })
        .collect();
    println!("  {}", each.join(", "));
    let mut wrong: Vec<(String, usize)> = wrong.into_iter().collect();
    wrong.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let worst: Vec<String> = wrong
        .iter()
        .take(10)
        .map(|(k, n)| format!("{k} {n}"))
        .collect();
    println!("  most wrong: {}", worst.join(", "));
}

fn main() {
    let Some(data) = std::env::var_os("HEARKEN_TEST_DATA") else {
        println!("skipped: HEARKEN_TEST_DATA is not set");
        return;
    };
    detect("warm the tables up");
    let mut sets = vec![("tweets".to_owned(), tweets(Path::new(&data)))];
    if let Some(path) = std::env::args().nth(1) {
        sets.push(("sentences".to_owned(), folder(Path::new(&path))));
    }
    for (name, texts) in &sets {
        measure(name, texts);
        for most in [40, 25] {
            let short = texts
                .iter()
                .map(|(t, c)| (cut(t, most), c.clone()))
                .collect();
            measure(&format!("{name}, first {most} characters"), &short);
        }
    }
}
