//! The one place that answers. Pure: who, what, on what, when.

use crate::{Cell, Column, InstallScope, Level, OrgScope, Permission, Person, Principal, Resource};
use hearken_model::{OrgId, Timestamp};

/// Why not. The edges answer 404 and 403.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The organization is not the principal's: it cannot be told from one that is not there.
    #[error("not found")]
    NotFound,
    /// The principal is in the organization and may not do this.
    #[error("not allowed")]
    Forbidden,
    /// The session acted for this customer and may not any more: the relationship is over or held,
    /// or the person no longer serves the customer.
    #[error("delegation ended")]
    DelegationEnded,
    /// Acting for a customer needs a second factor confirmed a short while ago.
    #[error("second factor needed")]
    StepUpRequired,
}

/// Decides whether `principal` may do `permission` with `resource` at `now`.
///
/// A person of another organization is told [`Denied::NotFound`]; a member who is pending or
/// withdrawn, or whose roles do not reach, [`Denied::Forbidden`]; a session that acts for a customer
/// and may not any more, [`Denied::DelegationEnded`]. Permissions of the installation
/// are never granted here; see [`decide_installation`].
pub fn decide(
    principal: &Principal,
    permission: Permission,
    resource: &Resource,
    now: Timestamp,
) -> Result<OrgScope, Denied> {
    if let Principal::Person(person) = principal {
        match person.acting {
            Some(acting) if acting.customer == resource.org => {
                acting.column(now)?;
            }
            None if person.membership.is_some_and(|m| m.org == resource.org) => {}
            _ => return Err(Denied::NotFound),
        }
    }
    let granted = match reach(principal, permission, resource.org, now) {
        Cell::All => true,
        Cell::Own => resource.owner.is_some() && resource.owner == principal.user(),
        Cell::No => false,
    };
    if granted && permission.level() == Level::Organization {
        Ok(OrgScope::new(resource.org, principal, permission, now))
    } else {
        Err(Denied::Forbidden)
    }
}

/// Decides whether `principal` may do an installation-wide `permission` at `now`.
///
/// Everybody who is not an operator is told [`Denied::NotFound`], so that these pages and routes
/// cannot be told from ones that are not there.
pub fn decide_installation(
    principal: &Principal,
    permission: Permission,
    _now: Timestamp,
) -> Result<InstallScope, Denied> {
    let column = match principal {
        Principal::Person(Person {
            operator: true,
            acting: None,
            ..
        }) => Column::Operator,
        Principal::Person(_) => return Err(Denied::NotFound),
        Principal::System { .. } => Column::Job,
        Principal::Operator => Column::CommandLine,
    };
    if permission.level() == Level::Installation && permission.cell(column) == Cell::All {
        Ok(InstallScope::new(principal))
    } else {
        Err(Denied::Forbidden)
    }
}

/// How far a permission reaches for a principal in an organization: for lists, for hiding what
/// cannot be done, and for [`decide`] itself. The union of the principal's columns (ADM-01); one who
/// acts for a customer has the one of the delegation.
pub fn reach(principal: &Principal, permission: Permission, org: OrgId, now: Timestamp) -> Cell {
    match principal {
        Principal::Person(Person {
            acting: Some(acting),
            ..
        }) => {
            let column = acting.column(now).ok();
            column
                .filter(|_| acting.customer == org)
                .map_or(Cell::No, |column| permission.cell(column))
        }
        Principal::Person(person) => columns_of(person, org)
            .map(|column| permission.cell(column))
            .max()
            .unwrap_or(Cell::No),
        Principal::System { .. } => permission.cell(Column::Job),
        Principal::Operator => permission.cell(Column::CommandLine),
    }
}

/// The columns that speak for a person in an organization; none for strangers and for members who
/// may not enter. Roles in the solution speak for those alone who have a place in it (ADM-31). Being
/// an operator of the installation is no column here.
fn columns_of(person: &Person, org: OrgId) -> impl Iterator<Item = Column> {
    person
        .membership
        .filter(|m| m.org == org && m.state.may_enter())
        .into_iter()
        .flat_map(|m| {
            let seated = |column: Column| m.has_seat().then_some(column);
            [
                seated(m.roles.configuration.into()),
                seated(m.roles.interaction.into()),
                Column::of_organization_role(m.organization_role),
            ]
        })
        .flatten()
}
