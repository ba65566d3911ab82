//! The way to the provider.

use super::{Away, PURPOSE, ProviderError, Unlike};
use crate::{App, AppError, Code, Result, Secret, session::print_secret};
use hearken_model::time::MINUTE;
use hearken_store::OneTime;
use url::Url;

/// How long somebody may take at the provider.
const PATIENCE: i64 = 15 * MINUTE;

/// A sign-in that goes on elsewhere.
#[derive(Clone, Debug)]
pub struct SignInAway {
    /// Where the browser has to go.
    pub address: Url,
    /// For the browser to keep until it comes back: nobody else can end this sign-in.
    pub pass: Secret,
}

/// Begins a sign-in at the provider; afterwards it goes on at `next`. `not_found` where there is no
/// provider, `provider_away` when it cannot be reached.
pub async fn begin_provider_sign_in(app: &App, next: &str) -> Result<SignInAway> {
    let provider = app.provider.as_ref();
    let provider = provider.ok_or_else(|| AppError::new(Code::NotFound))?;
    let fresh = || print_secret(&app.ids.secret());
    let unlike = Unlike {
        state: fresh(),
        nonce: fresh(),
        verifier: fresh(),
    };
    let address = provider.address(&unlike).await.map_err(refused)?;
    let away = Away {
        unlike,
        next: next.to_owned(),
    };
    let new = OneTime {
        user: None,
        detail: serde_json::to_value(&away).map_err(internal)?,
        expires_at: app.now().plus(PATIENCE),
    };
    let mut tx = app.store.begin().await?;
    let pass = tx.add_one_time(&app.install, PURPOSE, &new).await?;
    tx.commit().await?;
    Ok(SignInAway {
        address,
        pass: Secret::new(print_secret(&pass)),
    })
}

pub(super) fn refused(error: ProviderError) -> AppError {
    let code = match &error {
        ProviderError::Away(_) => Code::ProviderAway,
        ProviderError::Refused(_) => Code::ProviderRefused,
    };
    tracing::warn!(%error, "a sign-in at the provider failed");
    AppError::new(code)
}

pub(super) fn internal(error: serde_json::Error) -> AppError {
    AppError::new(Code::Internal).because(error)
}
