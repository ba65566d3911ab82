//! `/organizations/{slug}/users`: the people of an organization. One's own profile is no matter of
//! a token, which acts in one organization alone.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id, Instant, Query, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    users::{self, ChangeRoles, UserFilter, UserRow},
};
use hearken_authz::MembershipState;
use hearken_model::{ConfigurationRole, InteractionRole, OrganizationRole, RolePair};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_users, create_user))
        .routes(routes!(get_user))
        .routes(routes!(change_roles))
        .routes(routes!(set_access))
        .routes(routes!(reset_password))
}

/// A person of the organization.
#[derive(Serialize, ToSchema)]
struct User {
    id: Id,
    name: String,
    email: String,
    #[schema(schema_with = wire::configuration_role)]
    configuration_role: &'static str,
    #[schema(schema_with = wire::interaction_role)]
    interaction_role: &'static str,
    #[schema(schema_with = wire::organization_role)]
    organization_role: &'static str,
    #[schema(schema_with = wire::member_state)]
    state: &'static str,
    created_at: Instant,
    /// Whether it is the caller.
    is_me: bool,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            email: row.email,
            configuration_role: row.roles.configuration.as_str(),
            interaction_role: row.roles.interaction.as_str(),
            organization_role: row.organization_role.as_str(),
            state: row.state.as_str(),
            created_at: row.created_at.into(),
            is_me: row.is_me,
        }
    }
}

/// Which people; nothing set: everybody.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
struct ListUsers {
    /// Part of a name or mail address.
    search: String,
    #[param(schema_with = wire::configuration_role, required = false)]
    configuration_role: Option<ConfigurationRole>,
    #[param(schema_with = wire::interaction_role, required = false)]
    interaction_role: Option<InteractionRole>,
    #[param(schema_with = wire::member_state, required = false)]
    state: Option<String>,
}

/// The people of the organization, by name.
#[utoipa::path(get, path = "/organizations/{slug}/users", params(ListUsers),
    responses((status = 200, description = "everybody who fits", body = [User])))]
async fn list_users(
    inside: Inside,
    Query(query): Query<ListUsers>,
) -> Result<Json<Vec<User>>, Problem> {
    let states = match query.state.as_deref() {
        None => Vec::new(),
        Some(word) => match MembershipState::from_word(word) {
            Some(state) => vec![state],
            None => return Err(Problem::unknown_value("state", word)),
        },
    };
    let filter = UserFilter {
        search: query.search,
        configuration: query.configuration_role,
        interaction: query.interaction_role,
        states,
    };
    let rows = users::list(&inside.app, &inside.caller, filter).await?;
    Ok(Json(rows.into_iter().map(User::from).collect()))
}

/// A person of the organization.
#[utoipa::path(get, path = "/organizations/{slug}/users/{id}",
    responses((status = 200, description = "the person", body = User)))]
async fn get_user(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<User>, Problem> {
    let row = users::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(row.into()))
}

/// A person to be added. Roles left out: Power Analyst and Responder.
#[derive(Deserialize, ToSchema)]
struct NewUser {
    /// 1 to 80 characters; not used for a person whom the installation knows.
    #[serde(default)]
    name: String,
    email: String,
    #[serde(default)]
    roles: Option<Roles>,
    #[serde(default)]
    #[schema(schema_with = wire::organization_role, required = false)]
    organization_role: Option<OrganizationRole>,
}

/// Both roles of a person in the solution.
#[derive(Clone, Copy, Deserialize, ToSchema)]
struct Roles {
    #[schema(schema_with = wire::configuration_role)]
    configuration_role: ConfigurationRole,
    #[schema(schema_with = wire::interaction_role)]
    interaction_role: InteractionRole,
}

impl From<Roles> for RolePair {
    fn from(roles: Roles) -> Self {
        Self {
            configuration: roles.configuration_role,
            interaction: roles.interaction_role,
        }
    }
}

/// A person who was added.
#[derive(Serialize, ToSchema)]
struct UserCreated {
    user: User,
    /// The one-time password, shown this once; null when the installation knew the person already.
    password: Option<String>,
}

/// Adds a person to the organization.
#[utoipa::path(post, path = "/organizations/{slug}/users", request_body = NewUser,
    responses((status = 201, description = "the person", body = UserCreated)))]
async fn create_user(
    inside: Inside,
    Body(new): Body<NewUser>,
) -> Result<(StatusCode, Json<UserCreated>), Problem> {
    let input = users::NewUser {
        name: new.name,
        email: new.email,
        roles: new.roles.map(RolePair::from),
        organization_role: new.organization_role,
    };
    let created = users::create(&inside.app, &inside.caller, input).await?;
    let answer = UserCreated {
        user: created.user.into(),
        password: created.password.map(|secret| secret.expose().to_owned()),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// New roles of a person.
#[derive(Deserialize, ToSchema)]
struct NewRoles {
    #[serde(flatten)]
    roles: Roles,
    /// Left out: stays as it is.
    #[serde(default)]
    #[schema(schema_with = wire::organization_role, required = false)]
    organization_role: Option<OrganizationRole>,
}

/// Changes a person's roles; one who waited becomes active.
#[utoipa::path(put, path = "/organizations/{slug}/users/{id}/roles", request_body = NewRoles,
    responses((status = 200, description = "the person", body = User)))]
async fn change_roles(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewRoles>,
) -> Result<Json<User>, Problem> {
    let input = ChangeRoles {
        users: vec![parse(&id)?],
        roles: new.roles.into(),
        organization_role: new.organization_role,
    };
    only(users::change_roles(&inside.app, &inside.caller, input).await?)
}

/// Whether a person may enter.
#[derive(Deserialize, ToSchema)]
struct Access {
    allowed: bool,
}

/// Withdraws a person's access at once, or gives it again.
#[utoipa::path(put, path = "/organizations/{slug}/users/{id}/access", request_body = Access,
    responses((status = 200, description = "the person", body = User)))]
async fn set_access(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(access): Body<Access>,
) -> Result<Json<User>, Problem> {
    let ids = vec![parse(&id)?];
    only(users::set_access(&inside.app, &inside.caller, ids, access.allowed).await?)
}

fn only(rows: Vec<UserRow>) -> Result<Json<User>, Problem> {
    let row = rows.into_iter().next();
    let row = row.ok_or_else(|| Problem::new(hearken_app::Code::NotFound))?;
    Ok(Json(row.into()))
}

/// A one-time password.
#[derive(Serialize, ToSchema)]
struct OneTimePassword {
    /// Shown this once; must be changed at the next sign-in.
    password: String,
}

/// Gives a person a one-time password and ends their sessions.
#[utoipa::path(post, path = "/organizations/{slug}/users/{id}/password",
    responses((status = 200, description = "the password", body = OneTimePassword)))]
async fn reset_password(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<OneTimePassword>, Problem> {
    let secret = users::reset_password(&inside.app, &inside.caller, parse(&id)?).await?;
    let password = secret.expose().to_owned();
    Ok(Json(OneTimePassword { password }))
}
