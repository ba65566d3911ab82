//! What must not come back: posts that a person deleted (SEA-147) and authors that were deleted
//! (SEA-146). Only a hash is kept, salted by the organization, so that the ledger tells nobody who
//! it was.

use crate::{
    Error, Result, Tx,
    db::{json_list, q},
};
use hearken_model::OrgId;
use sha2::{Digest, Sha256};
use std::{collections::HashSet, fmt::Write};

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LedgerKind {
    Post,
    Author,
}

impl LedgerKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Author => "author",
        }
    }
}

/// The hash of a (source, native id); 128 bits in hex.
pub(crate) fn ledger_hash(salt: &[u8], source: &str, native_id: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(source.as_bytes());
    hash.update([0]);
    hash.update(native_id.as_bytes());
    let mut hex = String::with_capacity(32);
    for byte in hash.finalize().iter().take(16) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

impl Tx {
    pub(crate) async fn salt(&mut self, org: OrgId) -> Result<Vec<u8>> {
        let row: Option<(Vec<u8>,)> = self
            .db
            .opt(q!("SELECT salt FROM organizations WHERE id = $1", org))
            .await?;
        row.map(|(salt,)| salt).ok_or(Error::NotFound)
    }

    /// Whether the ledger holds anything of this kind, so that most batches need not hash.
    pub(crate) async fn has_ledger(&mut self, org: OrgId, kind: LedgerKind) -> Result<bool> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT at FROM ledger WHERE org_id = $1 AND kind = $2 LIMIT 1",
                org,
                kind.as_str()
            ))
            .await?;
        Ok(row.is_some())
    }

    /// Those of the hashes that the ledger holds.
    pub(crate) async fn find_ledger(
        &mut self,
        org: OrgId,
        kind: LedgerKind,
        hashes: &[String],
    ) -> Result<HashSet<String>> {
        let rows: Vec<(String,)> = self
            .db
            .all(q!(
                "SELECT hash FROM ledger WHERE org_id = $1 AND kind = $2 \
                 AND hash IN (SELECT value FROM json_each($3))",
                org,
                kind.as_str(),
                json_list(hashes)
            ))
            .await?;
        Ok(rows.into_iter().map(|(hash,)| hash).collect())
    }

    pub(crate) async fn add_ledger(
        &mut self,
        org: OrgId,
        kind: LedgerKind,
        hashes: Vec<String>,
    ) -> Result<()> {
        let mut cells = Vec::with_capacity(hashes.len() * 4);
        for hash in hashes {
            cells.extend([
                org.into(),
                kind.as_str().into(),
                hash.into(),
                self.now.into(),
            ]);
        }
        self.db
            .insert(
                "INSERT INTO ledger (org_id, kind, hash, at) VALUES {rows} \
                 ON CONFLICT (org_id, kind, hash) DO NOTHING",
                4,
                cells,
            )
            .await?;
        Ok(())
    }
}
