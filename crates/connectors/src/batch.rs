//! What a connector hands over: items, rejects and how far it got.

use hearken_model::{OrgId, Post, Source};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt;

/// A run of items that may be recorded together, with the position after them.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Whose rules these items are matched against.
    pub audience: Audience,
    /// What happened, in the order of the source.
    pub items: Vec<Item>,
    /// Where to go on once this batch is recorded; none where a later batch carries it.
    pub checkpoint: Option<Checkpoint>,
    /// What could not be understood.
    pub rejects: Vec<Reject>,
    /// Frames, lines or entries looked at, rejected ones and those of no interest included.
    pub read: u64,
}

impl Batch {
    /// A batch without items.
    pub const fn empty(audience: Audience) -> Self {
        Self {
            audience,
            items: Vec::new(),
            checkpoint: None,
            rejects: Vec::new(),
            read: 0,
        }
    }

    /// The posts among the items.
    pub fn posts(&self) -> impl Iterator<Item = &Post> {
        self.items.iter().filter_map(|item| match item {
            Item::Upsert(post) | Item::Revised(post) => Some(post.as_ref()),
            _ => None,
        })
    }
}

/// Whose rules a batch is matched against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Public posts: everybody's.
    Public,
    /// Imports, feeds of one's own, private messages: one organization's alone.
    Organization(OrgId),
}

/// Something that happened on a network.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A post appeared.
    Upsert(Box<Post>),
    /// A post that may be recorded in an older form: it was edited, or the source sends everything
    /// again and does not tell. What is recorded may match no longer, so it is recorded matched or
    /// not.
    Revised(Box<Post>),
    /// A post was deleted (SEA-119).
    Delete {
        /// The kind of network.
        source: Source,
        /// The network's id of the post.
        native_id: String,
    },
    /// Everything of an author is to go: the account was deleted or taken down.
    DeleteAuthor {
        /// The kind of network.
        source: Source,
        /// The network's id of the author.
        native_id: String,
    },
    /// An author goes by another handle now.
    RenameAuthor {
        /// The kind of network.
        source: Source,
        /// The network's id of the author.
        native_id: String,
        /// The handle, without `@`.
        handle: String,
    },
}

/// How far a connector got on one of its streams. Opaque to everybody else: it is stored as text in
/// the transaction that records the batch, and handed back when the connector is opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Which stream of the connector: `live`, `file`, `feed:<url>`. A connector with one stream
    /// always uses the same key.
    pub key: String,
    /// Rises within a key and never falls; equal where nothing new was read.
    pub position: u64,
    /// The connector's own words, JSON.
    pub state: String,
}

impl Checkpoint {
    /// Longest `state`, in bytes.
    pub const STATE_LIMIT: usize = 256 * 1024;

    /// With the connector's state as JSON.
    ///
    /// # Errors
    /// A state that is no JSON (a map with other keys than strings).
    pub fn new<S: Serialize>(
        key: impl Into<String>,
        position: u64,
        state: &S,
    ) -> Result<Self, serde_json::Error> {
        Ok(Self {
            key: key.into(),
            position,
            state: serde_json::to_string(state)?,
        })
    }

    /// The connector's state.
    ///
    /// # Errors
    /// A state that this version of the connector cannot read.
    pub fn state<S: DeserializeOwned>(&self) -> Result<S, serde_json::Error> {
        serde_json::from_str(&self.state)
    }

    /// The one for a stream, among several.
    pub fn find<'c>(among: &'c [Self], key: &str) -> Option<&'c Self> {
        among.iter().find(|c| c.key == key)
    }
}

/// Something from upstream that could not be understood, and is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Line of a file, counted from 1.
    pub line: Option<u64>,
    /// What is wrong with it.
    pub code: RejectCode,
    /// The field, where one is to blame.
    pub field: Option<String>,
    /// More for the person who looks into it; English, lower-case, without content of the post.
    pub detail: String,
}

impl Reject {
    /// Without line or field.
    pub fn new(code: RejectCode, detail: impl Into<String>) -> Self {
        Self {
            line: None,
            code,
            field: None,
            detail: detail.into(),
        }
    }

    /// A required field is absent or empty.
    pub fn missing(field: &str) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::new(
                RejectCode::MissingField,
                "required field is absent or empty",
            )
        }
    }

    /// A field has a value that cannot be.
    pub fn bad(field: &str, detail: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::new(RejectCode::BadField, detail)
        }
    }

    /// The same, told of a line.
    pub fn at_line(self, line: u64) -> Self {
        Self {
            line: Some(line),
            ..self
        }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(self.code.as_str())?;
        if let Some(field) = &self.field {
            write!(f, " ({field})")?;
        }
        write!(f, ": {}", self.detail)
    }
}

/// Why something was rejected; the text is `reject-<code>` in the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RejectCode {
    /// Not the announced form at all.
    Malformed,
    /// A required field is absent or empty.
    MissingField,
    /// A field has a value that cannot be.
    BadField,
    /// Larger than accepted.
    TooLarge,
    /// Not UTF-8.
    Encoding,
}

impl RejectCode {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::Malformed,
        Self::MissingField,
        Self::BadField,
        Self::TooLarge,
        Self::Encoding,
    ];

    /// The word in reports and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::MissingField => "missing-field",
            Self::BadField => "bad-field",
            Self::TooLarge => "too-large",
            Self::Encoding => "encoding",
        }
    }
}
