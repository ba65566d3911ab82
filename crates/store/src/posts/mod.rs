//! Posts: what comes in ([`RecordBatch`]), what is told about it ([`Recorded`]), and the two forms
//! in which they are read again, whole ([`StoredPost`]) and as columns ([`IndexRow`]).

mod change;
mod expire;
mod intake;
mod key;
mod lookup;
mod merge;
mod read;
mod record;
mod rows;
mod write;

pub(crate) use change::delete_by_ids;
pub use intake::Intake;

use hearken_model::{
    Annotations, AuthorId, ImportId, Language, OrgId, Place, Post, PostId, PostKind, PublicId,
    RuleId, Sentiment, Seq, Source, Timestamp, TopicId,
    annotation::{PhraseKey, Tone},
};

/// What a connector or an import found, ready to be kept: everything in it is kept in one
/// transaction, or nothing.
#[derive(Clone, Debug)]
pub struct RecordBatch {
    /// Whom deletions concern. Hits of other organizations are ignored.
    pub audience: Audience,
    /// In the order in which they happened.
    pub changes: Vec<PostChange>,
    /// Where the connector goes on after this batch.
    pub checkpoint: Option<Checkpoint>,
    /// The step of a file import that this batch is. Its organization must be the audience.
    pub import: Option<ImportStep>,
    /// How feeds answered that this batch came from.
    pub polls: Vec<(OrgId, crate::FeedPoll)>,
}

impl RecordBatch {
    /// A batch with nothing in it.
    pub fn new(audience: Audience) -> Self {
        Self {
            audience,
            changes: Vec::new(),
            checkpoint: None,
            import: None,
            polls: Vec::new(),
        }
    }
}

/// Whom a batch concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every organization: public networks.
    Everybody,
    /// One organization: imports, private feeds.
    Organization(OrgId),
}

/// Something that happened to a post.
#[derive(Clone, Debug)]
pub enum PostChange {
    /// It was written, or changed.
    Put(Box<NewPost>),
    /// Its network deleted it.
    Delete(PostKey),
    /// Its network deleted the author with everything they wrote.
    EraseAuthor(AuthorKey),
    /// An author goes by another handle now.
    RenameAuthor {
        /// Who.
        author: AuthorKey,
        /// The handle, without `@`.
        handle: String,
    },
}

/// A post that was matched and annotated.
///
/// Where it is recorded already it counts as a duplicate; if its content changed, text, annotations
/// and hits are updated (a sentiment that a person set stays). Without hits it is never recorded
/// anew, but still updates what is recorded.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// The post as it came.
    pub post: Post,
    /// What was made of it.
    pub annotations: Annotations,
    /// Keys of `annotations.phrases`.
    pub phrase_keys: Vec<PhraseKey>,
    /// The rules it matched. Hits of topics that are not active (any more) are dropped.
    pub hits: Vec<Hit>,
}

/// A rule that a post matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// The organization.
    pub org: OrgId,
    /// Its topic.
    pub topic: TopicId,
    /// The topic's rule.
    pub rule: RuleId,
}

/// The network's name of a post.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostKey {
    /// The kind of network.
    pub source: Source,
    /// The network's own id.
    pub native_id: String,
}

/// The network's name of an author.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorKey {
    /// The kind of network.
    pub source: Source,
    /// The network's own id.
    pub native_id: String,
}

/// Where a connector goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The running connector, unique within its audience (`bluesky`).
    pub instance: String,
    /// Its own words.
    pub value: String,
    /// The value that this one follows; empty for the first. Where another is stored by now, somebody
    /// else went on, and the batch is refused ([`crate::Error::Stale`]): written late, it would bring
    /// back what was deleted since. None writes over whatever there is.
    pub after: Option<String>,
}

/// The step of a file import that a batch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportStep {
    /// The import.
    pub import: ImportId,
    /// Items that were read since the last step.
    pub read: u64,
    /// Of these, how many could not be used.
    pub rejected: u64,
    /// The checkpoint that reading went on from: where the import stands elsewhere by now, somebody
    /// else goes on with it, and this step is refused.
    pub from: Option<String>,
    /// Where reading goes on; none leaves it where it is.
    pub checkpoint: Option<String>,
}

/// What became of a batch, by organization in rising order. Organizations that it did not concern
/// are not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// One entry for each organization.
    pub organizations: Vec<OrgRecorded>,
}

impl Recorded {
    /// Posts recorded anew, in all organizations together.
    pub fn total_recorded(&self) -> u64 {
        self.organizations.iter().map(|org| org.recorded).sum()
    }
}

/// What became of a batch in one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgRecorded {
    /// The organization.
    pub org: OrgId,
    /// Posts with at least one hit.
    pub matched: u64,
    /// Posts recorded anew.
    pub recorded: u64,
    /// Matched posts that were recorded already, edited ones included.
    pub duplicates: u64,
    /// Recorded posts whose content changed.
    pub edited: u64,
    /// Recorded posts that were deleted.
    pub deleted: u64,
    /// Matched posts that were not recorded, because somebody here deleted them or their author
    /// for good (SEA-146, SEA-147).
    pub refused: u64,
    /// The newest outbox entry; none when nothing changed.
    pub seq: Option<Seq>,
}

impl OrgRecorded {
    pub(crate) fn none(org: OrgId) -> Self {
        Self {
            org,
            matched: 0,
            recorded: 0,
            duplicates: 0,
            edited: 0,
            deleted: 0,
            refused: 0,
            seq: None,
        }
    }
}

/// A recorded post, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredPost {
    /// Id inside.
    pub id: PostId,
    /// Id outside.
    pub public_id: PublicId,
    /// The post, with its author as known now.
    pub post: Post,
    /// The author's ids.
    pub author: Option<(AuthorId, PublicId)>,
    /// Its language.
    pub language: Language,
    /// Its tone, a person's word if there is one.
    pub tone: Tone,
    /// Whether a person set the tone.
    pub tone_edited: bool,
    /// Where it is.
    pub place: Option<Place>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// While hidden by blocked content: when it will be deleted (SEA-141).
    pub hidden_until: Option<Timestamp>,
    /// The topics and rules it matches.
    pub hits: Vec<(TopicId, RuleId)>,
}

/// A recorded post as the archive needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRow {
    /// Id inside.
    pub id: PostId,
    /// When it was published.
    pub published_at: Timestamp,
    /// The kind of network.
    pub source: Source,
    /// Its language.
    pub language: Language,
    /// What it is.
    pub kind: PostKind,
    /// Its tone.
    pub sentiment: Sentiment,
    /// The machine's value of the tone, -1..=1.
    pub sentiment_value: Option<f32>,
    /// Influence of its author, 1..=5.
    pub reach: Option<u8>,
    /// Its author.
    pub author: Option<AuthorId>,
    /// Where it is.
    pub place: Option<Place>,
    /// Its phrases.
    pub phrases: Vec<PhraseKey>,
    /// Its topics, rising, each once.
    pub topics: Vec<TopicId>,
    /// Whether blocked content hides it: the archive must not show it.
    pub hidden: bool,
}
