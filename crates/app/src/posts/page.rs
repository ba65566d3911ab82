//! Pages of posts of a dataset, newest first.

use super::{Cards, PAGE, PostCard};
use crate::{App, AppError, Code, Result, analytics::View};
use hearken_archive::Cursor;
use hearken_model::{Diagnostic, PostId, Timestamp};
use std::sync::Arc;

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct PostPage {
    /// At most [`super::PAGE`] posts, newest first.
    pub posts: Vec<PostCard>,
    /// What to pass as `after` for the next page; none at the end.
    pub next: Option<String>,
}

/// The posts of a dataset, from the newest, or from the cursor of the page before. Pages neither
/// repeat nor skip a post when new ones come. `limit` of 0 or above [`super::PAGE`] is
/// [`super::PAGE`]; a cursor that is none is `invalid` (field `after`).
pub async fn page(app: &App, view: &View, after: Option<&str>, limit: usize) -> Result<PostPage> {
    let after = after.map(parse).transpose()?;
    let limit = if limit == 0 { PAGE } else { limit.min(PAGE) };
    let archive = Arc::clone(&app.archive);
    let (scope, bound) = (view.scope.clone(), view.bound.clone());
    let found =
        tokio::task::spawn_blocking(move || archive.page(&scope, &bound, after, limit)).await;
    let found = found.map_err(|dead| AppError::new(Code::Internal).because(dead))??;
    let stored = app.store.load_posts(&view.scope, &found.posts).await?;
    let cards = Cards::load(app, &view.scope).await?;
    Ok(PostPage {
        posts: stored.into_iter().map(|post| cards.stored(post)).collect(),
        next: found.next.map(print),
    })
}

fn print(cursor: Cursor) -> String {
    format!("{}-{}", cursor.published_at.0, cursor.id.0)
}

fn parse(text: &str) -> Result<Cursor> {
    let read = || {
        // The instant may be negative, the id never is: the last hyphen separates them.
        let (at, id) = text.rsplit_once('-')?;
        Some(Cursor {
            published_at: Timestamp(at.parse().ok()?),
            id: PostId(id.parse().ok()?),
        })
    };
    read().ok_or_else(|| {
        AppError::invalid(vec![Diagnostic::new("unknown_value", "after").entry(text)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_print_and_parse() {
        for at in [-5, 0, 1_700_000_000_000_000] {
            let cursor = Cursor {
                published_at: Timestamp(at),
                id: PostId(7),
            };
            assert_eq!(parse(&print(cursor)).ok(), Some(cursor));
        }
        for bad in ["", "x", "1-", "-", "1-x"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
