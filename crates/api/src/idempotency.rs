//! `Idempotency-Key`: a creation that is sent again with its key gets the first answer again and
//! does nothing. One layer before every route of version 1. The key and the request are known by
//! their hashes; what an answer tells once is not kept, so that a replay has null in its place.

use crate::{caller::Inside, problem::Problem};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hearken_app::{
    App, AppError,
    idempotency::{self, Claim, KeptAnswer},
};
use hearken_model::Diagnostic;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;

const HEADER: &str = "idempotency-key";
/// Says that an answer is the first one's.
const REPLAYED: &str = "idempotency-replayed";
/// Longest key, bytes.
const KEY_LIMIT: usize = 255;
/// Larger bodies are files, which are no creations to be repeated; bytes.
const BODY_LIMIT: usize = 1 << 20;
/// Fields at the top of an answer that are told once: a one-time password, a token's secret.
const TOLD_ONCE: [&str; 2] = ["password", "secret"];

/// Answers creations that carry a key.
pub(crate) async fn layer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let key = request.headers().get(HEADER).cloned();
    let Some(key) = key.filter(|_| *request.method() == Method::POST) else {
        return next.run(request).await;
    };
    once(&app, &key, request, next)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn once(
    app: &Arc<App>,
    key: &HeaderValue,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if key.is_empty() || key.len() > KEY_LIMIT {
        let problem = Diagnostic::new("too_long", "Idempotency-Key");
        return Err(AppError::invalid(vec![problem.with("limit", KEY_LIMIT as i64)]).into());
    }
    let (mut parts, body) = request.into_parts();
    let bytes = to_bytes(body, BODY_LIMIT).await.map_err(|_| {
        let problem = Diagnostic::new("too_long", "").with("limit", BODY_LIMIT as i64);
        Problem::from(AppError::invalid(vec![problem]))
    })?;
    let hash = request_hash(&parts, &bytes);
    // Whoever may not come in at all is told so by the route itself.
    let claimed = match Inside::from_request_parts(&mut parts, app).await {
        Ok(inside) => {
            let key = Sha256::digest(key.as_bytes()).into();
            idempotency::claim(app, &inside.caller, key, hash).await?
        }
        Err(_) => None,
    };
    let request = Request::from_parts(parts, Body::from(bytes));
    match claimed {
        None => Ok(next.run(request).await),
        Some(Err(answer)) => Ok(replay(&answer)),
        Some(Ok(claim)) => keep(app, claim, next.run(request).await).await,
    }
}

fn request_hash(parts: &Parts, body: &Bytes) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(parts.uri.to_string().as_bytes());
    hash.update([0]);
    hash.update(body);
    hash.finalize().into()
}

fn replay(answer: &KeptAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, answer.body.clone()).into_response();
    let kind = match status.is_success() {
        true => "application/json",
        false => "application/problem+json",
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// Keeps what was done, and what was wrong with the input; what failed on our side, or was refused
/// for a reason that can pass, may be tried again with the same key.
async fn keep(app: &App, claim: Claim, response: Response) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        idempotency::settle(app, claim, None).await?;
        return Ok(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    };
    let is_final = parts.status.is_success() || parts.status == StatusCode::UNPROCESSABLE_ENTITY;
    let answer = is_final.then(|| KeptAnswer {
        status: parts.status.as_u16(),
        body: without_secrets(&bytes),
    });
    idempotency::settle(app, claim, answer).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn without_secrets(body: &Bytes) -> String {
    match serde_json::from_slice(body) {
        Ok(Value::Object(mut fields)) => {
            for name in TOLD_ONCE {
                if let Some(value) = fields.get_mut(name) {
                    *value = Value::Null;
                }
            }
            Value::Object(fields).to_string()
        }
        _ => String::from_utf8_lossy(body).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_once_is_not_kept() {
        for (body, expect) in [
            (
                r#"{"secret":"hkn_1","token":{"name":"x"}}"#,
                r#"{"secret":null,"token":{"name":"x"}}"#,
            ),
            (r#"{"name":"x"}"#, r#"{"name":"x"}"#),
            ("", ""),
        ] {
            assert_eq!(without_secrets(&Bytes::from(body)), expect);
        }
    }
}
