//! Posts by category, or by topic within a category (ANA-094).

use super::{ChartData, Context, Mark, Widget, change_of};
use hearken_app::analytics::{Figures, Part};

pub(super) const WIDGET: Widget = Widget {
    name: "search-topics",
    part: Part::SearchTopics,
    kind: "bar",
    span: 4,
    rows: 1,
    has_full_view: true,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::SearchTopics(Some(topics)) = figures else {
        return None;
    };
    let marks: Vec<Mark> = topics
        .rows
        .iter()
        .enumerate()
        .map(|(i, row)| Mark {
            key: row.focus.clone(),
            name: row.name.clone(),
            value: Some(row.posts as f64),
            share: Some(row.share),
            change: Some(change_of(row.trend)),
            href: Some(context.href(context.view.link().focus(&row.focus))),
            color: Some(format!("category:{}", i % 8 + 1)),
            ..Mark::default()
        })
        .collect();
    let first = marks.first()?;
    let share = first.share.unwrap_or_default();
    let whole = if share > 0.0 {
        first.value.unwrap_or_default() / share * 100.0
    } else {
        0.0
    };
    let summary = context.texts.with(
        "search-topics-summary",
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
    let mut data = ChartData::single(context.texts.get("series-posts"), "neutral", marks);
    data.summary = summary;
    data.whole = Some(whole);
    data.change_note = context.change_note();
    Some(data)
}
