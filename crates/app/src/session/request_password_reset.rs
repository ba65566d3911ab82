//! Asking for a mail with a link that sets a new password.
//!
//! The request only notes a job, whatever the address: the answer, and the time that it takes, tell
//! nobody whether there is such an account (A31). The job looks.

use super::set_password::{PURPOSE, offer_password_link};
use crate::{
    App, Result,
    act::deed,
    jobs::Outcome,
    mail::{PasswordReset, Recipient, Sender, post},
};
use hearken_model::time::HOUR;
use hearken_store::{Job, NewJob};
use serde_json::json;
use std::net::IpAddr;

/// The kind of the job.
pub(crate) const KIND: &str = "mail_password_reset";
/// How long the link is good, microseconds.
pub(crate) const GOOD_FOR: i64 = HOUR;
/// Longer than any address (RFC 5321).
const LONGEST: usize = 254;

/// Has a link sent to an address, if somebody signs in with it. The answer is the same for every
/// address; `too_many_attempts` when one address, or one network address, asks too often;
/// `unsupported` where no mails are sent. `locale` is the language of whoever asks.
pub async fn request_password_reset(
    app: &App,
    email: &str,
    address: Option<IpAddr>,
    locale: &str,
) -> Result<()> {
    if !app.sends_mail() {
        return Err(crate::AppError::new(crate::Code::Unsupported));
    }
    let email: String = email.trim().to_lowercase().chars().take(LONGEST).collect();
    let mut keys = vec![format!("reset:{email}")];
    keys.extend(address.map(|address| format!("reset-address:{address}")));
    app.take_attempt(&keys)?;
    let job = NewJob {
        kind: KIND,
        payload: json!({ "email": email, "locale": locale }),
        run_after: None,
        dedupe: None,
    };
    let mut tx = app.store.begin().await?;
    tx.enqueue_installation(&app.install, &job).await?;
    tx.commit().await?;
    Ok(())
}

/// The job: writes the mail, if there is such an account. A person who signs in elsewhere alone
/// gets one too: the link gives them a password.
pub(crate) async fn mail_password_reset(app: &App, job: &Job) -> Result<Outcome> {
    let text = |name: &str| job.payload.get(name).and_then(|v| v.as_str());
    let email = text("email").unwrap_or_default();
    let Some(user) = app.store.find_user(&app.install, email).await? else {
        return Ok(Outcome::Done);
    };
    let mut recipient = Recipient::of(&user);
    if recipient.locale.is_none() {
        recipient.locale = text("locale").map(str::to_owned);
    }
    let mut tx = app.store.begin().await?;
    tx.drop_one_time_of(&app.install, PURPOSE, user.id).await?;
    let token = offer_password_link(app, &mut tx, user.id, GOOD_FOR).await?;
    let mail = PasswordReset { token };
    post(app, &mut tx, Sender::Installation, &[recipient], &mail).await?;
    let entry = deed("user.password_reset_mailed", user.public_id, json!({}));
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}
