//! How many places are taken and how many administrators there are.

use crate::{
    Result, Store, Tx,
    db::{Reader, q},
    store::word,
};
use hearken_authz::OrgScope;
use hearken_model::LicenceType;

impl Tx {
    /// How many administrators with a place may enter (ADM-22).
    pub async fn count_administrators(&mut self, scope: &OrgScope) -> Result<u64> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT COUNT(*) FROM memberships WHERE org_id = $1 AND licence IS NOT NULL \
                 AND configuration_role = 'administrator' AND state IN ('new', 'active')",
                scope.org()
            ))
            .await?;
        Ok(row.map_or(0, |(count,)| count.max(0) as u64))
    }

    /// How many global administrators may enter (DEL-47).
    pub async fn count_global_administrators(&mut self, scope: &OrgScope) -> Result<u64> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT COUNT(*) FROM memberships WHERE org_id = $1 \
                 AND organization_role = 'global_administrator' AND state IN ('new', 'active')",
                scope.org()
            ))
            .await?;
        Ok(row.map_or(0, |(count,)| count.max(0) as u64))
    }

    /// Places that are taken, by kind, seen by this transaction.
    pub async fn count_licences(&mut self, scope: &OrgScope) -> Result<Vec<(LicenceType, u64)>> {
        count_licences(self.reader(), scope).await
    }
}

impl Store {
    /// Places that are taken, by kind; kinds that nobody has are left out.
    pub async fn count_licences(&self, scope: &OrgScope) -> Result<Vec<(LicenceType, u64)>> {
        count_licences(self.reader(), scope).await
    }
}

async fn count_licences(
    mut reader: Reader<'_>,
    scope: &OrgScope,
) -> Result<Vec<(LicenceType, u64)>> {
    let rows: Vec<(String, i64)> = reader
        .all(q!(
            "SELECT licence, COUNT(*) FROM memberships WHERE org_id = $1 AND licence IS NOT NULL \
             GROUP BY licence",
            scope.org()
        ))
        .await?;
    rows.into_iter()
        .map(|(kind, count)| {
            let licence = word("licence", &kind, LicenceType::from_word(&kind))?;
            Ok((licence, count.max(0) as u64))
        })
        .collect()
}
