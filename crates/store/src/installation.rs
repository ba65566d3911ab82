//! Facts of the installation as a whole.

use crate::{Result, Store, Tx, db::q};
use hearken_authz::InstallScope;

impl Store {
    /// A fact by its name, such as `initialized_at`.
    pub async fn installation_fact(
        &self,
        _scope: &InstallScope,
        name: &str,
    ) -> Result<Option<String>> {
        let row: Option<(String,)> = self
            .db
            .opt(q!("SELECT value FROM installation WHERE name = $1", name))
            .await?;
        Ok(row.map(|(value,)| value))
    }
}

impl Tx {
    /// Writes a fact; an existing one is replaced.
    pub async fn set_installation_fact(
        &mut self,
        _scope: &InstallScope,
        name: &str,
        value: &str,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "INSERT INTO installation (name, value) VALUES ($1, $2) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name,
                value
            ))
            .await?;
        Ok(())
    }
}
