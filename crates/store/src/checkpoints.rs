//! Where connectors go on. Written by [`Store::record`] in the transaction of the posts.

use crate::{Audience, Error, Result, Store, Tx, db::q, posts::Checkpoint, store::INSTALLATION};
use hearken_authz::InstallScope;
use hearken_model::OrgId;

impl Audience {
    /// The organization that rows of this audience carry.
    pub(crate) fn org(self) -> OrgId {
        match self {
            Self::Everybody => INSTALLATION,
            Self::Organization(org) => org,
        }
    }
}

impl Store {
    /// The checkpoint of a running connector.
    pub async fn load_checkpoint(
        &self,
        _scope: &InstallScope,
        audience: Audience,
        instance: &str,
    ) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .db
            .opt(q!(
                "SELECT value FROM checkpoints WHERE org_id = $1 AND instance = $2",
                audience.org(),
                instance
            ))
            .await?;
        Ok(row.map(|(value,)| value))
    }

    /// Every checkpoint of an audience, as (instance, value).
    pub async fn list_checkpoints(
        &self,
        _scope: &InstallScope,
        audience: Audience,
    ) -> Result<Vec<(String, String)>> {
        self.db
            .all(q!(
                "SELECT instance, value FROM checkpoints WHERE org_id = $1 ORDER BY instance",
                audience.org()
            ))
            .await
    }
}

impl Tx {
    pub(crate) async fn save_checkpoint(
        &mut self,
        audience: Audience,
        checkpoint: &Checkpoint,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "INSERT INTO checkpoints (org_id, instance, value, updated_at) \
                 VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, instance) \
                 DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at \
                 WHERE $5 = 0 OR checkpoints.value = $6",
                audience.org(),
                &checkpoint.instance,
                &checkpoint.value,
                self.now,
                i64::from(checkpoint.after.is_some()),
                checkpoint.after.as_deref().unwrap_or_default()
            ))
            .await?;
        if changed == 0 {
            return Err(Error::Stale);
        }
        Ok(())
    }
}
