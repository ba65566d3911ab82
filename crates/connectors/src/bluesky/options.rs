//! How the stream is listened to.

use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

/// Where to listen, and how patiently.
#[derive(Clone, Debug)]
pub struct JetstreamOptions {
    /// Servers in order of preference; at least one.
    pub endpoints: Vec<Endpoint>,
    /// Whether frames are asked for compressed where that can be had: version 2 hands out its
    /// dictionary, version 1 needs `v1_dictionary`.
    pub compress: bool,
    /// The dictionary of version 1, from the operator.
    pub v1_dictionary: Option<Vec<u8>>,
    /// Patience.
    pub timing: Timing,
}

/// A server of Jetstream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// `ws` or `wss`, host and port; the path is the protocol's.
    pub url: Url,
    /// What it speaks; none to try version 2 first.
    pub protocol: Option<Protocol>,
}

/// Versions of Jetstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// `/subscribe`
    V1,
    /// `/xrpc/network.bsky.jetstream.subscribeEvents`
    V2,
}

impl Protocol {
    /// The path that speaks it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::V1 => "/subscribe",
            Self::V2 => "/xrpc/network.bsky.jetstream.subscribeEvents",
        }
    }
}

impl Endpoint {
    /// From an address: a bare host to try version 2 and then 1, a full path to settle it.
    ///
    /// # Errors
    /// When it is no `ws` or `wss` address of one of these.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url: Url = text
            .parse()
            .map_err(|_| format!("not an address: {text}"))?;
        if !matches!(url.scheme(), "ws" | "wss") {
            return Err(format!("a ws or wss address expected: {text}"));
        }
        let protocol = match url.path() {
            "" | "/" => None,
            path if path == Protocol::V1.path() => Some(Protocol::V1),
            path if path == Protocol::V2.path() => Some(Protocol::V2),
            _ => return Err(format!("not a path of jetstream: {text}")),
        };
        Ok(Self { url, protocol })
    }
}

/// Patience of a stream.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Pause after the first failure; it doubles with each further one.
    pub backoff_first: Duration,
    /// Longest pause.
    pub backoff_longest: Duration,
    /// A connection that held so long was a good one: the pause starts over.
    pub stable: Duration,
    /// Longest wait for the other side to accept.
    pub handshake: Duration,
    /// Silence after which we ask whether the other side is there; after as much again it is not.
    pub silence: Duration,
    /// Longest wait before items are handed on.
    pub batch_wait: Duration,
    /// Longest wait before progress without items is handed on.
    pub heartbeat: Duration,
    /// How far a time cursor goes back on the same host, since times are not quite in order.
    pub rewind: Duration,
    /// How far it goes back on another host, whose clock and order differ.
    pub rewind_elsewhere: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            backoff_first: Duration::from_secs(1),
            backoff_longest: Duration::from_mins(1),
            stable: Duration::from_secs(30),
            handshake: Duration::from_secs(15),
            silence: Duration::from_secs(40),
            batch_wait: Duration::from_millis(250),
            heartbeat: Duration::from_secs(5),
            rewind: Duration::from_secs(5),
            rewind_elsewhere: Duration::from_mins(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_settles_the_protocol() {
        let check = |text: &str, expect: Option<Option<Protocol>>| {
            let found = Endpoint::parse(text).ok().map(|e| e.protocol);
            assert_eq!(found, expect, "{text}");
        };
        check("wss://a.example", Some(None));
        check("ws://127.0.0.1:6008/", Some(None));
        check("wss://a.example/subscribe", Some(Some(Protocol::V1)));
        let v2 = "wss://a.example/xrpc/network.bsky.jetstream.subscribeEvents";
        check(v2, Some(Some(Protocol::V2)));
        check("https://a.example", None);
        check("wss://a.example/firehose", None);
        check("a.example", None);
    }
}
