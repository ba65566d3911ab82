//! What the archive asks of its surroundings: rows to rebuild from, and verified texts.

use crate::PostRow;
use hearken_authz::OrgScope;
use hearken_model::{Language, Post, PostId, Seq};
use hearken_rules::{Subject, TextQuery};
use smol_str::SmolStr;
use std::sync::Arc;

/// Whatever went wrong on the other side.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Every post of an organization, in any order.
pub trait PostSource {
    /// The outbox position that the rows hold at least. Rows may be newer than that (they are read
    /// one after the other): what the outbox says after it is applied on top.
    fn as_of(&self) -> Seq;

    /// The next rows; empty at the end.
    fn next_rows(&mut self) -> Result<Vec<PostRow>, BoxError>;
}

/// Tells which texts match: the keywords filter (ANA-050) is always verified by the matcher of the
/// searches, so that "found later" is "matched live".
pub trait TextFilter: Send + Sync {
    /// Those of `posts` whose text matches at least one of the `entries` (keywords as typed), in
    /// any order. Blocking; called with at most a few thousand posts at a time.
    fn matching(
        &self,
        scope: &OrgScope,
        posts: &[PostId],
        entries: &[SmolStr],
    ) -> Result<Vec<PostId>, BoxError>;
}

/// Loads stored posts for the keywords filter.
pub trait TextSource: Send + Sync {
    /// The posts that there are, in any order. Blocking.
    fn texts(&self, scope: &OrgScope, posts: &[PostId]) -> Result<Vec<StoredText>, BoxError>;
}

/// A stored post, to be looked into.
#[derive(Clone, Debug)]
pub struct StoredText {
    /// Which.
    pub id: PostId,
    /// Its language, as annotated.
    pub language: Language,
    /// Itself.
    pub post: Post,
}

/// The keywords filter over stored posts, by [`TextQuery`].
#[derive(Clone)]
pub struct StoredTexts {
    source: Arc<dyn TextSource>,
}

impl StoredTexts {
    /// Looks into the posts of `source`.
    pub fn new(source: Arc<dyn TextSource>) -> Self {
        Self { source }
    }
}

impl TextFilter for StoredTexts {
    fn matching(
        &self,
        scope: &OrgScope,
        posts: &[PostId],
        entries: &[SmolStr],
    ) -> Result<Vec<PostId>, BoxError> {
        let query = TextQuery::new(entries.iter().map(SmolStr::as_str), []);
        let texts = self.source.texts(scope, posts)?;
        let matches = |text: &StoredText| query.matches(&Subject::new(&text.post, &text.language));
        let matching = texts.iter().filter(|text| matches(text));
        Ok(matching.map(|text| text.id).collect())
    }
}

/// No texts at hand: a keywords filter is refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoText;

/// There is nothing that could read texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this archive has no texts to look into")]
pub struct NoTextError;

impl TextFilter for NoText {
    fn matching(
        &self,
        _scope: &OrgScope,
        _posts: &[PostId],
        _entries: &[SmolStr],
    ) -> Result<Vec<PostId>, BoxError> {
        Err(Box::new(NoTextError))
    }
}
