//! What tests share: a whole application in one process, builders of posts, a clock and ids that
//! do what they are told. A dev-dependency only; nothing of the product may use it.
//!
//! [`TestApp`] is the house as `hearken` wires it, over a data folder of its own, without networks
//! and without a socket: requests are handed to the router.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up must fail, loudly and there"
)]

pub mod access;
mod app;
pub mod authenticator;
mod clock;
mod data;
mod feed;
mod http;
mod ids;
mod mail;
mod ndjson;
mod posts;
mod records;
mod routes;

pub use app::{BASE_URL, Member, PASSWORD, TestApp, with_mail};
pub use clock::SteppedClock;
pub use data::test_data;
pub use feed::serve_feed;
pub use hearken as house;
pub use hearken::StoreSource;
pub use hearken_world as world;
pub use http::{Answer, Ask};
pub use ids::SeededIds;
pub use mail::PostOffice;
pub use posts::{PostBuilder, post};
pub use records::Records;

use hearken_model::Timestamp;

/// When tests begin: Monday, 2 November 2026, 12:00 UTC.
pub const START: Timestamp = Timestamp(1_793_620_800_000_000);
