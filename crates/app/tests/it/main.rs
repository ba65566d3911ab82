//! The use-cases on a real store and a real archive, in a temporary folder.

mod analytics;
mod blocked;
mod people;
mod ports;
mod previews;
mod scopes;
mod settings;
mod setup;
mod sources;
mod support;
mod topics;
