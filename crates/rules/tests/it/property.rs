//! The matcher against its oracle: random rules and texts, and real posts when they are there.

use crate::data;
use hearken_model::{
    Entity, EntityKind, Field, KeywordsRule, Language, OrgId, Post, Proximity, RuleId, RuleKind,
    Source, Timestamp, TopicId,
};
use hearken_rules::{CompiledRule, Hit, Matcher, Subject, fuzzing, naive};
use proptest::prelude::*;

/// Pieces of which texts and entries are made, so that hits and their near misses are frequent.
const PIECES: &[&str] = &[
    "contoso",
    "Contoso",
    "CONTOSO",
    "phone",
    "phones",
    "café",
    "cafe\u{301}",
    "cafe",
    "I",
    "i",
    "ı",
    "İ",
    "ISIK",
    "ışık",
    "東京",
    "都",
    "東",
    "カ",
    "ー",
    "ｶ",
    "ﾞ",
    "\u{3099}",
    "か",
    "ก",
    "า",
    "กา",
    "ำ",
    "콘토소",
    "는",
    "ᄒ",
    "ᅡ",
    "ᆫ",
    "#",
    "#",
    "@",
    "@",
    "$",
    "_",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\u{2029}",
    "\u{85}",
    ".",
    ". ",
    ",",
    "'",
    "’",
    "´",
    "-",
    "‑",
    "+",
    "&",
    "/",
    "!",
    "? ",
    "3",
    "5",
    "3.5",
    "٣",
    "๕",
    "〇",
    "½",
    "²",
    "\u{AD}",
    "\u{200B}",
    "\u{200D}",
    "\u{200C}",
    "\u{FEFF}",
    "\u{FE0F}",
    "👩",
    "💻",
    "👍",
    "🏽",
    "❤",
    "™",
    "🇩",
    "🇪",
    "https://",
    "http://",
    "x.example",
    "(",
    ")",
    "“",
    "ß",
    "SS",
    "ﬁ",
    "…",
    "\u{301}",
    "\u{307}",
    "\u{338}",
    "=",
    "＃",
    "＠",
    "Ａ",
    "a",
    "A",
    "e",
    "é",
    "Σ",
    "ς",
    "ὒ",
    "ᾳ",
    "\u{345}",
    "ि",
    "क",
    "\u{0}",
    "\u{FFFF}",
    "\u{E000}",
    "㎏",
    "ﷺ",
    "Ⅸ",
    "ⓐ",
    "①",
    "und",
    "BRK.B",
    ":",
];

fn text(pieces: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..pieces).prop_map(|p| p.concat())
}

fn entries() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(4), 0..3)
}

prop_compose! {
    fn rules()(
        keywords in prop::collection::vec(text(4), 1..4),
        inclusions in prop_oneof![Just(Vec::new()), entries()],
        exclusions in prop_oneof![2 => Just(Vec::new()), 1 => entries()],
        proximity in prop::sample::select(Proximity::ALL.as_slice()),
        ignore_accents in any::<bool>(),
    ) -> KeywordsRule {
        KeywordsRule { keywords, inclusions, proximity, exclusions, ignore_accents, ..KeywordsRule::default() }
    }
}

fn kind() -> impl Strategy<Value = EntityKind> {
    use EntityKind::{Cashtag, Hashtag, Link, Mention};
    prop::sample::select(vec![Hashtag, Mention, Cashtag, Link])
}

prop_compose! {
    fn posts()(
        title in prop::option::weighted(0.2, text(6)),
        body in text(14),
        entities in prop::collection::vec(
            (kind(), text(4), prop::option::of((0u32..20, 0u32..20))), 0..2),
        bluesky in any::<bool>(),
    ) -> Post {
        let source = if bluesky { Source::BLUESKY } else { Source::REDDIT };
        let mut post = Post::new(source, "1", body, Timestamp(0));
        post.title = title;
        post.entities = entities
            .into_iter()
            .map(|(kind, value, span)| Entity { kind, value, span })
            .collect();
        post
    }
}

fn languages() -> impl Strategy<Value = Language> {
    prop::sample::select(vec![Language::UND, Language::EN, "tr".parse().unwrap()])
}

pub(crate) fn cases(default: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(default),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A span proves its keyword or inclusion when the oracle finds one of them in its text alone.
fn check_spans(rule: &KeywordsRule, post: &Post, language: &Language) {
    let subject = Subject::new(post, language);
    for proof in CompiledRule::new(rule).explain(&subject) {
        let alone = KeywordsRule {
            keywords: [Some(proof.keyword), proof.inclusion]
                .into_iter()
                .flatten()
                .collect(),
            ignore_accents: rule.ignore_accents,
            ..KeywordsRule::default()
        };
        for span in proof.spans {
            let (start, end) = (span.start as usize, span.end as usize);
            let mut slice = Post::new(post.source.clone(), "1", "", Timestamp(0));
            match span.field {
                Field::Entity(n) => slice.entities.push(post.entities[usize::from(n)].clone()),
                field => {
                    let text = post.fields().find(|f| f.0 == field).unwrap().1;
                    text[start..end].clone_into(&mut slice.text);
                }
            }
            assert!(
                naive::matches(&alone, &slice, language),
                "{span:?} {rule:?} {post:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn matcher_is_the_oracle(rule in rules(), post in posts(), language in languages()) {
        fuzzing::check(&rule, &post, &language);
        check_spans(&rule, &post, &language);
    }

    #[test]
    fn any_text_is_taken(rule in ".{0,12}\n.{0,6}\n.{0,6}\n(sentence|accents tr|post)\n.{0,40}") {
        fuzzing::rule_text(rule.as_bytes());
    }

    #[test]
    fn many_rules_are_each_alone(
        rules in prop::collection::vec(rules(), 1..12),
        post in posts(),
        language in languages(),
    ) {
        fuzzing::check_many(&rules, &post, &language);
        let kinds: Vec<RuleKind> = rules.into_iter().map(RuleKind::Keywords).collect();
        let hit = |n: usize| Hit {
            org: OrgId(n as i64 % 3),
            topic: TopicId(n as i64 % 5),
            rule: RuleId(n as i64),
        };
        let listed = kinds.iter().enumerate().map(|(n, kind)| {
            let Hit { org, topic, rule } = hit(n);
            (org, topic, rule, kind)
        });
        let matcher = Matcher::build(listed, |_, _| None);
        let mut expect: Vec<Hit> = kinds.iter().enumerate().filter(|(_, kind)| match kind {
            RuleKind::Keywords(rule) => naive::matches(rule, &post, &language),
            RuleKind::CustomSources { .. } => false,
        }).map(|(n, _)| hit(n)).collect();
        expect.sort_unstable();
        let subject = Subject::new(&post, &language);
        prop_assert_eq!(&matcher.matches(&subject), &expect);
        let explained: Vec<Hit> = matcher.explain(&subject).iter().map(|e| e.hit).collect();
        prop_assert_eq!(&explained, &expect);
        expect.retain(|hit| hit.org == OrgId(1));
        prop_assert_eq!(matcher.matches_for(OrgId(1), &subject), expect);
    }
}

/// One kernel of many rules, by each post's own words, in several languages.
#[test]
fn the_kernel_is_the_oracle_on_real_posts() {
    let Some(texts) = data::texts(12) else {
        return;
    };
    let mut rules = data::rules(&texts, 90);
    for (rule, number) in rules.iter_mut().zip(0..) {
        if number % 7 == 0 {
            rule.languages = vec!["tr".parse().unwrap(), Language::EN];
        }
        if number % 11 == 0 {
            rule.sources = vec![Source::REDDIT];
        }
    }
    for (text, number) in texts.iter().zip(0..) {
        let source = [Source::BLUESKY, Source::REDDIT][number % 2].clone();
        let mut post = Post::new(source, "1", text.as_str(), Timestamp(0));
        post.title = (number % 5 == 0).then(|| texts[(number + 1) % texts.len()].clone());
        let language = [Language::UND, Language::EN, "tr".parse().unwrap()][number % 3].clone();
        fuzzing::check_many(&rules, &post, &language);
    }
}

/// Rules made of the posts' own words against real posts of nine languages.
#[test]
fn matcher_is_the_oracle_on_real_posts() {
    let Some(texts) = data::texts(75) else {
        return;
    };
    let rules: Vec<KeywordsRule> = data::rules(&texts, 30);
    let language = Language::UND;
    let mut hits = 0;
    for text in &texts {
        let post = Post::new(Source::BLUESKY, "1", text.as_str(), Timestamp(0));
        let subject = Subject::new(&post, &language);
        for rule in &rules {
            let found = CompiledRule::new(rule).matches(&subject);
            hits += usize::from(found);
            assert_eq!(
                found,
                naive::matches(rule, &post, &language),
                "{rule:?} {text:?}"
            );
        }
    }
    assert!(hits > texts.len() / 20, "the rules hit nothing: {hits}");
}
