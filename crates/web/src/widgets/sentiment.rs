//! Tone of the dataset: index, its change, shares (ANA-091, ANA-162..164).

use super::{Center, Change, ChartData, Context, Mark, ValueKind, Widget, direction};
use crate::format;
use hearken_app::analytics::{Figures, Part};
use hearken_model::Sentiment;

pub(super) const WIDGET: Widget = Widget {
    name: "sentiment",
    part: Part::Sentiment,
    kind: "donut",
    span: 4,
    rows: 1,
    has_full_view: false,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::Sentiment(Some(sentiment)) = figures else {
        return None;
    };
    let rated = sentiment.tones.rated();
    if rated == 0 {
        return None;
    }
    let texts = context.texts;
    let marks = Sentiment::ALL
        .iter()
        .filter(|tone| **tone != Sentiment::Unknown)
        .map(|tone| {
            let posts = sentiment.tones.of(*tone);
            let word = tone.as_str();
            let mut mark = Mark {
                key: word.to_owned(),
                name: texts.get(&format!("sentiment-{word}")),
                value: Some(posts as f64),
                share: Some(posts as f64 / rated as f64 * 100.0),
                color: Some(format!("sentiment:{word}")),
                icon: Some(format!("sentiment-{word}")),
                ..Mark::default()
            };
            context.link_value(&mut mark, "sentiment", word);
            mark
        });
    let mut data = ChartData::single(texts.get("series-posts"), "neutral", marks.collect());
    let index = sentiment
        .index
        .map_or_else(|| "–".to_owned(), |i| format::signed(i, 1, texts));
    data.summary = texts.with(
        "sentiment-summary",
        &[
            ("index", index.into()),
            ("positive", context.number(sentiment.tones.positive).into()),
            ("negative", context.number(sentiment.tones.negative).into()),
            ("neutral", context.number(sentiment.tones.neutral).into()),
        ],
    );
    data.center = sentiment.index.map(|index| Center {
        value: index,
        kind: ValueKind::Index,
        label: texts.get("sentiment-index"),
        change: Some(Change {
            percent: sentiment.change,
            direction: sentiment.direction.map_or("unknown", direction),
        }),
    });
    Some(data)
}
