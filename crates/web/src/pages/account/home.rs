//! `/`: to the first run, to sign-in, to one's organization, or to the list of them.

use crate::{error::WebError, shell::Shell, state::WebState, visit::Person};
use askama::Template;
use axum::{
    extract::{FromRequestParts, Request, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{organizations, setup};

#[derive(Template)]
#[template(path = "pages/account/home.html")]
struct Home {
    shell: Shell,
}

/// `GET /`
pub(super) async fn show(
    State(state): State<WebState>,
    request: Request,
) -> Result<Response, WebError> {
    if setup::is_first_run(&state.app).await? {
        return Ok(Redirect::to("/first-run").into_response());
    }
    let (mut parts, _) = request.into_parts();
    let person = Person::from_request_parts(&mut parts, &state).await?;
    if let Some(acting) = person.caller.acting() {
        let customer = format!("/o/{}", acting.customer_slug);
        return Ok(Redirect::to(&customer).into_response());
    }
    let mine = organizations::list_mine(&state.app, &person.caller).await?;
    let open: Vec<_> = mine.iter().filter(|m| m.may_enter()).collect();
    if let [only] = open.as_slice() {
        // Who has no place comes for the organization itself.
        let page = match only.licence {
            Some(_) => "analytics",
            None => "settings",
        };
        let target = format!("/o/{}/{page}", only.organization.slug);
        return Ok(Redirect::to(&target).into_response());
    }
    let title = person.guest.texts.get("home-title");
    let shell = Shell::of_person(&person, title).await;
    Ok(Html(Home { shell }.render()?).into_response())
}
