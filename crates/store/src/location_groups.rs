//! Location groups (GLO-11, GLO-12). That groups inside groups are there and make no circle is the
//! use-case's to see; it does so in the transaction that writes.

use crate::{
    Error, Result, Store, Tx,
    db::{Reader, q},
    store::{name_key, parsed, public_id},
};
use hearken_authz::OrgScope;
use hearken_model::{Location, LocationGroup, PublicId, Timestamp, UserId};

#[derive(sqlx::FromRow)]
struct Row {
    public_id: Vec<u8>,
    name: String,
    owner_id: Option<i64>,
    locations: String,
    version: i64,
    created_at: i64,
}

impl Row {
    fn read(self) -> Result<LocationGroup> {
        let words = self.locations.split(' ').filter(|word| !word.is_empty());
        let locations: Result<Vec<Location>> = words.map(|word| parsed("location", word)).collect();
        Ok(LocationGroup {
            id: public_id(&self.public_id)?,
            name: self.name,
            owner: self.owner_id.map(UserId),
            locations: locations?,
            version: self.version,
            created_at: Timestamp(self.created_at),
        })
    }
}

fn written(locations: &[Location]) -> String {
    let words: Vec<String> = locations.iter().map(Location::to_string).collect();
    words.join(" ")
}

async fn list(mut reader: Reader<'_>, scope: &OrgScope) -> Result<Vec<LocationGroup>> {
    let rows: Vec<Row> = reader
        .all(q!(
            "SELECT public_id, name, owner_id, locations, version, created_at \
             FROM location_groups WHERE org_id = $1 ORDER BY name_key",
            scope.org()
        ))
        .await?;
    rows.into_iter().map(Row::read).collect()
}

impl Store {
    /// The groups that people of the organization made, by name.
    pub async fn list_location_groups(&self, scope: &OrgScope) -> Result<Vec<LocationGroup>> {
        list(self.reader(), scope).await
    }
}

impl Tx {
    /// The groups as this transaction sees them, by name. Who else asks this waits until it ends, so
    /// that no two changes together make a circle.
    pub async fn list_location_groups(&mut self, scope: &OrgScope) -> Result<Vec<LocationGroup>> {
        self.take_id(scope.org(), "location_groups").await?;
        list(self.reader(), scope).await
    }

    /// Makes a group. [`Error::Taken`] when the name is.
    pub async fn create_location_group(
        &mut self,
        scope: &OrgScope,
        name: &str,
        locations: &[Location],
        owner: Option<UserId>,
    ) -> Result<LocationGroup> {
        let id = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO location_groups (org_id, public_id, name, name_key, owner_id, \
                 locations, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
                scope.org(),
                id,
                name,
                name_key(name),
                owner,
                written(locations),
                self.now
            ))
            .await?;
        Ok(LocationGroup {
            id,
            name: name.to_owned(),
            owner,
            locations: locations.to_vec(),
            version: 1,
            created_at: self.now,
        })
    }

    /// Changes a group. [`Error::Stale`] when `version` is given and not the stored one,
    /// [`Error::Taken`] when the name is.
    pub async fn update_location_group(
        &mut self,
        scope: &OrgScope,
        id: PublicId,
        version: Option<i64>,
        name: &str,
        locations: &[Location],
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE location_groups SET name = $1, name_key = $2, locations = $3, \
                 version = version + 1 WHERE org_id = $4 AND public_id = $5 \
                 AND version = COALESCE($6, version)",
                name,
                name_key(name),
                written(locations),
                scope.org(),
                id,
                version
            ))
            .await?;
        if changed == 0 {
            return Err(Error::Stale);
        }
        Ok(())
    }

    /// Removes a group. [`Error::NotFound`] when it is not there.
    pub async fn delete_location_group(&mut self, scope: &OrgScope, id: PublicId) -> Result<()> {
        let removed = self
            .db
            .exec(q!(
                "DELETE FROM location_groups WHERE org_id = $1 AND public_id = $2",
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
