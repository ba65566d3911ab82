//! Naming a domain.

use super::{DomainRow, ownable};
use crate::{
    App, AppError, Caller, Code, Result, act::deed, checks::Problems, session::print_secret,
};
use hearken_authz::Permission;
use hearken_model::Diagnostic;
use serde_json::json;

/// Domains that one organization may name.
const MOST: usize = 100;

/// Notes that the visited organization says a domain is its own; field `name`. Nothing follows from
/// it until it is proven.
pub async fn add(app: &App, caller: &Caller, name: &str) -> Result<DomainRow> {
    let scope = caller.scope(Permission::TakeOverDomain, app.now())?;
    let mut problems = Problems::default();
    let domain = ownable(name);
    if name.trim().is_empty() {
        problems.add(Diagnostic::new("required", "name"));
    } else if domain.is_none() {
        problems.add(Diagnostic::new("not_a_domain", "name").entry(name.to_owned()));
    }
    let own = app.store.list_domains(&scope).await?;
    if own.len() >= MOST {
        problems.add(Diagnostic::new("too_many", "name").with("limit", MOST as i64));
    }
    if own.iter().any(|one| Some(&one.name) == domain.as_ref()) {
        problems.add(Diagnostic::new("duplicate", "name").entry(name.to_owned()));
    }
    problems.settle()?;
    let domain = domain.ok_or_else(|| AppError::new(Code::Internal))?;
    let proof: String = print_secret(&app.ids.secret()).chars().take(32).collect();
    let mut tx = app.store.begin().await?;
    let id = tx.add_domain(&scope, &domain, &proof).await?;
    tx.audit(&scope, deed("domain.named", id, json!({ "name": domain })))
        .await?;
    tx.commit().await?;
    let rows = app.store.list_domains(&scope).await?;
    let row = rows.into_iter().find(|row| row.public_id == id);
    let row = row.ok_or_else(|| AppError::new(Code::NotFound))?;
    Ok(DomainRow::of(row))
}
