//! Entities that a source delivers with their places in the body.

use hearken_model::{
    Entity, EntityKind, Evidence, Field, KeywordsRule, Language, Post, Proximity, Source, Timestamp,
};
use hearken_rules::{CompiledRule, Subject, naive};

fn post(text: &str, entities: &[(EntityKind, &str, &str)]) -> Post {
    let mut post = Post::new(Source::FEED, "1", text, Timestamp(0));
    for (kind, value, written) in entities {
        let span = text.find(written).filter(|_| !written.is_empty());
        post.entities.push(Entity {
            kind: *kind,
            value: (*value).to_owned(),
            span: span.map(|at| (at as u32, (at + written.len()) as u32)),
        });
    }
    post
}

fn rule(keyword: &str, inclusion: &str, proximity: Proximity) -> KeywordsRule {
    KeywordsRule {
        keywords: vec![keyword.to_owned()],
        inclusions: vec![inclusion.to_owned()],
        proximity,
        ..KeywordsRule::default()
    }
}

fn check(rule: &KeywordsRule, post: &Post, expect: bool) {
    let language = Language::UND;
    let found = CompiledRule::new(rule).matches(&Subject::new(post, &language));
    assert_eq!(found, expect, "{rule:?} {post:?}");
    assert_eq!(
        naive::matches(rule, post, &language),
        expect,
        "oracle: {rule:?} {post:?}"
    );
}

#[test]
fn an_entity_lies_in_the_unit_of_its_place() {
    use Proximity::{Paragraph, Post as Whole, Sentence};
    let alice = &[(EntityKind::Mention, "alice@social.example", "@alice")][..];
    let tag = &[(EntityKind::Hashtag, "contoso", "")][..];
    for (text, entities, inclusion, proximity, expect) in [
        (
            "a product. by @alice",
            alice,
            "@alice@social.example",
            Paragraph,
            true,
        ),
        (
            "A product. By @alice",
            alice,
            "@alice@social.example",
            Sentence,
            false,
        ),
        (
            "A product by @alice",
            alice,
            "@alice@social.example",
            Sentence,
            true,
        ),
        (
            "product\n\n@alice",
            alice,
            "@alice@social.example",
            Paragraph,
            false,
        ),
        (
            "product\n\n@alice",
            alice,
            "@alice@social.example",
            Whole,
            true,
        ),
        ("product", tag, "#contoso", Whole, true),
        ("product", tag, "#contoso", Paragraph, false),
    ] {
        check(
            &rule("product", inclusion, proximity),
            &post(text, entities),
            expect,
        );
    }
}

#[test]
fn entities_take_their_places_out_of_the_words() {
    let link = &[(EntityKind::Link, "https://contoso.com/x", "contoso.com/x…")][..];
    let name = &[(EntityKind::Mention, "contoso", "contoso")][..];
    let whole = &[(EntityKind::Hashtag, "sale", "all contoso text")][..];
    for (text, entities, keyword, expect) in [
        ("see contoso.com/x… now", link, "contoso", false),
        ("see contoso.com/x… now", link, "see now", false),
        ("see contoso.com/x… now", &[], "contoso", true),
        ("by u/contoso", name, "contoso", false),
        ("by u/contoso", name, "@contoso", true),
        ("all contoso text", whole, "contoso", true),
        ("all contoso text", whole, "#sale", true),
    ] {
        check(
            &rule(keyword, "", Proximity::Post),
            &post(text, entities),
            expect,
        );
    }
}

#[test]
fn evidence_of_an_entity_counts_in_its_value() {
    let span = |field, start, end| Evidence { field, start, end };
    for (value, written, expect) in [
        ("contoso", "#Contoso", vec![span(Field::Text, 3, 11)]),
        (
            "contoso",
            "",
            vec![span(Field::Entity(0), 0, 7), span(Field::Text, 3, 11)],
        ),
        ("other", "#Contoso", vec![span(Field::Text, 3, 11)]),
    ] {
        let post = post("é #Contoso", &[(EntityKind::Hashtag, value, written)]);
        let language = Language::UND;
        let rule = CompiledRule::new(&rule("#contoso", "", Proximity::Post));
        let proofs = rule.explain(&Subject::new(&post, &language));
        let mut spans = proofs[0].spans.clone();
        spans.sort_by_key(|span| span.field == Field::Text);
        assert_eq!(spans, expect, "{value} {written}");
    }
}
