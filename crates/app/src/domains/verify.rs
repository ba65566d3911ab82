//! Proving that a domain is the organization's.

use super::{DomainRow, LABEL, MARK};
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, PublicId};
use serde_json::json;

/// Looks whether the record stands, and takes the domain for the visited organization's if it does.
/// `record_missing` when it does not stand (yet); `record_unreadable` when the domain name system
/// cannot be asked; `domain_taken` when another organization proved it before.
pub async fn verify(app: &App, caller: &Caller, id: PublicId) -> Result<DomainRow> {
    let scope = caller.scope(Permission::TakeOverDomain, app.now())?;
    let rows = app.store.list_domains(&scope).await?;
    let row = rows.into_iter().find(|row| row.public_id == id);
    let mut row = row.ok_or_else(|| AppError::new(Code::NotFound))?;
    if row.verified_at.is_some() {
        return Ok(DomainRow::of(row));
    }
    app.take_attempt(&[format!("domain:{}", scope.org())])?;
    let record = format!("{LABEL}.{}", row.name);
    let texts = app.records.text_records(&record).await.map_err(|error| {
        tracing::warn!(%error, domain = row.name, "a domain was not verified");
        AppError::new(Code::RecordUnreadable)
    })?;
    let expected = format!("{MARK}{}", row.proof);
    if !texts.iter().any(|text| text.trim() == expected) {
        let problem = Diagnostic::new("record_missing", "name").entry(record);
        return Err(AppError::invalid(vec![problem]));
    }
    let mut tx = app.store.begin().await?;
    match tx.verify_domain(&scope, row.id).await {
        Err(hearken_store::Error::Taken(_)) => return Err(AppError::new(Code::DomainTaken)),
        other => other?,
    }
    row.verified_at = Some(tx.now());
    let detail = json!({ "name": row.name });
    tx.audit(&scope, deed("domain.verified", id, detail))
        .await?;
    tx.commit().await?;
    Ok(DomainRow::of(row))
}
