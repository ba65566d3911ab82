//! The words of the field: ids, organizations, people, posts, search topics, datasets.
//!
//! Everything here is a value: no I/O, no clock, no randomness. What a word *does* (matching,
//! storing, counting) lives in the crate that is named after it.

pub mod annotation;
pub mod country;
pub mod dataset;
pub mod delegation;
pub mod diagnostic;
pub mod fuzzing;
pub mod ids;
pub mod language;
pub mod licence;
pub mod location;
pub mod organization;
pub mod page_style;
pub mod post;
pub mod preferences;
pub mod sentiment;
pub mod source;
pub mod term;
pub mod time;
pub mod topic;
mod words;

pub use annotation::{Annotations, Place, PlaceKind};
pub use country::CountryCode;
pub use dataset::{Dataset, Filters, Focus, TimeFrame};
pub use delegation::{
    DelegationLevel, EndReason, Holds, OfferKind, PartnerStatus, RelationshipState, Side,
};
pub use diagnostic::Diagnostic;
pub use ids::*;
pub use language::Language;
pub use licence::{Gives, LicenceLimits, LicenceType, Plan, SubscriptionSource, SubscriptionState};
pub use location::{Continent, Location, LocationGroup, LocationGroupKey};
pub use organization::{
    ConfigurationRole, InteractionRole, OrganizationRole, RolePair, Slug, TokenPurpose,
};
pub use page_style::{
    Clock, DateField, DatePart, DatePattern, Filling, NumberFormat, PageStyle, Theme,
};
pub use post::{
    Author, Entity, EntityKind, Evidence, Field, LinkCard, Media, MediaKind, Post, PostKind,
};
pub use preferences::{ChartFormat, DefaultFrame, Preferences};
pub use sentiment::{Sentiment, SentimentIndex};
pub use source::Source;
pub use term::{DELETION_NOTICE, END_NOTICE, KEEP_LIMIT, READ_ONLY_LIMIT, Stage, Standing, Term};
pub use time::{Span, Timestamp, Zone};
pub use topic::{Category, KeywordsRule, Proximity, Rule, RuleKind, SearchTopic, TopicState};
