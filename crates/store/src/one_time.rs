//! Secrets that are good once and for a while: links that set a password, the pass from the first to
//! the second step of signing in, the state of a sign-in elsewhere. Only their hash is kept.

use crate::{
    Result, Store, Tx,
    db::q,
    sessions::secret_hash,
    store::{json, to_json},
};
use hearken_authz::InstallScope;
use hearken_model::{Timestamp, UserId};
use serde_json::Value;

/// What a one-time secret stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct OneTime {
    /// Whom it is about, if anybody yet.
    pub user: Option<UserId>,
    /// What else there is to know.
    pub detail: Value,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

type Row = (Option<i64>, String, i64);

fn read((user, detail, expires_at): Row) -> Result<OneTime> {
    Ok(OneTime {
        user: user.map(UserId),
        detail: json("one-time detail", &detail)?,
        expires_at: Timestamp(expires_at),
    })
}

impl Tx {
    /// Makes a secret, 256 random bits, which is told this once.
    pub async fn add_one_time(
        &mut self,
        _scope: &InstallScope,
        purpose: &'static str,
        new: &OneTime,
    ) -> Result<[u8; 32]> {
        let secret = self.env.ids.secret();
        self.db
            .exec(q!(
                "INSERT INTO one_time_secrets (secret_hash, purpose, user_id, detail, \
                 created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
                secret_hash(&secret),
                purpose,
                new.user,
                to_json(&new.detail)?,
                self.now,
                new.expires_at
            ))
            .await?;
        Ok(secret)
    }

    /// Uses a secret up; none when it is unknown, was used or is too old.
    pub async fn take_one_time(
        &mut self,
        _scope: &InstallScope,
        purpose: &'static str,
        secret: &[u8; 32],
    ) -> Result<Option<OneTime>> {
        let row: Option<Row> = self
            .db
            .opt(q!(
                "DELETE FROM one_time_secrets WHERE secret_hash = $1 AND purpose = $2 \
                 AND expires_at > $3 RETURNING user_id, detail, expires_at",
                secret_hash(secret),
                purpose,
                self.now
            ))
            .await?;
        row.map(read).transpose()
    }

    /// Drops every secret of a person for a purpose: the newest alone is good.
    pub async fn drop_one_time_of(
        &mut self,
        _scope: &InstallScope,
        purpose: &'static str,
        user: UserId,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "DELETE FROM one_time_secrets WHERE purpose = $1 AND user_id = $2",
                purpose,
                user
            ))
            .await?;
        Ok(())
    }
}

impl Store {
    /// Looks at a secret without using it up.
    pub async fn find_one_time(
        &self,
        _scope: &InstallScope,
        purpose: &'static str,
        secret: &[u8; 32],
    ) -> Result<Option<OneTime>> {
        let row: Option<Row> = self
            .db
            .opt(q!(
                "SELECT user_id, detail, expires_at FROM one_time_secrets \
                 WHERE secret_hash = $1 AND purpose = $2 AND expires_at > $3",
                secret_hash(secret),
                purpose,
                self.now()
            ))
            .await?;
        row.map(read).transpose()
    }

    /// Removes secrets that are too old.
    pub async fn sweep_one_time(&self, _scope: &InstallScope) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM one_time_secrets WHERE expires_at <= $1",
                self.now()
            ))
            .await
    }
}
