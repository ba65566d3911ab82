//! Index by category, or by topic within a category (ANA-092).

use super::{Change, ChartData, Context, Mark, ValueKind, Widget, direction};
use hearken_app::analytics::{Figures, GroupRow, Part};

pub(super) const WIDGET: Widget = Widget {
    name: "sentiment-by-group",
    part: Part::SentimentByGroup,
    kind: "diverging",
    span: 4,
    rows: 1,
    has_full_view: true,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::SentimentByGroup(Some(groups)) = figures else {
        return None;
    };
    let marks: Vec<Mark> = groups
        .rows
        .iter()
        .filter_map(|row| mark(row, context))
        .collect();
    let first = marks.first()?.name.clone();
    let mut data = ChartData::single(context.texts.get("sentiment-index"), "neutral", marks);
    data.summary = context
        .texts
        .with("sentiment-by-group-summary", &[("first", first.into())]);
    data.value = ValueKind::Index;
    data.min = Some(-10.0);
    data.max = Some(10.0);
    Some(data)
}

fn mark(row: &GroupRow, context: &Context<'_>) -> Option<Mark> {
    let index = row.sentiment.index?;
    let posts = (context.texts.get("series-posts"), context.number(row.posts));
    Some(Mark {
        key: row.focus.clone(),
        name: row.name.clone(),
        value: Some(index),
        change: Some(Change {
            percent: row.sentiment.change,
            direction: row.sentiment.direction.map_or("unknown", direction),
        }),
        facts: vec![posts],
        href: Some(context.href(context.view.link().focus(&row.focus))),
        color: Some(
            if index < 0.0 {
                "sentiment:negative"
            } else {
                "sentiment:positive"
            }
            .to_owned(),
        ),
        ..Mark::default()
    })
}
