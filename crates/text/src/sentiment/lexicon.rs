//! The English lexicon: what a word weighs and what it does to its neighbours.
//!
//! Weights are those of the VADER lexicon (C. J. Hutto and E. Gilbert, 2014; MIT) as the crate
//! `vader_sentiment` carries it; the words that change their neighbours are those of its paper.

use crate::fold::lower;
use hashbrown::HashMap;
use std::sync::LazyLock;

/// What a word does to the words after it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Role {
    /// Nothing.
    #[default]
    Plain,
    /// Turns them round.
    Negation,
    /// Makes them stronger, or weaker below zero.
    Booster(f32),
    /// `but`
    But,
    /// `least`
    Least,
    /// `at`, `very`: `at least` and `very least` turn nothing round.
    BeforeLeast(f32),
    /// `never`: turns round, but `never so good` strengthens.
    Never,
    /// `so` and `this` after `never`.
    AfterNever(f32),
    /// `without`: turns round, but not in `without doubt`.
    Without,
    /// `doubt`
    Doubt,
    /// `no`
    No,
    /// `or`, `nor`
    Or,
}

impl Role {
    /// By how much it strengthens what follows.
    pub(super) fn boost(self) -> f32 {
        match self {
            Self::Booster(by) | Self::BeforeLeast(by) | Self::AfterNever(by) => by,
            _ => 0.0,
        }
    }

    /// Whether it turns round what follows.
    pub(super) fn negates(self) -> bool {
        matches!(self, Self::Negation | Self::Never | Self::Without)
    }
}

/// A word of the lexicon.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Entry {
    /// -4..=4, zero for words without a tone of their own.
    pub(super) weight: f32,
    /// What it does to its neighbours.
    pub(super) role: Role,
}

/// Everything that is looked up.
pub(super) struct Lexicon {
    words: HashMap<Box<str>, Entry>,
    emoji: HashMap<char, f32>,
}

/// The lexicon, built on first use.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);
    &LEXICON
}

const STRONGER: f32 = 0.293;
const WEAKER: f32 = -0.293;

const BOOSTERS: &str = "absolutely amazingly awfully completely considerable considerably decidedly \
    deeply effing enormous enormously entirely especially exceptional exceptionally extreme \
    extremely fabulously flipping flippin frackin fracking fricking frickin frigging friggin fully \
    fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly intensely major \
    majorly more most particularly purely quite really remarkably substantially thoroughly total \
    totally tremendous tremendously uber unbelievably unusually utter utterly";
const DAMPENERS: &str = "almost barely hardly kinda kindof kind-of less little marginal marginally \
    occasional occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of";
// A word with `n't` is one anyway.
const NEGATIONS: &str = "aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent \
    isnt mightnt mustnt neither neednt none nope nor not nothing nowhere oughtnt shant shouldnt \
    uhuh uh-uh wasnt werent wont wouldnt rarely seldom despite";

impl Lexicon {
    fn build() -> Self {
        let mut words: HashMap<Box<str>, Entry> = HashMap::new();
        let mut buffer = String::new();
        for (word, weight) in vader_sentiment::LEXICON.iter() {
            let word = lower(word, &mut buffer);
            words.entry(word.into()).or_default().weight = *weight as f32;
        }
        let mut role = |list: &str, role: Role| {
            for word in list.split_whitespace() {
                words.entry(word.into()).or_default().role = role;
            }
        };
        role(BOOSTERS, Role::Booster(STRONGER));
        role(DAMPENERS, Role::Booster(WEAKER));
        role(NEGATIONS, Role::Negation);
        role("but", Role::But);
        role("least", Role::Least);
        role("at", Role::BeforeLeast(0.0));
        role("very", Role::BeforeLeast(STRONGER));
        role("never", Role::Never);
        role("so", Role::AfterNever(STRONGER));
        role("this", Role::AfterNever(0.0));
        role("without", Role::Without);
        role("doubt", Role::Doubt);
        role("no", Role::No);
        role("or", Role::Or);
        words.shrink_to_fit();
        let emoji = emoji(&words);
        Self { words, emoji }
    }

    /// A word or emoticon in lower case.
    pub(super) fn word(&self, word: &str) -> Option<Entry> {
        self.words.get(word).copied()
    }

    /// What an emoji weighs.
    pub(super) fn emoji(&self, sign: char) -> Option<f32> {
        self.emoji.get(&sign).copied()
    }
}

/// An emoji weighs what the words of its description weigh together.
fn emoji(words: &HashMap<Box<str>, Entry>) -> HashMap<char, f32> {
    let mut emoji = HashMap::new();
    for (sign, description) in vader_sentiment::EMOJI_LEXICON.iter() {
        let mut chars = sign.chars().filter(|c| *c != '\u{fe0f}');
        let (Some(first), None) = (chars.next(), chars.next()) else {
            continue;
        };
        let parts = description.split(|c: char| !c.is_ascii_alphabetic());
        let weight: f32 = parts
            .filter_map(|word| words.get(word))
            .map(|entry| entry.weight)
            .sum();
        if weight != 0.0 {
            emoji.insert(first, weight);
        }
    }
    emoji
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_weigh() {
        for (word, positive) in [
            ("good", true),
            ("terrible", false),
            (":)", true),
            (":(", false),
            ("<3", true),
        ] {
            let weight = lexicon().word(word).map(|e| e.weight);
            assert_eq!(weight.map(|w| w > 0.0), Some(positive), "{word}");
        }
        assert_eq!(lexicon().word("table"), None);
        assert!(lexicon().emoji('😂').is_some_and(|w| w > 0.0));
        assert!(lexicon().emoji('😠').is_some_and(|w| w < 0.0));
        assert_eq!(lexicon().emoji('🚗'), None);
    }
}
