//! Under what a session or token acts for a customer, read anew at every request: nothing of it is
//! kept from one request to the next.

use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::{Delegation, Person, Principal};
use hearken_model::{
    DefaultFrame, DelegationLevel, OrgId, PageStyle, Preferences, PublicId, RelationshipId, Slug,
    Timestamp, UserId,
};
use hearken_store::{Assignment, StoredRelationship};
use std::sync::Arc;

/// For whom a person acts, as the banner shows it (DEL-64).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActingView {
    /// The relationship.
    pub relationship: PublicId,
    /// The customer's name.
    pub customer: String,
    /// The customer's name in URLs.
    pub customer_slug: Slug,
    /// The partner's name.
    pub partner: String,
    /// The partner's name in URLs; its area is where one leaves to.
    pub partner_slug: Slug,
    /// What the person may do.
    pub level: Option<DelegationLevel>,
    /// When the relationship ends, if that was agreed.
    pub ends_at: Option<Timestamp>,
    /// The language that the person chose for this customer (DEL-59).
    pub own_locale: Option<String>,
    /// How they like this customer's Analytics to begin, and its pages to look.
    pub own_preferences: Preferences,
    /// The customer's, which holds where they chose none.
    pub locale: Option<String>,
    /// The customer's default time frame.
    pub time_frame: DefaultFrame,
    /// How the customer's pages look and write.
    pub style: PageStyle,
}

/// The caller, acting under a relationship. `lasts` is whether the session has not been idle too
/// long. Answers a caller even when nothing holds any more, so that the refusal says what it is.
pub(crate) async fn acting_under(
    app: &App,
    mut caller: Caller,
    id: RelationshipId,
    lasts: bool,
) -> Result<Caller> {
    let gone = || AppError::new(Code::DelegationEnded);
    let Principal::Person(person) = caller.principal else {
        return Err(gone());
    };
    let found = app.store.find_relationship(&app.install, id).await?;
    let stored = found.ok_or_else(gone)?;
    let mut delegation = load(app, &stored, person.user).await?;
    delegation.scoped = delegation.scoped.filter(|_| lasts);
    delegation.second_factor_at = app.second_factor_of(caller.second_factor_at);
    let customer = app
        .store
        .load_organization_of(&app.install, stored.customer)
        .await?;
    let partner = app
        .store
        .load_organization_of(&app.install, stored.partner)
        .await?;
    let (own_locale, own_preferences) = app
        .store
        .find_entry_choices(&app.install, id, person.user)
        .await?;
    caller.denials = Some(Arc::clone(&app.denials));
    caller.acting = Some(Arc::new(ActingView {
        relationship: stored.public_id,
        customer: customer.settings.name,
        customer_slug: customer.slug,
        partner: partner.settings.name,
        partner_slug: partner.slug,
        level: delegation.level(),
        ends_at: stored.terms.ends_at,
        own_locale,
        own_preferences,
        locale: customer.settings.locale,
        time_frame: customer.settings.default_frame,
        style: customer.settings.style,
    }));
    caller.principal = Principal::Person(Person {
        membership: None,
        acting: Some(delegation),
        ..person
    });
    Ok(caller)
}

/// Under what a person of a partner would act for a customer, but for a second factor.
pub(crate) async fn load(app: &App, row: &StoredRelationship, user: UserId) -> Result<Delegation> {
    let home = app
        .store
        .find_membership(&app.install, row.partner, user)
        .await?;
    Ok(Delegation {
        id: row.id,
        customer: row.customer,
        partner: row.partner,
        relationship: row.terms,
        partner_status: app.partner_status(row.partner).await?,
        home,
        scoped: scope_of(app, row.partner, user, row.customer).await?,
        second_factor_at: None,
    })
}

/// The level at which a partner lets a person act for a customer: the highest of the assignments
/// that name them, or a group they are in, and reach the customer. Each assignment is taken by
/// itself, so that the level of one never joins the customers of another.
async fn scope_of(
    app: &App,
    partner: OrgId,
    user: UserId,
    customer: OrgId,
) -> Result<Option<DelegationLevel>> {
    let assignments = app.store.list_assignments(&app.install, partner).await?;
    Ok(level_of(&assignments, user, customer))
}

/// The same, from assignments that were read before.
pub(crate) fn level_of(
    assignments: &[Assignment],
    user: UserId,
    customer: OrgId,
) -> Option<DelegationLevel> {
    assignments
        .iter()
        .filter(|one| one.people.contains(&user) && one.reaches(customer))
        .map(|one| one.level)
        .max()
}
