//! Posts and rules to measure with: real posts where there are some, and seeded rules of the
//! shapes that people write. The peers measure with the same.

use hearken_model::{KeywordsRule, Language, Post, Proximity, Source, Timestamp};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// Posts of one line each: of FILE, else of the folder `sentiment` below `HEARKEN_TEST_DATA`, else
/// made up. With where they are from.
pub(crate) fn posts(file: Option<&Path>) -> Result<(Vec<Post>, String), Box<dyn Error>> {
    let data = std::env::var_os("HEARKEN_TEST_DATA").map(PathBuf::from);
    let (texts, from) = match (file, data) {
        (Some(file), _) => (lines(file)?, file.display().to_string()),
        (None, Some(data)) => (real(&data)?, "real posts of eight languages".to_owned()),
        (None, None) => (
            made_up(),
            "made-up posts (HEARKEN_TEST_DATA is not set)".to_owned(),
        ),
    };
    let post = |text| Post::new(Source::BLUESKY, "1", text, Timestamp(0));
    Ok((texts.into_iter().map(post).collect(), from))
}

fn lines(file: &Path) -> Result<Vec<String>, std::io::Error> {
    let text = std::fs::read_to_string(file)?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn real(data: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(data.join("sentiment/umsab"))? {
        let folder = folder?.path();
        files.extend(["train_text.txt", "test_text.txt"].map(|name| folder.join(name)));
    }
    files.sort();
    let mut texts = Vec::new();
    for file in files.iter().filter(|file| file.is_file()) {
        texts.extend(lines(file)?);
    }
    // Languages mixed, as on a network.
    let mut random = Random(3);
    for at in (1..texts.len()).rev() {
        texts.swap(at, random.below(at + 1));
    }
    Ok(texts)
}

/// Words by Zipf's law, so that the program runs anywhere; figures of it compare to nothing.
fn made_up() -> Vec<String> {
    let mut random = Random(5);
    let mut word = || {
        let rank = random.below(200) * random.below(200) / (1 + random.below(40));
        format!(
            "w{rank}{}",
            ["a", "en", "ing", "o"].get(rank % 4).unwrap_or(&"")
        )
    };
    let post = |_| (0..14).map(|_| word()).collect::<Vec<_>>().join(" ");
    (0..20_000).map(post).collect()
}

/// A generator of numbers, the same ones for the same seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// Makes rules out of the words of posts.
pub(crate) struct Author<'p> {
    posts: &'p [Post],
    /// Words that fewer than one post in a thousand holds, in order.
    rare: Vec<&'p str>,
    random: Random,
}

impl<'p> Author<'p> {
    pub(crate) fn new(posts: &'p [Post]) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for post in posts {
            for word in post.text.split_whitespace() {
                *counts.entry(word).or_default() += 1;
            }
        }
        let telling = |(word, count): (&'p str, usize)| {
            let is_word = word.chars().count() > 3 && word.chars().all(char::is_alphanumeric);
            (is_word && count * 1000 <= posts.len()).then_some(word)
        };
        Self {
            posts,
            rare: counts.into_iter().filter_map(telling).collect(),
            random: Random(7),
        }
    }

    pub(crate) fn rules(&mut self, count: usize) -> Vec<KeywordsRule> {
        (0..count).map(|number| self.rule(number)).collect()
    }

    /// Of a hundred rules: 20 a single brand; 50 one to six names, half of which no post holds,
    /// with two to six everyday words near them; 15 phrases; 13 with many exclusions; one of an
    /// everyday word; one for one language, without accents. Rule 500 goes over sixty pages.
    fn rule(&mut self, number: usize) -> KeywordsRule {
        let mut rule = KeywordsRule::default();
        match number % 100 {
            _ if number == 500 => {
                rule.keywords = self.list(3000, Self::name);
                rule.inclusions = self.list(400, Self::everyday);
                rule.exclusions = self.list(400, Self::name);
            }
            0..20 => rule.keywords = self.list(1, Self::name),
            shape @ 20..70 => {
                rule.keywords = self.list(1 + number % 6, Self::name);
                rule.inclusions = self.list(2 + number % 5, Self::everyday);
                let proximity = Proximity::ALL.into_iter().nth(shape % 3);
                rule.proximity = proximity.unwrap_or_default();
                if number % 5 < 2 {
                    rule.exclusions = self.list(1 + number % 4, Self::everyday);
                }
            }
            70..85 => rule.keywords = self.list(1 + number % 3, Self::phrase),
            85..98 => {
                rule.keywords = self.list(1 + number % 3, Self::name);
                rule.exclusions = self.list(10 + number % 16, Self::everyday);
            }
            98 => {
                rule.keywords = self.list(1, Self::everyday);
                rule.inclusions = self.list(3, Self::name);
            }
            _ => {
                rule.keywords = self.list(2, Self::name);
                rule.languages = vec![Language::EN];
                rule.ignore_accents = true;
            }
        }
        rule
    }

    fn list(&mut self, entries: usize, entry: fn(&mut Self) -> String) -> Vec<String> {
        (0..entries).map(|_| entry(self)).collect()
    }

    fn name(&mut self) -> String {
        let salt = self.random.below(10_000_000);
        if salt.is_multiple_of(2) {
            return format!("brand{salt}");
        }
        let at = self.random.below(self.rare.len());
        self.rare.get(at).copied().unwrap_or("word").to_owned()
    }

    fn everyday(&mut self) -> String {
        let words = self.words_of_a_post();
        let at = self.random.below(words.len());
        words.get(at).copied().unwrap_or("word").to_owned()
    }

    /// A telling word and the one after it, as they stand in a post.
    fn phrase(&mut self) -> String {
        loop {
            let words = self.words_of_a_post();
            let telling = |pair: &&[&str]| {
                let [first, _] = pair else { return false };
                self.rare.binary_search(first).is_ok()
            };
            if let Some(pair) = words.windows(2).find(telling) {
                return pair.join(" ");
            }
        }
    }

    fn words_of_a_post(&mut self) -> Vec<&'p str> {
        let at = self.random.below(self.posts.len());
        let text = self.posts.get(at).map_or("", |post| post.text.as_str());
        text.split_whitespace().collect()
    }
}
