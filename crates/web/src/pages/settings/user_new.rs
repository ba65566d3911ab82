//! Adding a person to the organization (administration 9.2).

use super::{Choice, Link, choices, nav, only, shell};
use crate::{
    error::WebError,
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
    Code,
    users::{self, NewUser, UserCreated},
};
use hearken_authz::Permission;
use hearken_model::{ConfigurationRole, InteractionRole, OrganizationRole, RolePair};

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
        Err(error) => Err(error.into()),
    }
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
    let page = NewUserPage {
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
