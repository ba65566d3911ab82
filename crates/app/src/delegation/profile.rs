//! Who may offer delegated administration, and how a partner presents itself.

use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_authz::{Event, Permission};
use hearken_model::{OrgId, PartnerStatus, RelationshipState, Side, Slug};
pub use hearken_store::{PartnerOffice, PartnerProfile};
use serde_json::json;

/// Allows an organization to offer delegated administration, or takes that back (DEL-03): its open
/// offers close and its relationships rest until it is allowed again. Operators only.
pub async fn authorize(app: &App, caller: &Caller, slug: &str, allowed: bool) -> Result<()> {
    let scope = caller.install_scope(Permission::AuthorizePartners, app.now())?;
    let not_found = || AppError::new(Code::NotFound);
    let slug: Slug = slug.parse().map_err(|_| not_found())?;
    let found = app.store.find_organization(&app.install, &slug).await?;
    let organization = found.ok_or_else(not_found)?;
    let (status, verb) = if allowed {
        (PartnerStatus::Verified, "partner.authorized")
    } else {
        (PartnerStatus::Suspended, "partner.suspended")
    };
    let mut tx = app.store.begin().await?;
    tx.set_partner_status(&scope, organization.id, status)
        .await?;
    // What was decided before is not written any more.
    tx.bump_epochs(&scope, organization.id).await?;
    if !allowed {
        tx.withdraw_offers_of(&scope, organization.id).await?;
    }
    let entry = deed(verb, organization.public_id, json!({ "slug": slug }));
    tx.audit_installation(&scope, entry.clone()).await?;
    tx.audit_other(&app.install, organization.id, *scope.actor(), entry)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Pauses, lifts or ends a relationship for the installation (A35, T14). Operators only.
pub async fn intervene(
    app: &App,
    caller: &Caller,
    relationship: hearken_model::PublicId,
    event: Event,
) -> Result<()> {
    let scope = caller.install_scope(Permission::AuthorizePartners, app.now())?;
    let verb = match event {
        Event::Hold => "relationship.held",
        Event::Lift => "relationship.lifted",
        Event::End => "relationship.ended",
        _ => return Err(AppError::new(Code::Forbidden)),
    };
    let all = app.store.list_live_relationships(&scope).await?;
    let row = all.into_iter().find(|row| row.public_id == relationship);
    let row = row.ok_or_else(|| AppError::new(Code::NotFound))?;
    let heir = app.heir_of(row.customer).await?;
    let mut tx = app.store.begin().await?;
    let actor = *scope.actor();
    let deed = super::step::Deed {
        side: Side::Operator,
        event,
        verb,
        actor,
        heir,
    };
    super::step::step(app, &mut tx, row.id, deed).await?;
    tx.commit().await?;
    Ok(())
}

/// Pauses every relationship in force until its customer says that it is still wanted: what stands
/// here came out of a backup, and may have been ended since (A35). How many; operators only.
pub async fn hold_restored(app: &App, caller: &Caller) -> Result<usize> {
    let scope = caller.install_scope(Permission::AuthorizePartners, app.now())?;
    let mut held = 0;
    for row in app.store.list_live_relationships(&scope).await? {
        if row.terms.state != RelationshipState::Active {
            continue;
        }
        let mut tx = app.store.begin().await?;
        let deed = super::step::Deed {
            side: Side::System,
            event: Event::Hold,
            verb: "relationship.restored",
            actor: *scope.actor(),
            heir: None,
        };
        super::step::step(app, &mut tx, row.id, deed).await?;
        tx.commit().await?;
        held += 1;
    }
    Ok(held)
}

/// Whether the visited organization may serve others.
pub async fn is_partner(app: &App, caller: &Caller) -> Result<bool> {
    let org = caller.organization().map(|o| o.id);
    let org = org.ok_or_else(|| AppError::new(Code::NotFound))?;
    Ok(app.partner_status(org).await? == PartnerStatus::Verified)
}

/// How the visited organization presents itself to customers.
pub async fn profile(app: &App, caller: &Caller) -> Result<PartnerProfile> {
    let scope = caller.scope(Permission::OfferDelegation, app.now())?;
    let found = app.store.find_partner(&app.install, scope.org()).await?;
    Ok(found.map(|(_, profile)| profile).unwrap_or_default())
}

/// Saves how the visited organization presents itself. Texts of at most 200 characters, terms of
/// 4,000; fields `email`, `phone`, `web`, `terms`, `offices`.
pub async fn save_profile(app: &App, caller: &Caller, mut new: PartnerProfile) -> Result<()> {
    let scope = caller.scope(Permission::OfferDelegation, app.now())?;
    let mut problems = Problems::default();
    if !new.email.trim().is_empty() {
        new.email = problems.email(&new.email, "email");
    }
    for (text, field, limit) in [
        (&mut new.phone, "phone", 200),
        (&mut new.web, "web", 200),
        (&mut new.terms, "terms", 4_000),
    ] {
        *text = problems.text(text, limit, field);
    }
    if !new.web.is_empty() && !new.web.starts_with("https://") {
        problems.add(hearken_model::Diagnostic::new("not_a_url", "web").entry(new.web.clone()));
    }
    new.offices.retain(|office| !office.name.trim().is_empty());
    for office in &mut new.offices {
        office.name = problems.title(&office.name, "offices");
    }
    problems.settle()?;
    let organization = app.store.load_organization(&scope).await?;
    let mut tx = app.store.begin().await?;
    tx.set_partner_profile(&scope, &new).await?;
    let entry = deed("partner.profile_changed", organization.public_id, json!({}));
    tx.audit(&scope, entry).await?;
    tx.commit().await?;
    Ok(())
}

impl App {
    pub(crate) async fn partner_status(&self, org: OrgId) -> Result<PartnerStatus> {
        let found = self.store.find_partner(&self.install, org).await?;
        Ok(found.map_or(PartnerStatus::None, |(status, _)| status))
    }

    /// Refuses organizations that may not offer delegated administration (DEL-02).
    pub(crate) async fn require_partner(&self, org: OrgId) -> Result<()> {
        match self.partner_status(org).await? {
            PartnerStatus::Verified => Ok(()),
            _ => Err(AppError::new(Code::PartnerNotAuthorized)),
        }
    }
}
