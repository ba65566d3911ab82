//! The figures of a topic or of everything over whole UTC days: what `hearken report` prints.

mod make;

pub use make::{ReportInput, make};

use serde::Serialize;

/// The report, in the form of the command line's contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Posts.
    pub posts: u64,
    /// They by tone.
    pub sentiment: SentimentReport,
    /// Posts by UTC day, from the first to the last of the frame, empty ones too.
    pub volume: Vec<DayRow>,
    /// Posts by network.
    pub sources: Vec<SourceRow>,
    /// Posts by language.
    pub languages: Vec<LanguageRow>,
    /// The 100 writers with most posts.
    pub authors: Vec<AuthorRow>,
    /// The 100 phrases with most posts.
    pub phrases: Vec<PhraseRow>,
    /// Posts by topic.
    pub topics: Vec<TopicRow>,
    /// Posts by country.
    pub countries: Vec<CountryRow>,
}

/// Posts by tone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SentimentReport {
    /// Positive posts.
    pub positive: u64,
    /// Negative posts.
    pub negative: u64,
    /// Neutral posts.
    pub neutral: u64,
    /// Posts of unknown tone.
    pub unknown: u64,
    /// Index, -10 to 10; null without positive and negative posts.
    pub index: Option<f64>,
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident $field:ident,)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        pub struct $name {
            /// What is counted.
            pub $field: String,
            /// Posts.
            pub posts: u64,
        }
    )* };
}

rows! {
    /// A UTC day (`2026-11-22`).
    DayRow day,
    /// A network.
    SourceRow source,
    /// A language code.
    LanguageRow language,
    /// A phrase.
    PhraseRow phrase,
    /// A topic's name.
    TopicRow topic,
    /// A country code.
    CountryRow country,
}

/// A writer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuthorRow {
    /// Handle, else display name, else the network's own id.
    pub author: String,
    /// Network.
    pub source: String,
    /// Posts.
    pub posts: u64,
}
