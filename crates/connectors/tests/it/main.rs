//! Connectors against real sockets and files of their own making.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]
#![allow(clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

mod compressed;
mod conformance;
mod context;
mod corpora;
mod facets;
mod feed_check;
mod feed_groups;
mod feed_parse;
mod feeds;
mod frames;
mod http;
mod imports;
mod jetstream_server;
mod search;
mod server;
mod streams;
