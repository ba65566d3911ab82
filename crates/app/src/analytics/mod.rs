//! Analytics: from the pairs of a URL to a dataset that can be asked, and the figures of the
//! Overview page (analytics sections 2 to 7.1).

mod asks;
mod assemble;
mod authors;
mod figures;
mod link;
mod open;
mod overview;
mod phrases;
mod subscribe;
mod suggest;
mod view;

pub use figures::{
    AuthorDetails, AuthorRow, Direction, GroupRow, Languages, Location, MapCell, Phrase, Ranked,
    RankedRow, SearchTopics, SentimentByGroup, SentimentFigures, Sources, Summary, Trend,
    TrendingPhrase, Volume, VolumePoint,
};
pub use link::Link;
pub(crate) use open::open_dataset;
pub use open::{open, reopen};
pub(crate) use overview::ask;
pub use overview::{Figures, Overview, Part, overview, part};
pub use subscribe::subscribe;
pub use suggest::{Suggestion, suggest, suggest_all};
pub use view::{Chip, Names, View};

pub use hearken_archive::Tones;

/// Rows of a widget (ANA-083).
pub const ROWS: usize = 5;
/// Rows of a widget's full view (ANA-082).
pub const FULL_ROWS: usize = 100;
/// Phrases of the cloud (ANA-175).
pub const CLOUD_ROWS: usize = 40;
