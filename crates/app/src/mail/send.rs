//! The job that gives a mail to a server.
//!
//! A server that says no for good ends it; anything else is tried again, ever less often, until the
//! mail is of no more use. The note that it was sent is written before the job ends, so a mail is
//! given twice only when this process dies between the server's yes and that note; both carry the
//! same `Message-ID`.

use super::{Letter, MailError};
use crate::{App, Result, jobs::Outcome};
use hearken_model::time::{HOUR, MINUTE};
use hearken_store::{Job, Mail, MailId, MailState};

/// The kind of the job.
pub(crate) const KIND: &str = "send_mail";
/// Pauses between tries; the last one goes on.
const PAUSES: [i64; 6] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];

/// Sends the mail of a job.
pub(crate) async fn send(app: &App, job: &Job) -> Result<Outcome> {
    let id = job.payload.get("mail").and_then(serde_json::Value::as_i64);
    let mail = match id {
        Some(id) => app.store.find_mail(&app.install, MailId(id)).await?,
        None => None,
    };
    let Some(mail) = mail.filter(|mail| mail.state == MailState::Queued) else {
        // It was sent and noted; only the end of the job was missing.
        return Ok(Outcome::Done);
    };
    let (state, trouble) = match attempt(app, &mail).await {
        Ok(state) => (state, None),
        Err(MailError::Refused(why)) => (MailState::Refused, Some(why)),
        Err(MailError::Failed(why)) => (MailState::Queued, Some(why)),
    };
    if let Some(why) = &trouble {
        let (id, kind, state) = (mail.id.0, &mail.kind, state.as_str());
        tracing::warn!(
            mail.id = id,
            mail.kind = kind,
            state,
            why,
            "a mail was not taken"
        );
    }
    let told = trouble.as_deref().or(mail.error.as_deref());
    let told = told.filter(|_| state != MailState::Sent);
    let noted = app.store.note_mail(&app.install, mail.id, state, told);
    noted.await?;
    Ok(match trouble.filter(|_| state == MailState::Queued) {
        Some(why) => Outcome::Again(app.now().plus(pause(job.attempts)), why),
        None => Outcome::Done,
    })
}

/// Gives the mail to the server once.
async fn attempt(app: &App, mail: &Mail) -> std::result::Result<MailState, MailError> {
    let Some(content) = mail
        .content
        .as_ref()
        .filter(|_| app.now() <= mail.useful_until)
    else {
        return Ok(MailState::Expired);
    };
    // Configured when it was written, not any more: it waits like for a server that is away.
    let Some(mailer) = &app.mailer else {
        return Err(MailError::Failed("no mail server is configured".to_owned()));
    };
    let letter = Letter {
        id: mail.public_id,
        sender: mail.sender.clone(),
        recipient: mail.recipient.clone(),
        subject: mail.subject.clone(),
        text: content.text.clone(),
        html: content.html.clone(),
    };
    mailer.send(&letter).await?;
    Ok(MailState::Sent)
}

fn pause(attempts: u32) -> i64 {
    let at = (attempts.max(1) as usize - 1).min(PAUSES.len() - 1);
    PAUSES.get(at).copied().unwrap_or(HOUR)
}
