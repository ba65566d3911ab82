//! Function words: the small words that carry no topic. They tell languages apart and are cut
//! from the edges of phrases.

mod own;

use crate::fold::lower;
use hashbrown::HashMap;
use std::sync::LazyLock;

/// The languages with a list; a place in this list is a bit in [`Languages`].
pub(crate) const LISTED: [&str; 22] = [
    "cs", "da", "de", "en", "es", "fi", "fr", "hu", "id", "it", "nl", "no", "pl", "pt", "sv", "tr",
    "ar", "el", "he", "hi", "ru", "zh",
];

/// A set of [`LISTED`] languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Languages(u32);

impl Languages {
    /// Whether the language at `place` of [`LISTED`] is in it.
    pub(crate) fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// How many.
    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }
}

/// The place of a language in [`LISTED`].
pub(crate) fn place(language: &str) -> Option<usize> {
    let language = if language.starts_with("zh") {
        "zh"
    } else {
        language
    };
    LISTED.iter().position(|l| *l == language)
}

/// The languages of which `word`, in lower case, is a function word.
pub(crate) fn languages_of(word: &str) -> Languages {
    TABLE.get(word).copied().unwrap_or_default()
}

/// Words of the lists that people do talk about, or that ANA-175 wants kept.
const KEPT: [&str; 4] = ["can", "will", "new", "now"];

static TABLE: LazyLock<HashMap<Box<str>, Languages>> = LazyLock::new(|| {
    let mut table: HashMap<Box<str>, Languages> = HashMap::new();
    let mut buffer = String::new();
    for (place, language) in LISTED.iter().enumerate() {
        let listed = stop_words::lookup(language)
            .unwrap_or_default()
            .iter()
            .copied();
        for word in listed.chain(own::list(language).split_whitespace()) {
            let word = lower(word.trim(), &mut buffer);
            if word.is_empty() || (*language == "en" && KEPT.contains(&word)) {
                continue;
            }
            table.entry(word.into()).or_default().0 |= 1 << place;
        }
    }
    table.shrink_to_fit();
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_language_has_words() {
        for (place, language) in LISTED.iter().enumerate() {
            let n = TABLE.values().filter(|l| l.has(place)).count();
            assert!(n >= 40, "{language}: {n}");
        }
    }

    #[test]
    fn common_words_are_told() {
        for (word, language, expect) in [
            ("the", "en", true),
            ("can", "en", false),
            ("und", "de", true),
            ("und", "en", false),
            ("się", "pl", true),
            ("और", "hi", true),
            ("的", "zh-Hant", true),
        ] {
            let place = place(language).expect("listed");
            assert_eq!(languages_of(word).has(place), expect, "{word} {language}");
        }
    }
}
