//! The partner's confirmation of whom an open link brought.

use super::{
    answer::{note_activation, receipt},
    step::{Deed, step},
};
use crate::{App, Caller, Result};
use hearken_authz::{Event, Permission};
use hearken_model::{PublicId, Side};

/// Confirms for the partner whom an open link brought.
pub async fn countersign(app: &App, caller: &Caller, relationship: PublicId) -> Result<()> {
    let scope = caller.scope(Permission::OfferDelegation, app.now())?;
    app.require_partner(scope.org()).await?;
    let row = super::customers::find(app, &scope, relationship).await?;
    let mut tx = app.store.begin().await?;
    let deed = Deed {
        side: Side::Partner,
        event: Event::Countersign,
        verb: "relationship.countersigned",
        actor: *scope.actor(),
        heir: None,
    };
    let row = step(app, &mut tx, row.id, deed).await?;
    receipt(app, &mut tx, &row, "countersign", &scope, None).await?;
    note_activation(app, &mut tx, &row).await?;
    tx.commit().await?;
    Ok(())
}
