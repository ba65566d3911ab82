//! What is done in the background by the use-cases themselves: one line of `KINDS` and of `body`
//! for each kind of job, and what is due by the clock. `hearken` calls both all the time; several
//! processes may.

use crate::{App, AppError, Result, audit, delegation, licences, mail, session};
use hearken_model::{
    Timestamp,
    time::{DAY, MINUTE},
};
use hearken_store::Job;

/// The kinds of job that are done here.
const KINDS: &[&str] = &[mail::SEND_MAIL, session::MAIL_PASSWORD_RESET];

/// Longer than any of them may take.
const LEASE: i64 = 3 * MINUTE;
/// How often a job that fails by a fault of ours is tried.
const ATTEMPTS: u32 = 8;
/// Mails that are done with are kept this long, to be looked at.
const KEEP_MAILS: i64 = 30 * DAY;

/// How a job went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is nothing more to do.
    Done,
    /// It is to be tried again then, because of this.
    Again(Timestamp, String),
}

/// What a job does.
async fn body(app: &App, job: &Job) -> Result<Outcome> {
    match job.kind.as_str() {
        mail::SEND_MAIL => mail::send(app, job).await,
        session::MAIL_PASSWORD_RESET => session::mail_password_reset(app, job).await,
        _ => Err(AppError::internal("a kind of job without a body")),
    }
}

/// Does one job that is due; answers whether there was one.
pub async fn run_due(app: &App) -> Result<bool> {
    let claimed = app.store.claim_job(&app.install, KINDS, LEASE).await?;
    let Some(job) = claimed else { return Ok(false) };
    let ended = match body(app, &job).await {
        Ok(Outcome::Done) => app.store.finish_job(&app.install, &job).await,
        Ok(Outcome::Again(at, why)) => app.store.fail_job(&app.install, &job, &why, Some(at)).await,
        Err(error) => {
            tracing::error!(job = job.id.0, kind = job.kind, %error, source = ?error.source, "a job failed");
            let pause = MINUTE.saturating_mul(1 << job.attempts.min(10));
            let again = (job.attempts < ATTEMPTS).then(|| app.now().plus(pause));
            let why = error.to_string();
            app.store.fail_job(&app.install, &job, &why, again).await
        }
    };
    match ended {
        // Another process took it over.
        Err(hearken_store::Error::Stale) => Ok(true),
        other => Ok(other.map(|()| true)?),
    }
}

/// Removes what is kept no longer, and writes down what time has done. Call it every minute or so.
pub async fn sweep(app: &App) -> Result<()> {
    let before = app.now().plus(-KEEP_MAILS);
    app.store.sweep_mails(&app.install, before).await?;
    delegation::sweep(app).await?;
    licences::sweep(app).await?;
    audit::write_denials(app, false).await?;
    app.store.sweep_one_time(&app.install).await?;
    app.store.sweep_sign_ups(&app.install, before).await?;
    Ok(())
}
