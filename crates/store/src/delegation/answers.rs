//! What customers said to offers.

use crate::{Result, Store, Tx, db::q};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OfferId, OrgId, RelationshipId, Timestamp, UserId};

/// What a customer said.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The customer.
    pub customer: OrgId,
    /// The partner's offer.
    pub offer: OfferId,
    /// Who answered.
    pub user: UserId,
    /// `accepted`, `refused` or `none` of the commercial part.
    pub product: String,
    /// `yes` or `no` to delegation.
    pub delegation: String,
    /// What began.
    pub relationship: Option<RelationshipId>,
    /// When.
    pub at: Timestamp,
}

/// An answer to be noted.
#[derive(Clone, Copy, Debug)]
pub struct NewAnswer<'a> {
    /// The partner.
    pub partner: OrgId,
    /// Its offer.
    pub offer: OfferId,
    /// Who answers.
    pub user: UserId,
    /// `accepted`, `refused` or `none`.
    pub product: &'a str,
    /// `yes` or `no`.
    pub delegation: &'a str,
    /// What began.
    pub relationship: Option<RelationshipId>,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    org_id: i64,
    offer_id: i64,
    user_id: i64,
    product: String,
    delegation: String,
    relationship_id: Option<i64>,
    at: i64,
}

impl Store {
    /// The answers to the offers of a partner, newest first.
    pub async fn list_answers(
        &self,
        _install: &InstallScope,
        scope: &OrgScope,
    ) -> Result<Vec<Answer>> {
        let rows: Vec<AnswerRow> = self
            .db
            .all(q!(
                "SELECT org_id, offer_id, user_id, product, delegation, relationship_id, at \
                 FROM answers WHERE org_id > 0 AND partner_id = $1 ORDER BY at DESC",
                scope.org()
            ))
            .await?;
        let read = |row: AnswerRow| Answer {
            customer: OrgId(row.org_id),
            offer: OfferId(row.offer_id),
            user: UserId(row.user_id),
            product: row.product,
            delegation: row.delegation,
            relationship: row.relationship_id.map(RelationshipId),
            at: Timestamp(row.at),
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Tx {
    /// Notes what a customer said.
    pub async fn add_answer(&mut self, scope: &OrgScope, new: &NewAnswer<'_>) -> Result<()> {
        let id = self.take_id(scope.org(), "answer").await?;
        self.db
            .exec(q!(
                "INSERT INTO answers (org_id, id, partner_id, offer_id, user_id, product, \
                 delegation, relationship_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                scope.org(),
                id,
                new.partner,
                new.offer,
                new.user,
                new.product,
                new.delegation,
                new.relationship,
                self.now
            ))
            .await?;
        Ok(())
    }
}
