//! What a directory says of the people of an organization (SCIM): its own name and id of each, and
//! the resource as it sent it. What they are in the organization stands with the membership.

use crate::{Error, Member, Result, Store, Tx, db::q, memberships::find_member};
use hearken_authz::OrgScope;
use hearken_model::{PublicId, Timestamp, UserId};
use std::collections::BTreeMap;

/// A person of the organization with what a directory says of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Provisioned {
    /// The person.
    pub member: Member,
    /// The resource as the directory sent it, JSON; none for people whom no directory provisions.
    pub resource: Option<String>,
    /// When they were added to the organization.
    pub added_at: Timestamp,
}

/// What a directory says of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The name it knows them by, unique in the organization without regard to case.
    pub name: String,
    /// Its own id of them.
    pub id: Option<String>,
    /// The resource as it sent it, JSON.
    pub resource: String,
}

impl Store {
    /// Everybody of the organization with what a directory says of them, the longest there first.
    pub async fn list_provisioned(&self, scope: &OrgScope) -> Result<Vec<Provisioned>> {
        let rows: Vec<(i64, Option<String>, i64)> = self
            .db
            .all(q!(
                "SELECT user_id, scim, created_at FROM memberships WHERE org_id = $1",
                scope.org()
            ))
            .await?;
        let mut said: BTreeMap<UserId, (Option<String>, i64)> = rows
            .into_iter()
            .map(|(user, resource, added)| (UserId(user), (resource, added)))
            .collect();
        let members = self.list_members(scope).await?;
        let found = members.into_iter().filter_map(|member| {
            let (resource, added) = said.remove(&member.user.id)?;
            Some(Provisioned {
                member,
                resource,
                added_at: Timestamp(added),
            })
        });
        let mut found: Vec<Provisioned> = found.collect();
        found.sort_by_key(|one| (one.added_at, one.member.user.id));
        Ok(found)
    }

    /// One of them, by id outside.
    pub async fn find_provisioned(
        &self,
        scope: &OrgScope,
        id: PublicId,
    ) -> Result<Option<Provisioned>> {
        let Some(member) = find_member(self.reader(), scope, id).await? else {
            return Ok(None);
        };
        let row: Option<(Option<String>, i64)> = self
            .db
            .opt(q!(
                "SELECT scim, created_at FROM memberships WHERE org_id = $1 AND user_id = $2",
                scope.org(),
                member.user.id
            ))
            .await?;
        Ok(row.map(|(resource, added)| Provisioned {
            member,
            resource,
            added_at: Timestamp(added),
        }))
    }
}

impl Tx {
    /// Keeps what a directory says of a person. [`Error::Taken`] when it knows somebody else by that
    /// name, [`Error::NotFound`] when the person is not in the organization.
    pub async fn set_directory_entry(
        &mut self,
        scope: &OrgScope,
        user: UserId,
        entry: &DirectoryEntry,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE memberships SET scim = $1, directory_name = $2, directory_id = $3, \
                 updated_at = $4 WHERE org_id = $5 AND user_id = $6",
                entry.resource.as_str(),
                entry.name.to_lowercase(),
                entry.id.as_deref(),
                self.now,
                scope.org(),
                user
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        Ok(())
    }
}
