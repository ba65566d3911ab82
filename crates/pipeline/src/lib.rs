//! The way of a post: connector, match, block, annotate, record, index, events.
//!
//! [`Ruleset`] is what posts are matched against, [`prepare()`] what is made of a batch on the way
//! (pure work on the processor), [`Pipeline`] what runs it all: imports, streams and feeds under
//! supervision, the feeder that carries the outbox into the archive, and the jobs that look at
//! stored posts again. Every queue is bounded, so that a slow disk slows the reading and fills no
//! memory. Use-cases do not know this crate: `hearken` binds their ports to it.

mod check;
mod context;
mod feeder;
mod feeds;
mod housekeeping;
mod import;
mod passing;
mod prepare;
mod rebuild;
mod rematch;
mod retention;
mod rows;
mod rulebook;
mod ruleset;
mod runner;
mod streams;
mod text_filter;

pub use context::{Intake, Notice, PipelineError, PipelineParts, Trouble};
pub use import::{ImportOutcome, ImportTask};
pub use passing::Passed;
pub use prepare::{Prepared, prepare};
pub use rebuild::StoreSource;
pub use rulebook::Rulebook;
pub use ruleset::Ruleset;
pub use runner::Pipeline;
pub use streams::StreamTask;
pub use text_filter::StoreTextFilter;
