//! The people of the organization: list, filters, and changing several at once (ADM-10..17).

use super::{Choice, Link, choices, nav, shell, user};
use crate::{error::WebError, forms::Fields, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    users::{self, ChangeRoles, UserFilter, UserRow},
};
use hearken_authz::{MembershipState, Permission};
use hearken_model::{ConfigurationRole, InteractionRole, OrganizationRole, PublicId, RolePair};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/settings/users.html")]
struct UsersPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<Line>,
    search: String,
    configurations: Vec<Choice>,
    interactions: Vec<Choice>,
    states: Vec<Choice>,
    new_configurations: Vec<Choice>,
    new_interactions: Vec<Choice>,
    may_edit: bool,
    new_href: Option<String>,
    action: String,
    saved: bool,
    alert: Option<String>,
}

struct Line {
    id: String,
    href: String,
    name: String,
    initials: String,
    email: String,
    mailto: String,
    configuration: String,
    interaction: String,
    organization: Option<String>,
    state: String,
    state_kind: &'static str,
    is_me: bool,
}

/// What is asked for by the filters.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    search: String,
    #[serde(default)]
    configuration: String,
    #[serde(default)]
    interaction: String,
    #[serde(default)]
    state: String,
    saved: Option<String>,
}

/// `GET /o/{slug}/settings/users`
pub(super) async fn list(visit: Visit, Query(wish): Query<Wish>) -> Result<Response, WebError> {
    page(&visit, StatusCode::OK, wish, None).await
}

/// `POST /o/{slug}/settings/users`: roles or access of the users that are ticked.
pub(super) async fn edit(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let chosen: Vec<PublicId> = fields
        .all("user")
        .map(super::parse)
        .collect::<Result<_, _>>()?;
    let alone = chosen.first().copied().filter(|_| fields.has("alone"));
    if chosen.is_empty() {
        return refuse(&visit, alone, "users-none-chosen").await;
    }
    let (app, caller) = (visit.app(), &visit.caller);
    let done = match fields.get("do") {
        "allow" => users::set_access(app, caller, chosen, true).await,
        "withdraw" => users::set_access(app, caller, chosen, false).await,
        _ => users::change_roles(app, caller, roles(&fields, chosen)?).await,
    };
    match done {
        Ok(_) => {
            let target = match alone {
                Some(id) => format!("/settings/users/{id}?saved"),
                None => "/settings/users?saved".to_owned(),
            };
            Ok(Redirect::to(&visit.path(&target)).into_response())
        }
        Err(error) if error.code == Code::LastAdministrator => {
            refuse(&visit, alone, "users-last-administrator").await
        }
        Err(error) => Err(error.into()),
    }
}

fn roles(fields: &Fields, users: Vec<PublicId>) -> Result<ChangeRoles, WebError> {
    let configuration = ConfigurationRole::from_word(fields.get("configuration"));
    let interaction = InteractionRole::from_word(fields.get("interaction"));
    let (Some(configuration), Some(interaction)) = (configuration, interaction) else {
        return Err(WebError::new(Code::Invalid));
    };
    Ok(ChangeRoles {
        users,
        roles: RolePair {
            configuration,
            interaction,
        },
        organization_role: OrganizationRole::from_word(fields.get("organization_role")),
    })
}

/// Shows the page again, with the reason why nothing was changed.
async fn refuse(visit: &Visit, alone: Option<PublicId>, why: &str) -> Result<Response, WebError> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let why = Some(visit.texts().get(why));
    match alone {
        Some(id) => user::page(visit, status, id, why, None).await,
        None => page(visit, status, Wish::default(), why).await,
    }
}

/// Words of the filter for states (ADM-10): `active` is everybody who may enter.
const STATES: [&str; 4] = ["pending", "new", "active", "withdrawn"];

fn filter(wish: &Wish) -> UserFilter {
    let states = match wish.state.as_str() {
        "active" => vec![MembershipState::New, MembershipState::Active],
        word => MembershipState::from_word(word).into_iter().collect(),
    };
    UserFilter {
        search: wish.search.clone(),
        configuration: ConfigurationRole::from_word(&wish.configuration),
        interaction: InteractionRole::from_word(&wish.interaction),
        states,
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    wish: Wish,
    alert: Option<String>,
) -> Result<Response, WebError> {
    let rows = users::list(visit.app(), &visit.caller, filter(&wish)).await?;
    let configurations = |chosen: &str| {
        let words = ConfigurationRole::ALL.iter().map(|role| role.as_str());
        choices(visit, "configuration-role", words, chosen)
    };
    let interactions = |chosen: &str| {
        let words = InteractionRole::ALL.iter().map(|role| role.as_str());
        choices(visit, "interaction-role", words, chosen)
    };
    let usual = RolePair::default();
    let page = UsersPage {
        shell: shell(visit, "settings-users").await,
        nav: nav(visit, "users"),
        rows: rows.into_iter().map(|row| line(visit, row)).collect(),
        configurations: configurations(&wish.configuration),
        interactions: interactions(&wish.interaction),
        states: choices(visit, "state-filter", STATES, &wish.state),
        new_configurations: configurations(usual.configuration.as_str()),
        new_interactions: interactions(usual.interaction.as_str()),
        search: wish.search,
        may_edit: visit.caller.may(Permission::ManageUserRoles),
        new_href: visit
            .caller
            .may(Permission::ManageUsers)
            .then(|| visit.path("/settings/users/new")),
        action: visit.path("/settings/users"),
        saved: wish.saved.is_some(),
        alert,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn line(visit: &Visit, row: UserRow) -> Line {
    let texts = visit.texts();
    let text =
        |family: &str, word: &str| texts.get(&format!("{family}-{}", word.replace('_', "-")));
    let organization = row.organization_role;
    Line {
        id: row.id.to_string(),
        href: visit.path(&format!("/settings/users/{}", row.id)),
        initials: crate::shell::initials(&row.name),
        name: row.name,
        mailto: mailto(&row.email),
        email: row.email,
        configuration: text("configuration-role", row.roles.configuration.as_str()),
        interaction: text("interaction-role", row.roles.interaction.as_str()),
        organization: (organization != OrganizationRole::None)
            .then(|| text("organization-role", organization.as_str())),
        state: text("user-state", row.state.as_str()),
        state_kind: state_kind(row.state),
        is_me: row.is_me,
    }
}

/// The look of a state's badge.
pub(super) fn state_kind(state: MembershipState) -> &'static str {
    match state {
        MembershipState::Pending => "warning",
        MembershipState::New => "info",
        MembershipState::Active => "ok",
        MembershipState::Withdrawn => "danger",
    }
}

/// The address that opens the mail program (ADM-18).
pub(super) fn mailto(email: &str) -> String {
    let mut address = String::from("mailto:");
    for c in email.chars() {
        match c {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3F"),
            '&' => address.push_str("%26"),
            '#' => address.push_str("%23"),
            _ => address.push(c),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_adds_no_fields_to_the_mail() {
        for (email, expect) in [
            ("a@contoso.example", "mailto:a@contoso.example"),
            ("a?bcc=b&c@d.example", "mailto:a%3Fbcc=b%26c@d.example"),
            ("a%20#@d.example", "mailto:a%2520%23@d.example"),
        ] {
            assert_eq!(mailto(email), expect);
        }
    }
}
