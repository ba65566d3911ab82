//! Who did what. A row is written in the transaction of the deed itself.

use crate::{
    Error, Result, Store, Tx,
    chain::Link,
    db::q,
    store::{INSTALLATION, json as read_json, public_id, to_json},
};
use hearken_authz::{ActingFor, Actor, InstallScope, OrgScope};
use hearken_model::{OrgId, RelationshipId, Timestamp, UserId};
use serde_json::{Value, json};

/// The verb of entries about what was denied.
pub const DENIED: &str = "access.denied";

/// A deed to be noted.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAudit {
    /// What was done, `noun.participle` (`topic.created`).
    pub verb: &'static str,
    /// To what: noun and public id (`topic:0a1b...`).
    pub object: String,
    /// What else there is to know; never a secret.
    pub detail: Value,
}

/// A noted deed.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// Number within the organization, rising.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// `person`, `system` or `operator`.
    pub actor_kind: String,
    /// The person, if it was one.
    pub actor_user: Option<UserId>,
    /// The job, if it was one.
    pub actor_job: Option<String>,
    /// Under which relationship, if a person of a partner did it.
    pub relationship: Option<RelationshipId>,
    /// The partner whose person did it.
    pub partner: Option<OrgId>,
    /// What was done.
    pub verb: String,
    /// To what.
    pub object: String,
    /// What else there is to know.
    pub detail: Value,
}

#[derive(sqlx::FromRow)]
struct AuditRow {
    id: i64,
    at: i64,
    actor_kind: String,
    actor_user: Option<i64>,
    actor_job: Option<String>,
    relationship_id: Option<i64>,
    partner_id: Option<i64>,
    verb: String,
    object: String,
    detail: String,
}

impl AuditRow {
    fn read(self) -> Result<AuditEntry> {
        Ok(AuditEntry {
            id: self.id,
            at: Timestamp(self.at),
            actor_kind: self.actor_kind,
            actor_user: self.actor_user.map(UserId),
            actor_job: self.actor_job,
            relationship: self.relationship_id.map(RelationshipId),
            partner: self.partner_id.map(OrgId),
            verb: self.verb,
            object: self.object,
            detail: read_json("audit detail", &self.detail)?,
        })
    }
}

impl Tx {
    /// Notes a deed in an organization. Done under a relationship, it looks whether that still
    /// holds, and keeps it so until this transaction ends: [`crate::Error::Ended`] otherwise.
    pub async fn audit(&mut self, scope: &OrgScope, entry: NewAudit) -> Result<()> {
        let (org, actor) = (scope.org(), *scope.actor());
        let Some(acting) = scope.acting() else {
            return self.note(org, actor, None, entry).await;
        };
        self.recheck(org, acting).await?;
        self.note_for_both((org, acting), actor, entry).await
    }

    /// Notes that somebody who acts, or acted, for a customer was denied something. That needs no
    /// relationship that still holds.
    pub async fn audit_denied(
        &mut self,
        _scope: &InstallScope,
        under: (OrgId, ActingFor),
        actor: Actor,
        entry: NewAudit,
    ) -> Result<()> {
        self.note_for_both(under, actor, entry).await
    }

    /// Notes a deed of somebody who acts for a customer, there and at the partner (DEL-72). What the
    /// partner gets says who did what to which thing of whom; the rest of the detail is the
    /// customer's.
    async fn note_for_both(
        &mut self,
        (org, acting): (OrgId, ActingFor),
        actor: Actor,
        entry: NewAudit,
    ) -> Result<()> {
        let named: Option<(Vec<u8>, String)> = self
            .db
            .opt(q!(
                "SELECT r.public_id, o.name FROM relationships r \
                 JOIN organizations o ON o.id = r.org_id WHERE r.org_id = $1 AND r.id = $2",
                org,
                acting.relationship
            ))
            .await?;
        let (id, name) = named.ok_or_else(|| Error::corrupt("a deed under no relationship"))?;
        let (with, id) = (name, public_id(&id)?.to_string());
        let detail = if entry.verb == DENIED {
            let count = entry.detail.get("count");
            json!({ "with": with, "relationship": id, "result": "denied", "count": count })
        } else {
            json!({ "with": with, "relationship": id, "result": "done" })
        };
        let mirrored = NewAudit {
            verb: entry.verb,
            object: entry.object.clone(),
            detail,
        };
        self.note(org, actor, Some(acting), entry).await?;
        self.note(acting.partner, actor, Some(acting), mirrored)
            .await
    }

    /// Notes a deed in the organization on the other side of a relationship, so that both have it
    /// (DEL-72).
    pub async fn audit_other(
        &mut self,
        _scope: &InstallScope,
        org: OrgId,
        actor: Actor,
        entry: NewAudit,
    ) -> Result<()> {
        self.note(org, actor, None, entry).await
    }

    /// Notes a deed on the installation.
    pub async fn audit_installation(
        &mut self,
        scope: &InstallScope,
        entry: NewAudit,
    ) -> Result<()> {
        self.note(INSTALLATION, *scope.actor(), None, entry).await
    }

    async fn note(
        &mut self,
        org: OrgId,
        actor: Actor,
        acting: Option<ActingFor>,
        entry: NewAudit,
    ) -> Result<()> {
        // Taking the id also makes those who write for the same organization wait: a chain has one
        // end.
        let id = self.take_id(org, "audit").await?;
        let detail = to_json(&entry.detail)?;
        let link = Link {
            org,
            id,
            at: self.now,
            actor_kind: actor.kind_word(),
            actor_user: actor.user().map(i64::from),
            actor_job: actor.job(),
            relationship: acting.map(|acting| acting.relationship.0),
            partner: acting.map(|acting| acting.partner.0),
            verb: entry.verb,
            object: &entry.object,
            detail: &detail,
        };
        let before: Option<(Option<Vec<u8>>,)> = self
            .db
            .opt(q!(
                "SELECT hash FROM audit WHERE org_id = $1 AND id = $2",
                org,
                id - 1
            ))
            .await?;
        let hash = link.hash(before.and_then(|(hash,)| hash).as_deref());
        self.db
            .exec(q!(
                "INSERT INTO audit (org_id, id, at, actor_kind, actor_user, actor_job, \
                 relationship_id, partner_id, verb, object, detail, hash) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                org,
                id,
                self.now,
                actor.kind_word(),
                actor.user(),
                actor.job(),
                acting.map(|acting| acting.relationship),
                acting.map(|acting| acting.partner),
                entry.verb,
                &entry.object,
                &detail,
                hash
            ))
            .await?;
        Ok(())
    }
}

impl Store {
    /// Deeds in the organization, newest first, those before `before` if it is given.
    pub async fn list_audit(
        &self,
        scope: &OrgScope,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>> {
        self.list_deeds(scope.org(), before, limit).await
    }

    /// Deeds in the organization under a relationship, oldest first.
    pub async fn list_audit_under(
        &self,
        scope: &OrgScope,
        relationship: RelationshipId,
    ) -> Result<Vec<AuditEntry>> {
        let rows: Vec<AuditRow> = self
            .db
            .all(q!(
                "SELECT id, at, actor_kind, actor_user, actor_job, relationship_id, partner_id, \
                 verb, object, detail FROM audit WHERE org_id = $1 AND relationship_id = $2 \
                 ORDER BY id",
                scope.org(),
                relationship
            ))
            .await?;
        rows.into_iter().map(AuditRow::read).collect()
    }

    /// Deeds on the installation, likewise.
    pub async fn list_installation_audit(
        &self,
        _scope: &InstallScope,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>> {
        self.list_deeds(INSTALLATION, before, limit).await
    }

    async fn list_deeds(
        &self,
        org: OrgId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>> {
        let rows: Vec<AuditRow> = self
            .db
            .all(q!(
                "SELECT id, at, actor_kind, actor_user, actor_job, relationship_id, partner_id, \
                 verb, object, detail FROM audit WHERE org_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
                org,
                before.unwrap_or(i64::MAX),
                i64::from(limit)
            ))
            .await?;
        rows.into_iter().map(AuditRow::read).collect()
    }
}
