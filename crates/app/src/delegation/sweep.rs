//! What time does to relationships: offers and confirmations that lapse, agreed ends, long idleness.
//! Decisions compare time themselves; this only writes down what already holds.

use super::step::{Deed, step};
use crate::{App, Result, mail::tell_both};
use hearken_authz::Event;
use hearken_model::{OrgId, RelationshipState, Side, time::DAY};
use hearken_store::StoredRelationship;

/// Writes down what time has done; how many relationships changed. Call it every few minutes.
pub async fn sweep(app: &App) -> Result<usize> {
    let now = app.now();
    let mut changed = 0;
    for row in app.store.list_live_relationships(&app.install).await? {
        let Ok(next) = row.terms.step(Side::System, Event::Tick, now) else {
            continue;
        };
        if next == row.terms {
            remind(app, &row).await?;
            continue;
        }
        let heir = app.heir_of(row.customer).await?;
        let mut tx = app.store.begin().await?;
        let deed = Deed {
            side: Side::System,
            event: Event::Tick,
            verb: match next.end_reason {
                Some(_) => "relationship.expired",
                None => "relationship.held",
            },
            actor: *app.install.actor(),
            heir,
        };
        step(app, &mut tx, row.id, deed).await?;
        tx.commit().await?;
        changed += 1;
    }
    Ok(changed)
}

/// Ends whatever joins an organization with others, as a customer and as a partner, when it is gone
/// (DEL-90).
pub(crate) async fn end_all_of(app: &App, org: OrgId) -> Result<()> {
    for row in app.store.list_live_relationships(&app.install).await? {
        if row.customer != org && row.partner != org {
            continue;
        }
        let heir = app.heir_of(row.customer).await?;
        let mut tx = app.store.begin().await?;
        let deed = Deed {
            side: Side::Operator,
            event: Event::End,
            verb: "relationship.ended",
            actor: *app.install.actor(),
            heir,
        };
        step(app, &mut tx, row.id, deed).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Reminders before an agreed end, in days (DEL-88).
const REMINDERS: [(i64, &str); 3] = [(1, "ends-in-1"), (7, "ends-in-7"), (30, "ends-in-30")];

/// Tells both sides that the end comes near, once for each of [`REMINDERS`]. Those that were due
/// before it came into force are left out.
async fn remind(app: &App, row: &StoredRelationship) -> Result<()> {
    let (Some(start), Some(end)) = (row.terms.starts_at, row.terms.ends_at) else {
        return Ok(());
    };
    let now = app.now();
    let due = REMINDERS.into_iter().find(|(days, _)| {
        let at = end.plus(-days * DAY);
        row.terms.state == RelationshipState::Active && at > start && now >= at
    });
    let Some((days, kind)) = due.filter(|(days, _)| row.reminded.is_none_or(|last| last > *days))
    else {
        return Ok(());
    };
    let mut tx = app.store.begin().await?;
    let mut locked = tx.lock_relationship(&app.install, row.id).await?;
    if locked.terms.epoch == row.terms.epoch && locked.reminded == row.reminded {
        locked.reminded = Some(days);
        tx.save_relationship(&app.install, &locked).await?;
        tell_both(app, &mut tx, &locked, kind).await?;
        tx.commit().await?;
    }
    Ok(())
}
