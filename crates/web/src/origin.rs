//! From where a request comes: network address, browser and system.

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{header, request::Parts},
};
use hearken_app::session::Origin;
use std::{convert::Infallible, net::SocketAddr};

/// From where a request comes.
#[derive(Clone, Debug)]
pub(crate) struct From(pub(crate) Origin);

impl<S: Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|value| value.to_str().ok());
        Ok(Self(Origin::of(
            peer.map(|ConnectInfo(peer)| peer.ip()),
            agent.unwrap_or_default(),
        )))
    }
}
