//! The registry: one line per connector.

use crate::{
    Capabilities, Connector,
    bluesky::Bluesky,
    feeds::Feeds,
    files::{Format, Importer},
};
use hearken_model::Source;

/// Posts of a file carry what the file carries; nothing can be asked of it.
const FILE: Capabilities = Capabilities {
    keyword: true,
    language: true,
    geo: true,
    reach: true,
    engage: &[],
    deletes: true,
    counts: false,
    backfill_days: 0,
};
const REDDIT_FILE: Capabilities = Capabilities {
    language: false,
    geo: false,
    reach: false,
    deletes: false,
    ..FILE
};
const CAPTURE: Capabilities = Capabilities {
    geo: false,
    reach: false,
    ..FILE
};

static BLUESKY: Bluesky = Bluesky;
static FEEDS: Feeds = Feeds;
static REDDIT: Importer =
    Importer::new("reddit", Format::Reddit, Some(Source::REDDIT), REDDIT_FILE);
static NDJSON: Importer = Importer::new("ndjson", Format::Ndjson, None, FILE);
static CSV: Importer = Importer::new("csv", Format::Csv, None, FILE);
static JETSTREAM: Importer = Importer::new(
    "jetstream",
    Format::Jetstream,
    Some(Source::BLUESKY),
    CAPTURE,
);

/// Every connector, in the order the UI shows them.
pub fn connectors() -> &'static [&'static dyn Connector] {
    static ALL: [&dyn Connector; 6] = [&BLUESKY, &FEEDS, &REDDIT, &NDJSON, &CSV, &JETSTREAM];
    &ALL
}

/// By name.
pub fn find(name: &str) -> Option<&'static dyn Connector> {
    connectors()
        .iter()
        .copied()
        .find(|c| c.descriptor().name == name)
}

/// The importer of a form of file.
pub fn importer(format: Format) -> &'static dyn Connector {
    match format {
        Format::Reddit => &REDDIT,
        Format::Ndjson => &NDJSON,
        Format::Csv => &CSV,
        Format::Jetstream => &JETSTREAM,
    }
}
