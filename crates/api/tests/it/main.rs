//! Tests of the API, with real requests to a whole application in this process.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests fail loudly"
)]

mod access;
mod delegation;
mod document;
mod idempotency;
mod organizations;
mod scim;
