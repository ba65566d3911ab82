//! What validation makes of typed lists, and what it says.

use hearken_model::{Diagnostic, KeywordsRule, Language, Source};
use hearken_rules::{entity_forms, hints, validate};

fn rule(keywords: &[&str], inclusions: &[&str], exclusions: &[&str]) -> KeywordsRule {
    let list = |entries: &[&str]| entries.iter().map(|e| (*e).to_owned()).collect();
    KeywordsRule {
        keywords: list(keywords),
        inclusions: list(inclusions),
        exclusions: list(exclusions),
        ..KeywordsRule::default()
    }
}

#[test]
fn lists_are_normalized() {
    for (typed, expect) in [
        (&[" a , b\nc\r\n", "d"][..], &["a", "b", "c", "d"][..]),
        (&["Contoso, contoso ,CONTOSO"], &["Contoso"]),
        (&["big   red\tbus"], &["big red bus"]),
        (&["e-mail", "e - mail"], &["e-mail"]),
        (&["café", "cafe\u{301}", "cafe"], &["café", "cafe"]),
        (&["isik", "ISIK"], &["isik", "ISIK"]),
        (&[",, ,", "\u{AD}\u{200B}"], &[]),
        (&["#a", "a", "@a"], &["#a", "a", "@a"]),
    ] {
        let (normalized, _) = validate(&rule(typed, typed, typed), "");
        assert_eq!(normalized.keywords, expect, "{typed:?}");
        assert_eq!(normalized.inclusions, expect, "{typed:?}");
        assert_eq!(normalized.exclusions, expect, "{typed:?}");
    }
    let mut doubled = rule(&["a"], &[], &[]);
    doubled.languages = vec![Language::EN, Language::UND, Language::EN];
    doubled.sources = vec![Source::FEED, Source::FEED];
    let (normalized, _) = validate(&doubled, "");
    assert_eq!(normalized.languages, [Language::EN, Language::UND]);
    assert_eq!(normalized.sources, [Source::FEED]);
}

#[test]
fn every_problem_is_said_at_once() {
    let numbered = |n: usize| {
        (1..=n)
            .map(|n| format!("w{n}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let long = "é".repeat(129);
    let typed = KeywordsRule {
        keywords: vec![" , ".to_owned()],
        inclusions: vec![numbered(16)],
        exclusions: vec![numbered(26), long.clone()],
        ..KeywordsRule::default()
    };
    let (_, problems) = validate(&typed, "rules.0");
    let expect = [
        Diagnostic::new("required", "rules.0.keywords"),
        Diagnostic::new("too_many", "rules.0.inclusions")
            .entry("w16")
            .with("limit", 15)
            .with("count", 16),
        Diagnostic::new("too_many", "rules.0.exclusions")
            .entry("w26")
            .with("limit", 25)
            .with("count", 27),
        Diagnostic::new("too_long", "rules.0.exclusions")
            .entry(long)
            .with("limit", 128)
            .with("count", 129),
    ];
    assert_eq!(problems, expect);
    let fits = KeywordsRule {
        keywords: vec![numbered(15)],
        inclusions: vec![numbered(15)],
        exclusions: vec![numbered(24), "é".repeat(128)],
        ..KeywordsRule::default()
    };
    assert_eq!(validate(&fits, "").1, []);
}

#[test]
fn hints_tell_what_is_probably_not_meant() {
    let typed = rule(
        &["phone*, \"big bus\", plain", "Offers"],
        &["cat OR dog", "ORacle"],
        &["https://contoso.com/x", "offers"],
    );
    let told = hints(&typed, "");
    let told: Vec<_> = told
        .iter()
        .map(|d| (d.code.as_ref(), d.field.as_str(), d.entry.as_deref()))
        .collect();
    let expect = [
        ("hint_symbol", "keywords", Some("phone*")),
        ("hint_symbol", "keywords", Some("\"big bus\"")),
        ("hint_never", "keywords", Some("Offers")),
        ("hint_operator", "inclusions", Some("cat OR dog")),
        ("hint_address", "exclusions", Some("https://contoso.com/x")),
    ];
    assert_eq!(told, expect);
}

#[test]
fn entity_forms_are_offered_for_plain_entries() {
    for (entry, expect) in [
        ("Contoso", &["#contoso", "@contoso"][..]),
        ("City Light", &["#citylight", "@citylight"]),
        ("2024", &["@2024"]),
        ("東京", &["#東京", "@東京"]),
        ("#contoso", &[]),
        ("e-mail", &[]),
        ("", &[]),
    ] {
        assert_eq!(entity_forms(entry), expect, "{entry}");
    }
}
