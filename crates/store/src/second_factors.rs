//! The second factor of a person: the secret that their device shares with us, the last time step
//! that was used (a code is good once), and recovery codes, of which only hashes are kept.

use crate::{Result, Store, Tx, db::q, sessions::secret_hash};
use hearken_authz::InstallScope;
use hearken_model::{Timestamp, UserId};

/// A device that shows codes.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// What it shares with us.
    pub secret: Vec<u8>,
    /// When a first code proved that the device has it; none: not asked for yet.
    pub confirmed_at: Option<Timestamp>,
    /// Recovery codes that are left.
    pub recovery_codes: u64,
}

impl std::fmt::Debug for SecondFactor {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactor")
            .field("confirmed_at", &self.confirmed_at)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// The second factor of a person, confirmed or not.
    pub async fn find_second_factor(
        &self,
        _scope: &InstallScope,
        user: UserId,
    ) -> Result<Option<SecondFactor>> {
        let row: Option<(Vec<u8>, Option<i64>)> = self
            .db
            .opt(q!(
                "SELECT secret, confirmed_at FROM second_factors WHERE user_id = $1",
                user
            ))
            .await?;
        let codes: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1",
                user
            ))
            .await?;
        Ok(row.map(|(secret, confirmed_at)| SecondFactor {
            secret,
            confirmed_at: confirmed_at.map(Timestamp),
            recovery_codes: codes.map_or(0, |(count,)| count.unsigned_abs()),
        }))
    }
}

impl Tx {
    /// Keeps a secret that is not confirmed yet, over an older one; a confirmed one stays.
    pub async fn offer_second_factor(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        secret: &[u8],
    ) -> Result<()> {
        self.db
            .exec(q!(
                "INSERT INTO second_factors (user_id, secret, last_step, created_at) \
                 VALUES ($1, $2, 0, $3) ON CONFLICT (user_id) DO UPDATE SET \
                 secret = excluded.secret, created_at = excluded.created_at \
                 WHERE second_factors.confirmed_at IS NULL",
                user,
                secret.to_vec(),
                self.now
            ))
            .await?;
        Ok(())
    }

    /// The device has proved itself by the code of a step; answers whether it was waiting for that.
    pub async fn confirm_second_factor(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        step: i64,
    ) -> Result<bool> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE second_factors SET confirmed_at = $1, last_step = $2 \
                 WHERE user_id = $3 AND confirmed_at IS NULL",
                self.now,
                step,
                user
            ))
            .await?;
        Ok(changed == 1)
    }

    /// Uses the code of a step up; false when it, or a later one, was used before.
    pub async fn use_step(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        step: i64,
    ) -> Result<bool> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE second_factors SET last_step = $1 WHERE user_id = $2 \
                 AND confirmed_at IS NOT NULL AND last_step < $1",
                step,
                user
            ))
            .await?;
        Ok(changed == 1)
    }

    /// Keeps these recovery codes in place of all older ones.
    pub async fn set_recovery_codes(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        codes: &[String],
    ) -> Result<()> {
        self.db
            .exec(q!("DELETE FROM recovery_codes WHERE user_id = $1", user))
            .await?;
        for code in codes {
            self.db
                .exec(q!(
                    "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)",
                    user,
                    secret_hash(code.as_bytes())
                ))
                .await?;
        }
        Ok(())
    }

    /// Uses a recovery code up; false when it is none.
    pub async fn use_recovery_code(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        code: &str,
    ) -> Result<bool> {
        let changed = self
            .db
            .exec(q!(
                "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2",
                user,
                secret_hash(code.as_bytes())
            ))
            .await?;
        Ok(changed == 1)
    }

    /// Forgets the second factor and its recovery codes.
    pub async fn remove_second_factor(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
    ) -> Result<()> {
        self.db
            .exec(q!("DELETE FROM recovery_codes WHERE user_id = $1", user))
            .await?;
        self.db
            .exec(q!("DELETE FROM second_factors WHERE user_id = $1", user))
            .await?;
        Ok(())
    }
}
