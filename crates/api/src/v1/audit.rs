//! `/organizations/{slug}/audit`: who did what, and where the chain of it stands. A delegated admin sees
//! the own deeds.

use crate::{
    caller::Inside,
    problem::Problem,
    wire::{Instant, Query},
};
use axum::Json;
use hearken_app::{
    App,
    audit::{self, AuditRow},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Entries of an answer.
const ROWS: u32 = 100;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_audit))
        .routes(routes!(get_checkpoint))
}

/// An entry of the audit.
#[derive(Serialize, ToSchema)]
struct AuditEntry {
    /// Rising from 1 without gaps.
    number: i64,
    at: Instant,
    /// null: the installation, or its command line.
    by: Option<String>,
    /// The partner for which they acted.
    partner: Option<String>,
    /// `noun.participle`.
    action: String,
    /// Noun and id.
    object: String,
    /// What else there is to know, as a JSON text.
    detail: String,
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        Self {
            number: row.id,
            at: row.at.into(),
            by: row.who,
            partner: row.partner,
            action: row.verb,
            object: row.object,
            detail: row.detail,
        }
    }
}

/// Which entries.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ListAudit {
    /// Those before this number; left out: the newest.
    before: Option<i64>,
}

/// What was done in the organization, newest first, at most 100 entries.
#[utoipa::path(get, path = "/organizations/{slug}/audit", params(ListAudit),
    responses((status = 200, description = "the entries", body = [AuditEntry])))]
async fn list_audit(
    inside: Inside,
    Query(query): Query<ListAudit>,
) -> Result<Json<Vec<AuditEntry>>, Problem> {
    let rows = audit::list(&inside.app, &inside.caller, query.before, ROWS).await?;
    Ok(Json(rows.into_iter().map(AuditEntry::from).collect()))
}

/// Where the chain of the audit stands; to be kept elsewhere.
#[derive(Serialize, ToSchema)]
struct Checkpoint {
    /// `hearken-audit-checkpoint-1`
    form: String,
    /// The organization's name in URLs.
    organization: String,
    /// Entries up to here.
    entries: i64,
    /// Hash of the last of them.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    hash: String,
    #[schema(format = DateTime)]
    at: String,
}

/// Where the chain of the audit stands now. `hearken operator audit verify --checkpoint` compares.
#[utoipa::path(get, path = "/organizations/{slug}/audit/checkpoint",
    responses((status = 200, description = "the checkpoint", body = Checkpoint)))]
async fn get_checkpoint(inside: Inside) -> Result<Json<Checkpoint>, Problem> {
    let kept = audit::checkpoint(&inside.app, &inside.caller).await?;
    Ok(Json(Checkpoint {
        form: kept.form,
        organization: kept.organization,
        entries: kept.entries,
        hash: kept.hash,
        at: kept.at,
    }))
}
