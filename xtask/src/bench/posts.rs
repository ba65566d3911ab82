//! Made posts in our own form: the same for the same number, over the thirty days before a fixed
//! day. Words follow words as they do in posts of people: how many phrases there are, and how many of
//! them come again, is set by real posts (`docs/develop/benchmarks.md`, The whole product).

use anyhow::{Context, Result};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Words of the language, frequent by Zipf's law; the smaller the number, the more frequent.
const WORDS: u32 = 100_000;
const WORDS_A_POST: usize = 16;
/// Of a hundred words so many are one of the few that like to follow the word before.
const FOLLOWING: u64 = 80;
const FOLLOWERS: u32 = 5;
/// After so many words of a hundred a sentence ends.
const ENDS: u64 = 30;
const AUTHORS: u64 = 50_000;
const SOURCES: [&str; 3] = ["bluesky", "reddit", "forum"];
const LANGUAGES: [&str; 4] = ["en", "de", "es", "ja"];
const COUNTRIES: [(&str, f64, f64); 4] = [
    ("DE", 52.5, 13.4),
    ("US", 40.7, -74.0),
    ("BR", -23.5, -46.6),
    ("JP", 35.7, 139.7),
];

/// Writes `count` posts whose newest lies `newest` seconds after 1970. A share of `1 / every`
/// carries the word `zephyrine`; with 1 all do.
pub(super) fn write(path: &Path, count: usize, every: usize, newest: u64) -> Result<()> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let mut random = Random(0x5eed);
    let step = (30 * 86_400_000 / count.max(1) as u64).max(1);
    for index in 0..count {
        let brand = if index % every.max(1) == 0 {
            " zephyrine"
        } else {
            ""
        };
        let at = newest * 1_000 - (count - index) as u64 * step;
        let author = random.below(AUTHORS);
        let (country, lat, lon) = pick(&COUNTRIES, index);
        let source = pick(&SOURCES, index);
        let language = pick(&LANGUAGES, index / 7);
        writeln!(
            out,
            "{{\"id\":\"b{index}\",\"source\":\"{source}\",\"published_at\":{at},\
             \"text\":\"{}{brand}\",\"language\":\"{language}\",\"author\":{{\"id\":\"a{author}\",\
             \"handle\":\"a{author}.example\",\"followers\":{}}},\"place\":{{\"latitude\":{lat},\
             \"longitude\":{lon},\"country\":\"{country}\"}}}}",
            random.text(),
            author * 3,
        )?;
    }
    out.flush()?;
    Ok(())
}

/// The `n`th word of the language.
pub(super) fn word(n: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "co", "di", "fe", "gu", "ha", "jo", "ki", "lu", "me", "no", "pa", "ri", "so", "tu",
        "va", "we", "xi", "yo", "za",
    ];
    let mut rest = n;
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(pick(&SYLLABLES, (rest % 20) as usize));
        rest /= 20;
    }
    word
}

fn pick<T: Copy + Default>(list: &[T], index: usize) -> T {
    list.get(index % list.len().max(1))
        .copied()
        .unwrap_or_default()
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A number from 0 to before `limit`, by Zipf's law.
    fn zipf(&mut self, limit: u32) -> u64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (f64::from(limit) + 1.0).powf(unit) as u64 - 1
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        let mut number = self.zipf(WORDS);
        for _ in 1..WORDS_A_POST {
            text.push_str(&word(number));
            text.push_str(if self.below(100) < ENDS { ". " } else { " " });
            number = if self.below(100) < FOLLOWING {
                let which = number * u64::from(FOLLOWERS) + self.zipf(FOLLOWERS);
                Self(which).zipf(WORDS)
            } else {
                self.zipf(WORDS)
            };
        }
        text + &word(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_the_same_every_time_and_json() {
        let path = std::env::temp_dir().join(format!("hearken-bench-{}", std::process::id()));
        write(&path, 100, 10, 1_800_000_000).unwrap();
        let first = std::fs::read_to_string(&path).unwrap();
        write(&path, 100, 10, 1_800_000_000).unwrap();
        assert_eq!(first, std::fs::read_to_string(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
        assert_eq!(first.matches(" zephyrine").count(), 10);
        for line in first.lines() {
            let post: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(post["text"].as_str().unwrap().len() > 20);
        }
    }
}
