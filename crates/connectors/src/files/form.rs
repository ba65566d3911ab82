//! A post as people write it down, in NDJSON and, column by column, in CSV.

use super::{decode, when};
use crate::{Item, Reject};
use hearken_model::{
    Author, CountryCode, Entity, EntityKind, LinkCard, Media, Post, PostKind, Source, Timestamp,
    post::DeclaredPlace,
};
use serde::Deserialize;

/// Source of posts that name none.
const DEFAULT_SOURCE: &str = "file";
/// Most entries of a list of a post; the rest is left out.
const LIST_LIMIT: usize = 100;

/// A post as people write it down. Everything but `id`, a text and a time may be absent; unknown
/// fields are passed over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PostForm {
    pub(super) id: Option<Scalar>,
    pub(super) source: Option<String>,
    pub(super) published_at: Option<Scalar>,
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
    pub(super) warning: Option<String>,
    pub(super) url: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) reply_to: Option<Scalar>,
    pub(super) language: Option<String>,
    pub(super) author: Option<AuthorForm>,
    pub(super) tags: Vec<String>,
    pub(super) entities: Vec<EntityForm>,
    pub(super) media: Vec<MediaForm>,
    pub(super) link: Option<LinkForm>,
    pub(super) place: Option<PlaceForm>,
    pub(super) sensitive: bool,
    pub(super) deleted: bool,
}

/// Text or a number.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Scalar {
    Text(String),
    Whole(i64),
    Broken(f64),
}

impl Scalar {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Whole(number) => number.to_string(),
            Self::Broken(number) => number.to_string(),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum AuthorForm {
    Handle(String),
    Whole(Box<WholeAuthor>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WholeAuthor {
    pub(super) id: Option<Scalar>,
    pub(super) handle: Option<String>,
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
    pub(super) avatar: Option<String>,
    pub(super) followers: Option<u64>,
    pub(super) location: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct EntityForm {
    kind: EntityKind,
    value: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct MediaForm {
    kind: hearken_model::MediaKind,
    url: String,
    #[serde(default)]
    alt: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum LinkForm {
    Url(String),
    Card {
        url: String,
        #[serde(default)]
        title: Option<String>,
        #[serde(default)]
        description: Option<String>,
    },
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct PlaceForm {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) country: Option<String>,
}

impl PostForm {
    /// The post, or the deletion, that is meant.
    pub(super) fn into_item(self, now: Timestamp) -> Result<Item, Reject> {
        let source = self.source.as_deref().unwrap_or(DEFAULT_SOURCE);
        let source: Source = source
            .parse()
            .map_err(|error| Reject::bad("source", format!("{error}")))?;
        let native_id = self.id.clone().map(Scalar::into_text).unwrap_or_default();
        if native_id.is_empty() {
            return Err(Reject::missing("id"));
        }
        if self.deleted {
            return Ok(Item::Delete { source, native_id });
        }
        let published_at = self.published_at.clone();
        let published_at = published_at.ok_or_else(|| Reject::missing("published_at"))?;
        let published_at = published_at.into_text();
        let published_at = when::parse(&published_at)
            .ok_or_else(|| Reject::bad("published_at", "not a time in a known form"))?;
        let published_at = decode::plausible("published_at", published_at, now)?;
        self.into_post(source, native_id, published_at)
            .map(|post| Item::Upsert(Box::new(post)))
    }

    fn into_post(
        self,
        source: Source,
        native_id: String,
        published_at: Timestamp,
    ) -> Result<Post, Reject> {
        let mut post = Post::new(source, native_id, text(self.text), published_at);
        post.title = some(self.title);
        post.warning = some(self.warning);
        post.permalink = web_address("url", self.url)?;
        post.reply_to = self
            .reply_to
            .map(Scalar::into_text)
            .filter(|id| !id.is_empty());
        post.kind = kind(self.kind.as_deref(), post.reply_to.is_some())?;
        post.language = some(self.language)
            .map(|code| code.parse())
            .transpose()
            .map_err(|error| Reject::bad("language", format!("{error}")))?;
        post.author = self.author.map(author).transpose()?;
        let tags = self.tags.into_iter().map(|tag| EntityForm {
            kind: EntityKind::Hashtag,
            value: tag,
        });
        let entities = tags.chain(self.entities);
        post.entities = entities.take(LIST_LIMIT).filter_map(entity).collect();
        post.media = self
            .media
            .into_iter()
            .take(LIST_LIMIT)
            .map(medium)
            .collect();
        post.link = self.link.map(link).transpose()?;
        post.place = self.place.map(place).transpose()?;
        post.sensitive = self.sensitive;
        let nothing = post.fields().all(|(_, text)| text.trim().is_empty());
        if nothing && post.entities.is_empty() {
            return Err(Reject::missing("text"));
        }
        Ok(post)
    }
}

fn text(text: Option<String>) -> String {
    text.unwrap_or_default()
}

fn some(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.trim().is_empty())
}

fn kind(word: Option<&str>, replies: bool) -> Result<PostKind, Reject> {
    match word.map(str::trim).filter(|w| !w.is_empty()) {
        None if replies => Ok(PostKind::Reply),
        None => Ok(PostKind::Post),
        Some(word) => PostKind::from_word(word)
            .ok_or_else(|| Reject::bad("kind", "post, reply, share or private_message expected")),
    }
}

/// Addresses become links of pages, so nothing but the web's own schemes gets in.
fn web_address(field: &str, url: Option<String>) -> Result<Option<String>, Reject> {
    let Some(url) = some(url) else {
        return Ok(None);
    };
    match url::Url::parse(url.trim()) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => Ok(Some(parsed.into())),
        _ => Err(Reject::bad(field, "not an http or https address")),
    }
}

fn author(form: AuthorForm) -> Result<Author, Reject> {
    let form = match form {
        AuthorForm::Handle(handle) => WholeAuthor {
            handle: Some(handle),
            ..WholeAuthor::default()
        },
        AuthorForm::Whole(form) => *form,
    };
    let handle = some(form.handle).map(|h| h.trim().trim_start_matches('@').to_owned());
    let name = some(form.name);
    let id = form.id.map(Scalar::into_text).filter(|id| !id.is_empty());
    let native_id = id.or_else(|| handle.clone()).or_else(|| name.clone());
    Ok(Author {
        native_id: native_id.ok_or_else(|| Reject::missing("author.id"))?,
        handle,
        name,
        profile_url: web_address("author.url", form.url)?,
        avatar_url: web_address("author.avatar", form.avatar)?,
        followers: form.followers,
        location: some(form.location),
    })
}

fn entity(form: EntityForm) -> Option<Entity> {
    let sign = match form.kind {
        EntityKind::Hashtag => '#',
        EntityKind::Mention => '@',
        EntityKind::Cashtag => '$',
        EntityKind::Link => ' ',
    };
    let value = form.value.trim().trim_start_matches(sign);
    (!value.is_empty()).then(|| Entity {
        kind: form.kind,
        value: value.to_owned(),
        span: None,
    })
}

fn medium(form: MediaForm) -> Media {
    Media {
        kind: form.kind,
        url: form.url,
        alt: some(form.alt),
    }
}

fn link(form: LinkForm) -> Result<LinkCard, Reject> {
    let (url, title, description) = match form {
        LinkForm::Url(url) => (url, None, None),
        LinkForm::Card {
            url,
            title,
            description,
        } => (url, title, description),
    };
    Ok(LinkCard {
        url: web_address("link", Some(url))?.ok_or_else(|| Reject::missing("link.url"))?,
        title: some(title),
        description: some(description),
    })
}

fn place(form: PlaceForm) -> Result<DeclaredPlace, Reject> {
    if !(-90.0..=90.0).contains(&form.latitude) {
        return Err(Reject::bad("place.latitude", "-90 to 90 expected"));
    }
    if !(-180.0..=180.0).contains(&form.longitude) {
        return Err(Reject::bad("place.longitude", "-180 to 180 expected"));
    }
    let country = some(form.country).map(|code| code.trim().parse::<CountryCode>());
    Ok(DeclaredPlace {
        latitude: form.latitude,
        longitude: form.longitude,
        name: some(form.name),
        country: country
            .transpose()
            .map_err(|error| Reject::bad("place.country", format!("{error}")))?,
    })
}
