//! What was agreed, word for word: a receipt of each approval, extension and narrowing.

use crate::{Result, Store, Tx, db::q};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, RelationshipId, Timestamp, UserId};

/// A receipt to be kept.
#[derive(Clone, Debug)]
pub struct NewReceipt<'a> {
    /// The customer.
    pub customer: OrgId,
    /// Of what.
    pub relationship: RelationshipId,
    /// `approve`, `countersign`, `extend`, `narrow`.
    pub kind: &'a str,
    /// Who did it.
    pub user: UserId,
    /// The canonical text of what was agreed.
    pub document: &'a str,
    /// SHA-256 of the terms that were shown.
    pub terms_hash: &'a [u8],
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Of what.
    pub relationship: RelationshipId,
    /// `approve`, `countersign`, `extend`, `narrow`.
    pub kind: String,
    /// Who did it.
    pub user: UserId,
    /// The canonical text of what was agreed.
    pub document: String,
    /// SHA-256 of the terms that were shown.
    pub terms_hash: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// The receipts of a customer, oldest first.
    pub async fn list_receipts(&self, scope: &OrgScope) -> Result<Vec<Receipt>> {
        let rows: Vec<(i64, String, i64, String, Vec<u8>, i64)> = self
            .db
            .all(q!(
                "SELECT relationship_id, kind, user_id, document, terms_hash, at FROM receipts \
                 WHERE org_id = $1 ORDER BY id",
                scope.org()
            ))
            .await?;
        let read = |(relationship, kind, user, document, terms_hash, at)| Receipt {
            relationship: RelationshipId(relationship),
            kind,
            user: UserId(user),
            document,
            terms_hash,
            at: Timestamp(at),
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Tx {
    /// Keeps a receipt.
    pub async fn add_receipt(&mut self, _scope: &InstallScope, new: &NewReceipt<'_>) -> Result<()> {
        let id = self.take_id(new.customer, "receipt").await?;
        self.db
            .exec(q!(
                "INSERT INTO receipts (org_id, id, relationship_id, kind, user_id, document, \
                 terms_hash, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                new.customer,
                id,
                new.relationship,
                new.kind,
                new.user,
                new.document,
                new.terms_hash,
                self.now
            ))
            .await?;
        Ok(())
    }
}
