//! Phrases of a post: words, hashtags, mentions and runs of two or three words (ANA-175, ANA-176).
//!
//! A phrase stands as it was written; its key is taken of its folded text, so that spellings meet.
//! Which phrases of a post are kept is decided by the phrase and the post alone: there is no
//! dictionary of the corpus here. Counting over posts, the floor of three posts and what a longer
//! phrase covers belong to analytics.

mod elements;
mod unspaced;

use crate::fold::fold_onto;
use elements::{Element, elements};
use hearken_model::{
    Field, Language, Post,
    annotation::{Phrase, PhraseKey},
};
use xxhash_rust::xxh3::xxh3_64;

/// Most phrases kept of one post; each costs 8 bytes a post in store and archive.
pub const MAX_PHRASES: usize = 12;
/// A longer phrase, in bytes, is a code or a collision of typing, not a phrase.
const MAX_LEN: usize = 96;
/// Words of a post that are looked at.
const MAX_WORDS: usize = 1500;

/// The phrases of `post` with their keys: distinct by key, most telling first, at most
/// [`MAX_PHRASES`]. Deterministic for the same post and language.
pub fn of_post(post: &Post, language: &Language) -> Vec<(Phrase, PhraseKey)> {
    let fields = post
        .fields()
        .filter(|(field, _)| !matches!(field, Field::Alt(_)));
    of_fields(fields, language)
}

/// The phrases of a bare text; as [`of_post`].
pub fn of_text(text: &str, language: &Language) -> Vec<(Phrase, PhraseKey)> {
    of_fields([(Field::Text, text)], language)
}

/// The key of a phrase as typed or shown: case, width and composition of letters and the kind of
/// white space do not matter.
pub fn key(phrase: &str) -> PhraseKey {
    let mut folded = String::with_capacity(phrase.len());
    for word in phrase.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        fold_onto(word, &mut folded);
    }
    PhraseKey(xxh3_64(folded.as_bytes()))
}

fn of_fields<'a>(
    fields: impl IntoIterator<Item = (Field, &'a str)>,
    language: &Language,
) -> Vec<(Phrase, PhraseKey)> {
    let mut words_left = MAX_WORDS;
    let lists: Vec<(Field, Vec<Element>)> = fields
        .into_iter()
        .map(|(field, text)| {
            let list = elements(text, language, words_left);
            words_left = words_left.saturating_sub(list.len());
            (field, list)
        })
        .collect();
    let mut candidates = Candidates::default();
    for (field, list) in &lists {
        let bonus = if *field == Field::Title { 0.5 } else { 0.0 };
        candidates.read(list, bonus);
    }
    candidates.best()
}

/// What may become a phrase of the post.
struct Candidate<'l, 'a> {
    key: PhraseKey,
    /// Its place among all.
    order: usize,
    run: &'l [Element<'a>],
    score: f32,
}

#[derive(Default)]
struct Candidates<'l, 'a> {
    all: Vec<Candidate<'l, 'a>>,
    /// What the key of the phrase at hand is taken of.
    folded: String,
}

/// An element's two forms, folded once for all the runs that it stands in.
struct Folded {
    full: String,
    /// None where it is the same.
    text: Option<String>,
}

impl Folded {
    fn of(element: &Element) -> Self {
        let folded = |text: &str| {
            let mut folded = String::with_capacity(text.len());
            fold_onto(text, &mut folded);
            folded
        };
        let shorter = element.text.len() != element.full.len();
        Self {
            full: folded(element.full),
            text: shorter.then(|| folded(element.text)),
        }
    }

    fn last(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.full)
    }
}

impl<'l, 'a> Candidates<'l, 'a> {
    fn read(&mut self, list: &'l [Element<'a>], bonus: f32) {
        let folded: Vec<Folded> = list.iter().map(Folded::of).collect();
        for (place, first) in list.iter().enumerate() {
            if first.alone
                && let Some(word) = list.get(place..=place).zip(folded.get(place..=place))
            {
                self.add(word, first.score + bonus);
            }
            for len in 2..=3 {
                let span = place..place + len;
                let Some(both) = list.get(span.clone()).zip(folded.get(span)) else {
                    break;
                };
                let run = both.0;
                if run.iter().skip(1).any(|element| element.breaks) {
                    break;
                }
                let ends = run.first().zip(run.last());
                if ends.is_some_and(|(first, last)| first.begins && last.ends) {
                    self.add(both, run_score(run) + bonus);
                }
            }
        }
    }

    fn add(&mut self, (run, folded): (&'l [Element<'a>], &[Folded]), score: f32) {
        self.folded.clear();
        for (place, (element, folded)) in run.iter().zip(folded).enumerate() {
            if place > 0 && element.spaced {
                self.folded.push(' ');
            }
            let last = place + 1 == run.len();
            self.folded
                .push_str(if last { folded.last() } else { &folded.full });
        }
        if self.folded.len() <= MAX_LEN {
            let key = PhraseKey(xxh3_64(self.folded.as_bytes()));
            self.all.push(Candidate {
                key,
                order: self.all.len(),
                run,
                score,
            });
        }
    }

    /// The most telling; of equals the one that was said first.
    fn best(mut self) -> Vec<(Phrase, PhraseKey)> {
        self.all
            .sort_unstable_by_key(|candidate| (candidate.key, candidate.order));
        let same = self.all.chunk_by(|a, b| a.key == b.key);
        let mut ranked: Vec<(f32, &Candidate)> = same
            .filter_map(|same| {
                let best = same
                    .iter()
                    .map(|candidate| candidate.score)
                    .fold(0.0, f32::max);
                // Said again, a phrase tells more, ever less so.
                let again = if same.len() > 1 {
                    1.5 * (same.len() as f32).log2()
                } else {
                    0.0
                };
                Some((best + again, same.first()?))
            })
            .collect();
        ranked.sort_unstable_by(|(a, one), (b, other)| {
            b.total_cmp(a).then(one.order.cmp(&other.order))
        });
        let best = ranked.into_iter().take(MAX_PHRASES);
        best.map(|(_, candidate)| (Phrase(shown(candidate.run)), candidate.key))
            .collect()
    }
}

/// A run as it was written, its white space made single.
fn shown(run: &[Element]) -> String {
    let mut text = String::new();
    for (place, element) in run.iter().enumerate() {
        if place > 0 && element.spaced {
            text.push(' ');
        }
        text.push_str(if place + 1 == run.len() {
            element.text
        } else {
            element.full
        });
    }
    text
}

/// A run tells what its words tell, somewhat less for each, more where it is a name.
fn run_score(run: &[Element]) -> f32 {
    let told: f32 = run.iter().map(|element| element.score).sum();
    let name = run
        .iter()
        .all(|element| element.capital || element.score == 0.0)
        && run.first().is_some_and(|element| element.capital);
    told * if run.len() == 2 { 0.55 } else { 0.37 } + if name { 1.5 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(text: &str, language: &str) -> Vec<String> {
        let language = language.parse().expect("code");
        of_text(text, &language)
            .into_iter()
            .map(|(phrase, _)| phrase.0)
            .collect()
    }

    #[test]
    fn phrases_are_found() {
        for (text, language, expect) in [
            (
                "The battery of the Contoso X9",
                "en",
                vec![
                    "battery of the Contoso",
                    "Contoso X9",
                    "battery",
                    "Contoso",
                    "X9",
                ],
            ),
            ("", "en", vec![]),
            ("the and of", "en", vec![]),
            ("https://example.com/some-long-path", "en", vec![]),
        ] {
            let got = phrases(text, language);
            for phrase in expect.iter().filter(|p| p.split(' ').count() <= 3) {
                assert!(
                    got.contains(&(*phrase).to_owned()),
                    "{text}: {phrase} not in {got:?}"
                );
            }
            if expect.is_empty() {
                assert_eq!(got, Vec::<String>::new(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_and_what_is_not_a_phrase() {
        for (text, language, yes, no) in [
            (
                "I love #Contoso and @fan.example",
                "en",
                vec!["#Contoso", "@fan.example", "love"],
                vec!["Contoso", "and", "I"],
            ),
            (
                "Contoso's new phone, really",
                "en",
                vec!["Contoso", "Contoso's new phone", "phone"],
                vec!["phone really", "Contoso's"],
            ),
            (
                "don't can't won't",
                "en",
                vec![],
                vec!["don't", "can't", "won't"],
            ),
            (
                "le prix de l’iPhone",
                "fr",
                vec!["prix", "iPhone"],
                vec!["l’iPhone", "de", "prix de iPhone"],
            ),
            (
                "die Farbe der Kamera ist schön",
                "de",
                vec!["Farbe", "Farbe der Kamera", "Kamera"],
                vec!["die", "die Farbe", "der Kamera"],
            ),
            (
                "東京タワーのカメラを買いました",
                "ja",
                vec!["東京タワー", "カメラ"],
                vec!["の", "を"],
            ),
            (
                "我们的手机很好",
                "zh-Hans",
                vec!["手机"],
                vec!["我们", "的"],
            ),
            (
                "서울에서 카메라를 샀어요",
                "ko",
                vec!["서울", "카메라"],
                vec!["카메라를"],
            ),
            (
                "RT @someone: cheap deals &amp; more",
                "en",
                vec!["@someone", "cheap deals"],
                vec!["RT", "amp"],
            ),
            (
                "see http://example.com/battery now",
                "en",
                vec![],
                vec!["battery", "example"],
            ),
            ("one. Two", "en", vec![], vec!["one Two"]),
        ] {
            let got = phrases(text, language);
            for phrase in yes {
                assert!(
                    got.contains(&phrase.to_owned()),
                    "{text}: {phrase} not in {got:?}"
                );
            }
            for phrase in no {
                assert!(
                    !got.contains(&phrase.to_owned()),
                    "{text}: {phrase} in {got:?}"
                );
            }
        }
    }

    #[test]
    fn spellings_share_a_key() {
        for (one, other) in [
            ("Battery Life", "battery  life"),
            ("#Contoso", "#CONTOSO"),
            ("Straße", "STRASSE"),
            ("ｶﾒﾗ", "カメラ"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert_ne!(key("#contoso"), key("contoso"));
    }

    #[test]
    fn keys_are_those_of_the_shown_text() {
        for text in [
            "The Battery of the Contoso X9 in Zürich",
            "東京タワーのカメラ",
            "카메라를 샀어요",
        ] {
            for (phrase, key_of) in of_text(text, &Language::EN) {
                assert_eq!(key(&phrase.0), key_of, "{}", phrase.0);
            }
        }
    }

    #[test]
    fn repetition_ranks_and_the_cap_holds() {
        let filler: Vec<String> = (0..200).map(|n| format!("filler{n}x")).collect();
        let text = format!("camera {} camera, camera. camera", filler.join(". "));
        let got = phrases(&text, "en");
        assert_eq!(got.len(), MAX_PHRASES);
        assert_eq!(got.first().map(String::as_str), Some("camera"));
    }
}
