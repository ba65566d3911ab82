//! A post card: what its template shows of a post.

use crate::{
    format,
    i18n::Texts,
    shell::initials,
    visit::Visit,
    widgets::{self, language_name, source_icon, source_name},
};
use hearken_app::posts::PostCard;
use hearken_authz::Permission;
use hearken_model::{Evidence, Field, MediaKind, PostKind, Sentiment};

/// A post as its template needs it.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) source: String,
    pub(crate) source_name: String,
    pub(crate) source_icon: &'static str,
    pub(crate) author: String,
    pub(crate) author_href: Option<String>,
    pub(crate) handle: Option<String>,
    pub(crate) initials: String,
    pub(crate) seed: u8,
    pub(crate) reach: Option<String>,
    pub(crate) permalink: Option<String>,
    pub(crate) datetime: String,
    pub(crate) moment: String,
    pub(crate) kind: Option<String>,
    pub(crate) title: Option<Vec<Piece>>,
    pub(crate) warning: Option<Vec<Piece>>,
    pub(crate) paragraphs: Vec<Vec<Piece>>,
    pub(crate) lang: String,
    pub(crate) language: String,
    pub(crate) media: Vec<Picture>,
    pub(crate) sensitive: bool,
    pub(crate) link: Option<Link>,
    pub(crate) tone: &'static str,
    pub(crate) tone_text: String,
    pub(crate) tone_edited: bool,
    pub(crate) place: Option<String>,
    pub(crate) topics: Vec<(String, String)>,
    pub(crate) group: Option<String>,
    pub(crate) may_rate: bool,
    pub(crate) may_delete: bool,
    pub(crate) base: String,
}

/// A run of text, marked or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Why it is marked; none: it is not.
    pub(crate) mark: Option<String>,
}

/// A picture.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) url: String,
    pub(crate) alt: String,
}

/// A link card.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) host: String,
}

/// Pictures shown of one post.
const PICTURES: usize = 4;

/// The card of a stored post, with what its topics found marked.
pub(crate) fn card(visit: &Visit, post: &PostCard) -> Card {
    marked_card(visit, post, &post.matched)
}

/// The card of a post; `marks` say what to mark and why.
pub(crate) fn marked_card(visit: &Visit, post: &PostCard, marks: &[(Evidence, String)]) -> Card {
    let texts = visit.texts();
    let author = post.author.as_ref();
    let name = author.map_or_else(|| texts.get("unknown-author"), |author| author.name.clone());
    let of = |field| marks_of(marks, field);
    let own_topic = |id| visit.path(&format!("/analytics?focus=topic-{id}"));
    let is_stored = post.id.is_some();
    Card {
        id: post.id.map(|id| id.to_string()).unwrap_or_default(),
        source: post.source.to_string(),
        source_name: source_name(&post.source, texts),
        source_icon: source_icon(&post.source),
        author_href: author
            .and_then(|a| a.profile_url.clone())
            .filter(|url| is_web(url)),
        handle: author
            .and_then(|a| a.handle.clone())
            .filter(|handle| *handle != name),
        initials: initials(&name),
        seed: name.bytes().fold(0_u8, u8::wrapping_add) % 8 + 1,
        reach: author
            .and_then(|a| a.reach)
            .map(|n| texts.with("reach-of-5", &[("reach", n.into())])),
        author: name,
        permalink: post.permalink.clone().filter(|url| is_web(url)),
        datetime: post.published_at.to_rfc3339(),
        moment: format::moment(post.published_at, &visit.zone(), texts),
        kind: kind(post, texts),
        title: post
            .title
            .as_deref()
            .map(|title| pieces(title, 0, &of(Field::Title))),
        warning: post
            .warning
            .as_deref()
            .map(|warning| pieces(warning, 0, &of(Field::Warning))),
        paragraphs: paragraphs(&post.text, &of(Field::Text)),
        lang: lang(post),
        language: language_name(&post.language, texts),
        media: pictures(post),
        sensitive: post.sensitive,
        link: link(post),
        tone: post.sentiment.as_str(),
        tone_text: texts.get(&format!("sentiment-{}", post.sentiment.as_str())),
        tone_edited: post.sentiment_edited,
        place: post
            .place
            .map(|place| widgets::country_name(place.country, texts)),
        topics: post
            .topics
            .iter()
            .map(|topic| (own_topic(topic.id), topic.name.clone()))
            .collect(),
        group: post.group.as_ref().map(|group| group.name.clone()),
        may_rate: is_stored && visit.caller.may(Permission::EditSentiment),
        may_delete: is_stored && visit.caller.may(Permission::DeletePosts),
        base: visit.path("/posts"),
    }
}

/// The `lang` of the text; empty where no language is known.
fn lang(post: &PostCard) -> String {
    if post.language.is_und() {
        String::new()
    } else {
        post.language.to_string()
    }
}

fn marks_of(marks: &[(Evidence, String)], field: Field) -> Vec<(u32, u32, &str)> {
    let here = marks.iter().filter(|(evidence, _)| evidence.field == field);
    here.map(|(evidence, why)| (evidence.start, evidence.end, why.as_str()))
        .collect()
}

/// What the post is, where it is not just a post.
fn kind(post: &PostCard, texts: Texts) -> Option<String> {
    let word = post.kind.as_str().replace('_', "-");
    (post.kind != PostKind::Post).then(|| texts.get(&format!("post-type-{word}")))
}

fn link(post: &PostCard) -> Option<Link> {
    let link = post.link.as_ref().filter(|link| is_web(&link.url))?;
    Some(Link {
        title: link.title.clone().unwrap_or_else(|| link.url.clone()),
        host: host(&link.url),
        url: link.url.clone(),
    })
}

/// The tones that a person can choose.
pub(crate) const CHOICES: [Sentiment; 3] =
    [Sentiment::Positive, Sentiment::Neutral, Sentiment::Negative];

fn pictures(post: &PostCard) -> Vec<Picture> {
    let images = post
        .media
        .iter()
        .filter(|m| m.kind == MediaKind::Image && m.url.starts_with("https://"));
    images
        .take(PICTURES)
        .map(|m| Picture {
            url: m.url.clone(),
            alt: m.alt.clone().unwrap_or_default(),
        })
        .collect()
}

/// Only web addresses are linked; `javascript:` and the like are hostile text.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .trim_start_matches("www.")
        .to_owned()
}

/// Paragraphs of a body with their marks.
fn paragraphs(text: &str, marks: &[(u32, u32, &str)]) -> Vec<Vec<Piece>> {
    let mut start = 0_usize;
    let mut paragraphs = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            paragraphs.push(pieces(line, start as u32, marks));
        }
        start += line.len() + 1;
    }
    paragraphs
}

/// Cuts a text that begins at byte `offset` of its field along the marks. Marks that overlap an
/// earlier one, or do not lie on characters, are left out.
fn pieces(text: &str, offset: u32, marks: &[(u32, u32, &str)]) -> Vec<Piece> {
    let mut marks: Vec<_> = marks.to_vec();
    marks.sort_unstable();
    let mut pieces = Vec::new();
    let mut done = 0_usize;
    let plain = |text: &str| Piece {
        text: text.to_owned(),
        mark: None,
    };
    for (start, end, why) in marks {
        let (Some(start), Some(end)) = (start.checked_sub(offset), end.checked_sub(offset)) else {
            continue;
        };
        let (start, end) = (start as usize, end as usize);
        if start < done {
            continue;
        }
        let (Some(before), Some(marked)) = (text.get(done..start), text.get(start..end)) else {
            continue;
        };
        if !before.is_empty() {
            pieces.push(plain(before));
        }
        pieces.push(Piece {
            text: marked.to_owned(),
            mark: Some(why.to_owned()),
        });
        done = end;
    }
    if let Some(rest) = text.get(done..).filter(|rest| !rest.is_empty()) {
        pieces.push(plain(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(u32, u32)], expect: &str) {
        let marks: Vec<_> = marks.iter().map(|(s, e)| (*s, *e, "why")).collect();
        let shown: Vec<String> = paragraphs(text, &marks)
            .iter()
            .map(|p| {
                p.iter()
                    .map(|x| {
                        if x.mark.is_some() {
                            format!("[{}]", x.text)
                        } else {
                            x.text.clone()
                        }
                    })
                    .collect()
            })
            .collect();
        assert_eq!(shown.join("|"), expect, "{text}");
    }

    #[test]
    fn marks_lie_where_they_should() {
        check("new phone", &[(4, 9)], "new [phone]");
        check(
            "a phone\n\nthe phone here",
            &[(2, 7), (13, 18)],
            "a [phone]|the [phone] here",
        );
        check("äöü phone", &[(7, 12)], "äöü [phone]");
        check("äöü", &[(1, 3)], "äöü");
        check("abcdef", &[(0, 4), (2, 6)], "[abcd]ef");
        check("", &[], "");
    }
}
