//! `/operator/mail`: mails that no server has taken, and what each mail looks like.

use crate::{error::WebError, format, shell::Shell, visit::Person};
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use hearken_app::mail;

#[derive(Template)]
#[template(path = "pages/operator/mail.html")]
struct MailPage {
    shell: Shell,
    /// Whether a mail server is configured.
    sends: bool,
    rows: Vec<Row>,
    previews: Vec<(&'static str, String)>,
}

struct Row {
    when: String,
    recipient: String,
    subject: String,
    state: &'static str,
    error: String,
}

/// A mail of samples may have its own styles; nothing else in it works.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// `GET /operator/mail`
pub(super) async fn show(person: Person) -> Result<Response, WebError> {
    let texts = person.guest.texts;
    let zone = person.caller.zone();
    let mails = mail::list_undelivered(&person.app, &person.caller).await?;
    let rows = mails.into_iter().map(|mail| Row {
        when: format::moment(mail.created_at, &zone, texts),
        recipient: mail.recipient,
        subject: mail.subject,
        state: mail.state,
        error: mail.error.unwrap_or_default(),
    });
    let previews = mail::previews(texts.locale())?;
    let page = MailPage {
        shell: Shell::of_person(&person, texts.get("operator-mail")).await,
        sends: person.app.sends_mail(),
        rows: rows.collect(),
        previews: previews.into_iter().map(|p| (p.name, p.subject)).collect(),
    };
    Ok(Html(page.render()?).into_response())
}

/// `GET /operator/mail/{name}`
pub(super) async fn preview(
    person: Person,
    Path(name): Path<String>,
) -> Result<Response, WebError> {
    let locale = person.guest.texts.locale();
    let preview = mail::preview(&person.app, &person.caller, &name, locale)?;
    let policy = HeaderValue::from_static(POLICY);
    Ok((
        [(header::CONTENT_SECURITY_POLICY, policy)],
        Html(preview.html),
    )
        .into_response())
}
