//! The hash chain of the audit: each entry holds SHA-256 of the one before it and of itself, so that
//! whoever edits, drops or reorders one breaks every later hash. The end of a chain, kept elsewhere,
//! also shows that a tail is missing or that the whole was written anew.

use crate::{Error, Result, Store, db::q};
use hearken_authz::InstallScope;
use hearken_model::{OrgId, Timestamp};
use sha2::{Digest, Sha256};

/// Entries that are read together.
const PAGE: i64 = 1_000;
/// Faults that are told; more than these say nothing more.
const TOLD: usize = 20;

/// An entry as it is hashed.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    pub(crate) org: OrgId,
    pub(crate) id: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor_kind: &'a str,
    pub(crate) actor_user: Option<i64>,
    pub(crate) actor_job: Option<&'a str>,
    pub(crate) relationship: Option<i64>,
    pub(crate) partner: Option<i64>,
    pub(crate) verb: &'a str,
    pub(crate) object: &'a str,
    pub(crate) detail: &'a str,
}

impl Link<'_> {
    /// The hash after `before`; none begins a chain. A JSON array has one reading: no two entries
    /// have the same bytes.
    pub(crate) fn hash(&self, before: Option<&[u8]>) -> Vec<u8> {
        let text = serde_json::json!([
            self.org,
            self.id,
            self.at,
            self.actor_kind,
            self.actor_user,
            self.actor_job,
            self.relationship,
            self.partner,
            self.verb,
            self.object,
            self.detail
        ]);
        let mut hasher = Sha256::new();
        hasher.update(before.unwrap_or(&[0; 32]));
        hasher.update(text.to_string());
        hasher.finalize().to_vec()
    }
}

/// The end of a chain: to be kept by both sides, away from the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The last entry.
    pub id: i64,
    /// Its hash, 32 bytes.
    pub hash: Vec<u8>,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFault {
    /// This entry, or one before it, is not what was written.
    Edited(i64),
    /// Entries before this one are gone.
    Missing(i64),
    /// The entries after this one are gone.
    Truncated(i64),
    /// The chain does not hold the end that was kept elsewhere.
    Forked(i64),
}

/// The outcome of looking through a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCheck {
    /// Entries that were looked at.
    pub entries: u64,
    /// Entries from before there was a chain.
    pub unchained: u64,
    /// The end.
    pub head: Option<AuditHead>,
    /// What is wrong, the first few.
    pub faults: Vec<AuditFault>,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: i64,
    at: i64,
    actor_kind: String,
    actor_user: Option<i64>,
    actor_job: Option<String>,
    relationship_id: Option<i64>,
    partner_id: Option<i64>,
    verb: String,
    object: String,
    detail: String,
    hash: Option<Vec<u8>>,
}

impl LinkRow {
    fn link(&self, org: OrgId) -> Link<'_> {
        Link {
            org,
            id: self.id,
            at: Timestamp(self.at),
            actor_kind: &self.actor_kind,
            actor_user: self.actor_user,
            actor_job: self.actor_job.as_deref(),
            relationship: self.relationship_id,
            partner: self.partner_id,
            verb: &self.verb,
            object: &self.object,
            detail: &self.detail,
        }
    }
}

/// Looks at one entry after the other.
struct Walk<'a> {
    org: OrgId,
    kept: Option<&'a AuditHead>,
    check: AuditCheck,
    last: i64,
}

impl Walk<'_> {
    fn fault(&mut self, fault: AuditFault) {
        if self.check.faults.len() < TOLD {
            self.check.faults.push(fault);
        }
    }

    fn see(&mut self, row: LinkRow) {
        self.check.entries += 1;
        if row.id != self.last + 1 {
            self.fault(AuditFault::Missing(row.id));
        }
        self.last = row.id;
        let before = self.check.head.as_ref().map(|head| head.hash.as_slice());
        let Some(hash) = row.hash.as_deref() else {
            // Only what was written before there was a chain has none.
            if before.is_some() {
                self.fault(AuditFault::Edited(row.id));
            }
            self.check.unchained += 1;
            return;
        };
        if row.link(self.org).hash(before) != hash {
            self.fault(AuditFault::Edited(row.id));
        }
        if self
            .kept
            .is_some_and(|kept| kept.id == row.id && kept.hash != hash)
        {
            self.fault(AuditFault::Forked(row.id));
        }
        self.check.head = Some(AuditHead {
            id: row.id,
            hash: hash.to_vec(),
        });
    }
}

impl Store {
    /// Looks through the chain of an organization (0: the installation's) and compares it with an
    /// end that was kept elsewhere.
    pub async fn verify_audit(
        &self,
        _scope: &InstallScope,
        org: OrgId,
        kept: Option<&AuditHead>,
    ) -> Result<AuditCheck> {
        let check = AuditCheck {
            entries: 0,
            unchained: 0,
            head: None,
            faults: Vec::new(),
        };
        let mut walk = Walk {
            org,
            kept,
            check,
            last: 0,
        };
        let written: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT last FROM counters WHERE org_id = $1 AND noun = 'audit'",
                org
            ))
            .await?;
        loop {
            let rows: Vec<LinkRow> = self
                .db
                .all(q!(
                    "SELECT id, at, actor_kind, actor_user, actor_job, relationship_id, \
                     partner_id, verb, object, detail, hash FROM audit \
                     WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                    org,
                    walk.last,
                    PAGE
                ))
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                walk.see(row);
            }
        }
        let written = written.map_or(0, |(last,)| last);
        if walk.last < written || kept.is_some_and(|kept| walk.last < kept.id) {
            let last = walk.last;
            walk.fault(AuditFault::Truncated(last));
        }
        Ok(walk.check)
    }

    /// The end of an organization's chain; none where nothing is chained yet.
    pub async fn audit_head(&self, _scope: &InstallScope, org: OrgId) -> Result<Option<AuditHead>> {
        let row: Option<(i64, Option<Vec<u8>>)> = self
            .db
            .opt(q!(
                "SELECT id, hash FROM audit WHERE org_id = $1 ORDER BY id DESC LIMIT 1",
                org
            ))
            .await?;
        row.and_then(|(id, hash)| Some((id, hash?)))
            .map(|(id, hash)| match hash.len() {
                32 => Ok(AuditHead { id, hash }),
                _ => Err(Error::corrupt("a hash of the audit is not 32 bytes long")),
            })
            .transpose()
    }
}
