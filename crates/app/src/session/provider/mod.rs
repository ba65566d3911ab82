//! Signing in elsewhere: at the OpenID Connect provider of the installation (TRI-32). The browser
//! goes there with questions that only this sign-in can answer (state, nonce, PKCE), comes back with
//! a code, and the provider says who it is.

mod begin;
mod finish;

pub use begin::{SignInAway, begin_provider_sign_in};
pub use finish::{CameBack, finish_provider_sign_in};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;

/// What makes one sign-in unlike every other: random, known to us alone until they are needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlike {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the provider's statement.
    pub nonce: String,
    /// Of which the provider got a hash, and gets the whole with the code (RFC 7636).
    pub verifier: String,
}

/// Whom a provider says somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Their word for the person; never changes.
    pub subject: String,
    /// Mail address, if the provider has seen that it is theirs.
    pub verified_email: Option<String>,
    /// Their name, if the provider tells it.
    pub name: Option<String>,
}

/// Why a provider did not say who somebody is.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, or answers nonsense.
    #[error("the sign-in provider does not answer: {0}")]
    Away(String),
    /// It said something that is not for this sign-in, or not by it.
    #[error("the sign-in provider's answer is refused: {0}")]
    Refused(String),
}

/// The provider of the installation.
#[async_trait]
pub trait SignInProvider: Send + Sync {
    /// What it is called on the button.
    fn label(&self) -> &str;

    /// Where the browser has to go.
    async fn address(&self, unlike: &Unlike) -> Result<Url, ProviderError>;

    /// Who it is, by the code that the browser came back with.
    async fn identify(&self, code: &str, unlike: &Unlike) -> Result<Identity, ProviderError>;
}

/// Their purpose among the one-time secrets.
const PURPOSE: &str = "sign_in_elsewhere";

/// What is known of a sign-in while the browser is away.
#[derive(Serialize, Deserialize)]
struct Away {
    unlike: Unlike,
    next: String,
}
