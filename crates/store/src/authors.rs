//! Writers of recorded posts, known to each organization for itself.

use crate::{
    Result, Store,
    db::{Reader, json_list, q},
    store::{parsed, public_id},
};
use hearken_authz::OrgScope;
use hearken_model::{Author, AuthorId, OrgId, PublicId, Source};

/// An author as known now.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAuthor {
    /// Id inside.
    pub id: AuthorId,
    /// Id outside.
    pub public_id: PublicId,
    /// The kind of network.
    pub source: Source,
    /// What the network tells.
    pub author: Author,
}

#[derive(sqlx::FromRow)]
pub(crate) struct AuthorRow {
    pub(crate) org_id: i64,
    pub(crate) id: i64,
    public_id: Vec<u8>,
    source: String,
    native_id: String,
    handle: Option<String>,
    name: Option<String>,
    profile_url: Option<String>,
    avatar_url: Option<String>,
    followers: Option<i64>,
    location: Option<String>,
}

impl AuthorRow {
    pub(crate) fn read(self) -> Result<StoredAuthor> {
        Ok(StoredAuthor {
            id: AuthorId(self.id),
            public_id: public_id(&self.public_id)?,
            source: parsed("source", &self.source)?,
            author: Author {
                native_id: self.native_id,
                handle: self.handle,
                name: self.name,
                profile_url: self.profile_url,
                avatar_url: self.avatar_url,
                followers: self.followers.map(|n| n.max(0) as u64),
                location: self.location,
            },
        })
    }
}

impl Store {
    /// Authors by their ids inside, in no particular order; unknown ids are left out.
    pub async fn load_authors(
        &self,
        scope: &OrgScope,
        ids: &[AuthorId],
    ) -> Result<Vec<StoredAuthor>> {
        load(self.reader(), scope.org(), ids).await
    }

    /// Authors by their ids outside, such as those that a dataset names.
    pub async fn find_authors(
        &self,
        scope: &OrgScope,
        ids: &[PublicId],
    ) -> Result<Vec<StoredAuthor>> {
        let mut found = Vec::new();
        for id in ids {
            let row: Option<AuthorRow> = self
                .db
                .opt(q!(
                    "SELECT * FROM authors WHERE org_id = $1 AND public_id = $2",
                    scope.org(),
                    *id
                ))
                .await?;
            found.extend(row.map(AuthorRow::read).transpose()?);
        }
        Ok(found)
    }
}

pub(crate) async fn load(
    mut reader: Reader<'_>,
    org: OrgId,
    ids: &[AuthorId],
) -> Result<Vec<StoredAuthor>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<AuthorRow> = reader
        .all(q!(
            "SELECT * FROM authors WHERE org_id = $1 \
             AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($2))",
            org,
            json_list(ids)
        ))
        .await?;
    rows.into_iter().map(AuthorRow::read).collect()
}
