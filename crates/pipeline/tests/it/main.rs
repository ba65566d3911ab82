//! The pipeline as a whole, against networks that stumble and processes that die.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "tests"
)]

mod live_edits;
mod network;
mod restarts;
mod retention;
mod truth;
