//! The customer's side: all partners, who could act now, what they did and would leave behind; and
//! pausing, shortening, extending and ending (DEL-70..76, DEL-80..89).

use super::{
    acting::level_of,
    answer::receipt,
    step::{Deed, step},
};
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::{Event, OrgScope, Permission};
use hearken_model::{DelegationLevel, EndReason, PublicId, Side, Timestamp, time::DAY};
use hearken_store::{AuditEntry, PartnerProfile, StoredRelationship};
use std::collections::BTreeMap;

/// A partner as the customer sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnerRow {
    /// The relationship.
    pub id: PublicId,
    /// The partner's name.
    pub name: String,
    /// How to reach it.
    pub profile: PartnerProfile,
    /// As in the customers of a partner.
    pub status: &'static str,
    /// Who pauses it.
    pub held_by: Vec<Side>,
    /// Why it is over.
    pub end_reason: Option<EndReason>,
    /// What was given.
    pub level: DelegationLevel,
    /// When it came into force.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// Whole days since it was used last.
    pub idle_days: i64,
    /// Whether first entries are told by mail (DEL-76).
    pub notify_entries: bool,
    /// Everybody who could act now, or has acted.
    pub people: Vec<PartnerPerson>,
}

/// A person of a partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerPerson {
    /// Their id.
    pub id: PublicId,
    /// Name.
    pub name: String,
    /// Mail address, where the partner shows it.
    pub email: Option<String>,
    /// What they could do now; none: nothing any more.
    pub level: Option<DelegationLevel>,
    /// When they entered first and last, and how often.
    pub entered: Option<(Timestamp, Timestamp, u64)>,
}

/// What a partner would leave behind (DEL-87).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// Users that its people created or raised, by name.
    pub users: Vec<String>,
    /// Topics and categories they own, which pass on, by name.
    pub topics: Vec<String>,
    /// API tokens made under it, which are revoked.
    pub tokens: Vec<String>,
    /// All deeds by kind.
    pub deeds: BTreeMap<String, usize>,
}

/// The partners of the visited organization; a delegated admin sees the own row. Ended ones for a
/// year.
pub async fn partners(app: &App, caller: &Caller) -> Result<Vec<PartnerRow>> {
    let now = app.now();
    let scope = caller.scope_new(Permission::ViewPartners, now)?;
    let own = scope.acting().map(|acting| acting.relationship);
    let presences = app.store.list_presences(&scope).await?;
    let mut rows = Vec::new();
    for row in app.store.list_partners(&scope).await? {
        let is_recent = row.ended_at.is_none_or(|at| now.0 - at.0 < 365 * DAY);
        if own.is_some_and(|own| own != row.id) || !is_recent {
            continue;
        }
        let partner = app
            .store
            .load_organization_of(&app.install, row.partner)
            .await?;
        let found = app.store.find_partner(&app.install, row.partner).await?;
        let profile = found.map(|(_, profile)| profile).unwrap_or_default();
        rows.push(PartnerRow {
            id: row.public_id,
            name: partner.settings.name,
            status: row.terms.status(now),
            held_by: row.terms.holds.sides().collect(),
            end_reason: row.terms.end_reason,
            level: row.terms.level,
            starts_at: row.terms.starts_at,
            ends_at: row.terms.ends_at,
            idle_days: (now.0 - row.terms.used_at.0).max(0) / DAY,
            notify_entries: row.notify_entries,
            people: people(app, &row, &profile, &presences, now).await?,
            profile,
        });
    }
    Ok(rows)
}

/// Everybody who could act under a relationship, and who has (DEL-35, INV-31).
async fn people(
    app: &App,
    row: &StoredRelationship,
    profile: &PartnerProfile,
    presences: &[hearken_store::Presence],
    now: Timestamp,
) -> Result<Vec<PartnerPerson>> {
    let assignments = app
        .store
        .list_assignments(&app.install, row.partner)
        .await?;
    let entered = presences.iter().filter(|one| one.relationship == row.id);
    let reaching = assignments.iter().filter(|one| one.reaches(row.customer));
    let assigned = reaching.flat_map(|one| one.people.iter().copied());
    let mut users: Vec<_> = assigned
        .chain(entered.clone().map(|one| one.user))
        .collect();
    users.sort();
    users.dedup();
    let mut people = Vec::new();
    for id in users {
        let user = app.store.load_user(&app.install, id).await?;
        let home = app
            .store
            .find_membership(&app.install, row.partner, id)
            .await?;
        let works = home.is_some_and(|home| home.state.may_enter());
        let level = level_of(&assignments, id, row.customer);
        let seen = entered.clone().find(|one| one.user == id);
        people.push(PartnerPerson {
            id: user.public_id,
            name: user.name,
            email: profile.show_addresses.then_some(user.email),
            level: level
                .map(|level| level.min(row.terms.level))
                .filter(|_| works && row.terms.is_usable(now)),
            entered: seen.map(|one| (one.first_entry_at, one.last_entry_at, one.entries)),
        });
    }
    people.sort_by_cached_key(|person| (person.level.is_none(), person.name.to_lowercase()));
    Ok(people)
}

/// What a customer does to a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OurSide {
    /// Pause.
    Hold,
    /// Go on; also after the installation paused a partner that lay idle.
    Lift,
    /// Give less, or end sooner.
    Narrow {
        /// What remains.
        level: DelegationLevel,
        /// Days from now until it ends; none: as before.
        days: Option<u16>,
    },
    /// Move the end.
    Extend {
        /// Days from now; none: until removed.
        days: Option<u16>,
    },
    /// Be told by mail of each new person who enters, or not (DEL-76).
    NotifyEntries(bool),
    /// Remove the partner.
    End,
}

/// Changes a relationship as the customer. Global administrators of the organization's own; nothing
/// that reduces or ends needs a precondition.
pub async fn change_partner(app: &App, caller: &Caller, id: PublicId, what: OurSide) -> Result<()> {
    let now = app.now();
    let scope = caller.native_scope(Permission::ManagePartners, now)?;
    let row = find(app, &scope, id).await?;
    let in_days = |days: Option<u16>| days.map(|days| now.plus(i64::from(days) * DAY));
    let (event, verb) = match what {
        OurSide::Hold => (Event::Hold, "relationship.held"),
        OurSide::Lift => (Event::Lift, "relationship.lifted"),
        OurSide::Narrow { level, days } => {
            let ends_at = in_days(days);
            (Event::Narrow { level, ends_at }, "relationship.narrowed")
        }
        OurSide::Extend { days } => (
            Event::Extend {
                ends_at: in_days(days),
            },
            "relationship.extended",
        ),
        OurSide::End => (Event::End, "relationship.ended"),
        OurSide::NotifyEntries(wanted) => return notify_entries(app, &scope, &row, wanted).await,
    };
    let heir = match scope.actor().user() {
        Some(user) => Some(user),
        None => app.heir_of(row.customer).await?,
    };
    let mut tx = app.store.begin().await?;
    let deed = Deed {
        side: Side::Customer,
        event,
        verb,
        actor: *scope.actor(),
        heir,
    };
    let row = step(app, &mut tx, row.id, deed).await?;
    match event {
        Event::Narrow { .. } => receipt(app, &mut tx, &row, "narrow", &scope, None).await?,
        Event::Extend { .. } => receipt(app, &mut tx, &row, "extend", &scope, None).await?,
        _ => {}
    }
    tx.commit().await?;
    app.configuration_changed(row.customer).await;
    Ok(())
}

/// Removes a partner and answers what it leaves behind, as it was when it went. Listing comes first
/// and never stands in the way: what cannot be listed is logged and left out.
pub async fn end_partner(app: &App, caller: &Caller, id: PublicId) -> Result<Leftovers> {
    caller.native_scope(Permission::ManagePartners, app.now())?;
    let left = match leftovers(app, caller, id).await {
        Err(error) if error.code != Code::NotFound => {
            tracing::warn!(code = error.code.as_str(), "leftovers cannot be listed");
            Leftovers::default()
        }
        other => other?,
    };
    change_partner(app, caller, id, OurSide::End).await?;
    Ok(left)
}

async fn notify_entries(
    app: &App,
    scope: &OrgScope,
    row: &StoredRelationship,
    wanted: bool,
) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let mut row = tx.lock_relationship(&app.install, row.id).await?;
    row.notify_entries = wanted;
    tx.save_relationship(&app.install, &row).await?;
    let told = serde_json::json!({ "notify_entries": wanted });
    let entry = crate::act::deed("relationship.notices_changed", row.public_id, told);
    tx.audit(scope, entry).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn find(app: &App, scope: &OrgScope, id: PublicId) -> Result<StoredRelationship> {
    let all = app.store.list_partners(scope).await?;
    let found = all.into_iter().find(|row| row.public_id == id);
    found.ok_or_else(|| AppError::new(Code::NotFound))
}

/// What would be left behind if the partner went now, from what was noted under the relationship.
pub async fn leftovers(app: &App, caller: &Caller, id: PublicId) -> Result<Leftovers> {
    let scope = caller.scope(Permission::ViewPartners, app.now())?;
    let row = find(app, &scope, id).await?;
    let deeds = app.store.list_audit_under(&scope, row.id).await?;
    let mut left = Leftovers::default();
    let members = app.store.list_members(&scope).await?;
    for entry in &deeds {
        *left.deeds.entry(entry.verb.clone()).or_default() += 1;
        if matches!(entry.verb.as_str(), "user.created" | "user.roles_changed") {
            let named = members
                .iter()
                .find(|m| is_of(entry, "user", m.user.public_id));
            left.users.extend(named.map(|m| m.user.name.clone()));
        }
    }
    left.users.sort();
    left.users.dedup();
    let people: Vec<_> = app
        .store
        .list_presences(&scope)
        .await?
        .into_iter()
        .filter(|one| one.relationship == row.id)
        .map(|one| one.user)
        .collect();
    let is_native = |user| members.iter().any(|m| m.user.id == user);
    for topic in app.store.list_topics(&scope).await? {
        if topic
            .owner
            .is_some_and(|owner| people.contains(&owner) && !is_native(owner))
        {
            left.topics.push(topic.name);
        }
    }
    for token in app.store.list_tokens(&scope, None).await? {
        if token.revoked_at.is_none() && people.contains(&token.user) && !is_native(token.user) {
            left.tokens.push(token.name);
        }
    }
    Ok(left)
}

fn is_of(entry: &AuditEntry, noun: &str, id: PublicId) -> bool {
    entry.object == format!("{noun}:{id}")
}

/// Whether a state of a relationship is one that still can be ended.
pub fn is_live(status: &str) -> bool {
    !matches!(status, "terminated" | "expired" | "closed")
}
