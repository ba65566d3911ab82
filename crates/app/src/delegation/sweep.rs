//! What time does to relationships: offers and confirmations that lapse, agreed ends, long idleness.
//! Decisions compare time themselves; this only writes down what already holds.

use super::step::{Deed, step};
use crate::{App, Result};
use hearken_authz::Event;
use hearken_model::Side;

/// Writes down what time has done; how many relationships changed. Call it every few minutes.
pub async fn sweep(app: &App) -> Result<usize> {
    let now = app.now();
    let mut changed = 0;
    for row in app.store.list_live_relationships(&app.install).await? {
        let Ok(next) = row.terms.step(Side::System, Event::Tick, now) else {
            continue;
        };
        if next == row.terms {
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
