//! Entry points of the fuzz targets; their corpora are replayed by ordinary tests.

use crate::{
    Change, CompiledRule, Hit, Matcher, MatcherBuilder, Scratch, Subject, TextQuery, hints, naive,
    validate, words_of,
};
use hearken_model::{
    KeywordsRule, Language, OrgId, Post, Proximity, RuleId, Source, Timestamp, TopicId,
};

/// Rule text and post text from raw bytes: nothing panics, matcher and oracle agree, and what
/// proves a hit lies on character boundaries.
///
/// The form: a line of keywords, one of inclusions, one of exclusions, one of options (a proximity,
/// `accents`, a language, `bluesky`), then the post; its first line is the title when the options
/// say `title`.
pub fn rule_text(bytes: &[u8]) {
    let (rule, post, language) = read(&String::from_utf8_lossy(bytes));
    check(&rule, &post, &language);
}

/// Several rules and a post: the kernel finds what the oracle finds, however the rules came in.
///
/// The form: inputs of [`rule_text`] with a record separator (U+001E) between them; the post, its
/// language and its source are those of the last.
pub fn many_rules(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut read: Vec<_> = text.split('\u{1E}').map(read).collect();
    let last = read.pop();
    if let Some((rule, post, language)) = last {
        let mut rules: Vec<KeywordsRule> = read.into_iter().map(|input| input.0).collect();
        rules.push(rule);
        check_many(&rules, &post, &language);
    }
}

fn read(text: &str) -> (KeywordsRule, Post, Language) {
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
    (rule, post, language)
}

/// Asserts that a matcher of the rules finds what the oracle finds: compiled at once, edited rule
/// by rule, merged, and after rules are gone.
///
/// # Panics
/// When they differ: a fault of this crate.
pub fn check_many(rules: &[KeywordsRule], post: &Post, language: &Language) {
    let hit = |n: i64| Hit {
        org: OrgId(n % 3),
        topic: TopicId(n % 2),
        rule: RuleId(n),
    };
    let listed: Vec<(Hit, &KeywordsRule)> = (0..).map(hit).zip(rules).collect();
    let mut scratch = Scratch::default();
    let mut agree = |matcher: &Matcher, listed: &[(Hit, &KeywordsRule)], how: &str| {
        let matching = listed
            .iter()
            .filter(|r| naive::matches(r.1, post, language));
        let mut expected: Vec<Hit> = matching.map(|(hit, _)| *hit).collect();
        expected.sort_unstable();
        let found = matcher.find(post, language, &mut scratch);
        assert_eq!(found, expected, "{how}: {rules:?} {post:?} {language}");
        assert_eq!(matcher.len(), listed.len(), "{how}: {rules:?}");
    };
    let (some, rest) = listed.split_at(rules.len() / 2);
    let half = builder(some).build();
    let put = |(hit, rule): &(Hit, &KeywordsRule)| Change::Put(*hit, (*rule).clone());
    let edited = half.changed(listed.iter().rev().map(put));
    agree(&builder(&listed).build(), &listed, "built");
    agree(&builder(&listed).build_on(&half), &listed, "built on half");
    agree(&edited, &listed, "edited");
    agree(&edited.merged(), &listed, "merged");
    let gone = some.iter().map(|(hit, _)| Change::Remove(*hit));
    agree(&edited.changed(gone), rest, "some are gone");
}

fn builder<'r>(listed: &[(Hit, &'r KeywordsRule)]) -> MatcherBuilder<'r> {
    let mut builder = MatcherBuilder::default();
    for (hit, rule) in listed {
        builder.keywords(*hit, rule);
    }
    builder
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
    check_many(std::slice::from_ref(rule), post, language);
    check_clues(&rule.keywords, &subject);
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

/// Asserts that words tell nothing else of a keywords filter than texts.
fn check_clues(entries: &[String], subject: &Subject<'_>) {
    let (post, language) = (subject.post(), subject.language());
    let query = TextQuery::new(entries.iter().map(String::as_str), []);
    let words = words_of(post, language, &mut Scratch::default());
    let has = |word| words.binary_search(word).is_ok();
    let clues = query.clues();
    let met = clues.iter().filter(|clue| clue.words.iter().all(has));
    let found = query.matches(subject);
    for clue in met.clone().filter(|clue| clue.is_proof) {
        assert!(found, "{clue:?} is no proof: {entries:?} {post:?}");
    }
    assert!(
        !found || query.is_empty() || met.count() > 0,
        "no clue is met: {entries:?} {post:?} {language}"
    );
}
