//! Mail domains of organizations (TRI-20, TRI-21). Anybody may say that a domain is theirs; proven
//! is it for one organization at a time.

use crate::{Error, Result, Store, Tx, db::q, store::public_id};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, PublicId, Timestamp};

/// A domain that an organization says is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Id inside.
    pub id: i64,
    /// Id outside.
    pub public_id: PublicId,
    /// Its name, ASCII and small.
    pub name: String,
    /// What the text record has to say.
    pub proof: String,
    /// When it was proven; none: not yet.
    pub verified_at: Option<Timestamp>,
    /// When it was named.
    pub created_at: Timestamp,
}

type Row = (i64, Vec<u8>, String, String, Option<i64>, i64);

fn read((id, public, name, proof, verified_at, created_at): Row) -> Result<Domain> {
    Ok(Domain {
        id,
        public_id: public_id(&public)?,
        name,
        proof,
        verified_at: verified_at.map(Timestamp),
        created_at: Timestamp(created_at),
    })
}

impl Store {
    /// The domains of an organization, by name.
    pub async fn list_domains(&self, scope: &OrgScope) -> Result<Vec<Domain>> {
        let rows: Vec<Row> = self
            .db
            .all(q!(
                "SELECT id, public_id, name, proof, verified_at, created_at FROM domains \
                 WHERE org_id = $1 ORDER BY name",
                scope.org()
            ))
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Whose domain it is proven to be.
    pub async fn find_domain_owner(
        &self,
        _scope: &InstallScope,
        name: &str,
    ) -> Result<Option<OrgId>> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT org_id FROM domains WHERE org_id > 0 AND name = $1 \
                 AND verified_at IS NOT NULL",
                name
            ))
            .await?;
        Ok(row.map(|(org,)| OrgId(org)))
    }
}

impl Tx {
    /// Notes that the organization says a domain is its own. [`Error::Taken`] with `name` when it
    /// has said so already.
    pub async fn add_domain(
        &mut self,
        scope: &OrgScope,
        name: &str,
        proof: &str,
    ) -> Result<PublicId> {
        let id = self.take_id(scope.org(), "domain").await?;
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO domains (org_id, id, public_id, name, proof, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                scope.org(),
                id,
                public,
                name,
                proof,
                self.now
            ))
            .await?;
        Ok(public)
    }

    /// From now on it is proven. [`Error::Taken`] with `name` when it is proven for another
    /// organization, [`Error::NotFound`] when it is not there.
    pub async fn verify_domain(&mut self, scope: &OrgScope, id: i64) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE domains SET verified_at = $1 WHERE org_id = $2 AND id = $3",
                self.now,
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }

    /// Takes a domain off the organization. [`Error::NotFound`] when it is not there.
    pub async fn remove_domain(&mut self, scope: &OrgScope, id: i64) -> Result<()> {
        let removed = self
            .db
            .exec(q!(
                "DELETE FROM domains WHERE org_id = $1 AND id = $2",
                scope.org(),
                id
            ))
            .await?;
        if removed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }
}
