//! Posts by language (ANA-097).

use super::{ChartData, Context, Widget, ranking, ranking_chart};
use crate::i18n::Texts;
use hearken_app::analytics::{Figures, Part};
use hearken_model::Language;

pub(super) const WIDGET: Widget = Widget {
    name: "languages",
    part: Part::Languages,
    kind: "bar",
    span: 4,
    rows: 1,
    has_full_view: true,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::Languages(languages) = figures else {
        return None;
    };
    let marks = ranking(languages, context, "language", |language, mark| {
        mark.name = language_name(language, context.texts);
        language.to_string()
    });
    ranking_chart(languages, context, marks, "languages-summary")
}

/// The name of a language; an unknown one by its code.
pub(crate) fn language_name(language: &Language, texts: Texts) -> String {
    let key = format!("language-{}", language.as_str().to_ascii_lowercase());
    texts.find(&key).unwrap_or_else(|| language.to_string())
}
