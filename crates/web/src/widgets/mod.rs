//! The widgets: one file each, one line of [`WIDGETS`]. A widget turns figures into a chart's data;
//! its table, its files and its full view come from that.

mod authors;
mod chart;
mod languages;
mod location;
mod phrases;
mod search_topics;
mod sentiment;
mod sentiment_by_group;
mod sources;
mod table;
mod trending_phrases;
mod volume;

pub use chart::{Axis, Center, Change, ChartData, Mark, Series, ValueKind};
pub(crate) use languages::language_name;
pub(crate) use location::country_name;
pub use table::{Cell, Table};

use crate::{format, i18n::Texts};
use hearken_app::analytics::{Direction, Figures, Link, Part, Ranked, RankedRow, Trend, View};
use hearken_model::{Source, Timestamp, Zone};

/// A line of the registry.
#[derive(Clone, Copy)]
pub struct Widget {
    /// Its name in addresses; title `widget-<name>`, explanation `widget-<name>.about`.
    pub name: &'static str,
    /// What is asked for it.
    pub part: Part,
    /// Kind of chart.
    pub kind: &'static str,
    /// Columns of twelve.
    pub span: u8,
    /// Height, 1 or 2.
    pub rows: u8,
    /// Whether a full view has more rows.
    pub has_full_view: bool,
    /// The filter that rows of the full view can be ticked for (ANA-151).
    pub picks: Option<&'static str>,
    /// Turns figures into a chart; none where they are empty.
    pub build: fn(&Figures, &Context<'_>) -> Option<ChartData>,
}

/// Every widget, in the order of the page.
pub const WIDGETS: &[Widget] = &[
    volume::WIDGET,
    sentiment::WIDGET,
    sentiment_by_group::WIDGET,
    search_topics::WIDGET,
    phrases::WIDGET,
    trending_phrases::WIDGET,
    sources::WIDGET,
    location::WIDGET,
    authors::WIDGET,
    languages::WIDGET,
];

/// The widget of a name.
pub fn find(name: &str) -> Option<&'static Widget> {
    WIDGETS.iter().find(|widget| widget.name == name)
}

/// A widget that has no tile of its own and is reached from this one.
pub fn beyond(widget: &Widget) -> Option<&'static Widget> {
    (widget.part == Part::Phrases).then_some(&trending_phrases::WIDGET)
}

/// A table that stands beside the chart, for a chart whose marks are no values of a filter.
pub fn side_table(widget: &Widget, figures: &Figures, context: &Context<'_>) -> Option<Table> {
    (widget.part == Part::Location)
        .then(|| location::countries(figures, context))
        .flatten()
}

/// What a widget needs to know besides its figures.
pub struct Context<'a> {
    /// The dataset.
    pub view: &'a View,
    /// Texts.
    pub texts: Texts,
    /// Address of the page that links lead to.
    pub base: String,
}

impl Context<'_> {
    /// The address of another dataset.
    pub fn href(&self, link: Link) -> String {
        let query = link.query();
        if query.is_empty() {
            self.base.clone()
        } else {
            format!("{}?{query}", self.base)
        }
    }

    /// Sets the three links of a mark that stands for a value of a filter.
    pub fn link_value(&self, mark: &mut Mark, filter: &str, value: &str) {
        let link = self.view.link();
        mark.active =
            self.view.chips().iter().any(|chip| {
                !chip.excluded && chip.key.spec().name == filter && chip.value == value
            });
        mark.href = Some(self.href(if mark.active {
            link.clone().without(filter, value)
        } else {
            link.clone().only(filter, value)
        }));
        mark.add = Some(self.href(link.clone().with(filter, value)));
        mark.exclude = Some(self.href(link.with(&format!("-{filter}"), value)));
    }

    /// "against the mean of the past 3 weeks"; none without past frames.
    pub fn change_note(&self) -> Option<String> {
        let view = self.view;
        let frames = view
            .dataset
            .frame
            .past(view.now, &view.zone, view.oldest)
            .len();
        (frames > 0).then(|| self.texts.with("change-note", &[("frames", frames.into())]))
    }

    /// A count, in full.
    pub fn number(&self, n: u64) -> String {
        format::number(n, self.texts)
    }

    /// The zone in which days are cut.
    pub fn zone(&self) -> &Zone {
        &self.view.zone
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.view.now
    }
}

/// A trend as charts have it; a missing one is unknown (ANA-034).
pub fn change_of(trend: Option<Trend>) -> Change {
    match trend {
        Some(trend) => Change {
            percent: Some(trend.percent),
            direction: direction(trend.direction),
        },
        None => Change {
            percent: None,
            direction: "unknown",
        },
    }
}

/// The word of a direction in charts and styles.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Straight => "steady",
    }
}

/// The name of a source; an unknown one by its key.
pub fn source_name(source: &Source, texts: Texts) -> String {
    texts
        .find(&format!("source-{source}"))
        .unwrap_or_else(|| source.to_string())
}

/// The icon of a source.
pub fn source_icon(source: &Source) -> &'static str {
    match source.as_str() {
        "bluesky" => "source-bluesky",
        "reddit" => "source-reddit",
        "feed" => "source-feed",
        "mastodon" => "source-mastodon",
        _ => "source-any",
    }
}

/// The marks of a ranking: name, value of its filter and looks come from `describe`.
fn ranking<K>(
    ranked: &Ranked<K>,
    context: &Context<'_>,
    filter: &str,
    describe: impl Fn(&K, &mut Mark) -> String,
) -> Vec<Mark> {
    let mark = |row: &RankedRow<K>| {
        let mut mark = Mark {
            value: Some(row.posts as f64),
            share: Some(row.share),
            change: Some(change_of(row.trend)),
            ..Mark::default()
        };
        let value = describe(&row.key, &mut mark);
        context.link_value(&mut mark, filter, &value);
        mark.key = value;
        mark
    };
    ranked.rows.iter().map(mark).collect()
}

/// A chart of a ranking; none when it has no rows.
fn ranking_chart<K>(
    ranked: &Ranked<K>,
    context: &Context<'_>,
    marks: Vec<Mark>,
    summary: &str,
) -> Option<ChartData> {
    let first = marks.first()?;
    let summary = context.texts.with(
        summary,
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
    data.whole = Some(ranked.carrying as f64);
    data.change_note = context.change_note();
    Some(data)
}
