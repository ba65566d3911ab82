//! What a connector says about itself. Texts for people are in the catalogues, by these names:
//! `connector-<name>`, `connector-<name>-help`, `setting-<connector>-<field>`.

use hearken_model::Source;

/// Name, abilities and settings of a connector (section 7 of the specification of searches).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// Name in the configuration and the registry.
    pub name: &'static str,
    /// What its posts' source is; none where the file says so (NDJSON, CSV).
    pub source: Option<Source>,
    /// How it works.
    pub kind: ConnectorKind,
    /// What it can do; what is missing is greyed in the UI.
    pub capabilities: Capabilities,
    /// What the operator can set.
    pub settings: &'static [SettingField],
}

/// How a connector gets its posts, which decides the [`crate::Job`] it is opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConnectorKind {
    /// Listens to the public stream of the network.
    Stream,
    /// Asks feeds again and again.
    Feeds,
    /// Reads a file.
    Import,
}

/// What a connector can do (section 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Posts can be found by keywords.
    pub keyword: bool,
    /// Posts declare their language.
    pub language: bool,
    /// Posts may carry a place.
    pub geo: bool,
    /// Authors' reach is known.
    pub reach: bool,
    /// What can be done to a post from here.
    pub engage: &'static [Engagement],
    /// Deletions are told.
    pub deletes: bool,
    /// Likes, shares and answers are counted.
    pub counts: bool,
    /// How far back the network can be asked; 0 where not at all.
    pub backfill_days: u32,
}

/// Something that can be done to a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engagement {
    /// Answer it.
    Reply,
    /// Like it.
    Like,
    /// Pass it on.
    Share,
    /// Write to its author in private.
    PrivateMessage,
}

/// A setting of a connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingField {
    /// Name in the configuration.
    pub name: &'static str,
    /// What values it takes.
    pub kind: SettingKind,
    /// Whether it must be given.
    pub required: bool,
    /// The value where none is given, as it would be written.
    pub default: Option<&'static str>,
}

/// Values of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A line of text.
    Text,
    /// An address.
    Url,
    /// Several addresses.
    Urls,
    /// Never shown again once set.
    Secret,
    /// A whole number between these.
    Number {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// Yes or no.
    Flag,
    /// One of these.
    Choice(&'static [&'static str]),
}
