//! `/me/second-factor`: taking a device into use, recovery codes, and doing without again.

use crate::{
    cookies,
    error::WebError,
    format,
    forms::{Fields, Problems},
    qr,
    shell::Shell,
    visit::Person,
};
use askama::Template;
use axum::{
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{AppError, Code, Secret, session};

#[derive(Template)]
#[template(path = "pages/account/second_factor.html")]
struct SecondFactorPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    /// A device in use: since when, and recovery codes that are left.
    used: Option<(String, i64)>,
    /// A device to be taken into use: side and path of the drawing, and the secret in groups.
    offered: Option<(i32, String, String)>,
}

#[derive(Template)]
#[template(path = "pages/account/recovery_codes.html")]
struct RecoveryCodesPage {
    shell: Shell,
    codes: Vec<Secret>,
}

/// `GET /me/second-factor`
pub(super) async fn show(person: Person) -> Result<Response, WebError> {
    page(&person, StatusCode::OK, Problems::default()).await
}

/// `POST /me/second-factor`
pub(super) async fn enrol(
    person: Person,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let token = cookies::get(&headers, cookies::SESSION).unwrap_or_default();
    let enrolled =
        session::enrol_second_factor(&person.app, &person.caller, token, fields.get("code")).await;
    match enrolled {
        Ok(codes) => recovery_codes(&person, codes).await,
        Err(error) => again(&person, error).await,
    }
}

/// `POST /me/second-factor/recovery-codes`
pub(super) async fn renew(person: Person, fields: Fields) -> Result<Response, WebError> {
    let renewed =
        session::renew_recovery_codes(&person.app, &person.caller, fields.get("code")).await;
    match renewed {
        Ok(codes) => recovery_codes(&person, codes).await,
        Err(error) => again(&person, error).await,
    }
}

/// `POST /me/second-factor/disable`
pub(super) async fn disable(person: Person, fields: Fields) -> Result<Response, WebError> {
    let password = fields.secret("current");
    match session::disable_second_factor(&person.app, &person.caller, &password).await {
        Ok(()) => Ok(Redirect::to("/me?saved").into_response()),
        Err(error) => again(&person, error).await,
    }
}

async fn again(person: &Person, error: AppError) -> Result<Response, WebError> {
    if error.code != Code::Invalid {
        return Err(error.into());
    }
    let problems = Problems::of(&error.diagnostics, person.guest.texts);
    page(person, StatusCode::UNPROCESSABLE_ENTITY, problems).await
}

async fn recovery_codes(person: &Person, codes: Vec<Secret>) -> Result<Response, WebError> {
    let title = person.guest.texts.get("recovery-codes");
    let shell = Shell::of_person(person, title).await;
    Ok(Html(RecoveryCodesPage { shell, codes }.render()?).into_response())
}

async fn page(
    person: &Person,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    let texts = person.guest.texts;
    let used = session::second_factor(&person.app, &person.caller).await?;
    let offered = if used.is_some() {
        None
    } else {
        let enrolment = session::begin_second_factor(&person.app, &person.caller).await?;
        let drawing = qr::draw(enrolment.address.expose());
        let (side, path) = drawing.ok_or_else(|| WebError::new(Code::Internal))?;
        Some((side, path, grouped(enrolment.text.expose())))
    };
    let zone = person.caller.zone();
    let page = SecondFactorPage {
        shell: Shell::of_person(person, texts.get("second-factor")).await,
        fields: Fields::default(),
        problems,
        used: used.map(|used| {
            let since = used.since.map(|since| format::day(since, &zone, texts));
            (since.unwrap_or_default(), used.recovery_codes as i64)
        }),
        offered,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// In groups of four, to be read and typed.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}
