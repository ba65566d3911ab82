//! Posts by network (ANA-095).

use super::{ChartData, Context, Widget, ranking, ranking_chart, source_icon, source_name};
use hearken_app::analytics::{Figures, Part};

pub(super) const WIDGET: Widget = Widget {
    name: "sources",
    part: Part::Sources,
    kind: "bar",
    span: 4,
    rows: 1,
    has_full_view: true,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::Sources(sources) = figures else {
        return None;
    };
    let marks = ranking(sources, context, "source", |source, mark| {
        mark.name = source_name(source, context.texts);
        mark.icon = Some(source_icon(source).to_owned());
        mark.color = Some(format!("source:{source}"));
        source.to_string()
    });
    ranking_chart(sources, context, marks, "sources-summary")
}
