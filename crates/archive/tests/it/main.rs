//! The archive as its users see it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod changes;
mod concurrency;
mod conformance;
mod definitions;
mod rebuild;
mod support;
