//! The composer of offers, and what it yields: link, summary id, ready text (DEL-11, DEL-17).

use super::{Choice, Link, offers, shell, tabs};
use crate::{
    error::WebError,
    forms::{Fields, Problems},
    shell::Shell,
    state::WebState,
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use hearken_app::{
    AppError, Code,
    delegation::{
        self, ADDRESSED_DAYS, Audience, Compose, OfferDetails, OfferMade, OfferedSubscription,
        USUAL_DAYS,
    },
};
use hearken_model::{DelegationLevel, Diagnostic, OfferKind, Plan};

#[derive(Template)]
#[template(path = "pages/partner/offer_new.html")]
struct ComposePage {
    shell: Shell,
    tabs: Vec<Link>,
    fields: Fields,
    problems: Problems,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    plans: Vec<PlanField>,
    lasts: Vec<Choice>,
    audiences: Vec<Choice>,
    action: String,
    back: String,
}

/// A number of a plan.
struct PlanField {
    field: String,
    plan: String,
    units: String,
}

#[derive(Template)]
#[template(path = "pages/partner/offer_made.html")]
struct MadePage {
    shell: Shell,
    tabs: Vec<Link>,
    row: offers::Line,
    link: String,
    text: String,
    mailto: String,
    back: String,
}

/// `GET /o/{slug}/partner/offers/new`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let fields = Fields::from_pairs([
        ("kind", "standalone".to_owned()),
        ("level", "full".to_owned()),
        ("lasts", "days".to_owned()),
        ("days", USUAL_DAYS.to_string()),
        ("audience", "mail".to_owned()),
        ("most", "10".to_owned()),
        ("valid_days", ADDRESSED_DAYS.to_string()),
    ]);
    page(&visit, StatusCode::OK, fields, Problems::default()).await
}

/// `POST /o/{slug}/partner/offers/new`
pub(super) async fn make(
    State(state): State<WebState>,
    visit: Visit,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let tabs = tabs(&visit, "offers")?;
    let made = match compose(&fields) {
        Ok(input) => delegation::make_offer(visit.app(), &visit.caller, input)
            .await
            .map_err(WebError::from),
        Err(problems) => Err(AppError::invalid(problems).into()),
    };
    match made {
        Ok(made) => {
            let shell = shell(&visit, "offer-made").await;
            let page = made_page(&visit, &address(&state, &headers), (shell, tabs), made);
            Ok(Html(page.render()?).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields, problems).await
        }
        Err(error) => Err(error),
    }
}

/// Where people reach this server: as configured, else as this browser does.
fn address(state: &WebState, headers: &HeaderMap) -> String {
    let configured = state.app.base_url();
    if !configured.is_empty() {
        return configured.to_owned();
    }
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let scheme = if state.settings.secure_cookies {
        "https"
    } else {
        "http"
    };
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

fn made_page(
    visit: &Visit,
    base: &str,
    (shell, tabs): (Shell, Vec<Link>),
    made: OfferMade,
) -> MadePage {
    let texts = visit.texts();
    let link = format!("{base}/offers/{}", made.code.expose());
    let message = made.offer.details.message.clone();
    let mail = match &made.offer.audience {
        Audience::Mail(mail) => mail.clone(),
        _ => String::new(),
    };
    let row = offers::line(visit, made.offer);
    let text = texts.with(
        "offer-text",
        &[
            ("partner", visit.organization.name.as_str().into()),
            ("asks", row.asks.as_str().into()),
            ("message", message.as_str().into()),
            ("link", link.as_str().into()),
            ("expires", row.expires.as_str().into()),
        ],
    );
    let subject = texts.with(
        "offer-text-subject",
        &[("partner", visit.organization.name.as_str().into())],
    );
    let query = serde_urlencoded::to_string([("subject", &subject), ("body", &text)]);
    let query = query.unwrap_or_default().replace('+', "%20");
    MadePage {
        shell,
        tabs,
        row,
        link,
        mailto: format!("mailto:{mail}?{query}"),
        text,
        back: visit.path("/partner/offers"),
    }
}

/// The name of the field that says how many of a plan.
fn field_of(plan: Plan) -> String {
    format!("seats_{plan}")
}

/// The offer that the form describes; what is no number is told with its field.
fn compose(fields: &Fields) -> Result<Compose, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut number = |field: &str| -> u32 {
        fields.get(field).parse().unwrap_or_else(|_| {
            problems.push(Diagnostic::new("not_a_number", field));
            1
        })
    };
    let days = (fields.get("lasts") != "removed").then(|| number("days"));
    let valid_days = number("valid_days");
    let audience = match fields.get("audience") {
        "organization" => Audience::Organization(fields.get("organization").to_owned()),
        "open" => Audience::Open(number("most")),
        _ => Audience::Mail(fields.get("mail").to_owned()),
    };
    let subscriptions = Plan::ALL.iter().filter_map(|plan| {
        let field = field_of(*plan);
        let filled = !fields.get(&field).is_empty();
        filled.then(|| OfferedSubscription {
            plan: *plan,
            seats: number(&field),
        })
    });
    let subscriptions = subscriptions.collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    // Beyond u16 is beyond every limit; the use-case says which.
    let small = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
    Ok(Compose {
        kind: OfferKind::from_word(fields.get("kind")).unwrap_or(OfferKind::Standalone),
        level: DelegationLevel::from_word(fields.get("level")),
        days: days.map(small),
        audience,
        valid_days: small(valid_days),
        details: OfferDetails {
            office: fields.get("office").to_owned(),
            message: fields.get("message").to_owned(),
            usage_location: fields.get("usage_location").to_owned(),
            subscriptions,
            ..OfferDetails::default()
        },
    })
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    let tabs = tabs(visit, "offers")?;
    let choices = |family: &str, words: &[&str], chosen: &str| -> Vec<Choice> {
        let one = |word: &&str| Choice {
            value: (*word).to_owned(),
            text: visit.texts().get(&format!("{family}-{word}")),
            chosen: *word == chosen,
        };
        words.iter().map(one).collect()
    };
    let page = ComposePage {
        shell: shell(visit, "offer-new").await,
        tabs,
        kinds: choices(
            "offer-kind",
            &["standalone", "trial", "purchase"],
            fields.get("kind"),
        ),
        levels: choices(
            "delegation-level",
            &["full", "limited", "none"],
            fields.get("level"),
        ),
        plans: plans(visit, &fields),
        lasts: choices("offer-lasts", &["days", "removed"], fields.get("lasts")),
        audiences: choices(
            "offer-audience",
            &["mail", "organization", "open"],
            fields.get("audience"),
        ),
        fields,
        problems,
        action: visit.path("/partner/offers/new"),
        back: visit.path("/partner/offers"),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn plans(visit: &Visit, fields: &Fields) -> Vec<PlanField> {
    let all = Plan::ALL.iter().map(|plan| PlanField {
        field: field_of(*plan),
        plan: visit
            .texts()
            .get(&format!("plan-{}", plan.as_str().replace('_', "-"))),
        units: fields.get(&field_of(*plan)).to_owned(),
    });
    all.collect()
}
