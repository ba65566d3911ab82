//! What the archive asks of its surroundings: rows to rebuild from, and verified texts.

use crate::PostRow;
use hearken_authz::OrgScope;
use hearken_model::{PostId, Seq, annotation::Clue};
use smol_str::SmolStr;

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
/// searches (`hearken_rules::TextQuery`), so that "found later" is "matched live".
pub trait TextFilter: Send + Sync {
    /// Those of `posts` whose text matches at least one of the `entries` (keywords as typed), in
    /// any order. Blocking; called with at most a few thousand posts at a time.
    fn matching(
        &self,
        scope: &OrgScope,
        posts: &[PostId],
        entries: &[SmolStr],
    ) -> Result<Vec<PostId>, BoxError>;

    /// What the words of a text ([`PostRow::words`]) tell about the `entries`: a text that meets
    /// none of the clues is not among [`Self::matching`], one that meets a proof is. None: nothing
    /// is known, and every text has to be looked into.
    fn clues(&self, _entries: &[SmolStr]) -> Option<Vec<Clue>> {
        None
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
