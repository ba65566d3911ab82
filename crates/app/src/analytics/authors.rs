//! The writers of a dataset: names for ids, and in a full view what else is known (ANA-150).

use super::{
    AuthorDetails, AuthorRow, View,
    assemble::{percent, terms, tone_figures, trend},
};
use crate::{App, Result, posts};
use hearken_archive::{Answer, Key, Term, Terms, Tones};
use hearken_model::{AuthorId, Language, PostId, Timestamp};
use hearken_store::StoredAuthor;
use std::collections::HashMap;

/// The rows of the list. Whose tones were asked for have details.
pub(super) async fn authors(app: &App, view: &View, own: &[Answer]) -> Result<Vec<AuthorRow>> {
    let Some(terms) = terms(own) else {
        return Ok(Vec::new());
    };
    let ids: Vec<AuthorId> = terms.rows.iter().filter_map(author).collect();
    let known = app.store.load_authors(&view.scope, &ids).await?;
    let known: HashMap<_, _> = known.into_iter().map(|each| (each.id, each)).collect();
    let newest = newest(app, view, terms).await?;
    let row = |term: &Term| {
        let stored = known.get(&author(term)?)?;
        let details = term
            .tones
            .map(|tones| details(tones, term, stored, &newest));
        Some(AuthorRow {
            author: posts::author_card(&stored.author, Some(stored.public_id)),
            source: stored.source.clone(),
            posts: term.posts,
            share: percent(term.posts, terms.carrying),
            trend: trend(view, term.posts, &term.past),
            details,
        })
    };
    Ok(terms.rows.iter().filter_map(row).collect())
}

fn author(term: &Term) -> Option<AuthorId> {
    match term.key {
        Key::Author(id) => Some(id),
        _ => None,
    }
}

type Newest = HashMap<PostId, (Timestamp, Language)>;

/// Each writer's newest post, for rows with details.
async fn newest(app: &App, view: &View, terms: &Terms) -> Result<Newest> {
    let detailed = terms.rows.iter().filter(|term| term.tones.is_some());
    let posts: Vec<PostId> = detailed.filter_map(|term| term.latest).collect();
    let rows = app.store.load_rows(&view.scope, &posts).await?;
    let row = |row: hearken_store::IndexRow| (row.id, (row.published_at, row.language));
    Ok(rows.into_iter().map(row).collect())
}

fn details(tones: Tones, term: &Term, stored: &StoredAuthor, newest: &Newest) -> AuthorDetails {
    let location = stored.author.location.as_deref().map(str::trim);
    AuthorDetails {
        sentiment: tone_figures(tones, term.tones_before),
        location: location.filter(|text| !text.is_empty()).map(str::to_owned),
        latest: term.latest.and_then(|post| newest.get(&post).cloned()),
    }
}
