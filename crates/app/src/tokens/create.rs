//! A new API token.

use super::TokenRow;
use crate::{App, AppError, Caller, Code, Result, Secret, act::deed, checks::Problems};
use hearken_authz::Permission;
use hearken_model::TokenPurpose;

/// What it is for.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// A name to know it by, 1 to 80 characters; field `name`.
    pub name: String,
    /// What it opens. Tokens of a directory act as a global administrator, so only one makes them.
    pub purpose: TokenPurpose,
}

impl Default for NewToken {
    fn default() -> Self {
        Self {
            name: String::new(),
            purpose: TokenPurpose::Api,
        }
    }
}

/// A new token.
#[derive(Clone, Debug)]
pub struct TokenCreated {
    /// The token; only its hash is stored.
    pub token: Secret,
    /// Its row.
    pub row: TokenRow,
}

/// Makes a token of the caller in the visited organization. Persons only.
pub async fn create(app: &App, caller: &Caller, input: NewToken) -> Result<TokenCreated> {
    let scope = caller.scope_new(Permission::ManageApiTokens, app.now())?;
    let person = caller
        .person()
        .ok_or_else(|| AppError::new(Code::Forbidden))?;
    if input.purpose == TokenPurpose::Scim {
        caller.scope(Permission::ManageUsers, app.now())?;
    }
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    problems.settle()?;
    let mut tx = app.store.begin().await?;
    let created_at = tx.now();
    let (id, secret) = tx
        .create_token(
            &scope,
            person.id,
            &name,
            input.purpose,
            caller.second_factor_at,
        )
        .await?;
    let detail = serde_json::json!({ "name": name, "purpose": input.purpose.as_str() });
    let entry = deed("token.created", id, detail);
    tx.audit(&scope, entry).await?;
    tx.commit().await?;
    Ok(TokenCreated {
        token: super::print(&secret),
        row: TokenRow {
            id,
            name,
            purpose: input.purpose,
            user: person.public_id,
            user_name: person.name.clone(),
            created_at,
            used_at: None,
        },
    })
}
