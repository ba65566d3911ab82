//! The archive as its users see it.

mod changes;
mod concurrency;
mod conformance;
mod definitions;
mod rebuild;
mod support;
