//! `/operator`: what every organization has, what they asked for, and setting both (ADM-35).

use crate::{error::WebError, format, forms::Fields, shell::Shell, visit::Person};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    licences::{self, SetUnits, Sold},
};
use hearken_model::{LicenceType, Plan, SubscriptionState};

#[derive(Template)]
#[template(path = "pages/operator/organizations.html")]
struct OrganizationsPage {
    shell: Shell,
    rows: Vec<Line>,
    saved: bool,
    alert: Option<String>,
}

struct Line {
    slug: String,
    name: String,
    country: String,
    used: String,
    /// Whether there is anything to end.
    runs: bool,
    fields: Vec<Units>,
    requests: Vec<Request>,
}

struct Units {
    name: &'static str,
    label: String,
    value: String,
}

struct Request {
    id: String,
    text: String,
}

/// `GET /operator`
pub(super) async fn list(person: Person) -> Result<Response, WebError> {
    page(&person, StatusCode::OK, None).await
}

/// `POST /operator/{slug}/seats`
pub(super) async fn set(
    person: Person,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    for kind in LicenceType::ALL {
        let plan = Plan::of_licence(*kind);
        let typed = fields.get(plan.as_str());
        if typed.is_empty() {
            continue;
        }
        let Ok(quantity) = typed.parse() else {
            return refuse(&person, &AppError::new(Code::Invalid)).await;
        };
        let input = SetUnits {
            slug: slug.clone(),
            plan,
            quantity,
        };
        if let Err(error) = licences::set_units(&person.app, &person.caller, input).await {
            return match error.code {
                Code::Invalid | Code::SeatsInUse => refuse(&person, &error).await,
                _ => Err(error.into()),
            };
        }
    }
    Ok(Redirect::to("/operator?saved").into_response())
}

/// `POST /operator/{slug}/end`
pub(super) async fn end(person: Person, Path(slug): Path<String>) -> Result<Response, WebError> {
    licences::end(&person.app, &person.caller, &slug).await?;
    Ok(Redirect::to("/operator?saved").into_response())
}

/// `POST /operator/{slug}/requests/{id}`
pub(super) async fn confirm(
    person: Person,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = id.parse().map_err(|_| WebError::new(Code::NotFound))?;
    let accept = fields.get("accept") == "yes";
    licences::confirm(&person.app, &person.caller, &slug, id, accept).await?;
    Ok(Redirect::to("/operator?saved").into_response())
}

async fn refuse(person: &Person, error: &AppError) -> Result<Response, WebError> {
    let texts = person.guest.texts;
    let why = match error.arguments.first() {
        Some((_, used)) => texts.with("operator-seats-in-use", &[("used", (*used).into())]),
        None => texts.get("operator-not-a-number"),
    };
    page(person, StatusCode::UNPROCESSABLE_ENTITY, Some(why)).await
}

async fn page(
    person: &Person,
    status: StatusCode,
    alert: Option<String>,
) -> Result<Response, WebError> {
    let sold = licences::sold(&person.app, &person.caller).await?;
    let title = person.guest.texts.get("operator-organizations");
    let page = OrganizationsPage {
        shell: Shell::of_person(person, title).await,
        rows: sold.iter().map(|sold| line(person, sold)).collect(),
        saved: person.guest.here.ends_with("?saved"),
        alert,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn line(person: &Person, sold: &Sold) -> Line {
    let texts = person.guest.texts;
    let number = |n| format::number(n, texts);
    let plan = |plan: Plan| texts.get(&format!("plan-{}", plan.as_str().replace('_', "-")));
    let asked = sold
        .subscriptions
        .iter()
        .filter(|s| s.state == SubscriptionState::Requested);
    Line {
        slug: sold.organization.slug.to_string(),
        name: sold.organization.name.clone(),
        country: sold.organization.country.to_string(),
        used: texts.with(
            "operator-used",
            &[
                ("used", number(sold.used).into()),
                ("total", number(sold.seats).into()),
            ],
        ),
        runs: sold.seats > 0,
        fields: LicenceType::ALL
            .iter()
            .map(|kind| Units {
                name: Plan::of_licence(*kind).as_str(),
                label: plan(Plan::of_licence(*kind)),
                value: sold.units(*kind).to_string(),
            })
            .collect(),
        requests: asked
            .map(|s| Request {
                id: s.id.to_string(),
                text: texts.with(
                    "operator-asked",
                    &[
                        ("plan", plan(s.plan).into()),
                        ("quantity", number(s.quantity.into()).into()),
                    ],
                ),
            })
            .collect(),
    }
}
