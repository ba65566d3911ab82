//! The partner area: customers, what one may do there, and ending or pausing the own side (DEL-37,
//! DEL-60, DEL-74, DEL-84).

use super::{
    acting::level_of,
    step::{Deed, step},
};
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::{Cell, Event, OrgScope, Permission};
use hearken_model::{
    CountryCode, DelegationLevel, EndReason, PublicId, Side, Slug, Timestamp, time::DAY,
};
use hearken_store::StoredRelationship;

/// A customer of the visited organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRow {
    /// The relationship.
    pub id: PublicId,
    /// The customer's name.
    pub name: String,
    /// Its name in URLs; only where the relationship is in force.
    pub slug: Option<Slug>,
    /// Where it is.
    pub country: CountryCode,
    /// `approval_pending`, `approved` (waits for the confirmation), `active`, `suspended`,
    /// `terminated`, `expired`, `closed`.
    pub status: &'static str,
    /// Who pauses it.
    pub held_by: Vec<Side>,
    /// Why it is over.
    pub end_reason: Option<EndReason>,
    /// What was given.
    pub level: DelegationLevel,
    /// What the caller may do there; none: nothing.
    pub mine: Option<DelegationLevel>,
    /// When it came into force.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// When somebody of the partner entered last.
    pub last_entry_at: Option<Timestamp>,
    /// How many people entered within a day.
    pub people_today: usize,
    /// Whole days since it was used last.
    pub idle_days: i64,
    /// Whether the caller may pause and end it.
    pub may_end: bool,
    /// Whether the caller gets the customer's administrator mails (DEL-44); none for who gets none
    /// anyhow: who does not act there fully, or never entered.
    pub mails: Option<bool>,
}

/// The customers of the visited organization: all for those who offer, else those that the caller
/// serves. By name; ended ones last and for a year (DEL-89).
pub async fn customers(app: &App, caller: &Caller) -> Result<Vec<CustomerRow>> {
    let now = app.now();
    let scope = caller.scope_new(Permission::ViewCustomers, now)?;
    let user = caller.principal.user();
    let all = caller.reach_all(Permission::ViewCustomers);
    let ends_all = caller.reach_all(Permission::EndCustomers);
    let assignments = app
        .store
        .list_assignments(&app.install, scope.org())
        .await?;
    let entries = app.store.list_entries(&app.install, &scope).await?;
    let mut rows = Vec::new();
    for row in app.store.list_customers(&app.install, &scope).await? {
        let mine = user.and_then(|user| level_of(&assignments, user, row.customer));
        let mine = mine.map(|level| level.min(row.terms.level));
        let is_recent = row.ended_at.is_none_or(|at| now.0 - at.0 < 365 * DAY);
        if !(all || mine.is_some()) || !is_recent {
            continue;
        }
        let customer = app
            .store
            .load_organization_of(&app.install, row.customer)
            .await?;
        let here = entries.iter().filter(|entry| entry.relationship == row.id);
        let used = row.terms.used_at;
        rows.push(CustomerRow {
            id: row.public_id,
            name: customer.settings.name,
            slug: row.terms.is_usable(now).then_some(customer.slug),
            country: customer.settings.country,
            status: row.terms.status(now),
            held_by: row.terms.holds.sides().collect(),
            end_reason: row.terms.end_reason,
            level: row.terms.level,
            mine,
            starts_at: row.terms.starts_at,
            ends_at: row.terms.ends_at,
            last_entry_at: here.clone().map(|entry| entry.last_entry_at).max(),
            people_today: here
                .clone()
                .filter(|entry| now.0 - entry.last_entry_at.0 < DAY)
                .count(),
            idle_days: (now.0 - used.0).max(0) / DAY,
            may_end: ends_all || mine == Some(DelegationLevel::Full),
            mails: here
                .clone()
                .find(|entry| Some(entry.user) == user && mine == Some(DelegationLevel::Full))
                .map(|entry| !entry.muted),
        });
    }
    rows.sort_by_cached_key(|row| {
        let over = matches!(row.status, "terminated" | "expired" | "closed");
        (over, row.name.to_lowercase(), row.id)
    });
    Ok(rows)
}

/// The relationship of a partner, by its id outside.
pub(crate) async fn find(app: &App, scope: &OrgScope, id: PublicId) -> Result<StoredRelationship> {
    let all = app.store.list_customers(&app.install, scope).await?;
    let found = all.into_iter().find(|row| row.public_id == id);
    found.ok_or_else(|| AppError::new(Code::NotFound))
}

/// What a partner does to relationships from its own area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnSide {
    /// Pause.
    Hold,
    /// Go on.
    Lift,
    /// End, or take an unanswered offer back.
    End,
}

/// Pauses, lifts or ends the partner's side of several relationships, all or none. Those who serve a
/// customer fully, and those who offer; never from inside the customer.
pub async fn change_customers(
    app: &App,
    caller: &Caller,
    ids: &[PublicId],
    what: OwnSide,
) -> Result<()> {
    let now = app.now();
    let scope = caller.scope_new(Permission::EndCustomers, now)?;
    let user = caller.principal.user();
    let all = caller.reach_all(Permission::EndCustomers);
    let assignments = app
        .store
        .list_assignments(&app.install, scope.org())
        .await?;
    let (event, verb) = match what {
        OwnSide::Hold => (Event::Hold, "relationship.held"),
        OwnSide::Lift => (Event::Lift, "relationship.lifted"),
        OwnSide::End => (Event::End, "relationship.ended"),
    };
    let mut chosen = Vec::with_capacity(ids.len());
    for id in ids {
        let row = find(app, &scope, *id).await?;
        let mine = user.and_then(|user| level_of(&assignments, user, row.customer));
        if !all && mine != Some(DelegationLevel::Full) {
            return Err(AppError::new(Code::NotFound));
        }
        chosen.push((row.id, app.heir_of(row.customer).await?));
    }
    chosen.sort_unstable();
    let mut tx = app.store.begin().await?;
    // All rows first: whoever writes under one of them holds it and then wants the partner's audit.
    for (id, _) in &chosen {
        tx.lock_relationship(&app.install, *id).await?;
    }
    for (id, heir) in chosen {
        let deed = Deed {
            side: Side::Partner,
            event,
            verb,
            actor: *scope.actor(),
            heir,
        };
        step(app, &mut tx, id, deed).await?;
    }
    tx.commit().await?;
    Ok(())
}

impl Caller {
    /// Whether a permission reaches everything in the visited organization.
    pub(crate) fn reach_all(&self, permission: Permission) -> bool {
        self.reach(permission) == Cell::All
    }
}
