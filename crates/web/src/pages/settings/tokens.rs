//! API tokens: list, create with the token shown once, revoke.

use super::{Link, nav, parse, shell};
use crate::{
    error::WebError,
    format,
    forms::{Fields, Problems},
    shell::Shell,
    state::WebState,
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    tokens::{self, NewToken, TokenRow},
};
use hearken_model::{PublicId, Timestamp};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/settings/tokens.html")]
struct TokensPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<Line>,
    fields: Fields,
    problems: Problems,
    token: Option<String>,
    action: String,
}

struct Line {
    id: String,
    name: String,
    user: String,
    created: Moment,
    used: Option<Moment>,
}

/// An instant for machines and for people.
struct Moment {
    datetime: String,
    text: String,
}

/// The token that was just made; it is shown this once.
#[derive(Debug, Deserialize)]
pub(super) struct Made {
    made: Option<String>,
}

/// `GET /o/{slug}/settings/tokens`
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(query): Query<Made>,
) -> Result<Response, WebError> {
    let made = query.made.and_then(|id| id.parse().ok());
    let token = made.and_then(|id| state.once.take(me(&visit)?, id, visit.now()));
    let token = token.map(|token| token.expose().to_owned());
    let (fields, problems) = (Fields::default(), Problems::default());
    page(&visit, StatusCode::OK, fields, problems, token).await
}

fn me(visit: &Visit) -> Option<PublicId> {
    visit.caller.person().map(|person| person.public_id)
}

/// `POST /o/{slug}/settings/tokens`
pub(super) async fn create(
    State(state): State<WebState>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, WebError> {
    let input = NewToken {
        name: fields.get("name").to_owned(),
        ..NewToken::default()
    };
    match tokens::create(visit.app(), &visit.caller, input).await {
        Ok(created) => {
            let id = created.row.id;
            if let Some(person) = me(&visit) {
                state.once.keep(person, id, created.token, visit.now());
            }
            let target = visit.path(&format!("/settings/tokens?made={id}"));
            Ok(Redirect::to(&target).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, fields, problems, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /o/{slug}/settings/tokens/{id}/revoke`
pub(super) async fn revoke(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    tokens::revoke(visit.app(), &visit.caller, parse(&id)?).await?;
    Ok(Redirect::to(&visit.path("/settings/tokens")).into_response())
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
    token: Option<String>,
) -> Result<Response, WebError> {
    let rows = tokens::list(visit.app(), &visit.caller).await?;
    let page = TokensPage {
        shell: shell(visit, "settings-tokens").await,
        nav: nav(visit, "tokens"),
        rows: rows.into_iter().map(|row| line(visit, row)).collect(),
        fields,
        problems,
        token,
        action: visit.path("/settings/tokens"),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn line(visit: &Visit, row: TokenRow) -> Line {
    let moment = |at: Timestamp| Moment {
        datetime: at.to_rfc3339(),
        text: format::moment(at, &visit.zone(), visit.texts()),
    };
    Line {
        id: row.id.to_string(),
        name: row.name,
        user: row.user_name,
        created: moment(row.created_at),
        used: row.used_at.map(moment),
    }
}
