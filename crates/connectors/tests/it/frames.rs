//! Frames of Jetstream: what is understood, what is rejected, and that nothing panics.

use crate::{
    context::NOON,
    jetstream_server::{commit, create, v1, v2},
};
use hearken_connectors::{
    Item, Reject, RejectCode,
    bluesky::{FRAME_LIMIT, Frame, convert},
};
use hearken_model::{MediaKind, Post, PostKind, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

const DID: &str = "did:plc:demoauthor";

fn post_of(record: Value) -> Post {
    let frame = v1(&commit(1, NOON, DID, "key", "create", Some(record)));
    match convert(frame.as_bytes()) {
        Ok(Frame::Event(event)) => match event.item {
            Some(Item::Upsert(post) | Item::Revised(post)) => *post,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn with(extra: Value) -> Post {
    let mut record = json!({"$type": "app.bsky.feed.post", "text": "hello",
        "createdAt": "2026-11-22T11:00:00.000Z"});
    for (name, value) in extra.as_object().unwrap() {
        record[name] = value.clone();
    }
    post_of(record)
}

#[test]
fn a_post_is_addressed_dated_and_signed() {
    let post = with(json!({"langs": ["pt-BR", "en"], "tags": ["one", "#two"]}));
    assert_eq!(
        post.native_id,
        "at://did:plc:demoauthor/app.bsky.feed.post/key"
    );
    let page = "https://bsky.app/profile/did:plc:demoauthor/post/key";
    assert_eq!(post.permalink.as_deref(), Some(page));
    assert_eq!(post.published_at.to_rfc3339(), "2026-11-22T11:00:00Z");
    assert_eq!(post.language.as_ref().map(|l| l.as_str()), Some("pt"));
    let author = post.author.unwrap();
    assert_eq!((author.native_id.as_str(), author.handle), (DID, None));
    let tags: Vec<_> = post.entities.iter().map(|e| e.value.as_str()).collect();
    assert_eq!(tags, ["one", "two"]);
    assert_eq!((post.kind, post.sensitive), (PostKind::Post, false));
}

#[test]
fn times_that_cannot_be_give_way_to_the_events_own() {
    let check = |created: Value, expect: &str| {
        let post = with(json!({"createdAt": created}));
        assert_eq!(post.published_at.to_rfc3339(), expect, "{created}");
    };
    check(json!("2026-11-22T13:30:00+02:00"), "2026-11-22T11:30:00Z");
    check(json!("2019-01-01T00:00:00Z"), "2019-01-01T00:00:00Z");
    check(json!("2026-11-22T12:04:00Z"), "2026-11-22T12:04:00Z");
    for bad in [
        json!("2026-11-22T13:00:00Z"),
        json!("9999-12-31T23:59:59Z"),
        json!("1970-01-01T00:00:00Z"),
        json!("0000-00-00"),
        json!("yesterday"),
        json!(5),
        json!(null),
    ] {
        check(bad, "2026-11-22T12:00:00Z");
    }
}

#[test]
fn answers_know_what_they_answer() {
    let parent = "at://did:plc:demoother/app.bsky.feed.post/parent";
    let post = with(json!({"reply": {"parent": {"uri": parent, "cid": "b"}, "root": {}}}));
    assert_eq!(
        (post.kind, post.reply_to.as_deref()),
        (PostKind::Reply, Some(parent))
    );
    for broken in [
        json!({}),
        json!("x"),
        json!({"parent": {"uri": "https://x.example"}}),
    ] {
        let post = with(json!({"reply": broken}));
        assert_eq!((post.kind, post.reply_to), (PostKind::Post, None));
    }
}

#[test]
fn embeds_of_every_kind_are_read() {
    let blob = json!({"$type": "blob", "ref": {"$link": "bafkreicat"}, "mimeType": "image/jpeg"});
    let post = with(
        json!({"embed": {"$type": "app.bsky.embed.images", "images": [
        {"alt": "a cat", "image": blob}, {"alt": "", "image": {"cid": "bafyold"}}, {"alt": "lost"}]}}),
    );
    let media: Vec<_> = post
        .media
        .iter()
        .map(|m| (m.kind, m.alt.as_deref()))
        .collect();
    assert_eq!(
        media,
        [(MediaKind::Image, Some("a cat")), (MediaKind::Image, None)]
    );
    let url = "https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:demoauthor/bafkreicat@jpeg";
    assert_eq!(post.media[0].url, url);

    let post =
        with(json!({"embed": {"$type": "app.bsky.embed.video", "alt": "a film", "video": blob}}));
    assert_eq!(
        (post.media[0].kind, post.media[0].alt.as_deref()),
        (MediaKind::Video, Some("a film"))
    );

    let external = json!({"uri": "https://news.example/a?b=c", "title": "News", "description": ""});
    let post = with(json!({"embed": {"$type": "app.bsky.embed.external", "external": external}}));
    let link = post.link.unwrap();
    assert_eq!(
        (link.url.as_str(), link.title.as_deref()),
        ("https://news.example/a?b=c", Some("News"))
    );
    assert_eq!(link.description, None);

    let quoted = json!({"uri": "at://did:plc:demoother/app.bsky.feed.post/q", "cid": "b"});
    let page = Some("https://bsky.app/profile/did:plc:demoother/post/q".to_owned());
    let post = with(json!({"embed": {"$type": "app.bsky.embed.record", "record": quoted}}));
    assert_eq!(post.link.map(|l| l.url), page);

    let both = json!({"$type": "app.bsky.embed.recordWithMedia", "record": {"record": quoted},
        "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "x", "image": blob}]}});
    let post = with(json!({ "embed": both }));
    assert_eq!((post.link.map(|l| l.url), post.media.len()), (page, 1));
}

#[test]
fn odd_embeds_are_left_out_and_the_post_stays() {
    for odd in [
        json!(null),
        json!(3),
        json!([]),
        json!({"$type": "app.bsky.embed.holograms", "x": 1}),
        json!({"$type": "app.bsky.embed.images", "images": "none"}),
        json!({"$type": "app.bsky.embed.images", "images": [{"image": {"ref": {"$link": "../../x"}}}]}),
        json!({"$type": "app.bsky.embed.external", "external": {"uri": "javascript:alert(1)"}}),
        json!({"$type": "app.bsky.embed.record", "record": {"uri": "at://did:plc:x/app.bsky.feed.like/q"}}),
        json!({"$type": "app.bsky.embed.record", "record": {"uri": "at://<script>/app.bsky.feed.post/q"}}),
    ] {
        let post = with(json!({ "embed": odd }));
        assert_eq!(
            (post.text.as_str(), post.media.len(), post.link),
            ("hello", 0, None),
            "{odd}"
        );
    }
}

#[test]
fn labels_mark_what_is_not_for_everybody() {
    let check = |values: Value, expect: bool| {
        let post = with(json!({"labels": {"values": values}}));
        assert_eq!(post.sensitive, expect, "{values}");
    };
    check(json!([{"val": "porn"}]), true);
    check(json!([{"val": "other"}, {"val": "graphic-media"}]), true);
    check(json!([{"val": "!no-unauthenticated"}]), false);
    check(json!("porn"), false);
}

fn rejected(frame: Value, code: RejectCode, field: &str) {
    let reject = convert(frame.to_string().as_bytes()).unwrap_err();
    let told = (reject.code, reject.field.as_deref().unwrap_or_default());
    assert_eq!(told, (code, field), "{frame}");
}

#[test]
fn a_frame_that_lacks_its_parts_is_rejected_by_field() {
    use RejectCode::{BadField, Encoding, Malformed, MissingField, TooLarge};
    rejected(json!([]), Malformed, "");
    rejected(json!({"did": 5}), Malformed, "");
    rejected(json!({}), MissingField, "kind");
    let commit = |did: Value| json!({"kind": "commit", "did": did});
    rejected(json!({"kind": "commit"}), MissingField, "did");
    rejected(commit(json!("you")), MissingField, "did");
    rejected(commit(json!(DID)), MissingField, "time");
    rejected(json!({"$type": "surprise"}), BadField, "$type");
    let payload = json!({"$type": "x#commit", "did": DID, "time": "noon"});
    rejected(
        json!({"$type": "message", "payload": payload}),
        BadField,
        "time",
    );
    let large = vec![b' '; FRAME_LIMIT + 1];
    assert_eq!(convert(&large).unwrap_err().code, TooLarge);
    assert_eq!(convert(b"\xff\xfe").unwrap_err().code, Encoding);
}

#[test]
fn a_commit_that_lacks_its_parts_is_rejected_by_field() {
    use RejectCode::{BadField, MissingField, TooLarge};
    let commit = |c: Value| json!({"did": DID, "time_us": NOON, "kind": "commit", "commit": c});
    rejected(commit(json!({})), MissingField, "collection");
    rejected(
        commit(json!({"collection": "app.bsky.feed.post"})),
        MissingField,
        "rkey",
    );
    let post = |operation: &str, rkey: &str, record: Value| {
        let collection = "app.bsky.feed.post";
        commit(
            json!({"collection": collection, "rkey": rkey, "operation": operation,
            "record": record}),
        )
    };
    rejected(post("sing", "k", json!({})), BadField, "operation");
    rejected(post("create", "k/../x", json!({})), BadField, "rkey");
    rejected(post("create", "k", json!(null)), MissingField, "record");
    rejected(post("create", "k", json!({"text": 5})), BadField, "text");
    let long = "x".repeat(40_000);
    rejected(post("create", "k", json!({ "text": long })), TooLarge, "");
}

#[test]
fn no_reject_repeats_what_somebody_wrote() {
    let secret = "PRIVATE-WORDS";
    let frames = [
        format!("{{\"did\": \"{secret}"),
        format!("{{\"did\": {{\"{secret}\": 1}}}}"),
        json!({"$type": secret}).to_string(),
        json!({"$type": "message", "payload": {"$type": "x#commit", "did": DID, "time": secret}})
            .to_string(),
    ];
    for frame in frames {
        let reject: Reject = convert(frame.as_bytes()).unwrap_err();
        assert!(!reject.to_string().contains(secret), "{reject}");
    }
}

#[test]
fn repetitions_have_the_same_key_and_edits_another() {
    let key = |frame: String| match convert(frame.as_bytes()) {
        Ok(Frame::Event(event)) => event.key,
        other => panic!("{other:?}"),
    };
    let event = create(1, NOON, DID, "k", "text");
    let mut again = event.clone();
    again.time += 5;
    assert_eq!(
        key(v1(&event)),
        key(v2(&again)),
        "by revision, not by time, number or version"
    );
    assert_ne!(key(v1(&event)), key(v1(&create(2, NOON, DID, "k", "text"))));
    let delete = commit(1, NOON, DID, "k", "delete", None);
    assert_ne!(key(v1(&event)), key(v1(&delete)));
}

#[test]
fn unknown_kinds_move_the_position_and_mean_nothing() {
    let sync = json!({"$type": "message", "payload": {"seq": 7, "did": DID,
        "$type": "network.bsky.jetstream.subscribeEvents#sync",
        "time": "2026-11-22T12:00:00.000000Z", "sync": {"blocks": {}}}});
    let Ok(Frame::Event(event)) = convert(sync.to_string().as_bytes()) else {
        panic!("not an event")
    };
    assert_eq!(
        (event.seen_at, event.seq, event.item),
        (Timestamp(NOON), Some(7), None)
    );
}

proptest! {
    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        convert(&bytes).ok();
    }

    #[test]
    fn a_damaged_frame_does_not_panic(at in 0_usize..600, byte: u8, cut in 0_usize..600) {
        let record = json!({"text": "é😀 #tag", "createdAt": "2026-11-22T11:00:00Z", "langs": ["de"],
            "facets": [{"index": {"byteStart": 7, "byteEnd": 11},
                "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "tag"}]}]});
        for frame in [v1, v2] {
            let frame = frame(&commit(1, NOON, DID, "k", "create", Some(record.clone())));
            let mut bytes = frame.into_bytes();
            if let Some(hit) = bytes.get_mut(at) {
                *hit = byte;
            }
            bytes.truncate(cut.max(1));
            convert(&bytes).ok();
        }
    }
}
