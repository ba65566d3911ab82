//! Relationships: rows of what [`hearken_authz::Relationship`] says, and their change in place.

use crate::{
    Error, Result, Store, Tx,
    db::{Reader, q},
    store::{INSTALLATION, public_id, word},
};
use hearken_authz::{ActingFor, InstallScope, OrgScope, Relationship};
use hearken_model::{
    DelegationLevel, EndReason, Holds, OfferId, OrgId, PublicId, RelationshipId, RelationshipState,
    Timestamp, UserId,
};

/// A relationship with whom it joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredRelationship {
    /// Id inside.
    pub id: RelationshipId,
    /// Id outside.
    pub public_id: PublicId,
    /// Whose solution it opens.
    pub customer: OrgId,
    /// To whom.
    pub partner: OrgId,
    /// The partner's offer that began it.
    pub offer: OfferId,
    /// Where it stands.
    pub terms: Relationship,
    /// The last reminder before its end, in days before it; none: none yet.
    pub reminded: Option<i64>,
    /// Whether global administrators are told of every first entry of a person (DEL-76).
    pub notify_entries: bool,
    /// Who ended it, if a person did.
    pub ended_by: Option<UserId>,
    /// When it was found to be over.
    pub ended_at: Option<Timestamp>,
    /// When it was offered or answered first.
    pub created_at: Timestamp,
}

/// A relationship to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewRelationship {
    /// Whose solution it is to open.
    pub customer: OrgId,
    /// To whom.
    pub partner: OrgId,
    /// The partner's offer.
    pub offer: OfferId,
    /// Where it stands.
    pub terms: Relationship,
}

#[derive(sqlx::FromRow)]
struct RelationshipRow {
    id: i64,
    public_id: Vec<u8>,
    org_id: i64,
    partner_id: i64,
    offer_id: i64,
    state: String,
    holds: i64,
    level: String,
    days: Option<i64>,
    bound: i64,
    due_at: i64,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    used_at: i64,
    end_reason: Option<String>,
    epoch: i64,
    reminded: Option<i64>,
    notify_entries: i64,
    ended_by: Option<i64>,
    ended_at: Option<i64>,
    created_at: i64,
}

impl RelationshipRow {
    fn read(self) -> Result<StoredRelationship> {
        let (state, level) = (&self.state, &self.level);
        let reason = self.end_reason.as_deref();
        let days = self.days.map(u16::try_from).transpose();
        Ok(StoredRelationship {
            id: RelationshipId(self.id),
            public_id: public_id(&self.public_id)?,
            customer: OrgId(self.org_id),
            partner: OrgId(self.partner_id),
            offer: OfferId(self.offer_id),
            terms: Relationship {
                state: word("state", state, RelationshipState::from_word(state))?,
                holds: word(
                    "holds",
                    &self.holds.to_string(),
                    Holds::from_bits(self.holds),
                )?,
                level: word("level", level, DelegationLevel::from_word(level))?,
                days: days.map_err(|_| Error::corrupt("days of a relationship"))?,
                bound: self.bound != 0,
                due_at: Timestamp(self.due_at),
                starts_at: self.starts_at.map(Timestamp),
                ends_at: self.ends_at.map(Timestamp),
                used_at: Timestamp(self.used_at),
                end_reason: reason
                    .map(|reason| word("reason", reason, EndReason::from_word(reason)))
                    .transpose()?,
                epoch: self.epoch,
            },
            reminded: self.reminded,
            notify_entries: self.notify_entries != 0,
            ended_by: self.ended_by.map(UserId),
            ended_at: self.ended_at.map(Timestamp),
            created_at: Timestamp(self.created_at),
        })
    }
}

fn read(rows: Vec<RelationshipRow>) -> Result<Vec<StoredRelationship>> {
    rows.into_iter().map(RelationshipRow::read).collect()
}

async fn find(
    _scope: &InstallScope,
    mut reader: Reader<'_>,
    id: RelationshipId,
) -> Result<Option<StoredRelationship>> {
    let row: Option<RelationshipRow> = reader
        .opt(q!(
            "SELECT id, public_id, org_id, partner_id, offer_id, state, holds, level, \
                 days, bound, due_at, starts_at, ends_at, used_at, end_reason, epoch, \
                 reminded, notify_entries, ended_by, ended_at, created_at FROM relationships \
                 WHERE org_id > 0 AND id = $1",
            id
        ))
        .await?;
    row.map(RelationshipRow::read).transpose()
}

impl Store {
    /// A relationship, for the decision about a session or token that acts under it.
    pub async fn find_relationship(
        &self,
        scope: &InstallScope,
        id: RelationshipId,
    ) -> Result<Option<StoredRelationship>> {
        find(scope, self.reader(), id).await
    }

    /// The relationships of a customer, newest first, ended ones too.
    pub async fn list_partners(&self, scope: &OrgScope) -> Result<Vec<StoredRelationship>> {
        let rows = self
            .db
            .all(q!(
                "SELECT id, public_id, org_id, partner_id, offer_id, state, holds, level, \
                 days, bound, due_at, starts_at, ends_at, used_at, end_reason, epoch, \
                 reminded, notify_entries, ended_by, ended_at, created_at FROM relationships \
                 WHERE org_id = $1 ORDER BY id DESC",
                scope.org()
            ))
            .await?;
        read(rows)
    }

    /// The relationships of a partner, newest first, ended ones too.
    pub async fn list_customers(
        &self,
        _install: &InstallScope,
        scope: &OrgScope,
    ) -> Result<Vec<StoredRelationship>> {
        let rows = self
            .db
            .all(q!(
                "SELECT id, public_id, org_id, partner_id, offer_id, state, holds, level, \
                 days, bound, due_at, starts_at, ends_at, used_at, end_reason, epoch, \
                 reminded, notify_entries, ended_by, ended_at, created_at FROM relationships \
                 WHERE org_id > 0 AND partner_id = $1 ORDER BY id DESC",
                scope.org()
            ))
            .await?;
        read(rows)
    }

    /// Relationships that time may change: offers that wait, and what is in force.
    pub async fn list_live_relationships(
        &self,
        _scope: &InstallScope,
    ) -> Result<Vec<StoredRelationship>> {
        let rows = self
            .db
            .all(q!(
                "SELECT id, public_id, org_id, partner_id, offer_id, state, holds, level, \
                 days, bound, due_at, starts_at, ends_at, used_at, end_reason, epoch, \
                 reminded, notify_entries, ended_by, ended_at, created_at FROM relationships \
                 WHERE org_id > 0 AND state <> 'ended' ORDER BY id"
            ))
            .await?;
        read(rows)
    }
}

impl Store {
    /// The partners whose relationships with a customer ever came into force.
    pub async fn list_partners_ever(
        &self,
        _install: &InstallScope,
        customer: OrgId,
    ) -> Result<Vec<OrgId>> {
        let rows: Vec<(i64,)> = self
            .db
            .all(q!(
                "SELECT DISTINCT partner_id FROM relationships WHERE org_id = $1 \
                 AND starts_at IS NOT NULL",
                customer
            ))
            .await?;
        Ok(rows.into_iter().map(|(id,)| OrgId(id)).collect())
    }
}

impl Tx {
    /// Makes a relationship. [`Error::Taken`] when the pair has a live one (DEL-29).
    pub async fn create_relationship(
        &mut self,
        scope: &InstallScope,
        new: &NewRelationship,
    ) -> Result<StoredRelationship> {
        let id = self.take_id(INSTALLATION, "relationship").await?;
        let terms = &new.terms;
        self.db
            .exec(q!(
                "INSERT INTO relationships (id, public_id, org_id, partner_id, offer_id, state, \
                 holds, level, days, bound, due_at, starts_at, ends_at, used_at, end_reason, \
                 epoch, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
                 $13, $14, $15, $16, $17)",
                id,
                self.env.ids.public_id(),
                new.customer,
                new.partner,
                new.offer,
                terms.state.as_str(),
                terms.holds.bits(),
                terms.level.as_str(),
                terms.days.map(i64::from),
                terms.bound,
                terms.due_at,
                terms.starts_at,
                terms.ends_at,
                terms.used_at,
                terms.end_reason.map(EndReason::as_str),
                terms.epoch,
                self.now
            ))
            .await?;
        let made = find(scope, self.reader(), RelationshipId(id)).await?;
        made.ok_or(Error::NotFound)
    }

    /// The relationship as nobody else can change it until this transaction ends: whoever writes
    /// under it, or ends it, comes before or after.
    pub async fn lock_relationship(
        &mut self,
        scope: &InstallScope,
        id: RelationshipId,
    ) -> Result<StoredRelationship> {
        self.db
            .exec(q!(
                "UPDATE relationships SET epoch = epoch WHERE org_id > 0 AND id = $1",
                id
            ))
            .await?;
        find(scope, self.reader(), id).await?.ok_or(Error::NotFound)
    }

    /// The live relationship of a pair, seen by this transaction.
    pub async fn find_pair(
        &mut self,
        _scope: &InstallScope,
        customer: OrgId,
        partner: OrgId,
    ) -> Result<Option<StoredRelationship>> {
        let row: Option<RelationshipRow> = self
            .db
            .opt(q!(
                "SELECT id, public_id, org_id, partner_id, offer_id, state, holds, level, \
                 days, bound, due_at, starts_at, ends_at, used_at, end_reason, epoch, \
                 reminded, notify_entries, ended_by, ended_at, created_at FROM relationships \
                 WHERE org_id = $1 AND partner_id = $2 AND state <> 'ended'",
                customer,
                partner
            ))
            .await?;
        row.map(RelationshipRow::read).transpose()
    }

    /// Writes what a relationship is now. It was locked in this transaction.
    pub async fn save_relationship(
        &mut self,
        _scope: &InstallScope,
        row: &StoredRelationship,
    ) -> Result<()> {
        let terms = &row.terms;
        let changed = self
            .db
            .exec(q!(
                "UPDATE relationships SET state = $1, holds = $2, level = $3, days = $4, \
                 due_at = $5, starts_at = $6, ends_at = $7, used_at = $8, end_reason = $9, \
                 epoch = $10, reminded = $11, notify_entries = $12, ended_by = $13, \
                 ended_at = $14 WHERE org_id = $15 AND id = $16",
                terms.state.as_str(),
                terms.holds.bits(),
                terms.level.as_str(),
                terms.days.map(i64::from),
                terms.due_at,
                terms.starts_at,
                terms.ends_at,
                terms.used_at,
                terms.end_reason.map(EndReason::as_str),
                terms.epoch,
                row.reminded,
                row.notify_entries,
                row.ended_by,
                row.ended_at,
                row.customer,
                row.id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }

    /// Hands what people of a partner own in a customer to somebody of the customer's own: topics,
    /// categories and location groups stay when the partner goes (DEL-87). Members of the customer keep theirs.
    pub async fn hand_over(
        &mut self,
        _scope: &InstallScope,
        customer: OrgId,
        relationship: RelationshipId,
        to: UserId,
    ) -> Result<()> {
        for statement in [
            "UPDATE topics SET owner_id = $1 WHERE org_id = $2 AND owner_id IN (SELECT user_id \
             FROM presences WHERE org_id = $2 AND relationship_id = $3) AND owner_id NOT IN \
             (SELECT user_id FROM memberships WHERE org_id = $2)",
            "UPDATE categories SET owner_id = $1 WHERE org_id = $2 AND owner_id IN (SELECT \
             user_id FROM presences WHERE org_id = $2 AND relationship_id = $3) AND owner_id \
             NOT IN (SELECT user_id FROM memberships WHERE org_id = $2)",
            "UPDATE location_groups SET owner_id = $1 WHERE org_id = $2 AND owner_id IN (SELECT \
             user_id FROM presences WHERE org_id = $2 AND relationship_id = $3) AND owner_id \
             NOT IN (SELECT user_id FROM memberships WHERE org_id = $2)",
        ] {
            self.db
                .exec(q!(statement, to, customer, relationship))
                .await?;
        }
        Ok(())
    }

    /// Raises the epochs of all live relationships of a partner: one of its people, or the partner
    /// itself, may do less from now on, so nothing that was decided before may be written any more.
    pub async fn bump_epochs(&mut self, _scope: &InstallScope, partner: OrgId) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE relationships SET epoch = epoch + 1 \
                 WHERE org_id > 0 AND partner_id = $1 AND state <> 'ended'",
                partner
            ))
            .await?;
        Ok(())
    }

    /// Whether what was decided under a relationship still holds; the row stays as it is until this
    /// transaction ends. [`Error::Ended`] otherwise (DEL-86).
    pub(crate) async fn recheck(&mut self, org: OrgId, acting: ActingFor) -> Result<()> {
        let same = self
            .db
            .exec(q!(
                "UPDATE relationships SET epoch = epoch WHERE org_id = $1 AND id = $2 \
                 AND epoch = $3 AND state = 'active' AND holds = 0 \
                 AND (ends_at IS NULL OR ends_at > $4)",
                org,
                acting.relationship,
                acting.epoch,
                self.now
            ))
            .await?;
        if same == 1 { Ok(()) } else { Err(Error::Ended) }
    }
}
