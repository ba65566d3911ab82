//! Tests of the whole crate through its public face.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs
)]

mod backtest;
mod blocklist;
mod cli_form;
mod clues;
mod corpus;
mod data;
mod entities;
mod foreign;
mod lists;
mod long_posts;
mod property;
mod queries;
mod spec;
