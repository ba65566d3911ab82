//! Who a session belongs to.

use super::{password::is_one_time, token::parse_secret};
use crate::{App, AppError, Caller, Code, Result, delegation::acting_under, users::PersonView};
use hearken_authz::{Person, Principal};
use hearken_model::{
    OrgId,
    time::{HOUR, MINUTE},
};
use hearken_store::User;
use std::sync::Arc;

/// A session that acts for a customer and was not used for this long acts no more.
const ACTING_IDLE: i64 = 60 * MINUTE;
/// Nor does one that entered so long ago.
const ACTING_ABSOLUTE: i64 = 12 * HOUR;

/// The person of a session's token; `not_signed_in` when it is unknown or has ended. Moves the
/// idle end of the session along.
pub async fn resume(app: &App, token: &str) -> Result<Caller> {
    let nobody = || AppError::new(Code::NotSignedIn);
    let secret = parse_secret(token).ok_or_else(nobody)?;
    let found = app.store.find_session(&app.install, &secret).await?;
    let session = found.ok_or_else(nobody)?;
    let now = app.now();
    // A session that acts for a customer ends sooner (DEL-65), and asking does not wake it up.
    let is_over = session.entered_at.is_some_and(|entered| {
        now.0.saturating_sub(entered.0) >= ACTING_ABSOLUTE
            || now.0.saturating_sub(session.last_seen_at.0) >= ACTING_IDLE
    });
    if !is_over && now.0.saturating_sub(session.last_seen_at.0) >= MINUTE {
        let last = session.created_at.plus(app.limits.session_absolute);
        let expires_at = now.plus(app.limits.session_idle).min(last);
        app.store
            .touch_session(&app.install, &secret, expires_at)
            .await?;
    }
    let user = app.store.load_user(&app.install, session.user).await?;
    let mut caller = caller_of(app, user, None);
    caller.second_factor_at = session.second_factor_at;
    let Some(relationship) = session.relationship else {
        return Ok(caller);
    };
    acting_under(app, caller, relationship, !is_over).await
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
        }),
        person: Some(Arc::new(person)),
        organization: None,
        only,
        zone: None,
        must_change_password,
        asked_at: app.now(),
        second_factor_at: None,
        acting: None,
    }
}
