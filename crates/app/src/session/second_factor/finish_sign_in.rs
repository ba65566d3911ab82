//! The second step of signing in.

use super::{attempts_key, confirmed, use_code, wrong_code};
use crate::{
    App, AppError, Code, Result, Secret,
    session::{Origin, SignedIn, begin, parse_secret, print_secret},
};
use hearken_model::time::MINUTE;
use hearken_store::{OneTime, User};
use serde_json::Value;

/// What the one-time secret between the two steps is for.
const PURPOSE: &str = "second_step";
/// How long the second step may take, microseconds.
const PATIENCE: i64 = 10 * MINUTE;

/// What the second step needs.
#[derive(Clone, Debug)]
pub struct FinishSignIn {
    /// The pass of the first step.
    pub pass: Secret,
    /// A code of the device, or a recovery code; field `code`.
    pub code: String,
    /// From where.
    pub origin: Origin,
}

/// The pass from the first step to the second.
pub(in crate::session) async fn give_pass(app: &App, user: &User) -> Result<Secret> {
    let new = OneTime {
        user: Some(user.id),
        detail: Value::Null,
        expires_at: app.now().plus(PATIENCE),
    };
    let mut tx = app.store.begin().await?;
    let pass = tx.add_one_time(&app.install, PURPOSE, &new).await?;
    tx.commit().await?;
    Ok(Secret::new(print_secret(&pass)))
}

/// Ends signing in with a code. `not_signed_in` when the first step is too long ago: begin again;
/// `wrong_code` for the field `code`, also for one that was used before.
pub async fn finish_sign_in(app: &App, input: FinishSignIn) -> Result<SignedIn> {
    let again = || AppError::new(Code::NotSignedIn);
    let pass = parse_secret(input.pass.expose()).ok_or_else(again)?;
    let known = app
        .store
        .find_one_time(&app.install, PURPOSE, &pass)
        .await?;
    let user = known.and_then(|pass| pass.user).ok_or_else(again)?;
    let user = app.store.load_user(&app.install, user).await?;
    let factor = confirmed(app, &user).await?.ok_or_else(again)?;
    let key = attempts_key(&user);
    app.take_attempt(std::slice::from_ref(&key))?;
    let mut tx = app.store.begin().await?;
    if !use_code(app, &mut tx, &user, &factor, &input.code).await? {
        return Err(wrong_code());
    }
    // Whoever comes second with the same pass begins again.
    let taken = tx.take_one_time(&app.install, PURPOSE, &pass).await?;
    taken.ok_or_else(again)?;
    let signed_in = begin(app, tx, user, &input.origin, true).await?;
    app.attempts.succeeded(&key, &[]);
    Ok(signed_in)
}
