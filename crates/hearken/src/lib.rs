//! Configuration, wiring and command line.
//!
//! The only crate that knows all the others: it makes the parts from the configuration, binds the
//! ports of the use-cases to the pipeline, and runs commands. It decides nothing about posts or
//! people itself.

mod background;
pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
mod metrics;
mod ports;
mod sign_in_provider;
mod smtp;
pub mod system;
mod text_records;
pub mod wiring;

pub use wiring::{House, HouseParts};

// What `testkit` needs to bring its own time and ids and to call use-cases: it knows no crate below
// this one.
pub use hearken_app as app;
pub use hearken_pipeline::StoreSource;
pub use hearken_store::{Clock, Ids};
pub use hearken_web::WebSettings;
