//! Real posts, where `HEARKEN_TEST_DATA` names their folder.

use hearken_model::{KeywordsRule, Proximity};
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("HEARKEN_TEST_DATA") else {
        println!("skipped: HEARKEN_TEST_DATA is not set");
        return None;
    };
    Some(PathBuf::from(folder))
}

/// The first posts of each language; none when there is no data.
pub(crate) fn texts(of_each: usize) -> Option<Vec<String>> {
    let umsab = folder()?.join("sentiment/umsab");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&umsab)
        .unwrap_or_else(|e| panic!("{}: {e}", umsab.display()))
        .map(|entry| entry.unwrap().path().join("val_text.txt"))
        .collect();
    files.sort();
    assert!(
        files.len() >= 8,
        "{} has {} languages",
        umsab.display(),
        files.len()
    );
    Some(files.iter().flat_map(|file| lines(file, of_each)).collect())
}

fn lines(file: &Path, limit: usize) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    text.lines().take(limit).map(str::to_owned).collect()
}

/// Rules of all shapes from the words of texts, the same ones for the same texts.
pub(crate) fn rules(texts: &[String], count: usize) -> Vec<KeywordsRule> {
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (state >> 33) as usize % below.max(1)
    };
    let mut run = |longest: usize| {
        let words: Vec<&str> = texts[next(texts.len())].split(' ').collect();
        let from = next(words.len());
        let to = (from + 1 + next(longest)).min(words.len());
        words[from..to].join(" ")
    };
    let mut rules = Vec::new();
    for number in 0..count {
        let mut list = |entries: usize, longest| (0..entries).map(|_| run(longest)).collect();
        rules.push(KeywordsRule {
            keywords: list(1 + number % 6, 2),
            inclusions: list([0, 0, 6][number % 3], 1),
            proximity: Proximity::ALL[number % 3],
            exclusions: list([0, 3][number % 2], 1),
            ignore_accents: number % 5 == 0,
            ..KeywordsRule::default()
        });
    }
    rules
}
