//! Provisioning by a directory: SCIM 2.0 (RFC 7643, 7644) of the people and groups of one
//! organization under `/scim/v2/{slug}`. A token that was made for it opens it, and nothing else
//! does. What it means is decided in `app::directory`; here are the resources, the filter language
//! and the patches, all over JSON as it is sent.

mod discovery;
mod errors;
mod filter;
mod groups;
mod list;
mod patch;
mod resources;
#[cfg(test)]
mod tests;
mod users;

use axum::{
    Router,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, RawPathParams, Request},
    http::{StatusCode, header, request::Parts},
    response::Response,
    routing::{get, post},
};
use errors::{Refusal, answer};
use hearken_app::{App, Caller, Code, organizations, tokens};
use hearken_model::PublicId;
use serde_json::Value;
use std::sync::Arc;

/// The routes below `/scim/v2/{slug}`.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/ServiceProviderConfig", get(config))
        .route("/ResourceTypes", get(resource_types))
        .route("/ResourceTypes/{name}", get(resource_type))
        .route("/Schemas", get(schemas))
        .route("/Schemas/{name}", get(schema))
        .route("/.search", post(search_everything))
        .route("/Users", get(users::list).post(users::create))
        .route("/Users/.search", post(users::search))
        .route(
            "/Users/{id}",
            get(users::get)
                .put(users::replace)
                .patch(users::patch)
                .delete(users::delete),
        )
        .route("/Groups", get(groups::list).post(groups::create))
        .route("/Groups/.search", post(groups::search))
        .route(
            "/Groups/{id}",
            get(groups::get)
                .put(groups::replace)
                .patch(groups::patch)
                .delete(groups::delete),
        )
        .fallback(|| async { Refusal::of(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Refusal::of(Code::MethodNotAllowed) })
}

/// A directory inside its organization.
struct Directory {
    app: Arc<App>,
    caller: Caller,
    /// The address of everything here, as the directory sees it.
    base: String,
}

impl FromRequestParts<Arc<App>> for Directory {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let authorization = parts.headers.get(header::AUTHORIZATION);
        let authorization = authorization.and_then(|value| value.to_str().ok());
        let bearer = authorization.and_then(|value| value.split_once(' '));
        let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, bearer) = bearer.ok_or_else(|| Refusal::of(Code::NotSignedIn))?;
        let caller = tokens::resume_for_directory(app, bearer.trim()).await?;
        let params = RawPathParams::from_request_parts(parts, app).await;
        let params = params.map_err(|_| Refusal::of(Code::NotFound))?;
        let slug = params.iter().find(|(name, _)| *name == "slug");
        let (_, slug) = slug.ok_or_else(|| Refusal::of(Code::NotFound))?;
        let caller = organizations::enter(app, &caller, slug).await?;
        Ok(Self {
            app: Arc::clone(app),
            base: format!("{}/scim/v2/{slug}", host(app, parts)),
            caller,
        })
    }
}

/// The address that the operator gave, else the one that was asked.
fn host(app: &App, parts: &Parts) -> String {
    let asked = parts.headers.get(header::HOST);
    match (app.base_url(), asked.and_then(|host| host.to_str().ok())) {
        ("", Some(host)) => format!("http://{host}"),
        (base, _) => base.to_owned(),
    }
}

/// A body of JSON, whatever it says it is.
struct Resource(Value);

impl<S: Send + Sync> FromRequest<S> for Resource {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let unreadable = |why: String| Refusal::bad("invalidSyntax", why);
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|error| unreadable(error.to_string()))?;
        let value: Value =
            serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        match value {
            Value::Object(_) => Ok(Self(value)),
            _ => Err(unreadable("the body must be an object".to_owned())),
        }
    }
}

/// The id of a path; what is no id names nothing.
fn parse(id: &str) -> Result<PublicId, Refusal> {
    id.parse().map_err(|_| Refusal::of(Code::NotFound))
}

async fn config(directory: Directory) -> Response {
    answer(StatusCode::OK, &discovery::config(&directory.base))
}

async fn resource_types(directory: Directory) -> Response {
    list::whole(discovery::resource_types(&directory.base))
}

async fn schemas(directory: Directory) -> Response {
    list::whole(discovery::schemas(&directory.base))
}

async fn resource_type(
    directory: Directory,
    Path((_, name)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    one(discovery::resource_types(&directory.base), &name)
}

async fn schema(
    directory: Directory,
    Path((_, name)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    one(discovery::schemas(&directory.base), &name)
}

fn one(all: Vec<Value>, id: &str) -> Result<Response, Refusal> {
    let found = all
        .into_iter()
        .find(|one| filter::entry(one, "id").is_some_and(|own| own == id));
    let found = found.ok_or_else(|| Refusal::of(Code::NotFound))?;
    Ok(answer(StatusCode::OK, &found))
}

/// People and groups at once.
async fn search_everything(
    inside: Directory,
    Resource(body): Resource,
) -> Result<Response, Refusal> {
    let mut all = users::shown(&inside).await?;
    all.extend(groups::shown(&inside).await?);
    list::Wish::of(&body).page(all)
}
