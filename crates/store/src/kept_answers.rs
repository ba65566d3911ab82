//! Answers of creations that carried an idempotency key, so that the same request again gets the
//! same answer and does nothing. The key itself is kept as its hash; what an answer tells once
//! (passwords, tokens) must not be in the body that is kept: the edge sees to that.

use crate::{Result, Store, db::q};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::Timestamp;

/// What became of a key that was seen before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nobody had it; now it is taken, and its answer is owed by [`Store::keep_answer`].
    Fresh,
    /// The same request came with it and was answered.
    Answered(KeptAnswer),
    /// The same request came with it and is not answered yet, or never was.
    Pending,
    /// Another request came with it.
    Other,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// HTTP status.
    pub status: u16,
    /// Body; empty for none.
    pub body: String,
}

impl Store {
    /// Takes a key for a request of the scope's person, or tells what became of it. Both are known
    /// by their hashes.
    pub async fn claim_key(
        &self,
        scope: &OrgScope,
        key: &[u8; 32],
        request: &[u8; 32],
    ) -> Result<Kept> {
        let user = scope.actor().user().map_or(0, |user| user.0);
        let taken = self
            .db
            .exec(q!(
                "INSERT INTO kept_answers (org_id, user_id, key_hash, request_hash, created_at) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org_id, user_id, key_hash) DO NOTHING",
                scope.org(),
                user,
                key.to_vec(),
                request.to_vec(),
                self.now()
            ))
            .await?;
        if taken > 0 {
            return Ok(Kept::Fresh);
        }
        let row: Option<(Vec<u8>, Option<i64>, Option<String>)> = self
            .db
            .opt(q!(
                "SELECT request_hash, status, body FROM kept_answers \
                 WHERE org_id = $1 AND user_id = $2 AND key_hash = $3",
                scope.org(),
                user,
                key.to_vec()
            ))
            .await?;
        Ok(match row {
            Some((known, _, _)) if known != request => Kept::Other,
            Some((_, Some(status), body)) => Kept::Answered(KeptAnswer {
                status: u16::try_from(status).unwrap_or_default(),
                body: body.unwrap_or_default(),
            }),
            // Let go of in this moment, or still being answered.
            _ => Kept::Pending,
        })
    }

    /// Keeps the answer of a key that was claimed.
    pub async fn keep_answer(
        &self,
        scope: &OrgScope,
        key: &[u8; 32],
        answer: &KeptAnswer,
    ) -> Result<()> {
        let user = scope.actor().user().map_or(0, |user| user.0);
        self.db
            .exec(q!(
                "UPDATE kept_answers SET status = $1, body = $2 \
                 WHERE org_id = $3 AND user_id = $4 AND key_hash = $5",
                i64::from(answer.status),
                &answer.body,
                scope.org(),
                user,
                key.to_vec()
            ))
            .await?;
        Ok(())
    }

    /// Lets go of a key whose request did nothing, so that it may be tried again.
    pub async fn release_key(&self, scope: &OrgScope, key: &[u8; 32]) -> Result<()> {
        let user = scope.actor().user().map_or(0, |user| user.0);
        self.db
            .exec(q!(
                "DELETE FROM kept_answers WHERE org_id = $1 AND user_id = $2 AND key_hash = $3",
                scope.org(),
                user,
                key.to_vec()
            ))
            .await?;
        Ok(())
    }

    /// Forgets keys that were taken before an instant; answers how many.
    pub async fn forget_keys(&self, _scope: &InstallScope, before: Timestamp) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM kept_answers WHERE org_id > 0 AND created_at < $1",
                before
            ))
            .await
    }
}
