//! People as sign-in providers know them: an issuer's word for a person, and whom it means here.

use crate::{Result, Store, Tx, User, db::q};
use hearken_authz::InstallScope;
use hearken_model::UserId;

impl Store {
    /// Whom an issuer's subject is.
    pub async fn find_user_by_identity(
        &self,
        scope: &InstallScope,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<User>> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT user_id FROM identities WHERE issuer = $1 AND subject = $2",
                issuer,
                subject
            ))
            .await?;
        match row {
            Some((user,)) => Ok(Some(self.load_user(scope, UserId(user)).await?)),
            None => Ok(None),
        }
    }
}

impl Tx {
    /// From now on this subject is that person. [`crate::Error::Taken`] when it is somebody already.
    pub async fn add_identity(
        &mut self,
        _scope: &InstallScope,
        issuer: &str,
        subject: &str,
        user: UserId,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "INSERT INTO identities (issuer, subject, user_id, created_at) \
                 VALUES ($1, $2, $3, $4)",
                issuer,
                subject,
                user,
                self.now
            ))
            .await?;
        Ok(())
    }
}
