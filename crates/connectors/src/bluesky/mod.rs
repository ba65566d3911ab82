//! Bluesky by the AT Protocol: its public stream through Jetstream, its search through XRPC.
//!
//! A post's native id is its address (`at://did/app.bsky.feed.post/rkey`), an author's the DID.
//! Jetstream tells no handles, names or followers; they stay unknown unless search told them.

mod backoff;
mod capture;
mod connector;
mod convert;
mod dedupe;
mod dictionary;
mod embed;
mod frame;
mod options;
mod position;
mod search;
mod socket;
mod stream;

pub use capture::CaptureDecoder;
pub use connector::{Bluesky, BlueskySettings};
pub use frame::{Event, FRAME_LIMIT, Frame, convert};
pub use options::{Endpoint, JetstreamOptions, Protocol, Timing};
pub use search::BlueskySearch;
pub use stream::JetstreamStream;

/// The collection of posts.
pub const POSTS: &str = "app.bsky.feed.post";
