//! Tests of the pages, with real requests to a whole application in this process. A file is named
//! like the address it tests.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests fail loudly"
)]

mod access;
mod account;
mod analytics;
mod domains;
mod hostile;
mod live;
mod mail;
mod password;
mod provider;
mod search_setup;
mod second_factor;
mod sessions;
mod settings;
mod sign_up;
