//! The people of the solution: list, filters, changing several at once, approval (ADM-10..20).

use super::{
    Choice, Link, choices, nav,
    people::{Pager, Wish, mailto, pager},
    shell, user,
};
use crate::{error::WebError, format, forms::Fields, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    users::{
        self, ChangeRoles, Delegate, EditSelected, Edited, LicenceFilter, UserFilter, UserRow,
    },
};
use hearken_authz::{MembershipState, Permission};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, OrganizationRole, PublicId, RolePair,
};

/// What stands where there is no role.
const NONE: &str = "–";

#[derive(Template)]
#[template(path = "pages/settings/users.html")]
struct UsersPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<Line>,
    pager: Pager,
    search: String,
    configurations: Vec<Choice>,
    interactions: Vec<Choice>,
    states: Vec<Choice>,
    new_configurations: Vec<Choice>,
    new_interactions: Vec<Choice>,
    may_edit: bool,
    automatic: bool,
    new_href: Option<String>,
    people_href: Option<String>,
    action: String,
    saved: bool,
    alert: Option<String>,
    alert_kind: &'static str,
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
    delegate: Option<String>,
    is_me: bool,
}

/// What is said above the list.
#[derive(Default)]
struct Said {
    status: StatusCode,
    kind: &'static str,
    text: Option<String>,
}

/// `GET /o/{slug}/settings/users`
pub(super) async fn list(visit: Visit, Query(wish): Query<Wish>) -> Result<Response, WebError> {
    page(&visit, wish, Said::default()).await
}

/// `POST /o/{slug}/settings/users`: roles and access of the users that are ticked.
pub(super) async fn edit(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let chosen: Vec<PublicId> = fields
        .all("user")
        .map(super::parse)
        .collect::<Result<_, _>>()?;
    let alone = chosen.first().copied().filter(|_| fields.has("alone"));
    let Some(wanted) = Wanted::of(&fields) else {
        return refuse(&visit, alone, "users-both-roles").await;
    };
    if chosen.is_empty() {
        return refuse(&visit, alone, "users-none-chosen").await;
    }
    match wanted.save(&visit, chosen).await {
        Ok(edited) => told(&visit, alone, &edited).await,
        Err(error) => match why(error.code) {
            Some(why) => refuse(&visit, alone, why).await,
            None => Err(error.into()),
        },
    }
}

/// Refusals that are shown beside the list.
pub(super) fn why(code: Code) -> Option<&'static str> {
    match code {
        Code::LastAdministrator => Some("users-last-administrator"),
        Code::NoSeatsLeft => Some("users-no-seats"),
        Code::Locked => Some("users-locked"),
        _ => None,
    }
}

/// `POST /o/{slug}/settings/users/approval`
pub(super) async fn approval(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let on = fields.get("on") == "yes";
    users::set_automatic_approval(visit.app(), &visit.caller, on).await?;
    Ok(Redirect::to(&visit.path("/settings/users?saved")).into_response())
}

/// What a form wants of the users.
struct Wanted {
    roles: Option<RolePair>,
    organization_role: Option<OrganizationRole>,
    access: Option<bool>,
}

impl Wanted {
    /// None where one of the two roles is missing, or nothing is wanted at all.
    fn of(fields: &Fields) -> Option<Self> {
        let configuration = ConfigurationRole::from_word(fields.get("configuration"));
        let interaction = InteractionRole::from_word(fields.get("interaction"));
        let access = match fields.get("access") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let roles = match (configuration, interaction, access) {
            (Some(configuration), Some(interaction), _) => Some(RolePair {
                configuration,
                interaction,
            }),
            (None, None, Some(_)) => None,
            _ => return None,
        };
        Some(Self {
            roles,
            organization_role: OrganizationRole::from_word(fields.get("organization_role")),
            access,
        })
    }

    async fn save(self, visit: &Visit, users: Vec<PublicId>) -> Result<Edited, AppError> {
        let (app, caller) = (visit.app(), &visit.caller);
        if let (Some(roles), Some(_), None) = (self.roles, self.organization_role, self.access) {
            let change = ChangeRoles {
                users,
                roles,
                organization_role: self.organization_role,
            };
            let changed = users::change_roles(app, caller, change).await?;
            return Ok(Edited {
                changed,
                locked: Vec::new(),
            });
        }
        let input = EditSelected {
            users,
            roles: self.roles,
            access: self.access,
        };
        users::edit_selected(app, caller, input).await
    }
}

/// Says what was changed, and who was passed over.
async fn told(
    visit: &Visit,
    alone: Option<PublicId>,
    edited: &Edited,
) -> Result<Response, WebError> {
    if edited.locked.is_empty() {
        let target = match alone {
            Some(id) => format!("/settings/users/{id}?saved"),
            None => "/settings/users?saved".to_owned(),
        };
        return Ok(Redirect::to(&visit.path(&target)).into_response());
    }
    let names: Vec<&str> = edited.locked.iter().map(|row| row.name.as_str()).collect();
    let arguments = [
        ("changed", (edited.changed.len() as i64).into()),
        ("names", names.join(", ").into()),
    ];
    let text = visit.texts().with("users-skipped", &arguments);
    let said = Said {
        kind: "warning",
        text: Some(text),
        ..Said::default()
    };
    page(visit, Wish::default(), said).await
}

/// Shows the page again, with the reason why nothing was changed.
async fn refuse(visit: &Visit, alone: Option<PublicId>, why: &str) -> Result<Response, WebError> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let text = Some(visit.texts().get(why));
    let kind = "error";
    match alone {
        Some(id) => user::page(visit, status, id, text, None).await,
        None => page(visit, Wish::default(), Said { status, kind, text }).await,
    }
}

/// Words of the filter for states (ADM-10): `active` is everybody who may enter.
/// `delegated` is no state, but who is asked for in its place (DEL-35).
const STATES: [&str; 5] = ["pending", "new", "active", "withdrawn", "delegated"];

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
        licence: match wish.state.as_str() {
            "delegated" => LicenceFilter::Delegates,
            _ => LicenceFilter::InSolution,
        },
    }
}

async fn page(visit: &Visit, wish: Wish, said: Said) -> Result<Response, WebError> {
    let (app, caller) = (visit.app(), &visit.caller);
    let found = users::page(app, caller, filter(&wish), wish.page()).await?;
    let automatic = users::automatic_approval(app, caller).await?;
    let configurations = |chosen: &str| {
        let words = ConfigurationRole::ALL.iter().map(|role| role.as_str());
        choices(visit, "configuration-role", words, chosen)
    };
    let interactions = |chosen: &str| {
        let words = InteractionRole::ALL.iter().map(|role| role.as_str());
        choices(visit, "interaction-role", words, chosen)
    };
    let action = visit.path("/settings/users");
    let manages = |permission, path| caller.may(permission).then(|| visit.path(path));
    let page = UsersPage {
        shell: shell(visit, "settings-users").await,
        nav: nav(visit, "users"),
        pager: pager(visit, &wish, &action, &found),
        rows: found.rows.into_iter().map(|row| line(visit, row)).collect(),
        configurations: configurations(&wish.configuration),
        interactions: interactions(&wish.interaction),
        states: choices(visit, "state-filter", STATES, &wish.state),
        new_configurations: configurations(""),
        new_interactions: interactions(""),
        search: wish.search,
        may_edit: caller.may(Permission::ManageUserRoles),
        automatic,
        new_href: manages(Permission::ManageUsers, "/settings/users/new"),
        people_href: manages(Permission::ManageLicences, "/settings/licences"),
        action,
        saved: wish.saved.is_some(),
        alert: said.text,
        alert_kind: said.kind,
    };
    Ok((said.status, Html(page.render()?)).into_response())
}

fn line(visit: &Visit, row: UserRow) -> Line {
    let texts = visit.texts();
    let text =
        |family: &str, word: &str| texts.get(&format!("{family}-{}", word.replace('_', "-")));
    let organization = row.organization_role;
    let has_roles = row
        .delegate
        .as_ref()
        .is_none_or(|d| d.level == DelegationLevel::Full);
    let role = |family: &str, word: &str| match has_roles {
        true => text(family, word),
        false => NONE.to_owned(),
    };
    Line {
        id: row.id.to_string(),
        href: visit.path(&format!("/settings/users/{}", row.id)),
        initials: crate::shell::initials(&row.name),
        name: row.name,
        mailto: mailto(&row.email),
        email: row.email,
        configuration: role("configuration-role", row.roles.configuration.as_str()),
        interaction: role("interaction-role", row.roles.interaction.as_str()),
        organization: (organization != OrganizationRole::None)
            .then(|| text("organization-role", organization.as_str())),
        state: text("user-state", row.state.as_str()),
        state_kind: state_kind(row.state),
        delegate: row.delegate.map(|delegate| delegate_text(visit, &delegate)),
        is_me: row.is_me,
    }
}

/// From whom a delegated administrator comes, what they can do, and when they were here last.
pub(super) fn delegate_text(visit: &Visit, delegate: &Delegate) -> String {
    let texts = visit.texts();
    let level = texts.get(&format!("delegation-level-{}", delegate.level.as_str()));
    let last = format::ago(delegate.last_entry_at, visit.now(), &visit.zone(), texts);
    let arguments = [
        ("partner", delegate.partner.as_str().into()),
        ("level", level.into()),
        ("last", last.into()),
    ];
    texts.with("user-delegate", &arguments)
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
