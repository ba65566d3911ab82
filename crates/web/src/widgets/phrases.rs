//! Frequent phrases, sized by their posts (ANA-093, ANA-175).

use super::{ChartData, Context, Mark, Widget};
use hearken_app::analytics::{Figures, Part};

pub(super) const WIDGET: Widget = Widget {
    name: "phrases",
    part: Part::Phrases,
    kind: "cloud",
    span: 8,
    rows: 1,
    has_full_view: true,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::Phrases(phrases) = figures else {
        return None;
    };
    let mark = |phrase: &hearken_app::analytics::Phrase| {
        let mut mark = Mark {
            key: phrase.text.clone(),
            name: phrase.text.clone(),
            value: Some(phrase.posts as f64),
            ..Mark::default()
        };
        context.link_value(&mut mark, "keywords", &phrase.text);
        mark
    };
    let marks: Vec<Mark> = phrases.iter().map(mark).collect();
    let first = marks.first()?;
    let summary = context.texts.with(
        "phrases-summary",
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
    Some(data)
}
