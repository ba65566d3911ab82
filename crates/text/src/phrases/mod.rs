//! Phrases of a post: words, hashtags, mentions and runs of two or three words (ANA-175, ANA-176).
//!
//! A phrase stands as it was written; its key is taken of its folded text, so that spellings meet.
//! Which phrases of a post are kept is decided by the phrase and the post alone: there is no
//! dictionary of the corpus here. Counting over posts, the floor of three posts and what a longer
//! phrase covers belong to analytics.

mod elements;
mod unspaced;

use crate::fold::fold;
use elements::{Element, elements};
use hashbrown::{HashMap, hash_map::Entry};
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
    let words: Vec<&str> = phrase.split_whitespace().collect();
    PhraseKey(xxh3_64(fold(&words.join(" ")).as_bytes()))
}

fn of_fields<'a>(
    fields: impl IntoIterator<Item = (Field, &'a str)>,
    language: &Language,
) -> Vec<(Phrase, PhraseKey)> {
    let mut candidates = Candidates::default();
    let mut words_left = MAX_WORDS;
    for (field, text) in fields {
        let list = elements(text, language, words_left);
        words_left = words_left.saturating_sub(list.len());
        let bonus = if field == Field::Title { 0.5 } else { 0.0 };
        candidates.read(&list, bonus);
    }
    candidates.best()
}

/// What may become a phrase of the post.
struct Candidate {
    text: String,
    key: PhraseKey,
    score: f32,
    times: u32,
}

impl Candidate {
    /// Said again, it tells more, ever less so.
    fn rank(&self) -> f32 {
        self.score + 1.5 * (self.times as f32).log2()
    }
}

#[derive(Default)]
struct Candidates {
    all: Vec<Candidate>,
    places: HashMap<PhraseKey, usize>,
    folded: String,
}

impl Candidates {
    fn read(&mut self, list: &[Element], bonus: f32) {
        for (place, first) in list.iter().enumerate() {
            if first.alone {
                self.add(&[*first], first.score + bonus);
            }
            for len in 2..=3 {
                let Some(run) = list.get(place..place + len) else {
                    break;
                };
                if run.iter().skip(1).any(|element| element.breaks) {
                    break;
                }
                let ends = run.first().zip(run.last());
                if ends.is_some_and(|(first, last)| first.begins && last.ends) {
                    self.add(run, run_score(run) + bonus);
                }
            }
        }
    }

    fn add(&mut self, run: &[Element], score: f32) {
        self.folded.clear();
        for (place, element) in run.iter().enumerate() {
            if place > 0 && element.spaced {
                self.folded.push(' ');
            }
            let last = place + 1 == run.len();
            self.folded
                .push_str(&fold(if last { element.text } else { element.full }));
        }
        if self.folded.len() > MAX_LEN {
            return;
        }
        let key = PhraseKey(xxh3_64(self.folded.as_bytes()));
        match self.places.entry(key) {
            Entry::Occupied(known) => {
                if let Some(known) = self.all.get_mut(*known.get()) {
                    known.times += 1;
                    known.score = known.score.max(score);
                }
            }
            Entry::Vacant(free) => {
                free.insert(self.all.len());
                self.all.push(Candidate {
                    text: shown(run),
                    key,
                    score,
                    times: 1,
                });
            }
        }
    }

    /// The most telling; of equals the one that was said first.
    fn best(mut self) -> Vec<(Phrase, PhraseKey)> {
        self.all.sort_by(|a, b| b.rank().total_cmp(&a.rank()));
        let best = self.all.into_iter().take(MAX_PHRASES);
        best.map(|candidate| (Phrase(candidate.text), candidate.key))
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
