//! The way back from the provider.

use super::{
    Away, Identity, PURPOSE,
    begin::{internal, refused},
};
use crate::{
    App, AppError, Code, Result, Secret,
    act::deed,
    checks::Problems,
    domains,
    session::{
        Origin, SignInStep, begin, generate_password, hash_password, parse_secret,
        password::is_one_time, second_factor,
    },
};
use hearken_store::{User, UserEdit};
use serde_json::json;

/// What the browser came back with.
#[derive(Clone, Debug)]
pub struct CameBack {
    /// What it kept.
    pub pass: Secret,
    /// The provider's code; none: the person turned back there.
    pub code: Option<String>,
    /// What it was to bring back.
    pub state: String,
    /// Where the request came from.
    pub origin: Origin,
}

/// Ends a sign-in at the provider and answers where it goes on. The provider's word stands for the
/// password, not for the second factor. Who is not known by subject is known by an address that the
/// provider has verified; from then on by subject alone. Whom nobody has added asks the organization
/// of their address's domain for access, if there is one.
///
/// `not_signed_in` when it was begun elsewhere or too long ago, or the person turned back: begin
/// again. `provider_refused`, `provider_away`; `not_known_here` for whom nobody has added.
pub async fn finish_provider_sign_in(app: &App, input: CameBack) -> Result<(SignInStep, String)> {
    let again = || AppError::new(Code::NotSignedIn);
    let provider = app.provider.as_ref();
    let provider = provider.ok_or_else(|| AppError::new(Code::NotFound))?;
    let pass = parse_secret(input.pass.expose()).ok_or_else(again)?;
    let mut tx = app.store.begin().await?;
    let taken = tx.take_one_time(&app.install, PURPOSE, &pass).await?;
    tx.commit().await?;
    let away: Away = serde_json::from_value(taken.ok_or_else(again)?.detail).map_err(internal)?;
    if away.unlike.state != input.state {
        return Err(again());
    }
    let code = input.code.ok_or_else(again)?;
    let identity = provider.identify(&code, &away.unlike).await;
    let user = user_of(app, &identity.map_err(refused)?).await?;
    let user = without_one_time_password(app, user).await?;
    let step = if second_factor::confirmed(app, &user).await?.is_some() {
        SignInStep::SecondFactor(second_factor::give_pass(app, &user).await?)
    } else {
        let tx = app.store.begin().await?;
        SignInStep::Done(Box::new(begin(app, tx, user, &input.origin, false).await?))
    };
    Ok((step, away.next))
}

async fn user_of(app: &App, identity: &Identity) -> Result<User> {
    let Identity {
        issuer, subject, ..
    } = identity;
    let known = app
        .store
        .find_user_by_identity(&app.install, issuer, subject)
        .await?;
    if let Some(user) = known {
        return Ok(user);
    }
    let unknown = || AppError::new(Code::NotKnownHere);
    let email = identity.verified_email.as_ref().ok_or_else(unknown)?;
    let email = email.to_lowercase();
    let user = match app.store.find_user(&app.install, &email).await? {
        Some(user) => user,
        None => newcomer(app, identity, &email).await?.ok_or_else(unknown)?,
    };
    let mut tx = app.store.begin().await?;
    tx.add_identity(&app.install, issuer, subject, user.id)
        .await?;
    let entry = deed(
        "identity.added",
        user.public_id,
        json!({ "issuer": issuer }),
    );
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(user)
}

/// Somebody whom nobody has added, at the organization of their address's domain (ADM-20).
async fn newcomer(app: &App, identity: &Identity, email: &str) -> Result<Option<User>> {
    let local = email.split('@').next().unwrap_or(email);
    let told = identity.name.as_deref().unwrap_or(local);
    let name = Problems::default().title(told, "name");
    let name = if name.is_empty() { local } else { &name };
    let joined = domains::join(app, email, name).await?;
    Ok(joined.map(|joined| joined.user))
}

/// Who comes from the provider needs no first password: one that was never changed is replaced by
/// one that nobody knows.
async fn without_one_time_password(app: &App, user: User) -> Result<User> {
    if !is_one_time(user.password_hash.as_deref()) {
        return Ok(user);
    }
    let edit = UserEdit {
        password_hash: Some(hash_password(app, &generate_password(app), false).await?),
        ..UserEdit::default()
    };
    let mut tx = app.store.begin().await?;
    let user = tx.update_user(&app.install, user.id, &edit).await?;
    tx.commit().await?;
    Ok(user)
}
