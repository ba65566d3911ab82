//! The rules of tone, one row each.

use hearken_model::{Field, Language, Post, Sentiment, Timestamp};
use hearken_text::sentiment;

fn post(text: &str) -> Post {
    Post::new("test".parse().unwrap(), "1", text, Timestamp(0))
}

fn value(text: &str) -> f32 {
    sentiment::of_post(&post(text), &Language::EN)
        .value
        .unwrap()
}

#[test]
fn tones_are_told() {
    use Sentiment::{Negative, Neutral, Positive};
    for (text, expect) in [
        ("This phone is great", Positive),
        ("This phone is terrible", Negative),
        ("This phone is black", Neutral),
        ("Not good", Negative),
        ("not bad at all", Positive),
        ("I don't like it", Negative),
        ("isn't it horrible", Positive), // the lexicon does not hear irony
        ("no problem", Positive),
        ("best in class :)", Positive),
        (":(", Negative),
        ("😍😍", Positive),
        ("nothing to say 🚗", Neutral),
        ("The screen is nice but the battery is awful", Negative),
        ("without doubt the best", Positive),
        ("#love this", Positive),
        ("www.great.com/awesome", Neutral),
    ] {
        let tone = sentiment::of_post(&post(text), &Language::EN);
        assert_eq!(tone.sentiment, expect, "{text}: {:?}", tone.value);
    }
}

#[test]
fn rules_strengthen_and_weaken() {
    for (weaker, stronger) in [
        ("the phone is good", "the phone is very good"),
        ("the phone is somewhat good", "the phone is good"),
        ("the phone is good", "the phone is GOOD"),
        ("the phone is good", "the phone is good!!!"),
        ("the phone is good!", "the phone is good!!"),
        ("the phone is very good", "the phone is VERY good"),
        ("the phone is good but slow", "the phone is slow but good"),
    ] {
        assert!(value(weaker) < value(stronger), "{weaker} / {stronger}");
    }
    // All in capitals is a habit, not a stress.
    assert!((value("THE PHONE IS GOOD") - value("the phone is good")).abs() < 1e-6);
}

#[test]
fn values_of_the_published_examples() {
    // Compound values that the authors of VADER print for these sentences in their README.
    for (text, expect) in [
        ("VADER is smart, handsome, and funny.", 0.8316),
        ("VADER is smart, handsome, and funny!", 0.8439),
        ("VADER is very smart, handsome, and funny.", 0.8545),
        ("VADER is VERY SMART, handsome, and FUNNY.", 0.9227),
        ("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342),
        ("VADER is not smart, handsome, nor funny.", -0.7424),
        ("The book was good.", 0.4404),
        ("At least it isn't a horrible book.", 0.431),
        ("Today SUX!", -0.5461),
        ("Not bad at all", 0.431),
    ] {
        let got = value(text);
        assert!(
            (got - expect).abs() < 0.011,
            "{text}: {got} instead of {expect}"
        );
    }
}

#[test]
fn evidence_names_the_words() {
    for (text, expect) in [
        (
            "not good at all, yet it is really great",
            vec![("not good", false), ("really great", true)],
        ),
        ("Ärger! awful 😍", vec![("awful", false), ("😍", true)]),
        ("nothing here", vec![]),
    ] {
        let post = post(text);
        let tone = sentiment::of_post(&post, &Language::EN);
        let got: Vec<(&str, bool)> = tone
            .evidence
            .iter()
            .map(|(e, share)| (&text[e.start as usize..e.end as usize], *share > 0.0))
            .collect();
        assert_eq!(got, expect, "{text}");
        assert!(tone.evidence.iter().all(|(e, _)| e.field == Field::Text));
    }
}

#[test]
fn other_languages_and_empty_posts_are_unknown() {
    let german: Language = "de".parse().unwrap();
    for (text, language) in [
        ("Das ist great", &german),
        ("great", &Language::UND),
        ("", &Language::EN),
        (" \n", &Language::EN),
    ] {
        let tone = sentiment::of_post(&post(text), language);
        assert_eq!(
            (tone.sentiment, tone.value),
            (Sentiment::Unknown, None),
            "{text}"
        );
    }
}

#[test]
fn long_texts_are_weighed_by_sentence() {
    let mild = "The old camera was good. ".repeat(40);
    let value = value(&mild);
    assert!(
        (0.3..0.6).contains(&value),
        "{value}: forty mild sentences are not an extreme one"
    );
}
