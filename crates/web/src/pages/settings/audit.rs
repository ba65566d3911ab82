//! The audit of the organization, the same as CSV (DEL-72), and the end of its chain as a file.

use super::{Link, nav, only, shell};
use crate::{error::WebError, format, pages::partner::cell_of, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    Json,
    extract::Query,
    http::header,
    response::{Html, IntoResponse, Response},
};
use hearken_app::audit::{self, AuditRow};
use hearken_authz::Permission;
use serde::Deserialize;

/// Rows of a page, and of a file.
const ROWS: u32 = 100;
const CSV_ROWS: u32 = 100_000;

#[derive(Template)]
#[template(path = "pages/settings/audit.html")]
struct AuditPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<Line>,
    older: Option<String>,
    csv: String,
    /// Where the file of the chain's end is; for those who see all of the audit.
    checkpoint: Option<String>,
}

struct Line {
    at: String,
    datetime: String,
    who: String,
    partner: Option<String>,
    verb: String,
    object: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    before: Option<i64>,
}

/// `GET /o/{slug}/settings/audit`
pub(super) async fn show(visit: Visit, Query(wish): Query<Wish>) -> Result<Response, WebError> {
    only(&visit, Permission::ViewAudit)?;
    let rows = audit::list(visit.app(), &visit.caller, wish.before, ROWS).await?;
    let last = rows.last().map(|row| row.id).filter(|id| *id > 1);
    let page = AuditPage {
        shell: shell(&visit, "settings-audit").await,
        nav: nav(&visit, "audit"),
        older: last.map(|id| visit.path(&format!("/settings/audit?before={id}"))),
        rows: rows.into_iter().map(|row| line(&visit, row)).collect(),
        csv: visit.path("/settings/audit.csv"),
        checkpoint: visit
            .caller
            .acting()
            .is_none()
            .then(|| visit.path("/settings/audit/checkpoint")),
    };
    Ok(Html(page.render()?).into_response())
}

fn line(visit: &Visit, row: AuditRow) -> Line {
    let texts = visit.texts();
    let deed = format!("deed-{}", row.verb.replace(['.', '_'], "-"));
    Line {
        at: format::moment(row.at, &visit.zone(), texts),
        datetime: row.at.to_rfc3339(),
        who: row.who.unwrap_or_else(|| texts.get("the-system")),
        partner: row.partner,
        verb: texts.find(&deed).unwrap_or(row.verb),
        object: row.object,
    }
}

/// `GET /o/{slug}/settings/audit.csv`
pub(super) async fn csv(visit: Visit) -> Result<Response, WebError> {
    only(&visit, Permission::ViewAudit)?;
    let rows = audit::list(visit.app(), &visit.caller, None, CSV_ROWS).await?;
    let mut text = "number,at,who,partner,action,object,detail\n".to_owned();
    for row in rows {
        let cells = [
            row.id.to_string(),
            row.at.to_rfc3339(),
            row.who.unwrap_or_default(),
            row.partner.unwrap_or_default(),
            row.verb,
            row.object,
            row.detail,
        ];
        let cells: Vec<String> = cells.iter().map(|cell| cell_of(cell)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"audit.csv\"",
        ),
    ];
    Ok((headers, text).into_response())
}

/// `GET /o/{slug}/settings/audit/checkpoint`: the end of the chain, to be kept elsewhere.
pub(super) async fn checkpoint(visit: Visit) -> Result<Response, WebError> {
    only(&visit, Permission::ViewAudit)?;
    let kept = audit::checkpoint(visit.app(), &visit.caller).await?;
    let name = format!(
        "attachment; filename=\"audit-{}-{}.json\"",
        kept.organization, kept.entries
    );
    let headers = [(header::CONTENT_DISPOSITION, name)];
    Ok((headers, Json(kept)).into_response())
}
