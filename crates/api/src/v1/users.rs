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
    licences::{self, Assign},
    users::{self, ChangeRoles, LicenceFilter, UserFilter, UserRow},
};
use hearken_authz::MembershipState;
use hearken_model::{ConfigurationRole, InteractionRole, LicenceType, OrganizationRole, RolePair};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_users, create_user))
        .routes(routes!(get_user, delete_user))
        .routes(routes!(change_roles))
        .routes(routes!(assign_licence, remove_licence))
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
    /// Their place in the solution; null for those who have none.
    #[schema(schema_with = wire::licence_or_null)]
    licence: Option<&'static str>,
    /// Where they use the solution, ISO 3166-1; their maps open there.
    usage_location: Option<String>,
    /// Whether it is a delegated administrator, whose row cannot be changed.
    locked: bool,
    /// Who sends a delegated administrator; null for everybody else.
    delegate: Option<Delegate>,
    created_at: Instant,
    /// Whether it is the caller.
    is_me: bool,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let locked = row.is_locked();
        Self {
            id: row.id.into(),
            name: row.name,
            email: row.email,
            configuration_role: row.roles.configuration.as_str(),
            interaction_role: row.roles.interaction.as_str(),
            organization_role: row.organization_role.as_str(),
            state: row.state.as_str(),
            licence: row.licence.map(LicenceType::as_str),
            usage_location: row.usage_location.map(|code| code.to_string()),
            locked,
            delegate: row.delegate.map(Delegate::from),
            created_at: row.created_at.into(),
            is_me: row.is_me,
        }
    }
}

/// From whom a delegated administrator comes.
#[derive(Serialize, ToSchema)]
struct Delegate {
    /// The partner's name.
    partner: String,
    #[schema(schema_with = wire::delegation_level)]
    level: &'static str,
    last_entry_at: Instant,
}

impl From<users::Delegate> for Delegate {
    fn from(delegate: users::Delegate) -> Self {
        Self {
            partner: delegate.partner,
            level: delegate.level.as_str(),
            last_entry_at: delegate.last_entry_at.into(),
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
    /// Delegated administrators alone.
    delegated: bool,
    /// With this kind of place.
    #[param(schema_with = wire::licence_type, required = false)]
    licence: Option<LicenceType>,
    /// The first so many are left out.
    offset: usize,
    /// At most so many; left out: all.
    limit: Option<usize>,
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
        licence: match (query.delegated, query.licence) {
            (true, _) => LicenceFilter::Delegates,
            (false, Some(kind)) => LicenceFilter::With(kind),
            (false, None) => LicenceFilter::Any,
        },
    };
    let rows = users::list(&inside.app, &inside.caller, filter).await?;
    let rows = rows.into_iter().skip(query.offset);
    let rows = rows.take(query.limit.unwrap_or(usize::MAX));
    Ok(Json(rows.map(User::from).collect()))
}

/// One person of the organization.
#[utoipa::path(get, path = "/organizations/{slug}/users/{id}",
    responses((status = 200, description = "the person", body = User)))]
async fn get_user(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<User>, Problem> {
    let row = users::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(row.into()))
}

/// Takes a person out of the organization.
#[utoipa::path(delete, path = "/organizations/{slug}/users/{id}",
    responses((status = 204, description = "the person is not in it any more")))]
async fn delete_user(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    users::delete(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A place in the solution.
#[derive(Deserialize, ToSchema)]
struct Licence {
    #[serde(rename = "type")]
    #[schema(schema_with = wire::licence_type)]
    kind: LicenceType,
    /// Left out: where they were, else where the organization is.
    #[serde(default)]
    usage_location: String,
}

/// Gives a person a place in the solution, or another kind of place.
#[utoipa::path(put, path = "/organizations/{slug}/users/{id}/licence", request_body = Licence,
    responses((status = 200, description = "the person", body = User)))]
async fn assign_licence(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(licence): Body<Licence>,
) -> Result<Json<User>, Problem> {
    let input = Assign {
        user: parse(&id)?,
        kind: licence.kind,
        usage_location: licence.usage_location,
    };
    let row = licences::assign(&inside.app, &inside.caller, input).await?;
    Ok(Json(row.into()))
}

/// Takes a person's place away. Their own settings and tokens are gone for good; search topics stay.
#[utoipa::path(delete, path = "/organizations/{slug}/users/{id}/licence",
    responses((status = 200, description = "the person", body = User)))]
async fn remove_licence(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<User>, Problem> {
    let row = licences::remove(&inside.app, &inside.caller, parse(&id)?).await?;
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
    /// Their place in the solution; left out: a full one; null: none.
    #[serde(default = "full")]
    #[schema(schema_with = wire::licence_or_null, required = false)]
    licence: Option<LicenceType>,
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the default of a field that may be null"
)]
fn full() -> Option<LicenceType> {
    Some(LicenceType::Full)
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
        licence: new.licence,
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
