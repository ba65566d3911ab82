//! Who calls a use-case: a decided identity, and the organization that is visited.
//!
//! A [`Caller`] comes from [`crate::session::resume`] or [`crate::tokens::resume`] (a person), from
//! [`Caller::command_line`] or [`Caller::job`]; [`crate::organizations::enter`] adds the
//! organization. It grants nothing: every use-case asks `authz` again.

use crate::{
    AppError, Code, Result, audit::Denials, delegation::ActingView,
    organizations::OrganizationView, users::PersonView,
};
use hearken_authz::{
    Cell, Denied, InstallScope, OrgScope, Permission, Principal, Resource, decide,
    decide_installation, is_fresh, reach,
};
use hearken_model::{OrgId, PageStyle, Preferences, Timestamp, UserId, Zone};
use std::sync::Arc;

/// Who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    pub(crate) principal: Principal,
    pub(crate) person: Option<Arc<PersonView>>,
    pub(crate) organization: Option<Arc<OrganizationView>>,
    /// An API token opens the organization it was made in alone.
    pub(crate) only: Option<OrgId>,
    pub(crate) zone: Option<Zone>,
    pub(crate) must_change_password: bool,
    /// When the request came: what [`Caller::may`] shows is as of then.
    pub(crate) asked_at: Timestamp,
    /// When the session's second factor was confirmed.
    pub(crate) second_factor_at: Option<Timestamp>,
    /// For whom the person acts, as pages show it.
    pub(crate) acting: Option<Arc<ActingView>>,
    /// Where denials of somebody who acts for a customer are counted.
    pub(crate) denials: Option<Arc<Denials>>,
}

impl Caller {
    /// The command line on the installation's own machine.
    pub fn command_line() -> Self {
        Self::without_person(Principal::Operator)
    }

    /// A job of the installation.
    pub fn job(name: &'static str) -> Self {
        Self::without_person(Principal::System { job: name })
    }

    fn without_person(principal: Principal) -> Self {
        Self {
            principal,
            person: None,
            organization: None,
            only: None,
            zone: None,
            must_change_password: false,
            asked_at: Timestamp(0),
            second_factor_at: None,
            acting: None,
            denials: None,
        }
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<&PersonView> {
        self.person.as_deref()
    }

    /// The organization that is visited, if one was entered.
    pub fn organization(&self) -> Option<&OrganizationView> {
        self.organization.as_deref()
    }

    /// For whom the person acts as a delegated admin, if for anybody.
    pub fn acting(&self) -> Option<&ActingView> {
        self.acting.as_deref()
    }

    /// Whether the session confirmed a second factor lately enough to act for customers (DEL-65).
    pub fn has_fresh_second_factor(&self) -> bool {
        is_fresh(self.second_factor_at, self.asked_at)
    }

    /// Whether the person has a one-time password and must choose one of their own before anything
    /// else ([`crate::session::change_password`]).
    pub fn must_change_password(&self) -> bool {
        self.must_change_password
    }

    /// Whether the person operates the installation.
    pub fn is_operator(&self) -> bool {
        match self.principal {
            Principal::Person(person) => person.operator,
            Principal::Operator => true,
            Principal::System { .. } => false,
        }
    }

    /// The same caller with the zone that the browser or request names; a person's own setting wins
    /// over it (ANA-022).
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.zone = Some(zone);
        self
    }

    /// The zone in which days are cut: the person's own, else the browser's, else the
    /// organization's, else UTC (ANA-022).
    pub fn zone(&self) -> Zone {
        let own = self.person.as_deref().and_then(|p| p.zone.clone());
        own.or_else(|| self.zone.clone())
            .or_else(|| self.organization.as_deref().map(|o| o.zone.clone()))
            .unwrap_or(Zone::UTC)
    }

    /// How the person likes Analytics to begin: while they act for a customer, as chosen for that
    /// customer (DEL-59), but figures as at home where nothing was.
    pub fn preferences(&self) -> Preferences {
        let own = self.person().map(|person| person.preferences);
        let own = own.unwrap_or_default();
        self.acting().map_or(own, |acting| Preferences {
            time_frame: acting.own_preferences.time_frame,
            charts: acting.own_preferences.charts.or(own.charts),
            style: acting.own_preferences.style,
        })
    }

    /// How pages look and write: as the person chose for themselves, or for the customer that they act
    /// for, else as the organization has it (GLO-02, DEL-59).
    pub fn style(&self) -> PageStyle {
        let there = match self.acting() {
            Some(acting) => acting.style,
            None => self
                .organization()
                .map_or_else(PageStyle::default, |o| o.style),
        };
        self.preferences().style.or(there)
    }

    /// Whether the permission reaches anything at all in the visited organization: for showing or
    /// hiding buttons and navigation. Use-cases decide for themselves.
    pub fn may(&self, permission: Permission) -> bool {
        self.reach(permission) != Cell::No
    }

    /// Whether the permission reaches a thing with this owner.
    pub(crate) fn may_with(&self, permission: Permission, owner: Option<UserId>) -> bool {
        match self.reach(permission) {
            Cell::All => true,
            Cell::Own => owner.is_some() && owner == self.principal.user(),
            Cell::No => false,
        }
    }

    pub(crate) fn reach(&self, permission: Permission) -> Cell {
        self.organization.as_deref().map_or(Cell::No, |o| {
            reach(&self.principal, permission, o.id, self.asked_at)
        })
    }

    /// Decides about the visited organization, or a thing in it that nobody owns.
    pub(crate) fn scope(&self, permission: Permission, now: Timestamp) -> Result<OrgScope> {
        self.scope_of(permission, None, now)
    }

    /// Decides about what no delegated admin may ever do, and says so to one (DEL-45).
    pub(crate) fn native_scope(&self, permission: Permission, now: Timestamp) -> Result<OrgScope> {
        self.scope(permission, now).map_err(|error| {
            if self.acting.is_some() && error.code == Code::Forbidden {
                AppError::new(Code::NeverDelegable)
            } else {
                error
            }
        })
    }

    /// Decides about a new thing, whose owner will be the caller.
    pub(crate) fn scope_new(&self, permission: Permission, now: Timestamp) -> Result<OrgScope> {
        self.scope_of(permission, self.principal.user(), now)
    }

    /// Decides about a thing with an owner.
    pub(crate) fn scope_of(
        &self,
        permission: Permission,
        owner: Option<UserId>,
        now: Timestamp,
    ) -> Result<OrgScope> {
        self.settled()?;
        let org = self
            .organization
            .as_deref()
            .ok_or_else(|| AppError::new(Code::NotFound))?
            .id;
        let resource = Resource::owned(org, owner);
        decide(&self.principal, permission, &resource, now).map_err(|denied| {
            if let Some(denials) = &self.denials {
                denials.count(&self.principal, permission, denied, now);
            }
            if denied == Denied::Forbidden && self.lacks_licence() {
                return AppError::new(Code::LicenceRequired);
            }
            denied.into()
        })
    }

    /// Whether the person is inside without a place in the solution, for their role towards the
    /// organization itself.
    pub fn lacks_licence(&self) -> bool {
        match self.principal {
            Principal::Person(person) => person.membership.is_some_and(|m| !m.has_seat()),
            Principal::System { .. } | Principal::Operator => false,
        }
    }

    /// Decides about the installation.
    pub(crate) fn install_scope(
        &self,
        permission: Permission,
        now: Timestamp,
    ) -> Result<InstallScope> {
        self.settled()?;
        Ok(decide_installation(&self.principal, permission, now)?)
    }

    fn settled(&self) -> Result<()> {
        if self.must_change_password {
            return Err(AppError::new(Code::PasswordChangeRequired));
        }
        Ok(())
    }
}
