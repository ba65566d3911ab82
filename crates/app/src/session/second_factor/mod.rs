//! The second factor: a device that shows a code of six digits every 30 seconds (TOTP, RFC 6238),
//! and ten recovery codes for the day on which it is lost.
//!
//! A code is good once: its time step is used up in the transaction that it opens. Trying codes is
//! bounded like trying passwords. Recovery codes are random enough (80 bits) to be kept as a plain
//! hash.

mod codes;
mod confirm;
mod disable;
mod enrol;
mod finish_sign_in;
mod get;
mod renew_recovery_codes;

pub use confirm::confirm_second_factor;
pub use disable::disable_second_factor;
pub use enrol::{Enrolment, begin_second_factor, enrol_second_factor};
pub(super) use finish_sign_in::give_pass;
pub use finish_sign_in::{FinishSignIn, finish_sign_in};
pub use get::{SecondFactorView, second_factor};
pub use renew_recovery_codes::renew_recovery_codes;

use crate::{App, AppError, Caller, Code, Result};
use hearken_model::Diagnostic;
use hearken_store::{SecondFactor, Tx, User};

/// The caller's own account; tokens have none.
async fn own_user(app: &App, caller: &Caller) -> Result<User> {
    let user = caller.principal.user().filter(|_| caller.only.is_none());
    let user = user.ok_or_else(|| AppError::new(Code::Forbidden))?;
    Ok(app.store.load_user(&app.install, user).await?)
}

/// The person's second factor, if it is in use.
pub(super) async fn confirmed(app: &App, user: &User) -> Result<Option<SecondFactor>> {
    let factor = app.store.find_second_factor(&app.install, user.id).await?;
    Ok(factor.filter(|factor| factor.confirmed_at.is_some()))
}

/// Uses a code of the device, or a recovery code, up. The caller has counted the try.
async fn use_code(
    app: &App,
    tx: &mut Tx,
    user: &User,
    factor: &SecondFactor,
    code: &str,
) -> Result<bool> {
    let code = codes::plain(code);
    let used = match codes::step_of(&factor.secret, &code, tx.now())? {
        Some(step) => tx.use_step(&app.install, user.id, step).await?,
        None => tx.use_recovery_code(&app.install, user.id, &code).await?,
    };
    Ok(used)
}

/// The key by which tries of a person's codes are counted.
fn attempts_key(user: &User) -> String {
    format!("second-factor:{}", user.id)
}

fn wrong_code() -> AppError {
    AppError::invalid(vec![Diagnostic::new("wrong_code", "code")])
}
