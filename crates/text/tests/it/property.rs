//! What holds for any text.

use hearken_model::{
    Author, Language, Post, Sentiment, Timestamp,
    post::{Media, MediaKind},
};
use hearken_text::{Annotator, language, phrases, places, sentiment};
use proptest::prelude::*;
use std::collections::HashSet;

/// What the cutting of texts trips over.
const PIECES: [&str; 50] = [
    "not",
    "good",
    "but",
    "NEVER",
    "so",
    "http://a.b/c",
    "www.x",
    "@a@b.c",
    "@",
    "#",
    "#tag",
    "#1",
    "don't",
    "l’ami",
    "카메라를",
    "東京タワーの",
    "我们的手机很好看",
    "ร้านกาแฟ",
    "İ",
    "ß",
    "e\u{301}",
    "😀",
    "👩‍👩‍👧",
    "🇩🇪",
    ":)",
    ":-(",
    "<3",
    "...",
    "!!!",
    "\n\n",
    "\u{2029}",
    "a.b.c",
    "1,000.5",
    "&amp;",
    "RT",
    "_",
    "__a__",
    "-",
    "'",
    "’s",
    "\u{fe0f}",
    "\u{200d}",
    "x.com/)))",
    "ﷺ",
    "ｶﾒﾗ",
    "Ω",
    "ǅ",
    "the",
    "of",
    "",
];

/// Texts of any characters, and of those that the cutting of texts trips over.
fn texts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(PIECES.to_vec());
    let glued = (prop::collection::vec((words, prop::bool::ANY), 0..24)).prop_map(|words| {
        words
            .into_iter()
            .fold(String::new(), |mut text, (word, spaced)| {
                text.push_str(word);
                if spaced {
                    text.push(' ');
                }
                text
            })
    });
    prop_oneof![any::<String>(), "\\PC{0,60}", glued]
}

fn post(texts: [&str; 4], location: &str) -> Post {
    let [text, title, warning, alt] = texts;
    let mut post = Post::new("test".parse().expect("source"), "1", text, Timestamp(0));
    post.title = Some(title.to_owned());
    post.warning = Some(warning.to_owned());
    post.media = vec![Media {
        kind: MediaKind::Image,
        url: String::new(),
        alt: Some(alt.to_owned()),
    }];
    post.author = Some(Author {
        location: Some(location.to_owned()),
        ..Author::default()
    });
    post
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_post_is_annotated(
        text in texts(), title in texts(), warning in texts(), alt in texts(), place in texts(),
    ) {
        let post = post([&text, &title, &warning, &alt], &place);
        let once = Annotator::new().annotate(&post);
        prop_assert_eq!(&once, &Annotator::new().annotate(&post));
        prop_assert!(once.phrases.len() <= phrases::MAX_PHRASES);
        prop_assert!(once.tone.evidence.len() <= sentiment::MAX_EVIDENCE);
        if let Some(place) = once.place {
            prop_assert!(places::country(place.country).is_some());
        }
    }

    #[test]
    fn evidence_lies_in_its_field(text in texts(), title in texts(), alt in texts()) {
        let post = post([&text, &title, "", &alt], "");
        let tone = sentiment::of_post(&post, &Language::EN);
        let fields: Vec<_> = post.fields().collect();
        let mut last = None;
        for (evidence, share) in &tone.evidence {
            let (_, text) = fields.iter().find(|(field, _)| *field == evidence.field).expect("field");
            let span = evidence.start as usize..evidence.end as usize;
            let fragment = text.get(span).expect("on character boundaries");
            prop_assert!(!fragment.is_empty());
            prop_assert!(share.is_finite());
            if let Some((field, end)) = last {
                prop_assert!(field != evidence.field || end <= evidence.start, "fragments overlap");
            }
            last = Some((evidence.field, evidence.end));
        }
        if let Some(value) = tone.value {
            prop_assert!((-1.0..=1.0).contains(&value));
            prop_assert_eq!(Sentiment::from_value(value), tone.sentiment);
        }
    }

    #[test]
    fn phrases_are_distinct_and_keep_their_keys(text in texts(), code in prop::sample::select(vec![
        "en", "de", "fr", "ja", "ko", "th", "zh-Hans", "uk", "und",
    ])) {
        let language: Language = code.parse().expect("code");
        let found = phrases::of_text(&text, &language);
        let keys: HashSet<_> = found.iter().map(|(_, key)| *key).collect();
        prop_assert_eq!(keys.len(), found.len());
        for (phrase, key) in &found {
            prop_assert_eq!(phrases::key(&phrase.0), *key, "{}", &phrase.0);
            prop_assert!(!phrase.0.trim().is_empty());
        }
    }

    #[test]
    fn declared_languages_stand_on_short_texts(text in "\\PC{0,10}") {
        let declared: Language = "fi".parse().expect("code");
        prop_assert_eq!(language::choose(Some(&declared), &text), declared);
    }

    #[test]
    fn points_are_placed_or_not(latitude in any::<f64>(), longitude in any::<f64>()) {
        places::locate(latitude, longitude);
        let (latitude, longitude) = (latitude % 90.0, longitude % 180.0);
        if let Some(place) = places::locate(latitude, longitude) {
            prop_assert!(places::country(place.country).is_some());
        }
    }

    #[test]
    fn places_are_found_in_countries(text in texts()) {
        if let Some(place) = places::find(&text) {
            prop_assert!(places::country(place.country).is_some());
        }
    }
}

#[test]
fn hostile_texts_take_no_time() {
    // Each would take hours if any step were quadratic in a large text.
    for piece in [
        "a.",
        "a.b@",
        "_",
        ")",
        "http://x)",
        "#",
        "@a",
        "-a",
        "'",
        "东",
        "カ",
        "not ",
        "<",
        ":",
    ] {
        let text = piece.repeat(400_000 / piece.len());
        let post = post([&text, "", "", ""], &text);
        let started = std::time::Instant::now();
        Annotator::new().annotate(&post);
        assert!(started.elapsed().as_secs() < 10, "{piece}");
    }
}
