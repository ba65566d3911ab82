//! Writers with most posts (ANA-096); in the full view with what else is known of them (ANA-150).

use super::{ChartData, Context, Mark, Widget, change_of, language_name, source_icon, source_name};
use crate::{format, shell::initials};
use hearken_app::analytics::{AuthorDetails, AuthorRow, Figures, Part};

pub(super) const WIDGET: Widget = Widget {
    name: "authors",
    part: Part::Authors,
    kind: "bar",
    span: 4,
    rows: 1,
    has_full_view: true,
    picks: Some("author"),
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::Authors(authors) = figures else {
        return None;
    };
    let marks: Vec<Mark> = authors.iter().map(|row| mark(row, context)).collect();
    let first = marks.first()?;
    let summary = context.texts.with(
        "authors-summary",
        &[
            ("first", first.name.clone().into()),
            (
                "posts",
                context
                    .number(first.value.unwrap_or_default() as u64)
                    .into(),
            ),
        ],
    );
    let share = first.share.unwrap_or_default();
    let whole = if share > 0.0 {
        first.value.unwrap_or_default() / share * 100.0
    } else {
        0.0
    };
    let mut data = ChartData::single(context.texts.get("series-posts"), "neutral", marks);
    data.summary = summary;
    data.whole = Some(whole);
    data.change_note = context.change_note();
    Some(data)
}

fn mark(row: &AuthorRow, context: &Context<'_>) -> Mark {
    let author = &row.author;
    let handle = author
        .handle
        .as_ref()
        .filter(|handle| **handle != author.name);
    let source = source_name(&row.source, context.texts);
    let mut mark = Mark {
        name: author.name.clone(),
        value: Some(row.posts as f64),
        share: Some(row.share),
        change: Some(change_of(row.trend)),
        initials: Some(initials(&author.name)),
        icon: Some(source_icon(&row.source).to_owned()),
        detail: Some(
            handle.map_or_else(|| source.clone(), |handle| format!("@{handle} · {source}")),
        ),
        ..Mark::default()
    };
    if let Some(details) = &row.details {
        mark.facts = facts(row, details, context);
    }
    if let Some(id) = author.id {
        mark.key = id.to_string();
        context.link_value(&mut mark, "author", &id.to_string());
    }
    mark
}

/// The further columns; a dash where nothing is known.
fn facts(row: &AuthorRow, details: &AuthorDetails, context: &Context<'_>) -> Vec<(String, String)> {
    let texts = context.texts;
    let (at, language) = details
        .latest
        .as_ref()
        .map_or((None, None), |(at, language)| {
            let ago = format::ago(*at, context.now(), context.zone(), texts);
            (Some(ago), Some(language_name(language, texts)))
        });
    let index = details.sentiment.index;
    [
        (
            "sentiment",
            index.map(|index| format::signed(index, 1, texts)),
        ),
        ("reach", row.author.reach.map(|reach| reach.to_string())),
        ("location", details.location.clone()),
        ("language", language),
        ("latest", at),
    ]
    .map(|(key, text)| {
        let head = texts.get(&format!("author-{key}"));
        (head, text.unwrap_or_else(|| "–".to_owned()))
    })
    .to_vec()
}
