//! Sign-ins. A session is known by the hash of its token; the token itself is never stored.

use crate::{Result, Store, Tx, db::q};
use hearken_authz::InstallScope;
use hearken_model::{Timestamp, UserId};
use sha2::{Digest, Sha256};

/// A live sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who signed in.
    pub user: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What is kept of a secret: enough to know it again.
pub(crate) fn secret_hash(secret: &[u8]) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

impl Tx {
    /// Begins a session and answers its token, 256 random bits, which is told this once.
    pub async fn begin_session(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        expires_at: Timestamp,
    ) -> Result<[u8; 32]> {
        let token = self.env.ids.secret();
        self.db
            .exec(q!(
                "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, \
                 expires_at) VALUES ($1, $2, $3, $3, $4)",
                secret_hash(&token),
                user,
                self.now,
                expires_at
            ))
            .await?;
        Ok(token)
    }

    /// Ends a session.
    pub async fn end_session(&mut self, _scope: &InstallScope, token: &[u8; 32]) -> Result<()> {
        self.db
            .exec(q!(
                "DELETE FROM sessions WHERE token_hash = $1",
                secret_hash(token)
            ))
            .await?;
        Ok(())
    }

    /// Ends every session of a person, but the one of `except`: after a change of password.
    pub async fn end_sessions_of(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        except: Option<&[u8; 32]>,
    ) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2",
                user,
                except.map_or_else(Vec::new, |token| secret_hash(token))
            ))
            .await
    }
}

impl Store {
    /// The live session of a token.
    pub async fn find_session(
        &self,
        _scope: &InstallScope,
        token: &[u8; 32],
    ) -> Result<Option<Session>> {
        let row: Option<(i64, i64, i64, i64)> = self
            .db
            .opt(q!(
                "SELECT user_id, created_at, last_seen_at, expires_at FROM sessions \
                 WHERE token_hash = $1 AND expires_at > $2",
                secret_hash(token),
                self.now()
            ))
            .await?;
        Ok(row.map(|(user, created, seen, expires)| Session {
            user: UserId(user),
            created_at: Timestamp(created),
            last_seen_at: Timestamp(seen),
            expires_at: Timestamp(expires),
        }))
    }

    /// Notes that a session was used and when it ends now. Call it at most once a minute.
    pub async fn touch_session(
        &self,
        _scope: &InstallScope,
        token: &[u8; 32],
        expires_at: Timestamp,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE sessions SET last_seen_at = $1, expires_at = $2 WHERE token_hash = $3",
                self.now(),
                expires_at,
                secret_hash(token)
            ))
            .await?;
        Ok(())
    }

    /// Removes sessions that have ended.
    pub async fn sweep_sessions(&self, _scope: &InstallScope) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM sessions WHERE expires_at <= $1",
                self.now()
            ))
            .await
    }
}
