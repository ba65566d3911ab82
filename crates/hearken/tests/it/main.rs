//! The built binary, from outside: what a person or a script sees of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails loudly, reads the environment and waits on real processes"
)]

mod archive;
mod binary;
mod disk_full;
mod found_later;
mod kill;
mod metrics;
mod smtp;
