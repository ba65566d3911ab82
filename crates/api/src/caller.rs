//! Who calls: a bearer token, or for reading a page's session.

use crate::problem::Problem;
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{HeaderMap, Method, header, request::Parts},
};
use hearken_app::{App, Caller, Code, organizations, session, tokens};
use std::sync::Arc;

/// Somebody inside the organization of the path.
pub(crate) struct Inside {
    /// The use-cases.
    pub(crate) app: Arc<App>,
    /// Who.
    pub(crate) caller: Caller,
}

impl FromRequestParts<Arc<App>> for Inside {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let caller = identify(app, &parts.headers, &parts.method).await?;
        let params = RawPathParams::from_request_parts(parts, app).await;
        let params = params.map_err(|_| Problem::new(Code::NotFound))?;
        let slug = params
            .iter()
            .find_map(|(name, value)| (name == "slug").then_some(value));
        let slug = slug.ok_or_else(|| Problem::new(Code::NotFound))?;
        let caller = organizations::enter(app, &caller, slug).await?;
        Ok(Self {
            app: Arc::clone(app),
            caller,
        })
    }
}

/// Somebody, wherever.
pub(crate) struct Anywhere {
    /// The use-cases.
    pub(crate) app: Arc<App>,
    /// Who.
    pub(crate) caller: Caller,
}

impl FromRequestParts<Arc<App>> for Anywhere {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let caller = identify(app, &parts.headers, &parts.method).await?;
        let app = Arc::clone(app);
        Ok(Self { app, caller })
    }
}

async fn identify(app: &App, headers: &HeaderMap, method: &Method) -> Result<Caller, Problem> {
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok());
    if let Some(bearer) = authorization.and_then(|value| value.strip_prefix("Bearer ")) {
        return Ok(tokens::resume(app, bearer.trim()).await?);
    }
    // A session is sent by browsers on their own, so it may only read: no other site can write with
    // it. Only pages of ours ask like this, to hand out files.
    if *method == Method::GET
        && let Some(token) = cookie(headers, "hk_session")
    {
        return Ok(session::resume(app, token).await?);
    }
    Err(Problem::new(Code::NotSignedIn))
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
