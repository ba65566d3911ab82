//! Entry points of the fuzz targets; their corpora are replayed by ordinary tests.

use crate::{CompiledRule, Subject, hints, naive, validate};
use hearken_model::{KeywordsRule, Language, Post, Proximity, Source, Timestamp};

/// Rule text and post text from raw bytes: nothing panics, matcher and oracle agree, and what
/// proves a hit lies on character boundaries.
///
/// The form: a line of keywords, one of inclusions, one of exclusions, one of options (a proximity,
/// `accents`, a language, `bluesky`), then the post; its first line is the title when the options
/// say `title`.
pub fn rule_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(5, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let mut rule = KeywordsRule {
        keywords: vec![line().to_owned()],
        inclusions: vec![line().to_owned()],
        exclusions: vec![line().to_owned()],
        ..KeywordsRule::default()
    };
    let mut post = Post::new(Source::REDDIT, "1", "", Timestamp(0));
    let mut language = Language::UND;
    let mut titled = false;
    for option in line().split_whitespace() {
        match (option, Proximity::from_word(option), option.parse()) {
            (_, Some(proximity), _) => rule.proximity = proximity,
            ("accents", ..) => rule.ignore_accents = true,
            ("bluesky", ..) => post.source = Source::BLUESKY,
            ("title", ..) => titled = true,
            (_, _, Ok(declared)) => language = declared,
            _ => {}
        }
    }
    let body = line();
    match body.split_once('\n').filter(|_| titled) {
        Some((title, rest)) => (post.title, post.text) = (Some(title.to_owned()), rest.to_owned()),
        None => body.clone_into(&mut post.text),
    }
    check(&rule, &post, &language);
}

/// Asserts what holds for any rule and post.
///
/// # Panics
/// When the matcher and the oracle differ, or a proof does not hold: a fault of this crate.
pub fn check(rule: &KeywordsRule, post: &Post, language: &Language) {
    let subject = Subject::new(post, language);
    let compiled = CompiledRule::new(rule);
    let found = compiled.matches(&subject);
    let expected = naive::matches(rule, post, language);
    assert_eq!(
        found, expected,
        "matcher, oracle: {rule:?} {post:?} {language}"
    );
    let (normalized, _) = validate(rule, "");
    assert_eq!(
        validate(&normalized, "").0,
        normalized,
        "normal form of {rule:?}"
    );
    let again = CompiledRule::new(&normalized).matches(&subject);
    assert_eq!(found, again, "normalized: {rule:?} {post:?}");
    let _ = hints(rule, "");
    let proofs = compiled.explain(&subject);
    assert_eq!(found, !proofs.is_empty(), "proofs: {rule:?} {post:?}");
    for span in proofs.iter().flat_map(|proof| &proof.spans) {
        let fields = post.fields().find(|(field, _)| *field == span.field);
        let entity = match span.field {
            hearken_model::Field::Entity(n) => post.entities.get(usize::from(n)),
            _ => None,
        };
        let text = fields
            .map(|(_, text)| text)
            .or(entity.map(|e| e.value.as_str()));
        let slice = text.and_then(|t| t.get(span.start as usize..span.end as usize));
        assert!(
            slice.is_some_and(|s| !s.is_empty()),
            "{span:?}: {rule:?} {post:?}"
        );
    }
}
