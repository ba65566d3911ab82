//! The keywords filter of datasets, and rules of custom sources.

use hearken_model::dataset::{Filter, FilterValue};
use hearken_model::{
    Evidence, Field, KeywordsRule, Language, OrgId, Post, PublicId, RuleId, RuleKind, Source,
    SourceGroupId, Timestamp, TopicId,
};
use hearken_rules::{CompiledRule, Hit, Matcher, Subject, TextQuery, naive};

#[test]
fn queries_pass_posts() {
    for (include, exclude, text, expect) in [
        (&[][..], &[][..], "anything", true),
        (&["big bus"], &[], "a Big  Bus", true),
        (&["big bus"], &[], "a big red bus", false),
        (&["bus", "tram"], &[], "tram", true),
        (&["bus, tram"], &[], "tram", true),
        (&["bus"], &["red"], "red bus", false),
        (&[], &["red"], "blue bus", true),
        (&[], &["red"], "red bus", false),
        (&["#bus"], &[], "bus", false),
        (&["\u{200B}"], &[], "bus", false),
    ] {
        let query = TextQuery::new(include.iter().copied(), exclude.iter().copied());
        let post = Post::new(Source::FEED, "1", text, Timestamp(0));
        let language = Language::UND;
        let passes = query.matches(&Subject::new(&post, &language));
        assert_eq!(passes, expect, "{include:?} {exclude:?} {text}");
        assert_eq!(query.is_empty(), include.is_empty() && exclude.is_empty());
    }
}

#[test]
fn queries_read_filters_and_tell_spans() {
    let keyword = |entry: &str| FilterValue::Keyword(entry.into());
    let query = TextQuery::of_filter(&Filter {
        include: vec![keyword("bus"), keyword("red bus")],
        exclude: vec![keyword("tram")],
    });
    let mut post = Post::new(Source::FEED, "1", "é red bus", Timestamp(0));
    post.title = Some("Bus".to_owned());
    let language = Language::UND;
    let spans = query.spans(&Subject::new(&post, &language));
    let span = |field, start, end| Evidence { field, start, end };
    let expect = [
        span(Field::Title, 0, 3),
        span(Field::Text, 3, 10),
        span(Field::Text, 7, 10),
    ];
    assert_eq!(spans, expect);
}

#[test]
fn custom_sources_are_found_by_their_group() {
    let groups = RuleKind::CustomSources {
        groups: vec![SourceGroupId(1), SourceGroupId(2), SourceGroupId(9)],
    };
    let words = RuleKind::Keywords(KeywordsRule {
        keywords: vec!["bus".to_owned()],
        ..KeywordsRule::default()
    });
    let hit = |org, rule| Hit {
        org: OrgId(org),
        topic: TopicId(1),
        rule: RuleId(rule),
    };
    let rules = [
        (OrgId(1), TopicId(1), RuleId(1), &groups),
        (OrgId(1), TopicId(1), RuleId(2), &words),
        (OrgId(2), TopicId(1), RuleId(3), &groups),
    ];
    // The numbers of groups are each organization's own.
    let public = |org: OrgId, group: SourceGroupId| match (org.0, group.0) {
        (org, group @ 1..=2) => Some(PublicId((org * 10 + group) as u128)),
        _ => None,
    };
    let matcher = Matcher::build(rules, public);
    assert_eq!((matcher.len(), matcher.is_empty()), (3, false));
    for (group, text, expect) in [
        (Some(11), "tram", vec![hit(1, 1)]),
        (Some(12), "bus", vec![hit(1, 1), hit(1, 2)]),
        (Some(22), "bus", vec![hit(1, 2), hit(2, 3)]),
        (Some(9), "tram", vec![]),
        (None, "tram", vec![]),
    ] {
        let mut post = Post::new(Source::FEED, "1", text, Timestamp(0));
        post.group = group.map(PublicId);
        let language = Language::UND;
        let subject = Subject::new(&post, &language);
        assert_eq!(matcher.matches(&subject), expect, "{group:?} {text}");
        let explained: Vec<Hit> = matcher.explain(&subject).iter().map(|e| e.hit).collect();
        assert_eq!(explained, expect, "{group:?} {text}");
        let of_first: Vec<Hit> = expect
            .iter()
            .copied()
            .filter(|h| h.org == OrgId(1))
            .collect();
        assert_eq!(matcher.matches_for(OrgId(1), &subject), of_first);
        assert_eq!(
            matcher.explain_for(OrgId(1), &subject).len(),
            of_first.len()
        );
    }
}

/// A keywords rule with a group as a source keeps some of its items (SEA-072), by the matcher and
/// by the oracle.
#[test]
fn a_group_can_be_a_source_of_words() {
    let (feed, group) = (Some(Source::FEED), Some(PublicId(7)));
    let (reddit, other) = (Some(Source::REDDIT), Some(PublicId(8)));
    for (sources, groups, post_group, text, expect) in [
        (None, group, group, "a bus", true),
        (None, group, group, "a tram", false),
        (None, group, other, "a bus", false),
        (None, group, None, "a bus", false),
        (reddit.clone(), group, group, "a bus", true),
        (reddit, group, other, "a bus", false),
        (feed, group, other, "a bus", true),
        (None, None, other, "a bus", true),
    ] {
        let rule = KeywordsRule {
            keywords: vec!["bus".to_owned()],
            sources: sources.clone().into_iter().collect(),
            groups: groups.into_iter().collect(),
            ..KeywordsRule::default()
        };
        let mut post = Post::new(Source::FEED, "1", text, Timestamp(0));
        post.group = post_group;
        let language = Language::UND;
        let subject = Subject::new(&post, &language);
        let kind = RuleKind::Keywords(rule.clone());
        let rules = [(OrgId(1), TopicId(1), RuleId(1), &kind)];
        let matcher = Matcher::build(rules, |_, _| None);
        let context = format!("{sources:?} {groups:?}: {text} through {post_group:?}");
        assert_eq!(!matcher.matches(&subject).is_empty(), expect, "{context}");
        let compiled = CompiledRule::new(&rule);
        assert_eq!(compiled.matches(&subject), expect, "{context}");
        assert_eq!(naive::matches(&rule, &post, &language), expect, "{context}");
    }
}
