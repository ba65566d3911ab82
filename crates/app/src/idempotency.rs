//! Idempotency keys of creations: the same request with the same key again gets the answer of the
//! first and does nothing. Kept a day. The edge hashes, and leaves out what is told once.

use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::{OrgScope, Permission};
use hearken_model::time::DAY;
use hearken_store::Kept;
pub use hearken_store::KeptAnswer;

/// How long a key is known, microseconds.
const KEPT_FOR: i64 = DAY;

/// A key that was claimed and is owed an answer.
#[derive(Debug)]
pub struct Claim {
    scope: OrgScope,
    key: [u8; 32],
}

/// Claims a key for a request of a person in the visited organization, both by their hashes; an
/// answer when the request was made before. `idempotency_key_reused` when another came with it,
/// `idempotency_key_pending` when the first is still at work. `None` for callers who are no person
/// or may do nothing here: their request is refused anyway.
pub async fn claim(
    app: &App,
    caller: &Caller,
    key: [u8; 32],
    request: [u8; 32],
) -> Result<Option<std::result::Result<Claim, KeptAnswer>>> {
    let now = app.now();
    let own = [
        Permission::ManageApiTokens,
        Permission::ManageUsers,
        Permission::BuyLicences,
    ];
    let scope = own
        .into_iter()
        .find_map(|permission| caller.scope_new(permission, now).ok());
    let Some(scope) = scope.filter(|scope| scope.actor().user().is_some()) else {
        return Ok(None);
    };
    app.store
        .forget_keys(&app.install, now.plus(-KEPT_FOR))
        .await?;
    match app.store.claim_key(&scope, &key, &request).await? {
        Kept::Fresh => Ok(Some(Ok(Claim { scope, key }))),
        Kept::Answered(answer) => Ok(Some(Err(answer))),
        Kept::Pending => Err(AppError::new(Code::KeyPending)),
        Kept::Other => Err(AppError::new(Code::KeyReused)),
    }
}

/// Keeps the answer, or lets go of the key when there is none to keep.
pub async fn settle(app: &App, claim: Claim, answer: Option<KeptAnswer>) -> Result<()> {
    let Claim { scope, key } = claim;
    match answer {
        Some(answer) => app.store.keep_answer(&scope, &key, &answer).await?,
        None => app.store.release_key(&scope, &key).await?,
    }
    Ok(())
}
