//! `/signup` and `/signup/confirm`: creating an organization oneself (TRI-03..06).

use crate::{
    error::WebError,
    forms::{Fields, Problems},
    i18n::Texts,
    origin::From,
    shell::Shell,
    state::WebState,
    visit::Guest,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    sign_up::{self, Confirmed, SIZES, SignUpForm, SignUpPolicy, SignUpView},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/account/sign_up.html")]
struct SignUpPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    /// Code and name, by name.
    countries: Vec<(String, String)>,
    sizes: Vec<String>,
    /// Whether the operator is asked first.
    approval: bool,
    sent: bool,
}

#[derive(Template)]
#[template(path = "pages/account/sign_up_confirm.html")]
struct ConfirmPage {
    shell: Shell,
    link: String,
    view: SignUpView,
    country: String,
}

#[derive(Template)]
#[template(path = "pages/account/sign_up_waiting.html")]
struct WaitingPage {
    shell: Shell,
    text: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    offer: String,
    #[serde(default)]
    link: String,
}

/// `GET /signup`
pub(super) async fn show(
    State(state): State<WebState>,
    guest: Guest,
    Query(wish): Query<Wish>,
) -> Result<Response, WebError> {
    let fields = Fields::from_pairs([("offer", wish.offer)]);
    page(
        &state,
        &guest,
        StatusCode::OK,
        fields,
        Problems::default(),
        false,
    )
}

/// `POST /signup`
pub(super) async fn begin(
    State(state): State<WebState>,
    guest: Guest,
    From(origin): From,
    fields: Fields,
) -> Result<Response, WebError> {
    let text = |name: &str| fields.get(name).to_owned();
    let zone = guest.look.zone.as_ref();
    let form = SignUpForm {
        country: text("country"),
        name: text("name"),
        email: text("email"),
        organization: text("organization"),
        size: text("size"),
        terms: fields.has("terms"),
        locale: guest.texts.locale().to_owned(),
        zone: zone.map_or_else(String::new, |zone| zone.name().to_owned()),
        offer: text("offer"),
        origin,
    };
    match sign_up::begin(&state.app, form).await {
        Ok(()) => page(
            &state,
            &guest,
            StatusCode::OK,
            fields,
            Problems::default(),
            true,
        ),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, guest.texts);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&state, &guest, status, fields, problems, false)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    state: &WebState,
    guest: &Guest,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
    sent: bool,
) -> Result<Response, WebError> {
    let policy = state.app.sign_up_policy();
    if policy == SignUpPolicy::Off {
        return Err(WebError::new(Code::NotFound));
    }
    let texts = guest.texts;
    let page = SignUpPage {
        shell: Shell::plain(texts, guest.look.clone(), texts.get("sign-up")),
        fields,
        problems,
        countries: countries(texts),
        sizes: SIZES.iter().map(|size| (*size).to_owned()).collect(),
        approval: policy == SignUpPolicy::Approval,
        sent,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn country(code: &str, texts: Texts) -> String {
    let key = format!("country-{}", code.to_ascii_lowercase());
    texts.find(&key).unwrap_or_else(|| code.to_owned())
}

fn countries(texts: Texts) -> Vec<(String, String)> {
    let codes = sign_up::countries();
    let named = codes.map(|code| (code.to_string(), country(code.as_str(), texts)));
    let mut list: Vec<_> = named.collect();
    list.sort_by_cached_key(|(_, name)| name.to_lowercase());
    list
}

/// `GET /signup/confirm`
pub(super) async fn look(
    State(state): State<WebState>,
    guest: Guest,
    Query(wish): Query<Wish>,
) -> Result<Response, WebError> {
    let view = sign_up::look(&state.app, &wish.link).await?;
    let texts = guest.texts;
    let page = ConfirmPage {
        shell: Shell::plain(
            texts,
            guest.look.clone(),
            texts.get(match view.joins {
                Some(_) => "sign-up-join",
                None => "sign-up-confirm",
            }),
        ),
        link: wish.link,
        country: country(view.country.as_str(), texts),
        view,
    };
    Ok(Html(page.render()?).into_response())
}

/// `POST /signup/confirm`
pub(super) async fn confirm(
    State(state): State<WebState>,
    guest: Guest,
    fields: Fields,
) -> Result<Response, WebError> {
    match sign_up::confirm(&state.app, fields.get("link")).await? {
        Confirmed::Founded { slug, link, offer } => {
            let next = match offer {
                Some(code) => format!("/offers/{code}"),
                None => format!("/o/{slug}/analytics"),
            };
            let Some(secret) = link else {
                return Ok(Redirect::to(&next).into_response());
            };
            let query = [("link", secret.expose()), ("next", &next)];
            let query = serde_urlencoded::to_string(query).unwrap_or_default();
            Ok(Redirect::to(&format!("/password/set?{query}")).into_response())
        }
        Confirmed::Asked { is_in, link } => {
            if let Some(secret) = link {
                let query = [("link", secret.expose()), ("next", "/")];
                let query = serde_urlencoded::to_string(query).unwrap_or_default();
                return Ok(Redirect::to(&format!("/password/set?{query}")).into_response());
            }
            if is_in {
                return Ok(Redirect::to("/").into_response());
            }
            let title = guest.texts.get("sign-up-asked");
            let text = guest.texts.get("sign-up-asked-text");
            let shell = Shell::plain(guest.texts, guest.look.clone(), title);
            Ok(Html(WaitingPage { shell, text }.render()?).into_response())
        }
        Confirmed::Waiting => {
            let title = guest.texts.get("sign-up-waiting");
            let text = guest.texts.get("sign-up-waiting-text");
            let shell = Shell::plain(guest.texts, guest.look.clone(), title);
            Ok(Html(WaitingPage { shell, text }.render()?).into_response())
        }
    }
}
