//! The one place that answers. Pure: who, what, on what, when.

use crate::{Cell, Column, InstallScope, Level, OrgScope, Permission, Person, Principal, Resource};
use hearken_model::{OrgId, Stage, Timestamp};

/// Why not. The edges answer 404 and 403.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
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
    /// Nobody subscribes to the solution any more, and it is past the stage in which this could be
    /// done (TRI-09).
    #[error("the subscription ended")]
    SubscriptionEnded(Stage),
}

/// Decides whether `principal` may do `permission` with `resource` at `now`.
///
/// A person of another organization is told [`Denied::NotFound`]; a member who is pending or
/// withdrawn, or whose roles do not reach, [`Denied::Forbidden`]; a session that acts for a customer
/// and may not any more, [`Denied::DelegationEnded`]; who could if somebody subscribed to the
/// solution, [`Denied::SubscriptionEnded`]. Permissions of the installation are never granted here;
/// see [`decide_installation`].
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
    let granted = match cell_of(principal, permission, resource.org, now) {
        Cell::All => true,
        Cell::Own => resource.owner.is_some() && resource.owner == principal.user(),
        Cell::No => false,
    };
    if !granted || permission.level() != Level::Organization {
        return Err(Denied::Forbidden);
    }
    match stage_of(principal, now) {
        stage if stage > permission.until() => Err(Denied::SubscriptionEnded(stage)),
        _ => Ok(OrgScope::new(resource.org, principal, permission, now)),
    }
}

/// Where the visited solution stands for a person. Jobs and the command line go on: what was asked to
/// be erased is erased in closed solutions too.
fn stage_of(principal: &Principal, now: Timestamp) -> Stage {
    match principal {
        Principal::Person(person) => person.term.stage(now),
        Principal::System { .. } | Principal::Operator => Stage::Running,
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
/// cannot be done. Nothing once the solution is past the stage in which it could be done.
pub fn reach(principal: &Principal, permission: Permission, org: OrgId, now: Timestamp) -> Cell {
    if stage_of(principal, now) > permission.until() {
        return Cell::No;
    }
    cell_of(principal, permission, org, now)
}

/// What the table gives: the union of the principal's columns (ADM-01); one who acts for a customer
/// has the one of the delegation.
fn cell_of(principal: &Principal, permission: Permission, org: OrgId, now: Timestamp) -> Cell {
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
