//! Signing in at the provider of the installation: the way there, and the way back.

use super::{
    enter::{ask_for_code, enter, local},
    sign_in,
};
use crate::{cookies, error::WebError, origin::From, state::WebState, visit::Guest};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code, Secret,
    session::{self, CameBack, SignInStep},
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in/provider`
pub(super) async fn leave(
    State(state): State<WebState>,
    guest: Guest,
    Query(wish): Query<Wish>,
) -> Result<Response, WebError> {
    let next = local(&wish.next);
    match session::begin_provider_sign_in(&state.app, &next).await {
        Ok(away) => {
            let secure = state.settings.secure_cookies;
            let cookie = cookies::set_away(away.pass.expose(), secure);
            let cookie = cookie.ok_or_else(|| WebError::new(Code::Internal))?;
            let there = Redirect::to(away.address.as_str());
            Ok(([(header::SET_COOKIE, cookie)], there).into_response())
        }
        Err(error) if error.code == Code::ProviderAway => {
            sign_in::again(&state, &guest, next, &error)
        }
        Err(error) => Err(error.into()),
    }
}

/// What the provider sends the browser back with.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    state: String,
    code: Option<String>,
}

/// `GET /sign-in/provider/back`
pub(super) async fn back(
    State(state): State<WebState>,
    guest: Guest,
    headers: HeaderMap,
    From(origin): From,
    Query(back): Query<Back>,
) -> Result<Response, WebError> {
    let pass = cookies::get(&headers, cookies::AWAY).unwrap_or_default();
    let input = CameBack {
        pass: Secret::new(pass),
        code: back.code,
        state: back.state,
        origin,
    };
    let answer = match session::finish_provider_sign_in(&state.app, input).await {
        Ok((SignInStep::Done(signed_in), next)) => enter(&state, &signed_in, &next)?,
        Ok((SignInStep::SecondFactor(pass), next)) => ask_for_code(&state, &pass, &next)?,
        // The person turned back there, took too long, or comes from elsewhere.
        Err(error) if error.code == Code::NotSignedIn => Redirect::to("/sign-in").into_response(),
        Err(error)
            if matches!(
                error.code,
                Code::ProviderAway | Code::ProviderRefused | Code::NotKnownHere
            ) =>
        {
            sign_in::again(&state, &guest, String::new(), &error)?
        }
        Err(error) => return Err(error.into()),
    };
    let forget = AppendHeaders([(header::SET_COOKIE, cookies::clear_away())]);
    Ok((forget, answer).into_response())
}
