//! One item of a feed made a post.

use super::{
    html::{self, Readable},
    parse::ParsedItem,
};
use crate::{Reject, RejectCode};
use feed_rs::model::{Entry, Feed, FeedType, MediaObject, Person, Text};
use hearken_model::{
    Author, Entity, EntityKind, Language, Media, MediaKind, Post, Source, Timestamp,
    time::{DAY, SECOND},
};
use url::Url;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Longest text, in bytes; the rest is left out.
const TEXT_LIMIT: usize = 64 * 1024;
/// Longest id that is kept as it is.
const ID_LIMIT: usize = 512;
/// Most tags and media of an item.
const LIST_LIMIT: usize = 50;
/// Feeds did not exist before 1997; an older date is a blank that was filled with zero. Old texts
/// that are published in a feed with their own date are later than that or not of the web.
const EARLIEST: Timestamp = Timestamp(852_076_800 * SECOND);

/// What all items of a feed share.
pub(super) struct About {
    pub(super) title: Option<String>,
    base: Url,
    host: String,
    now: Timestamp,
    language: Option<Language>,
    author: Option<Person>,
    /// RSS has HTML in every text, said or not; the others say so.
    is_rss: bool,
    /// Ids are unique within a feed only.
    prefix: String,
}

impl About {
    pub(super) fn of(feed: &Feed, identity: &Url, base: &Url, now: Timestamp) -> Self {
        let is_rss = !matches!(feed.feed_type, FeedType::Atom | FeedType::JSON);
        let title = feed.title.as_ref().map(|t| line(t, is_rss));
        Self {
            title: title.filter(|t| !t.is_empty()),
            now,
            language: feed.language.as_deref().and_then(|code| code.parse().ok()),
            author: feed.authors.first().cloned(),
            is_rss,
            prefix: format!("{:016x}", xxh3_64(identity.as_str().as_bytes())),
            host: identity.host_str().unwrap_or_default().to_owned(),
            base: base.clone(),
        }
    }

    /// Makes the post.
    pub(super) fn item(&self, entry: Entry) -> Result<ParsedItem, Reject> {
        let title = entry.title.as_ref().map(|t| line(t, self.is_rss));
        let title = title.filter(|t| !t.is_empty());
        let body = self.body(&entry);
        if title.is_none() && body.text.is_empty() {
            return Err(Reject::missing("title"));
        }
        let link = entry.links.iter().find_map(|link| {
            let main = matches!(link.rel.as_deref(), None | Some("alternate"));
            let page = link.target.is_none();
            (main && page)
                .then(|| html::web_address(&link.href, Some(&self.base)))
                .flatten()
        });
        let native_id = self.native_id(&entry, link.as_deref(), title.as_deref(), &body.text);
        let told = entry
            .published
            .or(entry.updated)
            .map(|t| Timestamp(t.timestamp_micros()));
        let told = told.map(|at| self.plausible(at)).transpose()?;
        let mut post = Post::new(Source::FEED, native_id, body.text, told.unwrap_or(self.now));
        post.title = title;
        post.permalink = link;
        post.author = self.author(&entry);
        let language = entry.language.as_deref().and_then(|code| code.parse().ok());
        post.language = language.or_else(|| self.language.clone());
        post.entities = tags(&entry);
        post.media = media(&entry, body.pictures, &self.base);
        Ok(ParsedItem {
            post,
            dated: told.is_some(),
        })
    }

    fn plausible(&self, at: Timestamp) -> Result<Timestamp, Reject> {
        if at < EARLIEST {
            return Err(Reject::bad("published", "before there were feeds"));
        }
        if at > self.now.plus(DAY) {
            return Err(Reject::bad("published", "in the future"));
        }
        Ok(at.min(self.now)) // clocks run a little ahead
    }

    /// The whole text where it is there, else the summary.
    fn body(&self, entry: &Entry) -> Readable {
        let content = entry.content.as_ref().and_then(|content| {
            let html = is_html(content.content_type.as_str()) || self.is_rss;
            let body = content.body.as_deref()?;
            Some(readable(body, html, &self.base))
        });
        let mut body = content.filter(|c| !c.text.is_empty()).unwrap_or_else(|| {
            let summary = entry.summary.as_ref();
            let text = summary.map(|text| {
                let html = is_html(text.content_type.as_str()) || self.is_rss;
                readable(&text.content, html, &self.base)
            });
            text.unwrap_or_default()
        });
        let mut end = body.text.len().min(TEXT_LIMIT);
        while !body.text.is_char_boundary(end) {
            end -= 1;
        }
        body.text.truncate(end);
        body
    }

    /// The feed's id, else the address, else the content: the same at every poll.
    fn native_id(
        &self,
        entry: &Entry,
        link: Option<&str>,
        title: Option<&str>,
        text: &str,
    ) -> String {
        let own = Some(entry.id.trim()).filter(|id| !id.is_empty());
        let id = match own.or(link) {
            Some(id) if id.len() <= ID_LIMIT => id.to_owned(),
            Some(id) => format!("{:032x}", xxh3_128(id.as_bytes())),
            None => {
                let content = format!("{}\u{1f}{text}", title.unwrap_or_default());
                format!("{:032x}", xxh3_128(content.as_bytes()))
            }
        };
        format!("{}:{id}", self.prefix)
    }

    /// The item's author, else the feed's, else the feed itself (SEA-129). Two people of the same
    /// name in two places are two.
    fn author(&self, entry: &Entry) -> Option<Author> {
        let person = entry.authors.first().or(self.author.as_ref());
        let name = person.and_then(|p| p.name.clone().or_else(|| p.email.clone()));
        let name = name.map(|n| squeeze(&n)).filter(|n| !n.is_empty());
        let name = name.or_else(|| self.title.clone())?;
        let uri = person.and_then(|p| p.uri.as_deref());
        Some(Author {
            native_id: format!("{}/{}", self.host, name.to_lowercase()),
            name: Some(name),
            profile_url: uri.and_then(|uri| html::web_address(uri, Some(&self.base))),
            ..Author::default()
        })
    }
}

fn is_html(content_type: &str) -> bool {
    content_type.contains("html")
}

fn readable(text: &str, html: bool, base: &Url) -> Readable {
    if html {
        return html::to_text(text, Some(base));
    }
    Readable {
        text: text.trim().to_owned(),
        pictures: Vec::new(),
    }
}

/// A text of one line, such as a title.
fn line(text: &Text, is_rss: bool) -> String {
    if is_html(text.content_type.as_str()) || is_rss {
        squeeze(&html::to_text(&text.content, None).text)
    } else {
        squeeze(&text.content)
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Categories of one word are tags; others are headings of the feed's own.
fn tags(entry: &Entry) -> Vec<Entity> {
    let terms = entry.categories.iter().map(|category| category.term.trim());
    let words = terms.map(|term| term.trim_start_matches('#'));
    let words = words.filter(|t| !t.is_empty() && t.len() <= 100);
    let words = words.filter(|t| t.chars().all(|c| c.is_alphanumeric() || c == '_'));
    let tags = words.take(LIST_LIMIT).map(|tag| Entity {
        kind: EntityKind::Hashtag,
        value: tag.to_owned(),
        span: None,
    });
    tags.collect()
}

fn media(entry: &Entry, pictures: Vec<Media>, base: &Url) -> Vec<Media> {
    let mut found = pictures;
    for object in &entry.media {
        let alt = alt(object);
        let contents = object.content.iter().filter_map(|content| {
            let kind = kind(content.content_type.as_ref()?.as_str())?;
            let url = html::web_address(content.url.as_ref()?.as_str(), None)?;
            Some((kind, url))
        });
        found.extend(contents.map(|(kind, url)| Media {
            kind,
            url,
            alt: alt.clone(),
        }));
    }
    // Attachments of JSON feeds and enclosures of Atom.
    let attached = entry.links.iter().filter_map(|link| {
        Some(Media {
            kind: kind(link.media_type.as_deref()?)?,
            url: html::web_address(&link.href, Some(base))?,
            alt: link.title.clone().filter(|t| !t.trim().is_empty()),
        })
    });
    found.extend(attached);
    let mut seen = std::collections::HashSet::new();
    found.retain(|medium| seen.insert(medium.url.clone()));
    found.truncate(LIST_LIMIT);
    found
}

fn alt(object: &MediaObject) -> Option<String> {
    let text = object.description.as_ref().or(object.title.as_ref())?;
    Some(line(text, false)).filter(|t| !t.is_empty())
}

fn kind(content_type: &str) -> Option<MediaKind> {
    match content_type.split('/').next()? {
        "image" => Some(MediaKind::Image),
        "video" => Some(MediaKind::Video),
        "audio" => Some(MediaKind::Audio),
        _ => None,
    }
}

/// Told to the person who looks at the feed's report.
pub(super) fn undated() -> Reject {
    Reject {
        field: Some("published".to_owned()),
        ..Reject::new(
            RejectCode::MissingField,
            "no date, and it was there before the feed was watched",
        )
    }
}
