//! One person of the organization: roles, access, a one-time password (ADM-15, ADM-16).

use super::{
    Choice, Link, choices,
    licences::kind_name,
    nav,
    people::mailto,
    shell,
    users::{delegate_text, state_kind},
};
use crate::{error::WebError, format, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use hearken_app::{
    Code, Secret,
    users::{self, UserRow},
};
use hearken_authz::{MembershipState, Permission};
use hearken_model::{ConfigurationRole, InteractionRole, OrganizationRole, PublicId};

#[derive(Template)]
#[template(path = "pages/settings/user.html")]
struct UserPage {
    shell: Shell,
    nav: Vec<Link>,
    id: String,
    name: String,
    email: String,
    mailto: String,
    state: String,
    state_kind: &'static str,
    added: String,
    organization_role: String,
    configurations: Vec<Choice>,
    interactions: Vec<Choice>,
    organizations: Vec<Choice>,
    withdrawn: bool,
    waits: bool,
    may_edit: bool,
    may_help: bool,
    delegate: Option<String>,
    licence: String,
    licence_href: Option<String>,
    list: String,
    saved: bool,
    alert: Option<String>,
    password: Option<String>,
}

/// `GET /o/{slug}/settings/users/{id}`
pub(super) async fn show(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    page(&visit, StatusCode::OK, super::parse(&id)?, None, None).await
}

/// `POST /o/{slug}/settings/users/{id}/password`
pub(super) async fn reset_password(
    visit: Visit,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let id = super::parse(&id)?;
    let may = visit.caller.may(Permission::HelpSignIn);
    match users::reset_password(visit.app(), &visit.caller, id).await {
        Ok(password) => page(&visit, StatusCode::OK, id, None, Some(password)).await,
        // Whoever may help at all is refused for people of other organizations.
        Err(error) if error.code == Code::Forbidden && may => {
            let why = visit.texts().get("user-password-elsewhere");
            page(
                &visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                id,
                Some(why),
                None,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn page(
    visit: &Visit,
    status: StatusCode,
    id: PublicId,
    alert: Option<String>,
    password: Option<Secret>,
) -> Result<Response, WebError> {
    let row = users::get(visit.app(), &visit.caller, id).await?;
    let mut page = page_of(visit, row, shell(visit, "user").await);
    page.alert = alert;
    page.password = password.map(|secret| secret.expose().to_owned());
    Ok((status, Html(page.render()?)).into_response())
}

fn page_of(visit: &Visit, row: UserRow, shell: Shell) -> UserPage {
    let texts = visit.texts();
    let configurations = ConfigurationRole::ALL.iter().map(|role| role.as_str());
    let interactions = InteractionRole::ALL.iter().map(|role| role.as_str());
    let (roles, own) = (row.roles, row.organization_role.as_str());
    let organizations = if visit.caller.may(Permission::ManageUsers) {
        let words = OrganizationRole::ALL.iter().map(|role| role.as_str());
        choices(visit, "organization-role", words, own)
    } else {
        Vec::new()
    };
    UserPage {
        nav: nav(visit, "users"),
        configurations: choices(
            visit,
            "configuration-role",
            configurations,
            roles.configuration.as_str(),
        ),
        interactions: choices(
            visit,
            "interaction-role",
            interactions,
            roles.interaction.as_str(),
        ),
        organizations,
        organization_role: shell.t2("organization-role", own),
        state: shell.t2("user-state", row.state.as_str()),
        state_kind: state_kind(row.state),
        added: format::day(row.created_at, &visit.zone(), texts),
        withdrawn: row.state == MembershipState::Withdrawn,
        waits: row.state == MembershipState::Pending,
        may_edit: visit.caller.may(Permission::ManageUserRoles) && !row.is_locked(),
        may_help: visit.caller.may(Permission::HelpSignIn) && !row.is_me && !row.is_locked(),
        delegate: row
            .delegate
            .as_ref()
            .map(|delegate| delegate_text(visit, delegate)),
        licence: kind_name(visit, row.licence),
        licence_href: visit
            .caller
            .may(Permission::ManageLicences)
            .then(|| visit.path(&format!("/settings/licences/{}", row.id))),
        list: visit.path("/settings/users"),
        saved: visit.person.guest.here.ends_with("?saved"),
        alert: None,
        password: None,
        id: row.id.to_string(),
        name: row.name,
        mailto: mailto(&row.email),
        email: row.email,
        shell,
    }
}
