//! Sign-ins. A session is known by the hash of its token; the token itself is never stored.

use crate::{Error, Result, Store, Tx, db::q, store::public_id};
use hearken_authz::InstallScope;
use hearken_model::{PublicId, RelationshipId, Timestamp, UserId};
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
    /// When its person last confirmed a second factor.
    pub second_factor_at: Option<Timestamp>,
    /// Under which relationship it acts for a customer.
    pub relationship: Option<RelationshipId>,
    /// When it began to.
    pub entered_at: Option<Timestamp>,
}

/// A sign-in that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// When it ends.
    pub expires_at: Timestamp,
    /// Browser and system, as far as known.
    pub device: String,
    /// Network address.
    pub address: Option<String>,
    /// Whether a second factor was confirmed on the way.
    pub confirmed: bool,
}

/// A live sign-in as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSession {
    /// Its id outside.
    pub public_id: PublicId,
    /// Browser and system, as far as known.
    pub device: String,
    /// Network address.
    pub address: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// Whether it is the one of the token that was asked with.
    pub is_asked: bool,
}

type ListedRow = (Vec<u8>, String, Option<String>, i64, i64, Vec<u8>);

/// For whom a session acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Under which relationship.
    pub relationship: RelationshipId,
    /// Since when.
    pub entered_at: Timestamp,
}

type SessionRow = (i64, i64, i64, i64, Option<i64>, Option<i64>, Option<i64>);

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
        new: &NewSession,
    ) -> Result<[u8; 32]> {
        let token = self.env.ids.secret();
        self.db
            .exec(q!(
                "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, \
                 expires_at, public_id, device, address, second_factor_at) \
                 VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8)",
                secret_hash(&token),
                user,
                self.now,
                new.expires_at,
                self.env.ids.public_id(),
                &new.device,
                new.address.as_deref(),
                new.confirmed.then_some(self.now)
            ))
            .await?;
        Ok(token)
    }

    /// Replaces a session by one with another token that acts for a customer, or for nobody: what was
    /// open under the old token is closed with it (DEL-57, DEL-62). [`Error::NotFound`] when it has
    /// ended.
    pub async fn replace_session(
        &mut self,
        _scope: &InstallScope,
        token: &[u8; 32],
        entry: Option<Entry>,
    ) -> Result<[u8; 32]> {
        let fresh = self.env.ids.secret();
        let changed = self
            .db
            .exec(q!(
                "UPDATE sessions SET token_hash = $1, relationship_id = $2, entered_at = $3, \
                 last_seen_at = $4 WHERE token_hash = $5 AND expires_at > $4",
                secret_hash(&fresh),
                entry.map(|entry| entry.relationship),
                entry.map(|entry| entry.entered_at),
                self.now,
                secret_hash(token)
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(fresh)
    }

    /// Notes that the person of a session confirmed a second factor just now; answers whether it is
    /// a live session of theirs.
    pub async fn confirm_session(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        token: &[u8; 32],
    ) -> Result<bool> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE sessions SET second_factor_at = $1 \
                 WHERE token_hash = $2 AND user_id = $3 AND expires_at > $1",
                self.now,
                secret_hash(token),
                user
            ))
            .await?;
        Ok(changed == 1)
    }

    /// No session of a person counts as confirmed any more.
    pub async fn forget_confirmations(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE sessions SET second_factor_at = NULL WHERE user_id = $1",
                user
            ))
            .await?;
        Ok(())
    }

    /// Ends one session of a person; answers whether there was one.
    pub async fn end_session_of(
        &mut self,
        _scope: &InstallScope,
        user: UserId,
        id: PublicId,
    ) -> Result<bool> {
        let ended = self
            .db
            .exec(q!(
                "DELETE FROM sessions WHERE user_id = $1 AND public_id = $2",
                user,
                id
            ))
            .await?;
        Ok(ended == 1)
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
        let row: Option<SessionRow> = self
            .db
            .opt(q!(
                "SELECT user_id, created_at, last_seen_at, expires_at, second_factor_at, \
                 relationship_id, entered_at FROM sessions WHERE token_hash = $1 AND expires_at > $2",
                secret_hash(token),
                self.now()
            ))
            .await?;
        Ok(row.map(
            |(user, created, seen, expires, factor, relationship, entered)| Session {
                user: UserId(user),
                created_at: Timestamp(created),
                last_seen_at: Timestamp(seen),
                expires_at: Timestamp(expires),
                second_factor_at: factor.map(Timestamp),
                relationship: relationship.map(RelationshipId),
                entered_at: entered.map(Timestamp),
            },
        ))
    }

    /// The live sessions of a person, the one used last first; `token` marks the one that asks.
    pub async fn list_sessions(
        &self,
        _scope: &InstallScope,
        user: UserId,
        token: Option<&[u8; 32]>,
    ) -> Result<Vec<ListedSession>> {
        let rows: Vec<ListedRow> = self
            .db
            .all(q!(
                "SELECT public_id, device, address, created_at, last_seen_at, token_hash \
                 FROM sessions WHERE user_id = $1 AND expires_at > $2 \
                 ORDER BY last_seen_at DESC, created_at DESC",
                user,
                self.now()
            ))
            .await?;
        let asked = token.map(|token| secret_hash(token));
        let listed = rows.into_iter();
        listed
            .map(|(id, device, address, created_at, last_seen_at, hash)| {
                Ok(ListedSession {
                    public_id: public_id(&id)?,
                    device,
                    address,
                    created_at: Timestamp(created_at),
                    last_seen_at: Timestamp(last_seen_at),
                    is_asked: asked.as_ref() == Some(&hash),
                })
            })
            .collect()
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
