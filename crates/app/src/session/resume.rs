//! Who a session belongs to.

use super::{password::is_one_time, token::parse_secret};
use crate::{App, AppError, Caller, Code, Result, delegation::acting_under, users::PersonView};
use hearken_authz::{Person, Principal};
use hearken_model::{
    OrgId, Term,
    time::{HOUR, MINUTE},
};
use hearken_store::{Session, User};
use std::sync::Arc;

/// A session that acts for a customer and was not used for this long acts no more.
const ACTING_IDLE: i64 = 60 * MINUTE;
/// Nor does one that entered so long ago.
const ACTING_ABSOLUTE: i64 = 12 * HOUR;

/// The person of a session's token; `not_signed_in` when it is unknown or has ended. Moves the
/// idle end of the session along.
pub async fn resume(app: &App, token: &str) -> Result<Caller> {
    let (secret, session, lasts) = find(app, token).await?;
    let now = app.now();
    if lasts && now.0.saturating_sub(session.last_seen_at.0) >= MINUTE {
        let last = session.created_at.plus(app.limits.session_absolute);
        let expires_at = now.plus(app.limits.session_idle).min(last);
        app.store
            .touch_session(&app.install, &secret, expires_at)
            .await?;
    }
    caller_in(app, session, lasts).await
}

/// The same, without moving the idle end: an open page that only listens keeps nobody signed in.
pub async fn look(app: &App, token: &str) -> Result<Caller> {
    let (_, session, lasts) = find(app, token).await?;
    caller_in(app, session, lasts).await
}

/// The session of a token, and whether it may go on acting for a customer if it does (DEL-65):
/// asking does not wake up one that was idle too long.
async fn find(app: &App, token: &str) -> Result<([u8; 32], Session, bool)> {
    let nobody = || AppError::new(Code::NotSignedIn);
    let secret = parse_secret(token).ok_or_else(nobody)?;
    let found = app.store.find_session(&app.install, &secret).await?;
    let session = found.ok_or_else(nobody)?;
    let now = app.now();
    let is_over = session.entered_at.is_some_and(|entered| {
        now.0.saturating_sub(entered.0) >= ACTING_ABSOLUTE
            || now.0.saturating_sub(session.last_seen_at.0) >= ACTING_IDLE
    });
    Ok((secret, session, !is_over))
}

async fn caller_in(app: &App, session: Session, lasts: bool) -> Result<Caller> {
    let user = app.store.load_user(&app.install, session.user).await?;
    let mut caller = caller_of(app, user, None);
    caller.second_factor_at = session.second_factor_at;
    match session.relationship {
        Some(relationship) => acting_under(app, caller, relationship, lasts).await,
        None => Ok(caller),
    }
}

/// A person who visits no organization yet; `only` binds an API token to its organization, in which
/// it does not operate the installation either.
pub(crate) fn caller_of(app: &App, user: User, only: Option<OrgId>) -> Caller {
    let must_change_password = only.is_none() && is_one_time(user.password_hash.as_deref());
    let mut person = PersonView::of(user);
    person.operator &= only.is_none();
    Caller {
        principal: Principal::Person(Person {
            user: person.id,
            operator: person.operator,
            membership: None,
            acting: None,
            term: Term::default(),
        }),
        person: Some(Arc::new(person)),
        organization: None,
        only,
        zone: None,
        must_change_password,
        asked_at: app.now(),
        second_factor_at: None,
        acting: None,
        denials: None,
    }
}
