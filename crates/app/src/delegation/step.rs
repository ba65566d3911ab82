//! One step of a relationship's life: locked, judged by `authz`, written, noted on both sides, all
//! in the caller's transaction.

use crate::{App, AppError, Code, Result, mail::tell_both};
use hearken_authz::{Actor, Event, Refused};
use hearken_model::{Diagnostic, OrgId, RelationshipId, RelationshipState, Side, UserId};
use hearken_store::{NewAudit, StoredRelationship, Tx};
use serde_json::{Value, json};

/// Who does something to a relationship, and how the audit calls it.
pub(crate) struct Deed {
    /// For which side.
    pub(crate) side: Side,
    /// What.
    pub(crate) event: Event,
    /// `relationship.participle`.
    pub(crate) verb: &'static str,
    /// Who, as audit rows name it.
    pub(crate) actor: Actor,
    /// Who gets what a leaving partner owns; none: the actor, if it is a person of the customer's.
    pub(crate) heir: Option<UserId>,
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::WrongSide => Self::new(Code::Forbidden),
            Refused::WrongState | Refused::TooLate => Self::new(Code::RelationshipNotActive),
            Refused::TooWide => Self::new(Code::CannotWiden),
            Refused::BadDuration => Self::invalid(vec![
                Diagnostic::new("out_of_range", "days")
                    .with("least", 1)
                    .with("limit", i64::from(hearken_authz::MOST_DAYS)),
            ]),
        }
    }
}

/// Does it. Whatever ends a relationship also ends what was made under it (DEL-86, DEL-87).
pub(crate) async fn step(
    app: &App,
    tx: &mut Tx,
    id: RelationshipId,
    deed: Deed,
) -> Result<StoredRelationship> {
    let mut row = tx.lock_relationship(&app.install, id).await?;
    let before = row.terms;
    // To end what is over is no mistake: nothing may stand in the way of an end.
    if deed.event == Event::End && before.state == RelationshipState::Ended {
        return Ok(row);
    }
    row.terms = before.step(deed.side, deed.event, tx.now())?;
    if row.terms.state == RelationshipState::Ended && before.state != RelationshipState::Ended {
        row.ended_at = Some(tx.now());
        row.ended_by = deed.actor.user();
        tx.revoke_tokens_of(&app.install, row.customer, id).await?;
        if let Some(heir) = deed.heir {
            tx.hand_over(&app.install, row.customer, id, heir).await?;
        }
    }
    if row.terms.ends_at != before.ends_at {
        row.reminded = None;
    }
    tx.save_relationship(&app.install, &row).await?;
    note(app, tx, &row, deed.verb, deed.actor).await?;
    Ok(row)
}

/// Notes on both sides what happened to a relationship, and tells them by mail.
pub(crate) async fn note(
    app: &App,
    tx: &mut Tx,
    row: &StoredRelationship,
    verb: &'static str,
    actor: Actor,
) -> Result<()> {
    for (org, other) in [(row.customer, row.partner), (row.partner, row.customer)] {
        let entry = NewAudit {
            verb,
            object: format!("relationship:{}", row.public_id),
            detail: told(app, tx, row, other).await?,
        };
        tx.audit_other(&app.install, org, actor, entry).await?;
    }
    let kind = verb.split_once('.').map_or(verb, |(_, kind)| kind);
    tell_both(app, tx, row, kind).await
}

async fn told(app: &App, tx: &Tx, row: &StoredRelationship, other: OrgId) -> Result<Value> {
    let name = app.store.load_organization_of(&app.install, other).await?;
    let terms = &row.terms;
    Ok(json!({
        "with": name.settings.name,
        "status": terms.status(tx.now()),
        "level": terms.level.as_str(),
        "holds": terms.holds.sides().map(|side| side.as_str()).collect::<Vec<_>>(),
        "ends_at": terms.ends_at.map(|at| at.to_rfc3339()),
        "reason": terms.end_reason.map(|reason| reason.as_str()),
    }))
}

impl App {
    /// A global administrator of an organization's own, the longest there, to whom falls what a
    /// partner leaves behind when no person ended the relationship.
    pub(crate) async fn heir_of(&self, org: OrgId) -> Result<Option<UserId>> {
        let administrators = self
            .store
            .list_global_administrators(&self.install, org)
            .await?;
        Ok(administrators.first().map(|user| user.id))
    }
}
