//! Facts of the installation as a whole, and the revision of everything that is compiled from it.

use crate::{Result, Store, Tx, db::q, store::INSTALLATION};
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

    /// Rises whenever something changes that the pipeline compiles or polls: topics, rules, source
    /// groups, feeds, blocked content, organizations. Poll it; equal numbers mean nothing changed.
    pub async fn setup_revision(&self, _scope: &InstallScope) -> Result<i64> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT last FROM counters WHERE org_id = $1 AND noun = 'setup'",
                INSTALLATION
            ))
            .await?;
        Ok(row.map_or(0, |(last,)| last))
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

    /// Something changed that is compiled.
    pub(crate) async fn touch_setup(&mut self) -> Result<()> {
        self.take_id(INSTALLATION, "setup").await?;
        Ok(())
    }
}
