//! The tokens one may see: one's own, for administrators all.

use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::{PublicId, Timestamp, TokenPurpose};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its id (not the token).
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// What it opens.
    pub purpose: TokenPurpose,
    /// Whom it acts as.
    pub user: PublicId,
    /// Their name.
    pub user_name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
}

/// Live tokens of the visited organization, newest first: the caller's own, for administrators all.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<TokenRow>> {
    let scope = caller.scope_new(Permission::ManageApiTokens, app.now())?;
    let sees_all = caller.may_with(Permission::ManageApiTokens, None);
    let of = caller.principal.user().filter(|_| !sees_all);
    let tokens = app.store.list_tokens(&scope, of).await?;
    let people = app.people(&scope).await?;
    let live = tokens.into_iter().filter(|t| t.revoked_at.is_none());
    Ok(live
        .filter_map(|token| {
            let (user, user_name) = people.get(Some(token.user))?.clone();
            Some(TokenRow {
                id: token.public_id,
                name: token.name,
                purpose: token.purpose,
                user,
                user_name,
                created_at: token.created_at,
                used_at: token.last_used_at,
            })
        })
        .collect())
}
