//! The record of a post, as people's software wrote it, made a post. Only its text must be right;
//! everything else is taken where it makes sense and left out where not.

use super::{
    POSTS,
    embed::{self, strings},
    frame::{is_did, is_record_key},
};
use crate::{Reject, RejectCode};
use hearken_model::{
    Author, Entity, EntityKind, Post, PostKind, Source, Timestamp,
    time::{MINUTE, SECOND},
};
use serde_json::Value;

/// Longest text, in bytes; the network's own limit is 3,000.
const TEXT_LIMIT: usize = 32 * 1024;
/// Most entities of a post.
const ENTITY_LIMIT: usize = 100;
/// How far ahead of Jetstream's clock an author's may be.
const AHEAD: i64 = 5 * MINUTE;
/// Nothing was posted before 2010-01-01; what says so was written by a broken clock. Times between
/// then and now are believed: bridges and importers bring old posts with their dates.
const EARLIEST: Timestamp = Timestamp(1_262_304_000 * SECOND);
/// Labels authors put on their own posts that say "not for everybody's eyes".
const SENSITIVE: [&str; 7] = [
    "porn",
    "sexual",
    "nudity",
    "nsfl",
    "gore",
    "graphic-media",
    "!warn",
];

/// Makes a post of a record.
///
/// # Errors
/// When there is nothing to read in it.
pub(super) fn post(
    did: &str,
    rkey: &str,
    record: &Value,
    seen_at: Timestamp,
) -> Result<Post, Reject> {
    let text = record.get("text").unwrap_or(&Value::Null);
    let text = match text {
        Value::String(text) => text.as_str(),
        Value::Null => "",
        _ => return Err(Reject::bad("text", "not a text")),
    };
    if text.len() > TEXT_LIMIT {
        let detail = format!("the text is longer than {TEXT_LIMIT} bytes");
        return Err(Reject::new(RejectCode::TooLarge, detail));
    }
    let uri = format!("at://{did}/{POSTS}/{rkey}");
    let published_at = published_at(record, seen_at);
    let mut post = Post::new(Source::BLUESKY, uri, text, published_at);
    post.permalink = Some(permalink(did, rkey));
    post.author = Some(Author {
        native_id: did.to_owned(),
        profile_url: Some(format!("https://bsky.app/profile/{did}")),
        ..Author::default()
    });
    post.language = strings(record.get("langs")).find_map(|code| code.parse().ok());
    post.entities = entities(record, text);
    let parent = record.pointer("/reply/parent/uri").and_then(Value::as_str);
    if let Some(parent) = parent.filter(|uri| uri.starts_with("at://")) {
        post.kind = PostKind::Reply;
        post.reply_to = Some(parent.to_owned());
    }
    let embed = embed::read(record.get("embed"), did);
    post.media = embed.media;
    post.link = embed.link;
    post.sensitive = is_sensitive(record);
    Ok(post)
}

/// The page of a post.
fn permalink(did: &str, rkey: &str) -> String {
    format!("https://bsky.app/profile/{did}/post/{rkey}")
}

/// The page of the post at an `at://` address.
pub(super) fn permalink_of(uri: &str) -> Option<String> {
    let (did, rest) = uri.strip_prefix("at://")?.split_once('/')?;
    let rkey = rest.strip_prefix(POSTS)?.strip_prefix('/')?;
    (is_did(did) && is_record_key(rkey)).then(|| permalink(did, rkey))
}

/// What the author's clock said, unless that cannot be; then what Jetstream's said.
fn published_at(record: &Value, seen_at: Timestamp) -> Timestamp {
    let told = record.get("createdAt").and_then(Value::as_str);
    let told = told.and_then(|text| text.parse::<Timestamp>().ok());
    told.filter(|at| (EARLIEST..=seen_at.plus(AHEAD)).contains(at))
        .unwrap_or(seen_at)
}

fn entities(record: &Value, text: &str) -> Vec<Entity> {
    let none = Vec::new();
    let facets = record.get("facets").and_then(Value::as_array);
    let of_facets = facets.unwrap_or(&none).iter().flat_map(|facet| {
        let span = span(facet, text);
        let features = facet.get("features").and_then(Value::as_array);
        features
            .into_iter()
            .flatten()
            .filter_map(move |feature| entity(feature, span, text))
    });
    let tags = strings(record.get("tags")).map(|tag| Entity {
        kind: EntityKind::Hashtag,
        value: bare_tag(tag).to_owned(),
        span: None,
    });
    let found = of_facets.chain(tags).filter(|e| !e.value.is_empty());
    found.take(ENTITY_LIMIT).collect()
}

/// Where a facet stands: UTF-8 bytes, from..to. Software gets this wrong often enough (UTF-16
/// units, grapheme counts); what does not fall on characters of this text is no place.
fn span(facet: &Value, text: &str) -> Option<(u32, u32)> {
    let byte = |name| facet.pointer(name).and_then(Value::as_u64);
    let start = u32::try_from(byte("/index/byteStart")?).ok()?;
    let end = u32::try_from(byte("/index/byteEnd")?).ok()?;
    let fits = start < end && text.get(start as usize..end as usize).is_some();
    fits.then_some((start, end))
}

fn entity(feature: &Value, span: Option<(u32, u32)>, text: &str) -> Option<Entity> {
    let get = |name| feature.get(name).and_then(Value::as_str);
    let (kind, value) = match get("$type")? {
        "app.bsky.richtext.facet#tag" => (EntityKind::Hashtag, bare_tag(get("tag")?).to_owned()),
        "app.bsky.richtext.facet#link" => (EntityKind::Link, get("uri")?.to_owned()),
        "app.bsky.richtext.facet#mention" => {
            (EntityKind::Mention, mention(get("did")?, span, text))
        }
        _ => return None,
    };
    Some(Entity { kind, value, span })
}

/// Tags are declared without sign; some software writes it all the same.
fn bare_tag(tag: &str) -> &str {
    tag.trim().trim_start_matches(['#', '＃'])
}

/// What people search for is the handle as it stands in the text; the facet has only the DID.
fn mention(did: &str, span: Option<(u32, u32)>, text: &str) -> String {
    let written = span.and_then(|(start, end)| text.get(start as usize..end as usize));
    let handle = written
        .and_then(|w| w.strip_prefix('@'))
        .filter(|h| !h.is_empty());
    handle.unwrap_or(did).to_owned()
}

fn is_sensitive(record: &Value) -> bool {
    let labels = record.pointer("/labels/values").and_then(Value::as_array);
    labels.into_iter().flatten().any(|label| {
        let value = label.get("val").and_then(Value::as_str);
        value.is_some_and(|v| SENSITIVE.contains(&v))
    })
}
