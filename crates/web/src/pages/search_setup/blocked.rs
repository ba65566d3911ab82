//! Blocked content: domains and phrases that are never acquired, each shown before it is blocked
//! (SEA-140..148).

use super::{Tab, shell, tabs};
use crate::{
    error::WebError,
    format,
    forms::{Fields, Problems},
    pages::analytics::{Card, marked_card},
    shell::Shell,
    visit::{Named, Visit},
};
use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    AppError, Code,
    blocked::{self, BlockedKind, BlockedRow},
};
use hearken_authz::Permission;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/search_setup/blocked.html")]
struct BlockedPage {
    shell: Shell,
    tabs: Vec<Tab>,
    lists: Vec<List>,
    action: String,
    may_edit: bool,
    back_again: Option<String>,
}

/// One of the two lists, with its form.
struct List {
    kind: &'static str,
    rows: Vec<Line>,
    typed: String,
    problem: String,
}

struct Line {
    id: String,
    entry: String,
    added: String,
    undo_until: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/search_setup/block.html")]
struct BlockPage {
    shell: Shell,
    tabs: Vec<Tab>,
    kind: &'static str,
    entry: String,
    posts: String,
    harmless: bool,
    topics: Vec<(String, String)>,
    sample: Vec<Card>,
    action: String,
}

/// What a redirect tells of.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    shown: Option<u64>,
}

/// `GET /o/{slug}/search-setup/blocked`
pub(super) async fn list(visit: Visit, Query(wish): Query<Wish>) -> Result<Response, WebError> {
    page(&visit, StatusCode::OK, None, wish.shown).await
}

/// `POST /o/{slug}/search-setup/blocked`: shows what would be hidden; confirmed, blocks.
pub(super) async fn add(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    let kind = BlockedKind::from_word(fields.get("kind"));
    let kind = kind.ok_or_else(|| WebError::new(Code::Invalid))?;
    let entry = fields.get("entry");
    let done = if fields.has("confirmed") {
        let added = blocked::add(visit.app(), &visit.caller, kind, entry).await;
        added.map(|_| None)
    } else {
        let preview = blocked::preview(visit.app(), &visit.caller, kind, entry).await;
        preview.map(Some)
    };
    match done {
        Ok(None) => Ok(Redirect::to(&visit.path("/search-setup/blocked")).into_response()),
        Ok(Some(preview)) => confirm(&visit, kind, preview).await,
        Err(error) => refuse(&visit, kind, entry, error).await,
    }
}

/// `POST /o/{slug}/search-setup/blocked/{id}/remove`
pub(super) async fn remove(visit: Visit, Named(id): Named) -> Result<Response, WebError> {
    let shown = blocked::remove(visit.app(), &visit.caller, id).await?;
    let target = visit.path(&format!("/search-setup/blocked?shown={shown}"));
    Ok(Redirect::to(&target).into_response())
}

async fn refuse(
    visit: &Visit,
    kind: BlockedKind,
    entry: &str,
    error: AppError,
) -> Result<Response, WebError> {
    if error.code != Code::Invalid {
        return Err(error.into());
    }
    let problems = Problems::of(&error.diagnostics, visit.texts());
    let typed = Some((kind, entry, problems.text("entry")));
    page(visit, StatusCode::UNPROCESSABLE_ENTITY, typed, None).await
}

async fn confirm(
    visit: &Visit,
    kind: BlockedKind,
    preview: blocked::BlockPreview,
) -> Result<Response, WebError> {
    let texts = visit.texts();
    let topics = preview.topics.iter();
    let sample = preview.sample.iter();
    let page = BlockPage {
        shell: shell(visit, "block").await,
        tabs: tabs(visit, "blocked"),
        kind: kind.as_str(),
        posts: format::number(preview.posts, texts),
        harmless: preview.posts == 0,
        topics: topics
            .map(|(_, name, posts)| (name.clone(), format::number(*posts, texts)))
            .collect(),
        sample: sample.map(|post| marked_card(visit, post, &[])).collect(),
        entry: preview.entry,
        action: visit.path("/search-setup/blocked"),
    };
    Ok(Html(page.render()?).into_response())
}

/// `typed` is an entry that was refused, with its problem; `shown` are posts that came back.
async fn page(
    visit: &Visit,
    status: StatusCode,
    typed: Option<(BlockedKind, &str, String)>,
    shown: Option<u64>,
) -> Result<Response, WebError> {
    let texts = visit.texts();
    let rows = blocked::list(visit.app(), &visit.caller).await?;
    let list = |kind: BlockedKind| {
        let typed = typed.as_ref().filter(|(of, _, _)| *of == kind);
        let own = rows.iter().filter(|row| row.kind == kind);
        List {
            kind: kind.as_str(),
            rows: own.map(|row| line(visit, row)).collect(),
            typed: typed.map_or_else(String::new, |(_, entry, _)| (*entry).to_owned()),
            problem: typed.map_or_else(String::new, |(_, _, problem)| problem.clone()),
        }
    };
    let back_again = |posts: u64| texts.with("blocked-removed", &[("posts", posts.into())]);
    let page = BlockedPage {
        shell: shell(visit, "setup-blocked").await,
        tabs: tabs(visit, "blocked"),
        lists: BlockedKind::ALL.into_iter().map(list).collect(),
        action: visit.path("/search-setup/blocked"),
        may_edit: visit.caller.may(Permission::EditBlockedContent),
        back_again: shown.map(back_again),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn line(visit: &Visit, row: &BlockedRow) -> Line {
    let (texts, zone) = (visit.texts(), visit.zone());
    let when = format::moment(row.added_at, &zone, texts);
    let added = match &row.added_by {
        Some(name) => format!("{when} · {name}"),
        None => when,
    };
    Line {
        id: row.id.to_string(),
        entry: row.entry.clone(),
        added,
        undo_until: row.undo_until.map(|at| format::moment(at, &zone, texts)),
    }
}
