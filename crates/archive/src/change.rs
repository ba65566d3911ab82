//! What happens to posts: rows and the changes of an outbox.
//!
//! Every change states a result, not a difference, so that a batch which is applied again, or
//! which overlaps one that was, converges to the same state.

use hearken_model::{
    AuthorId, Language, Place, PostId, PostKind, Sentiment, Source, Timestamp, TopicId,
    annotation::{PhraseKey, WordKey},
};

/// Everything that the archive knows of a post.
#[derive(Clone, Debug, PartialEq)]
pub struct PostRow {
    /// The post, in its organization.
    pub id: PostId,
    /// When it was published; the time axis (ANA-024).
    pub published_at: Timestamp,
    /// Kind of network.
    pub source: Source,
    /// Language, `und` where it cannot be told.
    pub language: Language,
    /// Tone.
    pub sentiment: Sentiment,
    /// Post, reply, share, private message.
    pub kind: PostKind,
    /// Influence of the author, 1 to 5 (ANA-155); none where the network tells nothing. Other
    /// numbers count as none.
    pub reach: Option<u8>,
    /// Writer; none for an unknown author (ANA-154).
    pub author: Option<AuthorId>,
    /// Where; coordinates are kept to 0.00001 degrees. Coordinates that are no place on earth
    /// leave the country without a point on the map.
    pub place: Option<Place>,
    /// Distinct phrases; repetitions are dropped.
    pub phrases: Vec<PhraseKey>,
    /// What its text holds; repetitions are dropped. Clues of a [`TextFilter`](crate::TextFilter)
    /// speak of these.
    pub words: Vec<WordKey>,
    /// Topics that it matched; a post without one is in no dataset. Repetitions are dropped.
    pub topics: Vec<TopicId>,
}

impl PostRow {
    /// The reach, where it is one.
    pub(crate) fn known_reach(&self) -> Option<u8> {
        self.reach.filter(|reach| (1..=5).contains(reach))
    }
}

/// New values of what people may change of a post; what is none stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// Tone, as edited (ANA-166).
    pub sentiment: Option<Sentiment>,
}

/// One entry of an organization's outbox, as far as the archive is concerned.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The post is this now; replaces what was known of it, its topics included.
    Put(Box<PostRow>),
    /// Some values of a post are these now; nothing if there is no such post.
    Patch(PostId, Patch),
    /// Posts came into or left a topic (its rules were edited, it was deleted). Additions come
    /// before removals; posts that are not there are skipped.
    Topics {
        /// The topic.
        topic: TopicId,
        /// Posts that match it now.
        add: Vec<PostId>,
        /// Posts that match it no longer.
        remove: Vec<PostId>,
    },
    /// The topic is gone, from every post.
    DropTopic(TopicId),
    /// The post is gone.
    Delete(PostId),
    /// Every post of the author is gone.
    EraseAuthor(AuthorId),
}
