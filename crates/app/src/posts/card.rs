//! A post as it is shown.

use hearken_store::StoredPost;
use std::collections::BTreeMap;

use crate::{App, Result};
use hearken_authz::OrgScope;
use hearken_model::{
    Author, Evidence, Language, LinkCard, Media, OrgId, Post, PostKind, PublicId, Sentiment,
    Source, Timestamp, TopicId, annotation::PlaceKind, country::CountryCode,
};
use hearken_rules::{Matcher, Subject};

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
    /// What matched, and why: where a keyword or inclusion of its topics stands, with topic and
    /// entry. Of posts of a preview it is told apart from the card.
    pub matched: Vec<(Evidence, String)>,
}

/// The name that a writer is shown by: display name, else handle, else the network's own id.
pub(crate) fn author_name(author: &Author) -> String {
    let name = author.name.as_ref().filter(|name| !name.trim().is_empty());
    name.or(author.handle.as_ref())
        .unwrap_or(&author.native_id)
        .clone()
}

/// A writer as shown; `id` is none for one that is not stored.
pub(crate) fn author_card(author: &Author, id: Option<PublicId>) -> AuthorCard {
    AuthorCard {
        id,
        name: author_name(author),
        handle: author.handle.clone(),
        profile_url: author.profile_url.clone(),
        avatar_url: author.avatar_url.clone(),
        followers: author.followers,
        reach: author.reach(),
    }
}

/// Makes cards: knows the names and rules of an organization's topics, and its groups.
pub(crate) struct Cards {
    org: OrgId,
    matcher: Matcher,
    topics: BTreeMap<TopicId, TopicTag>,
    groups: BTreeMap<PublicId, GroupTag>,
}

impl Cards {
    /// Reads the names.
    pub(crate) async fn load(app: &App, scope: &OrgScope) -> Result<Self> {
        let topics = app.store.list_topics(scope).await?;
        let groups = app.store.list_source_groups(scope).await?;
        let org = scope.org();
        let rules = topics
            .iter()
            .flat_map(|topic| topic.rules.iter().map(|rule| (topic.id, rule)));
        let rules = rules.map(|(topic, rule)| (org, topic, rule.id, &rule.kind));
        Ok(Self {
            org,
            // Rules on whole feeds mark nothing, so their groups need no names here.
            matcher: Matcher::build(rules, |_, _| None),
            topics: topics
                .into_iter()
                .map(|topic| {
                    (
                        topic.id,
                        TopicTag {
                            id: topic.public_id,
                            name: topic.name,
                        },
                    )
                })
                .collect(),
            groups: groups
                .into_iter()
                .map(|group| {
                    let tag = GroupTag {
                        id: group.public_id,
                        name: group.name,
                        initials: group.initials,
                    };
                    (group.public_id, tag)
                })
                .collect(),
        })
    }

    /// The card of a stored post.
    pub(crate) fn stored(&self, stored: StoredPost) -> PostCard {
        let author = stored.author.map(|(_, id)| id);
        let mut topics: Vec<TopicTag> = stored
            .hits
            .iter()
            .filter_map(|(topic, _)| self.topics.get(topic))
            .cloned()
            .collect();
        topics.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        topics.dedup();
        let matched = self.matched(&stored);
        let mut card = self.fresh(stored.post, stored.language);
        card.matched = matched;
        if let Some(shown) = &mut card.author {
            shown.id = author;
        }
        card.id = Some(stored.public_id);
        card.sentiment = stored.tone.sentiment;
        card.sentiment_edited = stored.tone_edited;
        card.sentiment_value = stored.tone.value;
        card.sentiment_evidence = stored.tone.evidence;
        card.topics = topics;
        card.place = stored.place.map(|place| PlaceTag {
            kind: place.kind,
            country: place.country,
            latitude: place.latitude,
            longitude: place.longitude,
        });
        card
    }

    /// Where words of the topics stand that the post is recorded for.
    fn matched(&self, stored: &StoredPost) -> Vec<(Evidence, String)> {
        let subject = Subject::new(&stored.post, &stored.language);
        let mut matched = Vec::new();
        for found in self.matcher.explain_for(self.org, &subject) {
            let Some(topic) = self.topics.get(&found.hit.topic) else {
                continue;
            };
            for proof in found.proofs {
                let entry = match &proof.inclusion {
                    Some(inclusion) => format!("{} + {inclusion}", proof.keyword),
                    None => proof.keyword,
                };
                let why = format!("{}: {entry}", topic.name);
                matched.extend(proof.spans.into_iter().map(|span| (span, why.clone())));
            }
        }
        matched.sort();
        matched.dedup_by_key(|(span, _)| *span);
        matched
    }

    /// The card of a post that is not stored.
    pub(crate) fn fresh(&self, post: Post, language: Language) -> PostCard {
        PostCard {
            id: None,
            source: post.source,
            kind: post.kind,
            permalink: post.permalink,
            author: post.author.as_ref().map(|author| author_card(author, None)),
            title: post.title,
            text: post.text,
            warning: post.warning,
            media: post.media,
            link: post.link,
            sensitive: post.sensitive,
            language,
            sentiment: Sentiment::Unknown,
            sentiment_edited: false,
            sentiment_value: None,
            sentiment_evidence: Vec::new(),
            published_at: post.published_at,
            topics: Vec::new(),
            group: post
                .group
                .and_then(|group| self.groups.get(&group).cloned()),
            place: None,
            matched: Vec::new(),
        }
    }
}
