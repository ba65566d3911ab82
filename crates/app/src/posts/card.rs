//! A post as it is shown.

use hearken_model::{
    Evidence, Language, LinkCard, Media, PostKind, PublicId, Sentiment, Source, Timestamp,
    annotation::PlaceKind, country::CountryCode,
};

/// The writer of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorCard {
    /// Their id, for the author filter; none for a post that is not stored.
    pub id: Option<PublicId>,
    /// Display name, else handle, else the network's own id.
    pub name: String,
    /// Handle, without `@`.
    pub handle: Option<String>,
    /// Profile page.
    pub profile_url: Option<String>,
    /// Picture.
    pub avatar_url: Option<String>,
    /// Followers.
    pub followers: Option<u64>,
    /// Influence, 1 to 5 (ANA-156).
    pub reach: Option<u8>,
}

/// A topic that a post belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicTag {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
}

/// The custom-source group that a post came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTag {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its initials.
    pub initials: String,
}

/// Where a post or its author is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceTag {
    /// Whose place.
    pub kind: PlaceKind,
    /// Country.
    pub country: CountryCode,
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
}

/// A post as it is shown. Texts are as the network gave them: hostile until escaped.
#[derive(Clone, Debug, PartialEq)]
pub struct PostCard {
    /// Its id; none for a post of a preview that is not stored.
    pub id: Option<PublicId>,
    /// Network.
    pub source: Source,
    /// Kind.
    pub kind: PostKind,
    /// Address of the original.
    pub permalink: Option<String>,
    /// Writer.
    pub author: Option<AuthorCard>,
    /// Title.
    pub title: Option<String>,
    /// Body, plain text.
    pub text: String,
    /// Content warning.
    pub warning: Option<String>,
    /// Media.
    pub media: Vec<Media>,
    /// Linked page.
    pub link: Option<LinkCard>,
    /// Whether the network marks it as sensitive.
    pub sensitive: bool,
    /// Language, `und` when unknown.
    pub language: Language,
    /// Tone.
    pub sentiment: Sentiment,
    /// Whether a person set or confirmed it.
    pub sentiment_edited: bool,
    /// Machine value of the tone, -1 to 1 (ANA-161).
    pub sentiment_value: Option<f32>,
    /// Fragments that speak for the tone, with their share (ANA-167).
    pub sentiment_evidence: Vec<(Evidence, f32)>,
    /// Publication.
    pub published_at: Timestamp,
    /// Topics it belongs to, by name.
    pub topics: Vec<TopicTag>,
    /// Group it came through.
    pub group: Option<GroupTag>,
    /// Place.
    pub place: Option<PlaceTag>,
}
