//! Which rows a dataset means.

use crate::{ArchiveError, Cursor, PostRow, TextFilter};
use hearken_authz::OrgScope;
use hearken_model::{
    PostId, Span,
    dataset::{BoundDataset, Filter, FilterValue},
};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// The rows of the frame and of every past frame.
pub(super) struct Frames<'a> {
    /// The frame.
    pub(super) now: Vec<&'a PostRow>,
    /// Past frames, nearest first.
    pub(super) past: Vec<Vec<&'a PostRow>>,
}

impl<'a> Frames<'a> {
    pub(super) fn of(
        posts: impl Iterator<Item = &'a PostRow>,
        dataset: &BoundDataset,
        scope: &OrgScope,
        text: &dyn TextFilter,
    ) -> Result<Self, ArchiveError> {
        let mut all: Vec<&PostRow> = posts
            .filter(|post| post.topics.iter().any(|t| dataset.topics.contains(t)))
            .filter(|post| dataset.filters.iter().all(|(_, f)| passes(post, f)))
            .collect();
        for (_, filter) in dataset.filters.iter() {
            all = passes_text(all, filter, scope, text)?;
        }
        let within = |span: &Span| {
            let inside = all.iter().filter(|post| span.contains(post.published_at));
            inside.copied().collect()
        };
        Ok(Self {
            now: within(&dataset.span),
            past: dataset.past.iter().map(within).collect(),
        })
    }
}

/// Where a post stands in the order of pages.
pub(super) fn place_in_time(post: &PostRow) -> Cursor {
    Cursor {
        published_at: post.published_at,
        id: post.id,
    }
}

/// All but keywords.
fn passes(post: &PostRow, filter: &Filter) -> bool {
    let is_column = |value: &&FilterValue| !matches!(value, FilterValue::Keyword(_));
    let mut include = filter.include.iter().filter(is_column).peekable();
    let mut exclude = filter.exclude.iter().filter(is_column);
    (include.peek().is_none() || include.any(|value| has(post, value)))
        && !exclude.any(|value| has(post, value))
}

fn has(post: &PostRow, value: &FilterValue) -> bool {
    match value {
        FilterValue::Keyword(_) | FilterValue::LocationGroup(_) => false,
        FilterValue::Source(source) => post.source == *source,
        FilterValue::Language(language) => post.language == *language,
        FilterValue::Sentiment(tone) => post.sentiment == *tone,
        FilterValue::Reach(reach) => post.known_reach() == Some(*reach),
        FilterValue::Country(country) => post.place.is_some_and(|p| p.country == *country),
        FilterValue::LocationType(kind) => post.place.is_some_and(|p| p.kind == *kind),
        FilterValue::Author(author) => post.author == Some(*author),
        FilterValue::PostType(kind) => post.kind == *kind,
        FilterValue::Topic(topic) => post.topics.contains(topic),
    }
}

fn passes_text<'a>(
    posts: Vec<&'a PostRow>,
    filter: &Filter,
    scope: &OrgScope,
    text: &dyn TextFilter,
) -> Result<Vec<&'a PostRow>, ArchiveError> {
    let mut left = posts;
    for (values, keep) in [(&filter.include, true), (&filter.exclude, false)] {
        let entries: Vec<SmolStr> = values
            .iter()
            .filter_map(|value| match value {
                FilterValue::Keyword(entry) => Some(entry.clone()),
                _ => None,
            })
            .collect();
        if entries.is_empty() {
            continue;
        }
        let ids: Vec<PostId> = left.iter().map(|post| post.id).collect();
        let matching = text.matching(scope, &ids, &entries);
        let matching: BTreeSet<PostId> =
            matching.map_err(ArchiveError::Text)?.into_iter().collect();
        left.retain(|post| matching.contains(&post.id) == keep);
    }
    Ok(left)
}
