//! Configuration, wiring and command line.
//!
//! The only crate that knows all the others: it makes the parts from the configuration, binds the
//! ports of the use-cases to the pipeline, and runs commands. It decides nothing about posts or
//! people itself.

pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
mod ports;
pub mod system;
pub mod wiring;

pub use wiring::{House, HouseParts};
