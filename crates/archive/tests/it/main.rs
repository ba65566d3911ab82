//! The archive as its users see it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod again;
mod changes;
mod concurrency;
mod conformance;
mod corpus;
mod crash;
mod damage;
mod definitions;
mod erasure;
mod rebuild;
mod restart;
mod sleep;
mod support;
