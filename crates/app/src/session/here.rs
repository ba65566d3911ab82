//! Who somebody is in the organization that is visited: themselves, or acting for it.

use crate::{AppError, Caller, Code, Result, delegation::ActingView};
use hearken_authz::{Membership, Principal};
use hearken_model::{
    ConfigurationRole, CountryCode, DelegationLevel, InteractionRole, OrganizationRole, PublicId,
    RolePair,
};

/// Who somebody is in the visited organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Here {
    /// The person's id.
    pub person: PublicId,
    /// The person's name.
    pub name: String,
    /// For whom they act, if they do.
    pub acting: Option<ActingView>,
    /// Their roles in the solution; none: no access to it (no licence, or limited
    /// administration, DEL-07).
    pub roles: Option<RolePair>,
    /// Their role towards the organization itself; none for those who act for it.
    pub organization_role: Option<OrganizationRole>,
    /// Whether nobody can change these roles (DEL-32).
    pub is_locked: bool,
    /// Where maps open: the visited organization's country (DEL-50).
    pub country: CountryCode,
    /// South, west, north, east in degrees; none: the whole world.
    pub bounds: Option<[f64; 4]>,
}

/// Who the caller is in the visited organization. Persons only.
pub fn here(caller: &Caller) -> Result<Here> {
    let not_found = || AppError::new(Code::NotFound);
    let organization = caller.organization().ok_or_else(not_found)?;
    let view = caller.person().ok_or_else(not_found)?;
    let Principal::Person(person) = caller.principal else {
        return Err(not_found());
    };
    let acting = caller.acting().cloned();
    let membership = person.membership.filter(|_| acting.is_none());
    let roles = match &acting {
        Some(acting) => (acting.level == Some(DelegationLevel::Full)).then_some(RolePair {
            configuration: ConfigurationRole::Administrator,
            interaction: InteractionRole::Manager,
        }),
        None => membership
            .filter(Membership::has_seat)
            .map(|membership| membership.roles),
    };
    Ok(Here {
        person: view.public_id,
        name: view.name.clone(),
        is_locked: acting.is_some(),
        roles,
        organization_role: membership.map(|membership| membership.organization_role),
        acting,
        country: organization.country,
        bounds: organization.bounds(),
    })
}
