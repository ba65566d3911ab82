//! The use-cases on a real store and a real archive, in a temporary folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails loudly"
)]

mod analytics;
mod back_tests;
mod blocked;
mod delegation;
mod licences;
mod location_groups;
mod people;
mod ports;
mod preferences;
mod previews;
mod quota;
mod scopes;
mod settings;
mod setup;
mod sources;
mod support;
mod terms;
mod topics;
