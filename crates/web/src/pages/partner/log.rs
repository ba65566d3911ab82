//! The relationship log of a partner, and the same as CSV (DEL-73).

use super::{Link, shell, tabs};
use crate::{error::WebError, format, shell::Shell, visit::Visit};
use askama::Template;
use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};
use hearken_app::delegation::{self, LogRow};

#[derive(Template)]
#[template(path = "pages/partner/log.html")]
struct LogPage {
    shell: Shell,
    tabs: Vec<Link>,
    rows: Vec<Line>,
    csv: String,
}

struct Line {
    at: String,
    datetime: String,
    customer: String,
    action: String,
    who: String,
}

/// `GET /o/{slug}/partner/log`
pub(super) async fn show(visit: Visit) -> Result<Response, WebError> {
    let tabs = tabs(&visit, "log")?;
    let rows = delegation::log(visit.app(), &visit.caller).await?;
    let page = LogPage {
        shell: shell(&visit, "partner-log").await,
        tabs,
        rows: rows.into_iter().map(|row| line(&visit, row)).collect(),
        csv: visit.path("/partner/log.csv"),
    };
    Ok(Html(page.render()?).into_response())
}

fn line(visit: &Visit, row: LogRow) -> Line {
    let texts = visit.texts();
    let action = format!("deed-{}", row.verb.replace(['.', '_'], "-"));
    Line {
        at: format::moment(row.at, &visit.zone(), texts),
        datetime: row.at.to_rfc3339(),
        customer: row.with,
        action: texts.find(&action).unwrap_or(row.verb),
        who: row.who.unwrap_or_else(|| texts.get("the-system")),
    }
}

/// `GET /o/{slug}/partner/log.csv`
pub(super) async fn csv(visit: Visit) -> Result<Response, WebError> {
    tabs(&visit, "log")?;
    let rows = delegation::log(visit.app(), &visit.caller).await?;
    let mut text = "at,customer,action,performed_by\n".to_owned();
    for row in rows {
        let who = row.who.unwrap_or_else(|| "system".to_owned());
        let cells = [row.at.to_rfc3339(), row.with, row.verb, who];
        let cells: Vec<String> = cells.iter().map(|cell| cell_of(cell)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"relationships.csv\"",
        ),
    ];
    Ok((headers, text).into_response())
}

/// A cell of CSV; what a spreadsheet would take for a formula is text.
pub(in crate::pages) fn cell_of(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell_of;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        for (text, expect) in [
            ("Contoso", "\"Contoso\""),
            ("A \"B\", C", "\"A \"\"B\"\", C\""),
            ("=1+1", "\"'=1+1\""),
            ("@x", "\"'@x\""),
        ] {
            assert_eq!(cell_of(text), expect);
        }
    }
}
