//! What talks to networks: connector traits, their registry, one folder per network.
//!
//! A connector turns what a network says into [`Batch`]es of [`Item`]s and says with a
//! [`Checkpoint`] how far it got. It knows nothing of rules, organizations' topics or storage; it
//! never decides what is kept. Upstream data never panics it: what cannot be understood becomes a
//! [`Reject`], counted and described.
//!
//! Time, randomness and the network come in through [`Context`].

pub mod batch;
pub mod bluesky;
pub mod connector;
pub mod context;
pub mod descriptor;
pub mod error;
pub mod feeds;
pub mod files;
pub mod fuzzing;
pub mod http;
pub mod registry;
mod settings;
pub mod status;

pub use batch::{Audience, Batch, Checkpoint, Item, Reject, RejectCode};
pub use connector::{Acquire, Connector, Job, Search, SearchRequest};
pub use context::Context;
pub use descriptor::{
    Capabilities, ConnectorKind, Descriptor, Engagement, SettingField, SettingKind,
};
pub use error::{ConnectorError, ErrorKind};
pub use http::{HttpClient, HttpError, HttpOptions, HttpRequest, HttpResponse};
pub use status::{Counters, Health, HealthState, Status};
