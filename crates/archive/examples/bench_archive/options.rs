//! What the command line asks for.

use crate::Outcome;
use std::path::PathBuf;

/// The oracle keeps rows as they come and looks at all of them for every ask; more of them take
/// too much time, unless it is asked for.
const ORACLE_POSTS: u64 = 1_000_000;
const ROUNDS: usize = 51;

pub(crate) struct Options {
    pub(crate) posts: u64,
    /// Letters of scenarios; all if empty.
    only: String,
    pub(crate) rounds: usize,
    pub(crate) oracle: bool,
    pub(crate) export: Option<PathBuf>,
}

impl Options {
    pub(crate) fn read(words: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut options = Self {
            posts: ORACLE_POSTS,
            only: String::new(),
            rounds: ROUNDS,
            oracle: false,
            export: None,
        };
        let mut words = words;
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--only" => options.only = value()?,
                "--rounds" => options.rounds = value()?.parse()?,
                "--oracle" => options.oracle = true,
                "--export" => options.export = Some(value()?.into()),
                posts => options.posts = posts.replace('_', "").parse()?,
            }
        }
        options.oracle |= options.posts <= ORACLE_POSTS;
        Ok(options)
    }

    /// Whether a scenario, which a letter begins, is wanted.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || name.chars().next().is_some_and(|c| self.only.contains(c))
    }
}
