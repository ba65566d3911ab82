//! Who a token acts as.

use crate::{
    App, AppError, Caller, Code, Result,
    delegation::acting_under,
    session::{caller_of, parse_secret},
};
use hearken_model::{TokenPurpose, time::MINUTE};

/// The person of a bearer token, bound to the organization it was made in; `not_signed_in` when it
/// is unknown or was revoked. Then [`crate::organizations::enter`] with the slug of the
/// URL, which finds no other organization.
pub async fn resume(app: &App, bearer: &str) -> Result<Caller> {
    resume_for(app, bearer, TokenPurpose::Api).await
}

/// The same of a token that a directory carries; it opens provisioning alone.
pub async fn resume_for_directory(app: &App, bearer: &str) -> Result<Caller> {
    resume_for(app, bearer, TokenPurpose::Scim).await
}

async fn resume_for(app: &App, bearer: &str, purpose: TokenPurpose) -> Result<Caller> {
    let nobody = || AppError::new(Code::NotSignedIn);
    let secret = bearer.trim().strip_prefix(super::PREFIX);
    let secret = secret.and_then(parse_secret).ok_or_else(nobody)?;
    let found = app.store.find_token(&app.install, &secret).await?;
    let token = found.filter(|token| token.purpose == purpose);
    let token = token.ok_or_else(nobody)?;
    let used = token.last_used_at.map_or(i64::MIN, |at| at.0);
    if app.now().0.saturating_sub(used) >= MINUTE {
        app.store.touch_token(&app.install, &token).await?;
    }
    let user = app.store.load_user(&app.install, token.user).await?;
    let mut caller = caller_of(app, user, Some(token.org));
    caller.second_factor_at = token.second_factor_at;
    match token.relationship {
        Some(relationship) => acting_under(app, caller, relationship, true).await,
        None => Ok(caller),
    }
}
