//! How common a token of a rule is likely to be in posts, so that rules are posted under their
//! rarest one.
//!
//! Nobody counts posts for it. Three things tell enough: whether it is a stop word of a language,
//! how long it is, and how many rules name it as inclusion or exclusion, for these lists are full
//! of everyday words.

use super::dictionary::Id;
use crate::chars::{Class, info};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Estimates, by token; only their order has a meaning.
#[derive(Debug, Default)]
pub(super) struct Frequency {
    context: Vec<u32>,
}

impl Frequency {
    /// Notes that an inclusion or exclusion names the token.
    pub(super) fn note_context(&mut self, id: Id) {
        let at = id as usize;
        if self.context.len() <= at {
            self.context.resize(at + 1, 0);
        }
        if let Some(count) = self.context.get_mut(at) {
            *count += 1;
        }
    }

    /// The estimate for a token of that text.
    pub(super) fn of(&self, id: Id, text: &[u8]) -> u64 {
        let context = self.context.get(id as usize).copied().unwrap_or_default();
        prior(std::str::from_utf8(text).unwrap_or_default()) + 16 * u64::from(context)
    }

    /// The estimate for two neighbouring characters.
    pub(super) fn of_pair(first: u64, second: u64) -> u64 {
        first.min(second) / 16
    }
}

/// From the look of a token: symbols are everywhere, short words nearly, and every letter more
/// halves the rest; `#`, `@` and `$` make a word a name.
fn prior(text: &str) -> u64 {
    if stop_words().contains(text) {
        return 8192;
    }
    let mut chars = text.chars();
    let first = chars.next().map_or(Class::Symbol, |c| info(c).class);
    let more = chars.count() as u32;
    match first {
        Class::Symbol if more == 0 => 8192,
        Class::Symbol => 512 >> more.min(8),
        Class::Unspaced => 512,
        _ => 4096 >> more.min(11),
    }
}

/// Languages with stop words.
const LANGUAGES: [&str; 18] = [
    "ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "id", "it", "nl", "no", "pt", "ro", "ru",
    "sv", "tr",
];

/// The everyday words of many languages, in lower case.
fn stop_words() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let languages = LANGUAGES.into_iter();
        let words = languages.filter_map(stop_words::lookup);
        words.flatten().copied().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_tokens_are_more_frequent() {
        let mut frequency = Frequency::default();
        frequency.note_context(3);
        let of = |text: &str| frequency.of(0, text.as_bytes());
        assert!(of("&") == of("the") && of("the") > of("xyz") && of("xyz") > of("contoso"));
        assert!(of("the") > of("#the") && of("東") > of("contoso") && of("und") == of("the"));
        assert!(frequency.of(3, b"contoso") > of("contoso"));
        assert!(Frequency::of_pair(of("東"), of("京")) < of("東"));
    }
}
