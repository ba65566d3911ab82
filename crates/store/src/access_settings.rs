//! Who let whom into an organization: automatic approval (ADM-13) and the first-run declaration
//! (ADM-21). An organization without a row has neither.

use crate::{
    Result, Store, Tx,
    db::{Reader, q},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, Timestamp, UserId};

/// How an organization lets people in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessSettings {
    /// Whether requests for access are approved as they come (ADM-13).
    pub automatic_approval: bool,
    /// When the first-run declaration was made, and by whom (ADM-21).
    pub declared: Option<(Timestamp, UserId)>,
}

impl Store {
    /// How an organization lets people in.
    pub async fn access_settings(
        &self,
        _scope: &InstallScope,
        org: OrgId,
    ) -> Result<AccessSettings> {
        load(self.reader(), org).await
    }
}

async fn load(mut reader: Reader<'_>, org: OrgId) -> Result<AccessSettings> {
    let row: Option<(i64, Option<i64>, Option<i64>)> = reader
        .opt(q!(
            "SELECT automatic_approval, declared_at, declared_by FROM access_settings \
             WHERE org_id = $1",
            org
        ))
        .await?;
    Ok(
        row.map_or_else(AccessSettings::default, |(automatic, at, by)| {
            AccessSettings {
                automatic_approval: automatic != 0,
                declared: at.map(Timestamp).zip(by.map(UserId)),
            }
        }),
    )
}

impl Tx {
    /// How the organization lets people in, seen by this transaction.
    pub async fn access_settings(&mut self, scope: &OrgScope) -> Result<AccessSettings> {
        load(self.reader(), scope.org()).await
    }

    /// Writes how the organization lets people in.
    pub async fn set_access_settings(
        &mut self,
        scope: &OrgScope,
        settings: &AccessSettings,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "INSERT INTO access_settings (org_id, automatic_approval, declared_at, \
                 declared_by) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id) DO UPDATE SET \
                 automatic_approval = excluded.automatic_approval, \
                 declared_at = excluded.declared_at, declared_by = excluded.declared_by",
                scope.org(),
                settings.automatic_approval,
                settings.declared.map(|(at, _)| at),
                settings.declared.map(|(_, by)| by)
            ))
            .await?;
        Ok(())
    }
}
