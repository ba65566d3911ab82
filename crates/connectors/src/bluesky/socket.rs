//! One connection to a Jetstream server: address, handshake, messages.

use super::{
    FRAME_LIMIT, POSTS,
    dictionary::{Dictionary, Unpacker},
    options::Protocol,
};
use crate::{Context, HttpError, http::Wire};
use futures::{SinkExt as _, StreamExt as _};
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        self, Message, client::IntoClientRequest as _, handshake::client::Request,
        protocol::WebSocketConfig,
    },
};
use url::Url;

/// What is read at most in one message. Larger than [`FRAME_LIMIT`], so that a frame above it is
/// rejected and passed rather than breaking the connection again and again.
const MESSAGE_LIMIT: usize = 16 * 1024 * 1024;

/// A connection.
pub(super) struct Socket {
    stream: WebSocketStream<Box<dyn Wire>>,
    pub(super) unpacker: Option<Unpacker>,
}

/// What to ask for.
#[derive(Clone, Debug)]
pub(super) struct Ask<'a> {
    pub(super) base: &'a Url,
    pub(super) protocol: Protocol,
    pub(super) cursor: Option<u64>,
    pub(super) dictionary: Option<&'a Dictionary>,
    pub(super) handshake: Duration,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectError {
    #[error("the server does not speak this version")]
    NotSpoken,
    #[error("the position is older than what the server keeps")]
    CursorTooOld,
    #[error("the dictionary is not in use any more")]
    UnknownDictionary,
    #[error("the server answered with status {status}")]
    Refused {
        status: u16,
        retry_after: Option<Duration>,
    },
    #[error("no connection: {0}")]
    Http(#[from] HttpError),
    #[error("no connection: {0}")]
    Handshake(Box<tungstenite::Error>),
}

impl ConnectError {
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// The address with what we want.
fn address(ask: &Ask<'_>) -> Url {
    let mut url = ask.base.clone();
    url.set_path(ask.protocol.path());
    let mut query = url.query_pairs_mut();
    query.clear();
    match ask.protocol {
        Protocol::V1 => {
            query.append_pair("wantedCollections", POSTS);
            if ask.dictionary.is_some() {
                query.append_pair("compress", "true");
            }
        }
        Protocol::V2 => {
            query.append_pair("collections", POSTS);
            for kind in ["commit", "identity", "account"] {
                query.append_pair("kinds", kind);
            }
            if let Some(dictionary) = ask.dictionary {
                query.append_pair("zstdDictionary", &dictionary.id.to_string());
            }
        }
    }
    query.append_pair("maxMessageSizeBytes", &FRAME_LIMIT.to_string());
    if let Some(cursor) = ask.cursor {
        query.append_pair("cursor", &cursor.to_string());
    }
    drop(query);
    url
}

impl Socket {
    pub(super) async fn connect(context: &Context, ask: Ask<'_>) -> Result<Self, ConnectError> {
        let limit = ask.handshake;
        timeout(limit, Self::connect_patiently(context, ask))
            .await
            .map_err(|_| HttpError::Timeout { limit })?
    }

    async fn connect_patiently(context: &Context, ask: Ask<'_>) -> Result<Self, ConnectError> {
        let url = address(&ask);
        let request = request(context, &url).map_err(refused)?;
        let wire = context.http.dial(&url).await?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE_LIMIT))
            .max_frame_size(Some(MESSAGE_LIMIT));
        let (stream, _) = client_async_with_config(request, wire, Some(config))
            .await
            .map_err(refused)?;
        Ok(Self {
            stream,
            unpacker: ask.dictionary.and_then(Unpacker::new),
        })
    }

    /// The next message; none once the connection is closed. Nothing is lost when it is dropped.
    pub(super) async fn next(&mut self) -> Option<Result<Message, tungstenite::Error>> {
        self.stream.next().await
    }

    /// Asks whether the other side is there.
    pub(super) async fn ping(&mut self) -> Result<(), tungstenite::Error> {
        self.stream.send(Message::Ping(Vec::new().into())).await
    }
}

fn request(context: &Context, url: &Url) -> Result<Request, tungstenite::Error> {
    let mut request = url.as_str().into_client_request()?;
    if let Ok(agent) = context.http.options().user_agent.parse() {
        request
            .headers_mut()
            .insert(http::header::USER_AGENT, agent);
    }
    Ok(request)
}

fn refused(error: tungstenite::Error) -> ConnectError {
    let tungstenite::Error::Http(response) = error else {
        return ConnectError::Handshake(Box::new(error));
    };
    let status = response.status().as_u16();
    let body = response.body().as_deref().unwrap_or_default();
    let body = String::from_utf8_lossy(body);
    let retry_after = response.headers().get(http::header::RETRY_AFTER);
    let retry_after = retry_after.and_then(|v| v.to_str().ok()?.trim().parse().ok());
    match status {
        404 | 405 | 426 | 501 => ConnectError::NotSpoken,
        400 if body.contains("CursorTooOld") => ConnectError::CursorTooOld,
        400 if body.contains("UnknownZstdDictionary") => ConnectError::UnknownDictionary,
        _ => ConnectError::Refused {
            status,
            retry_after: retry_after.map(Duration::from_secs),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_version() {
        let base: Url = "wss://j.example/".parse().expect("url");
        let check = |protocol, cursor, expect: &str| {
            let ask = Ask {
                base: &base,
                protocol,
                cursor,
                dictionary: None,
                handshake: Duration::ZERO,
            };
            assert_eq!(address(&ask).as_str(), expect);
        };
        check(
            Protocol::V1,
            None,
            "wss://j.example/subscribe?wantedCollections=app.bsky.feed.post&maxMessageSizeBytes=524288",
        );
        check(
            Protocol::V2,
            Some(7),
            "wss://j.example/xrpc/network.bsky.jetstream.subscribeEvents?collections=app.bsky.feed.post\
             &kinds=commit&kinds=identity&kinds=account&maxMessageSizeBytes=524288&cursor=7",
        );
    }
}
