//! What time does to solutions that nobody subscribes to (TRI-09, RET-06, DEL-90): it is written down
//! and told to those who can subscribe again; what was kept long enough is deleted. Decisions compare
//! time themselves; this only follows.

use crate::{
    App, Result,
    delegation::end_all_of,
    mail::{Recipient, Sender, SolutionEnds, post},
};
use hearken_authz::{MembershipState, OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{DELETION_NOTICE, OrganizationRole, Standing, Timestamp};
use hearken_store::{NewAudit, StoredTerm, Tx};
use serde_json::json;

/// Writes down where solutions stand, tells it, and deletes what is due. Call it every few minutes.
pub(crate) async fn sweep(app: &App) -> Result<()> {
    let now = app.now();
    for row in app.store.list_terms(&app.install).await? {
        let due = due(&row, now);
        let scope = decide(
            &Principal::System { job: "licences" },
            Permission::DeprovisionOrganization,
            &Resource::organization(row.org),
            now,
        )?;
        if due != row.standing {
            settle(app, &scope, &row, due).await?;
        }
        if due == Standing::Deleted && !row.is_empty {
            empty(app, &scope).await?;
        }
    }
    Ok(())
}

/// Where a solution stands now. What was deleted stays so; nothing is deleted before its
/// administrators were told, however late the clock or this sweep comes.
fn due(row: &StoredTerm, now: Timestamp) -> Standing {
    let is_told = row.standing == Standing::DeletionSoon && now >= row.since.plus(DELETION_NOTICE);
    match row.term.standing(now) {
        _ if row.standing == Standing::Deleted => Standing::Deleted,
        Standing::Deleted if !is_told => Standing::DeletionSoon,
        other => other,
    }
}

async fn settle(app: &App, scope: &OrgScope, row: &StoredTerm, to: Standing) -> Result<()> {
    let organization = app.store.load_organization(scope).await?;
    let mut tx = app.store.begin().await?;
    if !tx.set_standing(scope, row.standing, to).await? {
        // Another process was here.
        return Ok(());
    }
    let entry = NewAudit {
        verb: "solution.changed",
        object: format!("organization:{}", organization.public_id),
        detail: json!({ "from": row.standing.as_str(), "to": to.as_str() }),
    };
    tx.audit(scope, entry).await?;
    if !matches!(to, Standing::Running | Standing::Deleted) {
        let ends = SolutionEnds {
            slug: organization.slug,
            standing: to,
            on: next_day(row, to, tx.now()),
        };
        tell(app, &mut tx, scope, &ends).await?;
    }
    tx.commit().await?;
    if row.standing.stage() != to.stage() {
        app.configuration_changed(row.org).await;
    }
    Ok(())
}

/// When the next thing happens to a solution that stands so.
fn next_day(row: &StoredTerm, to: Standing, now: Timestamp) -> Timestamp {
    let on = match to {
        Standing::EndsSoon => row.term.ends_at,
        Standing::ReadOnly => row.term.closes_at(),
        _ => row.term.deleted_at(),
    };
    let earliest = match to {
        Standing::DeletionSoon => now.plus(DELETION_NOTICE),
        _ => now,
    };
    on.unwrap_or(now).max(earliest)
}

/// Tells those who can subscribe again.
async fn tell(app: &App, tx: &mut Tx, scope: &OrgScope, mail: &SolutionEnds) -> Result<()> {
    let everybody = app.store.list_members(scope).await?;
    let to: Vec<Recipient> = everybody
        .iter()
        .filter(|one| {
            one.membership.organization_role != OrganizationRole::None
                && matches!(
                    one.membership.state,
                    MembershipState::New | MembershipState::Active
                )
        })
        .map(|one| Recipient::of(&one.user))
        .collect();
    post(app, tx, Sender::Organization(scope), &to, mail).await?;
    Ok(())
}

/// Deletes what is in a solution, in parts. Broken off, it goes on at the next sweep.
async fn empty(app: &App, scope: &OrgScope) -> Result<()> {
    end_all_of(app, scope.org()).await?;
    loop {
        let mut tx = app.store.begin().await?;
        let has_more = tx.empty_part(scope).await?;
        tx.commit().await?;
        if !has_more {
            break;
        }
    }
    let (archive, of) = (std::sync::Arc::clone(&app.archive), scope.clone());
    tokio::task::spawn_blocking(move || archive.drop_organization(&of))
        .await
        .map_err(crate::AppError::internal)??;
    tracing::info!(
        org.id = scope.org().0,
        "a solution was deleted after its time"
    );
    app.configuration_changed(scope.org()).await;
    Ok(())
}
