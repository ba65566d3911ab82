//! API tokens: a person's key to one organization. Known by hash, like sessions.

use crate::{
    Error, Result, Store, Tx,
    db::q,
    sessions::secret_hash,
    store::{public_id, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, PublicId, RelationshipId, Timestamp, TokenPurpose, UserId};

/// A token as its organization sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Id outside.
    pub public_id: PublicId,
    /// Whose rights it carries.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// What it opens.
    pub purpose: TokenPurpose,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// What a presented token turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownToken {
    /// The only organization it opens.
    pub org: OrgId,
    /// Whose rights it carries.
    pub user: UserId,
    /// Id outside.
    pub public_id: PublicId,
    /// What it opens.
    pub purpose: TokenPurpose,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
    /// Under which relationship it acts, if a person of a partner made it (DEL-67).
    pub relationship: Option<RelationshipId>,
    /// The second factor of the session that made it; it cannot be confirmed again.
    pub second_factor_at: Option<Timestamp>,
}

type KnownRow = (
    i64,
    i64,
    Vec<u8>,
    String,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

#[derive(sqlx::FromRow)]
struct TokenRow {
    public_id: Vec<u8>,
    user_id: i64,
    name: String,
    purpose: String,
    created_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Store {
    /// The organization and person of a token that is not revoked.
    pub async fn find_token(
        &self,
        _scope: &InstallScope,
        secret: &[u8; 32],
    ) -> Result<Option<KnownToken>> {
        let row: Option<KnownRow> = self
            .db
            .opt(q!(
                "SELECT org_id, user_id, public_id, purpose, last_used_at, relationship_id, \
                 second_factor_at FROM api_tokens \
                 WHERE org_id > 0 AND token_hash = $1 AND revoked_at IS NULL",
                secret_hash(secret)
            ))
            .await?;
        row.map(|(org, user, public, purpose, used, relationship, factor)| {
            Ok(KnownToken {
                org: OrgId(org),
                user: UserId(user),
                public_id: public_id(&public)?,
                purpose: word("purpose", &purpose, TokenPurpose::from_word(&purpose))?,
                last_used_at: used.map(Timestamp),
                relationship: relationship.map(RelationshipId),
                second_factor_at: factor.map(Timestamp),
            })
        })
        .transpose()
    }

    /// Notes that a token was used. Call it at most once a minute.
    pub async fn touch_token(&self, _scope: &InstallScope, token: &KnownToken) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE api_tokens SET last_used_at = $1 WHERE org_id = $2 AND public_id = $3",
                self.now(),
                token.org,
                token.public_id
            ))
            .await?;
        Ok(())
    }

    /// The organization's tokens, or those of one person, newest first; revoked ones too.
    pub async fn list_tokens(&self, scope: &OrgScope, of: Option<UserId>) -> Result<Vec<ApiToken>> {
        let rows: Vec<TokenRow> = self
            .db
            .all(q!(
                "SELECT public_id, user_id, name, purpose, created_at, last_used_at, revoked_at \
                 FROM api_tokens WHERE org_id = $1 AND user_id = COALESCE($2, user_id) \
                 ORDER BY id DESC",
                scope.org(),
                of
            ))
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(ApiToken {
                    public_id: public_id(&row.public_id)?,
                    user: UserId(row.user_id),
                    name: row.name,
                    purpose: word(
                        "purpose",
                        &row.purpose,
                        TokenPurpose::from_word(&row.purpose),
                    )?,
                    created_at: Timestamp(row.created_at),
                    last_used_at: row.last_used_at.map(Timestamp),
                    revoked_at: row.revoked_at.map(Timestamp),
                })
            })
            .collect()
    }
}

impl Tx {
    /// Makes a token and answers its id and its secret, which is told this once. Made under a
    /// relationship, it is bound to it, and to the second factor of the session that makes it.
    pub async fn create_token(
        &mut self,
        scope: &OrgScope,
        user: UserId,
        name: &str,
        purpose: TokenPurpose,
        second_factor_at: Option<Timestamp>,
    ) -> Result<(PublicId, [u8; 32])> {
        let id = self.take_id(scope.org(), "token").await?;
        let (public, secret) = (self.env.ids.public_id(), self.env.ids.secret());
        self.db
            .exec(q!(
                "INSERT INTO api_tokens (org_id, id, public_id, user_id, token_hash, name, \
                 purpose, created_at, relationship_id, second_factor_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                scope.org(),
                id,
                public,
                user,
                secret_hash(&secret),
                name.trim(),
                purpose.as_str(),
                self.now,
                scope.acting().map(|acting| acting.relationship),
                second_factor_at
            ))
            .await?;
        Ok((public, secret))
    }

    /// Revokes every token that was made under a relationship.
    pub async fn revoke_tokens_of(
        &mut self,
        _scope: &InstallScope,
        customer: OrgId,
        relationship: RelationshipId,
    ) -> Result<u64> {
        self.db
            .exec(q!(
                "UPDATE api_tokens SET revoked_at = $1 \
                 WHERE org_id = $2 AND relationship_id = $3 AND revoked_at IS NULL",
                self.now,
                customer,
                relationship
            ))
            .await
    }

    /// Revokes a person's tokens in the organization and answers how many there were.
    pub async fn revoke_tokens_of_person(&mut self, scope: &OrgScope, user: UserId) -> Result<u64> {
        self.db
            .exec(q!(
                "UPDATE api_tokens SET revoked_at = $1 \
                 WHERE org_id = $2 AND user_id = $3 AND revoked_at IS NULL",
                self.now,
                scope.org(),
                user
            ))
            .await
    }

    /// Revokes a token, for good.
    pub async fn revoke_token(&mut self, scope: &OrgScope, token: PublicId) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE api_tokens SET revoked_at = $1 \
                 WHERE org_id = $2 AND public_id = $3 AND revoked_at IS NULL",
                self.now,
                scope.org(),
                token
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }
}
