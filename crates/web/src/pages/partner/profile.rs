//! How the partner presents itself to customers.

use super::{Link, shell, tabs};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Visit,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    delegation::{self, PartnerOffice, PartnerProfile},
};

#[derive(Template)]
#[template(path = "pages/partner/profile.html")]
struct ProfilePage {
    shell: Shell,
    tabs: Vec<Link>,
    fields: Fields,
    problems: Problems,
    shows: bool,
    saved: bool,
    action: String,
}

/// `GET /o/{slug}/partner/profile`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    tabs(&visit, "profile")?;
    let profile = delegation::profile(visit.app(), &visit.caller).await?;
    let offices: Vec<String> = profile.offices.into_iter().map(|one| one.name).collect();
    let fields = Fields::from_pairs([
        ("email", profile.email),
        ("phone", profile.phone),
        ("web", profile.web),
        ("offices", offices.join(", ")),
        ("terms", profile.terms),
    ]);
    let shows = profile.show_addresses;
    page(&visit, StatusCode::OK, fields, Problems::default(), shows).await
}

/// `POST /o/{slug}/partner/profile`
pub(super) async fn save(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    tabs(&visit, "profile")?;
    let text = |name: &str| fields.get(name).to_owned();
    let offices = fields.get("offices").split(',').map(|name| PartnerOffice {
        name: name.trim().to_owned(),
    });
    let new = PartnerProfile {
        email: text("email"),
        phone: text("phone"),
        web: text("web"),
        offices: offices.collect(),
        terms: text("terms"),
        show_addresses: fields.has("show_addresses"),
    };
    match delegation::save_profile(visit.app(), &visit.caller, new).await {
        Ok(()) => Ok(Redirect::to(&visit.path("/partner/profile?saved")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let shows = fields.has("show_addresses");
            page(
                &visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                fields,
                problems,
                shows,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
    shows: bool,
) -> Result<Response, WebError> {
    let page = ProfilePage {
        tabs: tabs(visit, "profile")?,
        shell: shell(visit, "partner-profile").await,
        fields,
        problems,
        shows,
        saved: visit.person.guest.here.ends_with("?saved"),
        action: visit.path("/partner/profile"),
    };
    Ok((status, Html(page.render()?)).into_response())
}
