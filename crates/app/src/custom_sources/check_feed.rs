//! Looking at a feed before it is added (SEA-127).

use crate::{
    App, AppError, Caller, Code, Result,
    ports::{FeedCheck, PortError},
};
use hearken_authz::{OrgScope, Permission};
use hearken_model::Diagnostic;

/// Fetches an address and tells what feed it is. `invalid` (field `url`) when it is none or lies in
/// a private network, `source_failed` when it cannot be reached.
pub async fn check_feed(app: &App, caller: &Caller, url: &str) -> Result<FeedCheck> {
    let scope = caller.scope(Permission::EditCustomSources, app.now())?;
    look(app, &scope, url, "url").await?.map_err(|problem| {
        let unreachable = problem.code == UNREACHABLE;
        let error = AppError::invalid(vec![problem]);
        if unreachable {
            AppError {
                code: Code::SourceFailed,
                ..error
            }
        } else {
            error
        }
    })
}

const UNREACHABLE: &str = "unreachable";

/// Looks at an address; the inner error is a problem of the field.
pub(super) async fn look(
    app: &App,
    scope: &OrgScope,
    url: &str,
    field: &str,
) -> Result<std::result::Result<FeedCheck, Diagnostic>> {
    let typed = url.trim();
    let code = match app.ingest.check_feed(scope, typed).await {
        Ok(check) => return Ok(Ok(check)),
        Err(PortError::Refused(code)) => code,
        Err(PortError::NotAFeed) => "not_a_feed",
        Err(PortError::Failed(reason)) => {
            tracing::info!(org.id = scope.org().0, reason, "a feed cannot be reached");
            UNREACHABLE
        }
        Err(other) => return Err(other.into()),
    };
    Ok(Err(Diagnostic::new(code, field).entry(typed)))
}
