//! Connections: resolve, check, connect, encrypt.

use super::{HttpError, HttpOptions, guard};
use async_trait::async_trait;
use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{TlsConnector, rustls};
use url::{Host, Url};

/// Finds the addresses of a name.
#[async_trait]
pub trait Resolve: fmt::Debug + Send + Sync {
    /// All addresses of a host name.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0))
            .await?
            .map(|address| address.ip())
            .collect())
    }
}

/// A connection, encrypted where the address says so.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// Makes connections.
pub(super) struct Dialer {
    tls: TlsConnector,
}

impl Dialer {
    pub(super) fn new() -> Result<Self, HttpError> {
        let roots = rustls::RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| HttpError::Tls(error.into()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            tls: TlsConnector::from(Arc::new(config)),
        })
    }

    /// Connects to where the address points, to a checked address only.
    pub(super) async fn dial(
        &self,
        url: &Url,
        options: &HttpOptions,
    ) -> Result<Box<dyn Wire>, HttpError> {
        let limit = options.connect_timeout;
        timeout(limit, self.dial_patiently(url, options))
            .await
            .map_err(|_| HttpError::Timeout { limit })?
    }

    async fn dial_patiently(
        &self,
        url: &Url,
        options: &HttpOptions,
    ) -> Result<Box<dyn Wire>, HttpError> {
        let host = host_of(url)?;
        let addresses = addresses_of(url, &host, options).await?;
        let tcp = connect_first(&host, &addresses).await?;
        if !matches!(url.scheme(), "https" | "wss") {
            return Ok(Box::new(tcp));
        }
        let name = rustls::pki_types::ServerName::try_from(host.clone())
            .map_err(|_| HttpError::BadUrl(url.to_string()))?;
        let wire = self.tls.connect(name, tcp).await;
        let wire = wire.map_err(|source| HttpError::Connect { host, source })?;
        Ok(Box::new(wire))
    }
}

/// The host without the brackets of an IPv6 address.
fn host_of(url: &Url) -> Result<String, HttpError> {
    let host = match url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        Some(Host::Ipv4(four)) => four.to_string(),
        Some(Host::Ipv6(six)) => six.to_string(),
        None => String::new(),
    };
    let known = matches!(url.scheme(), "http" | "https" | "ws" | "wss");
    if host.is_empty() || !known {
        return Err(HttpError::BadUrl(url.to_string()));
    }
    Ok(host)
}

/// The addresses that may be connected to.
async fn addresses_of(
    url: &Url,
    host: &str,
    options: &HttpOptions,
) -> Result<Vec<SocketAddr>, HttpError> {
    let found = match host.parse::<IpAddr>() {
        Ok(address) => vec![address],
        Err(_) => options.resolver.resolve(host).await.map_err(|source| {
            let host = host.to_owned();
            HttpError::Resolve { host, source }
        })?,
    };
    if found.is_empty() {
        let source = io::ErrorKind::NotFound.into();
        let host = host.to_owned();
        return Err(HttpError::Resolve { host, source });
    }
    let port = url.port_or_known_default().unwrap_or(80);
    let checked: Vec<SocketAddr> = found
        .into_iter()
        .filter(|address| options.may_reach(*address))
        .map(|address| SocketAddr::new(address, port))
        .collect();
    if checked.is_empty() {
        let host = host.to_owned();
        return Err(HttpError::PrivateAddress { host });
    }
    Ok(checked)
}

/// The first address that answers; each gets a few seconds, so that a dead one does not use up all.
async fn connect_first(host: &str, addresses: &[SocketAddr]) -> Result<TcpStream, HttpError> {
    const EACH: Duration = Duration::from_secs(4);
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        match timeout(EACH, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true).ok();
                return Ok(stream);
            }
            Ok(Err(error)) => last = error,
            Err(_) => last = io::ErrorKind::TimedOut.into(),
        }
    }
    let host = host.to_owned();
    Err(HttpError::Connect { host, source: last })
}

impl HttpOptions {
    /// Whether the operator lets requests go there.
    pub fn may_reach(&self, address: IpAddr) -> bool {
        self.allow_private
            || guard::is_public(address)
            || self.allowed_networks.iter().any(|n| n.contains(address))
    }
}

impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialer").finish_non_exhaustive()
    }
}
