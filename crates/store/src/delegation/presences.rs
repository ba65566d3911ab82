//! When people of partners entered a customer (DEL-35, DEL-74).

use crate::{
    Result, Store, Tx,
    db::q,
    users::{preferences, style_text},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{
    ChartFormat, DefaultFrame, OrgId, Preferences, RelationshipId, Timestamp, UserId,
};

/// A person of a partner in a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// The customer.
    pub customer: OrgId,
    /// Under which relationship.
    pub relationship: RelationshipId,
    /// The person.
    pub user: UserId,
    /// When they entered first.
    pub first_entry_at: Timestamp,
    /// When they entered last.
    pub last_entry_at: Timestamp,
    /// How often.
    pub entries: u64,
    /// Whether they want no administrator mails of this customer (DEL-44).
    pub muted: bool,
}

/// Language, time frame, format of charts, style.
type ChoicesRow = (
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

type PresenceRow = (i64, i64, i64, i64, i64, i64, i64);

fn read(row: PresenceRow) -> Presence {
    let (customer, relationship, user, first, last, entries, muted) = row;
    Presence {
        customer: OrgId(customer),
        relationship: RelationshipId(relationship),
        user: UserId(user),
        first_entry_at: Timestamp(first),
        last_entry_at: Timestamp(last),
        entries: entries.max(0) as u64,
        muted: muted != 0,
    }
}

impl Store {
    /// The people of partners who entered this customer, last ones first.
    pub async fn list_presences(&self, scope: &OrgScope) -> Result<Vec<Presence>> {
        let rows: Vec<PresenceRow> = self
            .db
            .all(q!(
                "SELECT org_id, relationship_id, user_id, first_entry_at, last_entry_at, entries, \
                 muted FROM presences WHERE org_id = $1 ORDER BY last_entry_at DESC",
                scope.org()
            ))
            .await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// The entries of a partner's people, over all its customers.
    pub async fn list_entries(
        &self,
        _install: &InstallScope,
        scope: &OrgScope,
    ) -> Result<Vec<Presence>> {
        let rows: Vec<PresenceRow> = self
            .db
            .all(q!(
                "SELECT org_id, relationship_id, user_id, first_entry_at, last_entry_at, entries, \
                 muted FROM presences WHERE org_id > 0 AND relationship_id IN \
                 (SELECT id FROM relationships WHERE org_id > 0 AND partner_id = $1)",
                scope.org()
            ))
            .await?;
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Store {
    /// Language and preferences that a person of a partner chose for a customer.
    pub async fn find_entry_choices(
        &self,
        _scope: &InstallScope,
        relationship: RelationshipId,
        user: UserId,
    ) -> Result<(Option<String>, Preferences)> {
        let row: Option<ChoicesRow> = self
            .db
            .opt(q!(
                "SELECT locale, default_frame, charts, style FROM presences \
                 WHERE org_id > 0 AND relationship_id = $1 AND user_id = $2",
                relationship,
                user
            ))
            .await?;
        let (locale, frame, charts, style) = row.unwrap_or_default();
        let chosen = (frame.as_deref(), charts.as_deref(), style.as_deref());
        Ok((locale, preferences(chosen)?))
    }
}

impl Tx {
    /// Under which relationships a person entered customers after `since`.
    pub async fn list_entered_since(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        since: Timestamp,
    ) -> Result<Vec<RelationshipId>> {
        let rows: Vec<(i64,)> = self
            .db
            .all(q!(
                "SELECT relationship_id FROM presences WHERE org_id > 0 AND user_id = $1 \
                 AND last_entry_at > $2 ORDER BY relationship_id",
                user,
                since
            ))
            .await?;
        Ok(rows.into_iter().map(|(id,)| RelationshipId(id)).collect())
    }

    /// Notes that a person of a partner entered; whether it was the first time.
    pub async fn note_entry(
        &mut self,
        _scope: &InstallScope,
        customer: OrgId,
        relationship: RelationshipId,
        user: UserId,
    ) -> Result<bool> {
        let entries: Option<(i64,)> = self
            .db
            .opt(q!(
                "INSERT INTO presences (org_id, relationship_id, user_id, first_entry_at, \
                 last_entry_at, entries, muted) VALUES ($1, $2, $3, $4, $4, 1, 0) \
                 ON CONFLICT (org_id, relationship_id, user_id) DO UPDATE SET \
                 last_entry_at = excluded.last_entry_at, entries = presences.entries + 1 \
                 RETURNING entries",
                customer,
                relationship,
                user,
                self.now
            ))
            .await?;
        Ok(entries == Some((1,)))
    }

    /// Keeps language and preferences that a person of a partner chose for a customer; none: the
    /// customer's.
    pub async fn set_entry_choices(
        &mut self,
        _scope: &InstallScope,
        relationship: RelationshipId,
        user: UserId,
        (locale, preferences): (Option<String>, Preferences),
    ) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE presences SET locale = $1, default_frame = $2, charts = $3, style = $4 \
                 WHERE org_id > 0 AND relationship_id = $5 AND user_id = $6",
                locale,
                preferences.time_frame.map(DefaultFrame::as_str),
                preferences.charts.map(ChartFormat::as_str),
                style_text(preferences.style)?,
                relationship,
                user
            ))
            .await?;
        Ok(())
    }

    /// Turns administrator mails of a customer off or on for a person of a partner; whether the
    /// person ever entered it.
    pub async fn mute(
        &mut self,
        _scope: &InstallScope,
        (customer, relationship): (OrgId, RelationshipId),
        user: UserId,
        muted: bool,
    ) -> Result<bool> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE presences SET muted = $1 \
                 WHERE org_id = $2 AND relationship_id = $3 AND user_id = $4",
                muted,
                customer,
                relationship,
                user
            ))
            .await?;
        Ok(changed > 0)
    }
}
