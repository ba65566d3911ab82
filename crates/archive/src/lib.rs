//! Columns of posts per organization: a dataset in, metrics by dimensions and pages of posts out.
//!
//! Derived from the store and rebuilt from it at any time; ids alone cross the face. What is
//! asked is an [`Ask`], what comes back an [`Answer`]; [`Archive`] is the face,
//! [`SegmentArchive`] the engine, [`oracle`] the obviously right one that tests compare with. Not
//! here: names of authors, texts of posts and phrases (they live in SQL), and what a widget looks
//! like.

pub mod answer;
pub mod ask;
pub mod change;
pub mod disk;
mod engine;
mod face;
pub mod generator;
pub mod grid;
pub mod oracle;
pub mod page;
pub mod source;

pub use answer::{Answer, Cell, Cells, Count, Data, Histogram, Key, Series, Term, Terms, Tones};
pub use ask::{Ask, Dimension, Split, TermsAsk, TopicGroup};
pub use change::{Change, Patch, PostRow};
pub use engine::{Files, SegmentArchive};
pub use face::{Archive, ArchiveError, Caps, Status};
pub use page::{Cursor, Page};
pub use source::{BoxError, NoText, PostSource, TextFilter};

/// What the fuzz targets call.
pub mod fuzzing {
    /// Reads bytes as a segment's files; whatever they are, nothing panics. Tells whether they were
    /// taken for a segment.
    pub fn segment_file(bytes: &[u8]) -> bool {
        crate::engine::fuzzing::segment_file(bytes)
    }
}
