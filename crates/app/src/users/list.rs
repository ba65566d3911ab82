//! The list of users (ADM-10, ADM-17), and one of them.

use super::{Delegate, locked_people};
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::{MembershipState, Permission};
use hearken_model::{
    ConfigurationRole, CountryCode, InteractionRole, LicenceType, OrganizationRole, PublicId,
    RolePair, Timestamp,
};
use hearken_store::Member;

/// Rows of a page.
pub const PAGE: usize = 50;

/// Whom by their place in the solution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LicenceFilter {
    /// Everybody of the organization.
    #[default]
    Any,
    /// Those of the solution: with a place, or waiting for one; delegated administrators too.
    InSolution,
    /// With a place of a kind.
    With(LicenceType),
    /// Without a place.
    Without,
    /// People of the organization itself, with a place or without: who can have a licence (DEL-38).
    Own,
    /// Delegated administrators, who need none (DEL-35).
    Delegates,
}

/// Which users; nothing set: everybody.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// Part of a name or mail address.
    pub search: String,
    /// With this configuration role.
    pub configuration: Option<ConfigurationRole>,
    /// With this interaction role.
    pub interaction: Option<InteractionRole>,
    /// In any of these states; empty: any. "Active (All)" is `[New, Active]`.
    pub states: Vec<MembershipState>,
    /// By their place.
    pub licence: LicenceFilter,
}

/// A user of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Their id.
    pub id: PublicId,
    /// Name.
    pub name: String,
    /// Mail address, for the mail button (ADM-18); empty where a partner doesn't show it.
    pub email: String,
    /// Roles.
    pub roles: RolePair,
    /// Role towards the organization itself.
    pub organization_role: OrganizationRole,
    /// Whether they may enter.
    pub state: MembershipState,
    /// Their place in the solution.
    pub licence: Option<LicenceType>,
    /// Where they use the solution.
    pub usage_location: Option<CountryCode>,
    /// Whether a directory provisions them.
    pub is_from_directory: bool,
    /// For a delegated administrator, whose row cannot be changed (DEL-32).
    pub delegate: Option<Delegate>,
    /// When they were added to the installation.
    pub created_at: Timestamp,
    /// Whether it is the caller.
    pub is_me: bool,
}

/// A page of users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPage {
    /// At most [`PAGE`] rows.
    pub rows: Vec<UserRow>,
    /// How many fit in all.
    pub total: usize,
    /// Which page this is, from 1.
    pub page: usize,
    /// How many there are, at least 1.
    pub pages: usize,
}

/// The users of the visited organization, by name.
pub async fn list(app: &App, caller: &Caller, filter: UserFilter) -> Result<Vec<UserRow>> {
    let scope = caller.scope(Permission::ViewUsers, app.now())?;
    let search = filter.search.trim().to_lowercase();
    let members = app.store.list_members(&scope).await?;
    let members = members
        .into_iter()
        .map(|member| UserRow::of(member, caller));
    let locked = locked_people(app, &scope).await?;
    let rows = members.chain(locked);
    let mut rows: Vec<UserRow> = rows.filter(|row| filter.takes(row, &search)).collect();
    // Databases differ in how they sort letters of different case.
    rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.id));
    Ok(rows)
}

/// One page of them; a page that is not there is the last.
pub async fn page(app: &App, caller: &Caller, filter: UserFilter, page: usize) -> Result<UserPage> {
    let rows = list(app, caller, filter).await?;
    let (total, pages) = (rows.len(), rows.len().div_ceil(PAGE).max(1));
    let page = page.clamp(1, pages);
    let rows = rows
        .into_iter()
        .skip((page - 1) * PAGE)
        .take(PAGE)
        .collect();
    Ok(UserPage {
        rows,
        total,
        page,
        pages,
    })
}

/// One user of the visited organization.
pub async fn get(app: &App, caller: &Caller, id: PublicId) -> Result<UserRow> {
    let scope = caller.scope(Permission::ViewUsers, app.now())?;
    if let Some(member) = app.store.find_member(&scope, id).await? {
        return Ok(UserRow::of(member, caller));
    }
    let locked = locked_people(app, &scope).await?;
    let found = locked.into_iter().find(|row| row.id == id);
    found.ok_or_else(|| AppError::new(Code::NotFound))
}

impl UserFilter {
    fn takes(&self, row: &UserRow, search: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(search);
        (search.is_empty() || has(&row.name) || has(&row.email))
            && self
                .configuration
                .is_none_or(|role| role == row.roles.configuration)
            && self
                .interaction
                .is_none_or(|role| role == row.roles.interaction)
            && (self.states.is_empty() || self.states.contains(&row.state))
            && match self.licence {
                LicenceFilter::Any => true,
                LicenceFilter::InSolution => {
                    row.licence.is_some()
                        || row.is_locked()
                        || row.state == MembershipState::Pending
                }
                LicenceFilter::With(kind) => row.licence == Some(kind),
                LicenceFilter::Without => row.licence.is_none() && !row.is_locked(),
                LicenceFilter::Own => !row.is_locked(),
                LicenceFilter::Delegates => row.is_locked(),
            }
    }
}

impl UserRow {
    /// Whether nobody can change the row, for it is a delegated administrator's (DEL-32).
    pub const fn is_locked(&self) -> bool {
        self.delegate.is_some()
    }

    pub(crate) fn of(member: Member, caller: &Caller) -> Self {
        let Member {
            user, membership, ..
        } = member;
        Self {
            id: user.public_id,
            is_me: caller.principal.user() == Some(user.id),
            name: user.name,
            email: user.email,
            roles: membership.roles,
            organization_role: membership.organization_role,
            state: membership.state,
            licence: membership.licence,
            usage_location: member.usage_location,
            is_from_directory: member.is_from_directory,
            delegate: None,
            created_at: user.created_at,
        }
    }
}
