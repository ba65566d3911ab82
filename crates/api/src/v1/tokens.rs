//! `/organizations/{slug}/tokens`: API tokens. A token acts as its person, in one organization.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id, Instant, Named, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    tokens::{self, TokenRow},
};
use hearken_model::TokenPurpose;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_tokens, create_token))
        .routes(routes!(revoke_token))
}

/// An API token, without its secret.
#[derive(Serialize, ToSchema)]
struct Token {
    id: Id,
    name: String,
    /// What it opens: this API, or provisioning by a directory (`/scim/v2`).
    #[schema(schema_with = wire::token_purpose)]
    purpose: TokenPurpose,
    /// Whom it acts as.
    user: Named,
    created_at: Instant,
    /// When it was last used, to the minute.
    used_at: Option<Instant>,
}

impl From<TokenRow> for Token {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            purpose: row.purpose,
            user: (row.user, row.user_name).into(),
            created_at: row.created_at.into(),
            used_at: row.used_at.map(Instant::from),
        }
    }
}

/// Live tokens: one's own, for administrators all.
#[utoipa::path(get, path = "/organizations/{slug}/tokens",
    responses((status = 200, description = "the tokens, newest first", body = [Token])))]
async fn list_tokens(inside: Inside) -> Result<Json<Vec<Token>>, Problem> {
    let rows = tokens::list(&inside.app, &inside.caller).await?;
    Ok(Json(rows.into_iter().map(Token::from).collect()))
}

/// What a token is for.
#[derive(Deserialize, ToSchema)]
struct NewToken {
    /// 1 to 80 characters.
    name: String,
    /// Left out: `api`. One for `scim` only a global administrator can make.
    #[serde(default = "api")]
    #[schema(schema_with = wire::token_purpose, required = false)]
    purpose: TokenPurpose,
}

fn api() -> TokenPurpose {
    TokenPurpose::Api
}

/// A new token.
#[derive(Serialize, ToSchema)]
struct TokenCreated {
    /// The secret, shown this once.
    secret: String,
    token: Token,
}

/// Creates a token that acts as the caller.
#[utoipa::path(post, path = "/organizations/{slug}/tokens", request_body = NewToken,
    responses((status = 201, description = "the token", body = TokenCreated)))]
async fn create_token(
    inside: Inside,
    Body(new): Body<NewToken>,
) -> Result<(StatusCode, Json<TokenCreated>), Problem> {
    let input = tokens::NewToken {
        name: new.name,
        purpose: new.purpose,
    };
    let created = tokens::create(&inside.app, &inside.caller, input).await?;
    let answer = TokenCreated {
        secret: created.token.expose().to_owned(),
        token: created.row.into(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Ends a token at once.
#[utoipa::path(delete, path = "/organizations/{slug}/tokens/{id}",
    responses((status = 204, description = "it has ended")))]
async fn revoke_token(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    tokens::revoke(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
