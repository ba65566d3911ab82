//! Languages of the Latin script, told apart by a vote.

use super::{Guess, alphabets::Special, plain::Plain};
use crate::{fold::lower, words};
use std::sync::LazyLock;
use whatlang::{Detector, Lang};
use whichlang::Lang as Which;

/// The languages that stand for election. More would cost these accuracy.
pub(super) const CANDIDATES: [&str; 17] = [
    "cs", "da", "de", "en", "es", "fi", "fr", "hu", "id", "it", "nl", "no", "pl", "pt", "sv", "tr",
    "vi",
];
const COUNT: usize = CANDIDATES.len();

// Votes, fitted by hand on the training halves named in the ADR.
const FUNCTION_WORDS: f32 = 1.0;
const FUNCTION_WORDS_MOST: f32 = 3.0;
const NGRAMS: f32 = 0.5;
const NGRAMS_OF_A_HALF: f32 = 0.15;
const NGRAMS_STEADY: f32 = 0.45;
const TRIGRAMS: f32 = 0.3;
const TRIGRAMS_SURE: f32 = 0.6;
// The n-gram model has not learnt these, so the trigrams' confidence must carry them.
const TRIGRAMS_ALONE: f32 = 0.9;
const TRIGRAMS_ALONE_SURE: f32 = 1.6;
/// More is written in English than in any other language.
const ENGLISH_FIRST: f32 = 0.3;
/// The n-gram model and this much support by function words need no further vote.
const SETTLED_FROM: f32 = 1.0;
const SETTLED_LEAD: f32 = 0.3;

/// Neither does a vote with this lead.
const EARLY_FROM: f32 = 1.8;

/// Whether the n-gram model by itself hears `language`, one that it has learnt.
pub(super) fn is_heard(language: &str, plain: &Plain) -> bool {
    LEARNT.contains(&language) && ngrams(&plain.text) == Some(language)
}

/// The language of `text`, whose letters are mostly Latin.
pub(super) fn guess(text: &str) -> Option<Guess> {
    let support = function_words(text);
    let special = Special::of(text);
    let support_of = |language: &str| index(language).and_then(|i| support.get(i)).copied();
    let heard = ngrams(text);
    if let (Some(heard), Some(own)) = (heard, heard.and_then(support_of)) {
        let best = support.iter().copied().fold(0.0, f32::max);
        if own >= SETTLED_FROM && best <= own + SETTLED_LEAD && special.against(heard) < 0.6 {
            return Some(Guess {
                language: heard,
                margin: 2.0,
            });
        }
    }
    let mut votes = support.map(|s| (s * FUNCTION_WORDS).min(FUNCTION_WORDS_MOST));
    let (first, second) = halves(text);
    let halves = [ngrams(first), ngrams(second)];
    let steady = halves.iter().filter(|half| **half == heard).count() as f32;
    vote(&mut votes, heard, NGRAMS + NGRAMS_STEADY * steady);
    for half in halves {
        vote(&mut votes, half, NGRAMS_OF_A_HALF);
    }
    // Where everything else agrees, the trigrams would hardly turn the vote, and they cost most.
    vote(&mut votes, Some("en"), ENGLISH_FIRST);
    let early = winner(&votes, special);
    if steady >= 2.0 && early.is_some_and(|early| early.margin >= EARLY_FROM) {
        return early;
    }
    if let Some((language, sure)) = trigrams(text) {
        let weight = if LEARNT.contains(&language) {
            TRIGRAMS + TRIGRAMS_SURE * sure
        } else {
            TRIGRAMS_ALONE + TRIGRAMS_ALONE_SURE * sure
        };
        vote(&mut votes, Some(language), weight);
    }
    winner_among_siblings(&votes, special)
}

const SIBLINGS: [(&str, &str); 2] = [("da", "no"), ("no", "da")];

fn vote(votes: &mut [f32; COUNT], language: Option<&str>, weight: f32) {
    if let Some(count) = language.and_then(index).and_then(|i| votes.get_mut(i)) {
        *count += weight;
    }
}

/// The candidate with most votes, after what its alphabet says, and its lead over the second.
fn winner(votes: &[f32; COUNT], special: Special) -> Option<Guess> {
    let mut first: Option<(&'static str, f32)> = None;
    let mut second = f32::NEG_INFINITY;
    for (language, votes) in CANDIDATES.into_iter().zip(votes) {
        let count = votes - special.against(language);
        match first {
            Some((_, most)) if count <= most => second = second.max(count),
            _ => {
                second = first.map_or(second, |(_, most)| most);
                first = Some((language, count));
            }
        }
    }
    first.map(|(language, most)| Guess {
        language,
        margin: (most - second).min(2.0),
    })
}

/// As [`winner`]; a lead over a sibling counts double, because two languages so near are always
/// near in the vote, and to take one for the other does little harm.
fn winner_among_siblings(votes: &[f32; COUNT], special: Special) -> Option<Guess> {
    let close = winner(votes, special)?;
    let Some((_, sibling)) = SIBLINGS.iter().find(|(one, _)| *one == close.language) else {
        return Some(close);
    };
    let mut without = *votes;
    vote(&mut without, Some(sibling), f32::NEG_INFINITY);
    let clear = winner(&without, special)?;
    Some(Guess {
        margin: clear.margin.min(close.margin * 2.0),
        ..close
    })
}

fn index(language: &str) -> Option<usize> {
    CANDIDATES
        .iter()
        .position(|candidate| *candidate == language)
}

/// How much the function words of `text` speak for each candidate: a word of one language alone
/// counts one, shared words count by their share, single letters little.
fn function_words(text: &str) -> [f32; COUNT] {
    let mut support = [0.0; COUNT];
    let mut buffer = String::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')) {
        if word.is_empty() || word.len() > 24 {
            continue;
        }
        let word = lower(word, &mut buffer);
        let languages = words::languages_of(word);
        if languages.len() == 0 {
            continue;
        }
        let weight = if word.len() == 1 { 0.3 } else { 1.0 };
        // The candidates are the first of the listed languages, in the same order.
        for (place, sum) in support.iter_mut().enumerate() {
            if languages.has(place) && place < COUNT - 1 {
                *sum += weight / languages.len() as f32;
            }
        }
    }
    support
}

/// The two halves of `text`, parted between words.
fn halves(text: &str) -> (&str, &str) {
    let middle = text.floor_char_boundary(text.len() / 2);
    let parted = text
        .get(middle..)
        .and_then(|rest| rest.find(' '))
        .map(|space| middle + space);
    parted
        .and_then(|at| text.split_at_checked(at))
        .unwrap_or((text, ""))
}

/// Candidates the n-gram model has learnt.
const LEARNT: [&str; 10] = ["de", "en", "es", "fr", "it", "nl", "pt", "sv", "tr", "vi"];

fn ngrams(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return None;
    }
    match whichlang::detect_language(text) {
        Which::Deu => Some("de"),
        Which::Eng => Some("en"),
        Which::Spa => Some("es"),
        Which::Fra => Some("fr"),
        Which::Ita => Some("it"),
        Which::Nld => Some("nl"),
        Which::Por => Some("pt"),
        Which::Swe => Some("sv"),
        Which::Tur => Some("tr"),
        Which::Vie => Some("vi"),
        _ => None,
    }
}

/// Trigram profiles of the candidates.
const PROFILES: [(Lang, &str); COUNT] = [
    (Lang::Ces, "cs"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Eng, "en"),
    (Lang::Spa, "es"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Hun, "hu"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "no"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Swe, "sv"),
    (Lang::Tur, "tr"),
    (Lang::Vie, "vi"),
];

static TRIGRAM_DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(PROFILES.iter().map(|(lang, _)| *lang).collect()));

/// Trigrams cost most, and a part tells as much.
const TRIGRAMS_ENOUGH: usize = 120;

fn trigrams(text: &str) -> Option<(&'static str, f32)> {
    let part = text
        .get(..text.floor_char_boundary(TRIGRAMS_ENOUGH))
        .unwrap_or(text);
    let info = TRIGRAM_DETECTOR.detect(part)?;
    let (_, language) = PROFILES.iter().find(|(lang, _)| *lang == info.lang())?;
    Some((language, info.confidence() as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_the_first_listed_languages() {
        for (candidate, listed) in CANDIDATES.iter().zip(words::LISTED).take(COUNT - 1) {
            assert_eq!(*candidate, listed);
        }
        assert_eq!(words::place("vi"), None);
    }

    #[test]
    fn votes_are_counted() {
        for (given, expect) in [
            (vec![("en", 1.0), ("de", 0.25)], ("en", 0.75)),
            (vec![("en", 0.25), ("de", 1.0), ("fr", 0.5)], ("de", 0.5)),
            (vec![("en", 1.0), ("de", 1.0)], ("de", 0.0)),
            (vec![], ("cs", 0.0)),
        ] {
            let mut votes = [0.0; COUNT];
            for (language, weight) in &given {
                vote(&mut votes, Some(language), *weight);
            }
            let got = winner(&votes, Special::default()).map(|g| (g.language, g.margin));
            assert_eq!(got, Some(expect), "{given:?}");
        }
    }
}
