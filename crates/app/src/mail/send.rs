//! The job that gives a mail to a server.
//!
//! A server that says no for good ends it; anything else is tried again, ever less often, until the
//! mail is of no more use. The note that it was sent is written before the job ends, so a mail is
//! given twice only when this process dies between the server's yes and that note; both carry the
//! same `Message-ID`.

use super::{Letter, MailError};
use crate::{App, Result};
use hearken_model::{
    Timestamp,
    time::{HOUR, MINUTE},
};
use hearken_store::{Job, Mail, MailId, MailState};

/// The kind of the job.
pub(crate) const KIND: &str = "send_mail";
/// Longer than a mailer may take.
const LEASE: i64 = 3 * MINUTE;
/// Pauses between tries; the last one goes on.
const PAUSES: [i64; 6] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];

/// Sends one mail that is due; answers whether there was one.
pub(crate) async fn send_due(app: &App) -> Result<bool> {
    let claimed = app.store.claim_job(&app.install, &[KIND], LEASE).await?;
    let Some(job) = claimed else { return Ok(false) };
    let id = job.payload.get("mail").and_then(serde_json::Value::as_i64);
    let mail = match id {
        Some(id) => app.store.find_mail(&app.install, MailId(id)).await?,
        None => None,
    };
    let retry = match mail {
        Some(mail) if mail.state == MailState::Queued => try_once(app, &mail, &job).await?,
        // It was sent and noted; only the end of the job is missing.
        _ => None,
    };
    let ended = match retry {
        Some((at, error)) => {
            app.store
                .fail_job(&app.install, &job, &error, Some(at))
                .await
        }
        None => app.store.finish_job(&app.install, &job).await,
    };
    match ended {
        // Another process took it over.
        Err(hearken_store::Error::Stale) => Ok(true),
        other => Ok(other.map(|()| true)?),
    }
}

/// Tries once and notes how it went; answers when to try again and why.
async fn try_once(app: &App, mail: &Mail, job: &Job) -> Result<Option<(Timestamp, String)>> {
    let outcome = match (&app.mailer, &mail.content) {
        _ if app.now() > mail.useful_until => Ok(MailState::Expired),
        (Some(mailer), Some(content)) => {
            let letter = Letter {
                id: mail.public_id,
                sender: mail.sender.clone(),
                recipient: mail.recipient.clone(),
                subject: mail.subject.clone(),
                text: content.text.clone(),
                html: content.html.clone(),
            };
            mailer.send(&letter).await.map(|()| MailState::Sent)
        }
        // Configured when it was written, not any more: it waits like for a server that is away.
        (None, Some(_)) => Err(MailError::Failed("no mail server is configured".to_owned())),
        (_, None) => Ok(MailState::Expired),
    };
    let note = async |state, error: Option<&str>| {
        let noted = app.store.note_mail(&app.install, mail.id, state, error);
        noted.await
    };
    match outcome {
        Ok(MailState::Expired) => {
            note(MailState::Expired, mail.error.as_deref()).await?;
            Ok(None)
        }
        Ok(state) => {
            note(state, None).await?;
            Ok(None)
        }
        Err(MailError::Refused(why)) => {
            tracing::warn!(
                mail.id = mail.id.0,
                mail.kind = mail.kind,
                why,
                "a mail was refused"
            );
            note(MailState::Refused, Some(&why)).await?;
            Ok(None)
        }
        Err(MailError::Failed(why)) => {
            tracing::warn!(
                mail.id = mail.id.0,
                mail.kind = mail.kind,
                why,
                "a mail was not sent yet"
            );
            note(MailState::Queued, Some(&why)).await?;
            Ok(Some((app.now().plus(pause(job.attempts)), why)))
        }
    }
}

fn pause(attempts: u32) -> i64 {
    let at = (attempts.max(1) as usize - 1).min(PAUSES.len() - 1);
    PAUSES.get(at).copied().unwrap_or(HOUR)
}
