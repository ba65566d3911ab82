//! Posts as they come from a network, before anything is made of them.

use crate::{CountryCode, Language, PublicId, Source, Timestamp};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A message found on a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The kind of network.
    pub source: Source,
    /// The network's own id; with `source` the key by which duplicates are told.
    pub native_id: String,
    /// Address of the original, where the network has one.
    pub permalink: Option<String>,
    /// What it is.
    pub kind: PostKind,
    /// Who wrote it; none where the network does not tell.
    pub author: Option<Author>,
    /// Title or subject.
    pub title: Option<String>,
    /// Body, plain text.
    pub text: String,
    /// Content warning or other lead text shown before the body.
    pub warning: Option<String>,
    /// Entities that the source delivers as metadata (facets, tag lists). Entities written in the
    /// text are found by `rules` itself.
    pub entities: Vec<Entity>,
    /// Media with their alternative texts.
    pub media: Vec<Media>,
    /// The page the post links to.
    pub link: Option<LinkCard>,
    /// Declared language.
    pub language: Option<Language>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Exact place sent with the post.
    pub place: Option<DeclaredPlace>,
    /// The native id of the post this one answers.
    pub reply_to: Option<String>,
    /// Whether the source marks it as sensitive.
    pub sensitive: bool,
    /// The custom-source group it came through.
    pub group: Option<PublicId>,
}

/// What a post is (ANA-060).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum PostKind {
    /// A post of its own.
    #[default]
    Post = 0,
    /// An answer or comment.
    Reply = 1,
    /// Somebody else's post, passed on.
    Share = 2,
    /// Not public.
    PrivateMessage = 3,
}

impl PostKind {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Post, Self::Reply, Self::Share, Self::PrivateMessage];

    /// The word in URLs and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Reply => "reply",
            Self::Share => "share",
            Self::PrivateMessage => "private_message",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == word)
    }

    /// From its stored number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|k| *k as i64 == number)
    }
}

/// The writer of a post, as the network tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Author {
    /// The network's own id (a DID, an address); the key within a source.
    pub native_id: String,
    /// Handle, without `@`.
    pub handle: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// Address of the profile page.
    pub profile_url: Option<String>,
    /// Address of the picture.
    pub avatar_url: Option<String>,
    /// Followers, from which reach is derived (ANA-156).
    pub followers: Option<u64>,
    /// Where the profile says the person is, free text.
    pub location: Option<String>,
}

impl Author {
    /// Reach 1..=5 from followers (ANA-156).
    pub fn reach(&self) -> Option<u8> {
        self.followers.map(|n| match n {
            0..100 => 1,
            100..1_000 => 2,
            1_000..10_000 => 3,
            10_000..100_000 => 4,
            _ => 5,
        })
    }
}

/// Something in a text that is not a plain word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its value without the sign: `contoso`, `name@host`, `MSFT`, an address.
    pub value: String,
    /// Where it stands in the body, UTF-8 bytes, where the source tells.
    pub span: Option<(u32, u32)>,
}

/// Kinds of entities (SEA-088).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// `#tag`
    Hashtag,
    /// `@name`
    Mention,
    /// `$TICKER`
    Cashtag,
    /// An address; never searched, its span is left out of matching.
    Link,
}

/// A picture, film or sound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Where it is.
    pub url: String,
    /// Alternative text; searched.
    pub alt: Option<String>,
}

/// Kinds of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A still picture.
    Image,
    /// A film.
    Video,
    /// A sound.
    Audio,
}

/// The page a post links to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCard {
    /// Address.
    pub url: String,
    /// Title of the page.
    pub title: Option<String>,
    /// Its description.
    pub description: Option<String>,
}

/// A place that came with the post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeclaredPlace {
    /// Degrees north, -90..=90.
    pub latitude: f64,
    /// Degrees east, -180..=180.
    pub longitude: f64,
    /// Name of the place.
    pub name: Option<String>,
    /// Country, where the source tells.
    pub country: Option<CountryCode>,
}

/// A text field of a post that is searched (SEA-090).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title.
    Title,
    /// The content warning.
    Warning,
    /// The body.
    Text,
    /// The alternative text of the n-th medium.
    Alt(u16),
    /// The n-th declared entity; its span counts in `Entity::value`.
    Entity(u16),
}

/// A place in an original field of a post: UTF-8 bytes, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The field.
    pub field: Field,
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
}

impl Post {
    /// A post with the required parts; the rest is empty.
    pub fn new(
        source: Source,
        native_id: impl Into<String>,
        text: impl Into<String>,
        published_at: Timestamp,
    ) -> Self {
        Self {
            source,
            native_id: native_id.into(),
            permalink: None,
            kind: PostKind::Post,
            author: None,
            title: None,
            text: text.into(),
            warning: None,
            entities: Vec::new(),
            media: Vec::new(),
            link: None,
            language: None,
            published_at,
            place: None,
            reply_to: None,
            sensitive: false,
            group: None,
        }
    }

    /// The searched fields that are not entities, in reading order (SEA-090).
    pub fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        let title = self.title.as_deref().map(|t| (Field::Title, t));
        let warning = self.warning.as_deref().map(|t| (Field::Warning, t));
        let alts = self.media.iter().enumerate();
        let alts =
            alts.filter_map(|(i, m)| Some((Field::Alt(u16::try_from(i).ok()?), m.alt.as_deref()?)));
        title
            .into_iter()
            .chain(warning)
            .chain([(Field::Text, self.text.as_str())])
            .chain(alts)
    }
}

/// A short text that is often repeated, such as a word of an evidence list.
pub type Word = SmolStr;
