//! Adding a person to the organization (administration 9.2).

use super::{Choice, Link, choices, licences::kind_name, nav, only, shell};
use crate::{
    error::WebError,
    format,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Visit,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use hearken_app::{
    Code, licences,
    users::{self, NewUser, UserCreated},
};
use hearken_authz::Permission;
use hearken_model::{ConfigurationRole, InteractionRole, LicenceType, OrganizationRole, RolePair};

#[derive(Template)]
#[template(path = "pages/settings/user_new.html")]
struct NewUserPage {
    shell: Shell,
    nav: Vec<Link>,
    fields: Fields,
    problems: Problems,
    configurations: Vec<Choice>,
    interactions: Vec<Choice>,
    organizations: Vec<Choice>,
    licences: Vec<Choice>,
    may_choose: bool,
    action: String,
    back: String,
    created: Option<Created>,
}

/// Who was added.
struct Created {
    name: String,
    email: String,
    href: String,
    password: Option<String>,
    is_mailed: bool,
}

/// `GET /o/{slug}/settings/users/new`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let (fields, problems) = (Fields::default(), Problems::default());
    page(&visit, StatusCode::OK, fields, problems, None).await
}

/// `POST /o/{slug}/settings/users/new`
pub(super) async fn create(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let configuration = ConfigurationRole::from_word(fields.get("configuration"));
    let interaction = InteractionRole::from_word(fields.get("interaction"));
    let roles = configuration
        .zip(interaction)
        .map(|(configuration, interaction)| RolePair {
            configuration,
            interaction,
        });
    let input = NewUser {
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        // The usual roles leave the person "new" until somebody looks (ADM-10).
        roles: roles.filter(|roles| *roles != RolePair::default()),
        organization_role: OrganizationRole::from_word(fields.get("organization_role")),
        // Who is added usually comes to work.
        licence: match fields.get("licence") {
            "" => Some(LicenceType::Full),
            word => LicenceType::from_word(word),
        },
    };
    match users::create(visit.app(), &visit.caller, input).await {
        Ok(created) => {
            let created = Some(shown(&visit, created));
            let (fields, problems) = (Fields::default(), Problems::default());
            page(&visit, StatusCode::OK, fields, problems, created).await
        }
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, fields, problems, None).await
        }
        Err(error) if error.code == Code::NoSeatsLeft => {
            let problems = Problems::one("licence", visit.texts().get("users-no-seats"));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&visit, status, fields, problems, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The kinds of places with what is left of each, and none. Chosen is what was typed, else a full
/// one while there are any.
async fn places(visit: &Visit, typed: &str) -> Result<Vec<Choice>, WebError> {
    let overview = licences::overview(visit.app(), &visit.caller).await?;
    let texts = visit.texts();
    let full = overview.seats.iter().find(|s| s.kind == LicenceType::Full);
    let usual = match full.is_some_and(|seats| seats.left() > 0) {
        true => LicenceType::Full.as_str(),
        false => "none",
    };
    let chosen = if typed.is_empty() { usual } else { typed };
    let kinds = overview.seats.iter().map(|seats| {
        let left = format::number(seats.left(), texts);
        let name = kind_name(visit, Some(seats.kind));
        let text = texts.with(
            "licence-left",
            &[("name", name.into()), ("left", left.into())],
        );
        (seats.kind.as_str(), text)
    });
    let all = kinds.chain([("none", kind_name(visit, None))]);
    let choice = |(value, text): (&str, String)| Choice {
        value: value.to_owned(),
        text,
        chosen: value == chosen,
    };
    Ok(all.map(choice).collect())
}

fn shown(visit: &Visit, created: UserCreated) -> Created {
    Created {
        href: visit.path(&format!("/settings/users/{}", created.user.id)),
        name: created.user.name,
        email: created.user.email,
        password: created.password.map(|secret| secret.expose().to_owned()),
        is_mailed: created.is_mailed,
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    problems: Problems,
    created: Option<Created>,
) -> Result<Response, WebError> {
    only(visit, Permission::ManageUsers)?;
    let usual = RolePair::default();
    let typed = |name: &str, usual: &'static str| {
        let word = fields.get(name);
        if word.is_empty() { usual } else { word }.to_owned()
    };
    let configuration = typed("configuration", usual.configuration.as_str());
    let interaction = typed("interaction", usual.interaction.as_str());
    let organization = typed("organization_role", OrganizationRole::None.as_str());
    let configurations = ConfigurationRole::ALL.iter().map(|role| role.as_str());
    let interactions = InteractionRole::ALL.iter().map(|role| role.as_str());
    let organizations = OrganizationRole::ALL.iter().map(|role| role.as_str());
    let licences = places(visit, fields.get("licence")).await?;
    let page = NewUserPage {
        licences,
        shell: shell(visit, "user-new").await,
        nav: nav(visit, "users"),
        configurations: choices(visit, "configuration-role", configurations, &configuration),
        interactions: choices(visit, "interaction-role", interactions, &interaction),
        organizations: choices(visit, "organization-role", organizations, &organization),
        may_choose: visit.caller.may(Permission::ManageUserRoles),
        action: visit.path("/settings/users/new"),
        back: visit.path("/settings/users"),
        fields,
        problems,
        created,
    };
    Ok((status, Html(page.render()?)).into_response())
}
