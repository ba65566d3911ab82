//! Phrases that rose against the past frames, sized by how surprising that is (ANA-177).

use super::{ChartData, Context, Mark, Widget};
use crate::format;
use hearken_app::analytics::{Figures, Part, TrendingPhrase};

pub(super) const WIDGET: Widget = Widget {
    name: "trending-phrases",
    part: Part::TrendingPhrases,
    kind: "cloud",
    span: 8,
    rows: 1,
    has_full_view: true,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::TrendingPhrases(phrases) = figures else {
        return None;
    };
    let texts = context.texts;
    let mark = |row: &TrendingPhrase| {
        let text = &row.phrase.text;
        let mut mark = Mark {
            key: text.clone(),
            name: text.clone(),
            // A tenth is as fine as it means anything.
            value: Some((row.score * 10.0).round() / 10.0),
            facts: vec![
                (texts.get("series-posts"), context.number(row.phrase.posts)),
                (
                    texts.get("trending-past"),
                    format::decimal(row.past, 1, texts),
                ),
            ],
            ..Mark::default()
        };
        context.link_value(&mut mark, "keywords", text);
        mark
    };
    let marks: Vec<Mark> = phrases.iter().map(mark).collect();
    let first = marks.first()?.name.clone();
    let mut data = ChartData::single(texts.get("trending-score"), "neutral", marks);
    data.summary = texts.with("trending-phrases-summary", &[("first", first.into())]);
    Some(data)
}
