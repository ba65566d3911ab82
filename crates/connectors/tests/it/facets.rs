//! Facets: entities of Bluesky posts at UTF-8 byte offsets, right or wrong.

use crate::{
    context::NOON,
    jetstream_server::{commit, v1},
};
use hearken_connectors::{
    Item,
    bluesky::{Frame, convert},
};
use hearken_model::{Entity, EntityKind};
use proptest::prelude::*;
use serde_json::{Value, json};

fn entities(text: &str, facets: Value) -> Vec<Entity> {
    let record = json!({"text": text, "createdAt": "2026-11-22T11:00:00Z", "facets": facets});
    let frame = v1(&commit(
        1,
        NOON,
        "did:plc:demo",
        "k",
        "create",
        Some(record),
    ));
    match convert(frame.as_bytes()) {
        Ok(Frame::Event(event)) => match event.item {
            Some(Item::Upsert(post) | Item::Revised(post)) => post.entities,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn facet(start: Value, end: Value, feature: Value) -> Value {
    json!([{"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}])
}

fn tag(tag: &str) -> Value {
    json!({"$type": "app.bsky.richtext.facet#tag", "tag": tag})
}

fn mention(did: &str) -> Value {
    json!({"$type": "app.bsky.richtext.facet#mention", "did": did})
}

#[test]
fn offsets_count_bytes() {
    // "Grüße 👋 " has 14 bytes in UTF-8, 8 characters, 9 units of UTF-16.
    let text = "Grüße 👋 #Köln @demo.example x";
    let start = text.find('#').unwrap();
    assert_eq!(start, 13);
    let end = start + "#Köln".len();
    let found = entities(text, facet(start.into(), end.into(), tag("Köln")));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, found[0].value.as_str()),
        (EntityKind::Hashtag, "Köln")
    );
    let (from, to) = found[0].span.unwrap();
    assert_eq!(&text[from as usize..to as usize], "#Köln");
    let start = text.find('@').unwrap();
    let end = start + "@demo.example".len();
    let found = entities(
        text,
        facet(start.into(), end.into(), mention("did:plc:other")),
    );
    assert_eq!(
        (found[0].kind, found[0].value.as_str()),
        (EntityKind::Mention, "demo.example")
    );
}

#[test]
fn wrong_offsets_cost_the_place_and_not_the_entity() {
    let text = "é #tag";
    for (start, end) in [
        (json!(1), json!(3)),  // inside é
        (json!(3), json!(70)), // behind the end
        (json!(5), json!(3)),  // backwards
        (json!(3), json!(3)),  // nothing
        (json!(-1), json!(3)),
        (json!(u64::MAX), json!(u64::MAX)),
        (json!("0"), json!("3")),
        (json!(null), json!(3)),
    ] {
        let found = entities(text, facet(start.clone(), end.clone(), tag("tag")));
        assert_eq!(found.len(), 1, "{start} {end}");
        assert_eq!(
            (found[0].value.as_str(), found[0].span),
            ("tag", None),
            "{start} {end}"
        );
        let found = entities(text, facet(start, end, mention("did:plc:other")));
        assert_eq!(
            found[0].value, "did:plc:other",
            "without its place only the did is known"
        );
    }
}

#[test]
fn links_and_unknown_features() {
    let link = json!({"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example/long"});
    let found = entities("see a.example/l...", facet(4.into(), 18.into(), link));
    assert_eq!(
        (found[0].kind, found[0].value.as_str()),
        (EntityKind::Link, "https://a.example/long")
    );
    assert_eq!(found[0].span, Some((4, 18)));
    for odd in [
        json!({"$type": "app.bsky.richtext.facet#sparkle"}),
        json!({"$type": "app.bsky.richtext.facet#tag"}),
        json!({"$type": "app.bsky.richtext.facet#tag", "tag": "#"}),
        json!("tag"),
        json!(null),
    ] {
        assert_eq!(
            entities("text", facet(0.into(), 4.into(), odd.clone())),
            [],
            "{odd}"
        );
    }
    for odd in [
        json!(null),
        json!({}),
        json!(["x"]),
        json!([{"features": 5}]),
        json!([[]]),
    ] {
        assert_eq!(entities("text", odd.clone()), [], "{odd}");
    }
    let many: Vec<Value> = (0..500)
        .map(|n| facet(0.into(), 4.into(), tag(&format!("t{n}")))[0].clone())
        .collect();
    assert_eq!(entities("text", json!(many)).len(), 100, "capped");
}

proptest! {
    #[test]
    fn a_span_always_falls_on_characters(text in ".{0,40}", start in 0_u64..80, end in 0_u64..80) {
        for entity in entities(&text, facet(start.into(), end.into(), tag("x"))) {
            if let Some((from, to)) = entity.span {
                prop_assert!(text.get(from as usize..to as usize).is_some_and(|t| !t.is_empty()));
            }
        }
    }
}
