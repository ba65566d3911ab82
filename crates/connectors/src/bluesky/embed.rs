//! What hangs on a post: pictures, films, a page, another post.

use super::convert::permalink_of;
use hearken_model::{LinkCard, Media, MediaKind};
use serde_json::Value;

/// Most media of a post.
const MEDIA_LIMIT: usize = 20;

#[derive(Debug, Default, PartialEq)]
pub(super) struct Embed {
    pub(super) media: Vec<Media>,
    pub(super) link: Option<LinkCard>,
}

/// Reads an embed of any kind; of unknown ones nothing is taken.
pub(super) fn read(embed: Option<&Value>, did: &str) -> Embed {
    let mut found = Embed::default();
    let Some(embed) = embed else {
        return found;
    };
    match text(embed, "/$type") {
        Some("app.bsky.embed.recordWithMedia") => {
            if let Some(media) = embed.get("media") {
                take(&mut found, media, did);
            }
            found.link = found.link.or_else(|| quoted(embed, "/record/record/uri"));
        }
        _ => take(&mut found, embed, did),
    }
    found
}

fn take(found: &mut Embed, embed: &Value, did: &str) {
    match text(embed, "/$type") {
        Some("app.bsky.embed.images") => {
            let images = embed.get("images").and_then(Value::as_array);
            let images = images.into_iter().flatten().take(MEDIA_LIMIT);
            found
                .media
                .extend(images.filter_map(|image| picture(image, did)));
        }
        Some("app.bsky.embed.video") => found.media.extend(film(embed, did)),
        Some("app.bsky.embed.external") => found.link = page(embed),
        Some("app.bsky.embed.record") => found.link = quoted(embed, "/record/uri"),
        _ => {}
    }
}

fn picture(image: &Value, did: &str) -> Option<Media> {
    let cid = blob(image.get("image")?)?;
    Some(Media {
        kind: MediaKind::Image,
        url: format!("https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg"),
        alt: alt(image),
    })
}

fn film(embed: &Value, did: &str) -> Option<Media> {
    let cid = blob(embed.get("video")?)?;
    let did = did.replace(':', "%3A");
    Some(Media {
        kind: MediaKind::Video,
        url: format!("https://video.bsky.app/watch/{did}/{cid}/playlist.m3u8"),
        alt: alt(embed),
    })
}

fn page(embed: &Value) -> Option<LinkCard> {
    let url = text(embed, "/external/uri")?;
    let parsed = url::Url::parse(url).ok()?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return None;
    }
    Some(LinkCard {
        url: url.to_owned(),
        title: some(text(embed, "/external/title")),
        description: some(text(embed, "/external/description")),
    })
}

/// A quoted post is a link to its page; its text is not searched (SEA-090).
fn quoted(embed: &Value, at: &str) -> Option<LinkCard> {
    Some(LinkCard {
        url: permalink_of(text(embed, at)?)?,
        title: None,
        description: None,
    })
}

/// The content id of a blob, in today's form and in the one before it.
fn blob(blob: &Value) -> Option<&str> {
    let cid = text(blob, "/ref/$link").or_else(|| text(blob, "/cid"))?;
    let plain = cid.len() <= 128 && cid.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then_some(cid)
}

fn alt(holder: &Value) -> Option<String> {
    some(text(holder, "/alt"))
}

fn text<'v>(value: &'v Value, pointer: &str) -> Option<&'v str> {
    value.pointer(pointer)?.as_str()
}

fn some(text: Option<&str>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty()).map(str::to_owned)
}

/// The texts of a list; of anything else none.
pub(super) fn strings(list: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}
