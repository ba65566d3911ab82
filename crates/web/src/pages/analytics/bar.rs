//! The dataset bar: focus, filter chips, time frame, data summary. Every choice is a link or a form
//! that leads to another URL.

use crate::{
    error::WebError,
    error::problem,
    format,
    i18n::Texts,
    visit::Visit,
    widgets::{self, Change},
};
use hearken_app::analytics::{self, Chip, Summary, View};
use hearken_model::{
    Continent, Focus, TimeFrame,
    dataset::{FilterKey, filters::FILTERS, url},
};

/// The bar as its template needs it.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    /// Name of the focus.
    pub(super) focus: String,
    pub(super) focus_all: FocusLink,
    pub(super) categories: Vec<(FocusLink, Vec<FocusLink>)>,
    pub(super) chips: Vec<ChipGroup>,
    pub(super) facets: Vec<Facet>,
    /// Pairs that the filter form keeps beside its own.
    pub(super) kept: Vec<(String, String)>,
    pub(super) clear_all: String,
    pub(super) frame: String,
    pub(super) frames: Vec<FocusLink>,
    /// Pairs that the date form keeps.
    pub(super) kept_by_dates: Vec<(String, String)>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) count: String,
    pub(super) count_exact: String,
    pub(super) change: Change,
    pub(super) change_text: String,
    pub(super) change_note: String,
    pub(super) problems: Vec<String>,
    pub(super) action: String,
    pub(super) complete: bool,
    pub(super) zone: String,
}

/// A choice that is a link.
#[derive(Clone, Debug)]
pub(super) struct FocusLink {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) current: bool,
}

/// The values of one filter.
#[derive(Clone, Debug)]
pub(super) struct ChipGroup {
    pub(super) name: String,
    pub(super) values: String,
    pub(super) remove: String,
    pub(super) excluded: bool,
}

/// One dimension of the filter form.
#[derive(Clone, Debug)]
pub(super) struct Facet {
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) may_exclude: bool,
    pub(super) excluded: bool,
    pub(super) open: bool,
    pub(super) rows: Vec<FacetRow>,
}

#[derive(Clone, Debug)]
pub(super) struct FacetRow {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) count: String,
    pub(super) chosen: bool,
}

/// Filters that the form offers with live counts, besides keywords.
const FACETS: &[FilterKey] = &[
    FilterKey::Source,
    FilterKey::Language,
    FilterKey::Sentiment,
    FilterKey::Country,
    FilterKey::LocationType,
    FilterKey::Author,
    FilterKey::PostType,
    FilterKey::Reach,
];
/// Values of a facet that are offered.
const FACET_ROWS: usize = 30;

impl Bar {
    /// The bar above a page at `action`.
    pub(super) fn of(
        visit: &Visit,
        view: &View,
        summary: &Summary,
        facets: Vec<Facet>,
        action: String,
    ) -> Self {
        let texts = visit.texts();
        let change = widgets::change_of(summary.trend);
        let context = widgets::Context {
            view,
            texts,
            base: action.clone(),
        };
        let (from, to) = (view.span().from, view.span().to.plus(-1));
        Self {
            focus: view
                .focus_name()
                .map_or_else(|| texts.get("focus-all"), str::to_owned),
            focus_all: FocusLink {
                name: texts.get("focus-all"),
                href: context.href(view.link().focus("all")),
                current: view.dataset.focus == Focus::All,
            },
            categories: categories(view, &context),
            chips: chips(view, &context),
            facets,
            kept: kept(view, |key| {
                matches!(
                    key,
                    "focus" | "time" | "topic" | "-topic" | "keywords" | "-keywords"
                )
            }),
            clear_all: context.href(view.link().clear_all()),
            frame: frame_name(view, texts),
            frames: frames(view, &context),
            kept_by_dates: kept(view, |key| key != "time"),
            from: view.zone.date(from).to_string(),
            to: view.zone.date(to).to_string(),
            count: format::compact(summary.posts, texts),
            count_exact: format::number(summary.posts, texts),
            change_text: change.percent.map_or_else(
                || "–".to_owned(),
                |p| format::percent(p.abs() / 100.0, 0, texts),
            ),
            change,
            change_note: context
                .change_note()
                .unwrap_or_else(|| texts.get("change-unknown")),
            problems: view.problems.iter().map(|p| problem(p, texts)).collect(),
            action,
            complete: view.complete,
            zone: view.zone.name().to_owned(),
        }
    }
}

fn kept(view: &View, keep: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    view.link()
        .pairs()
        .iter()
        .filter(|(key, _)| keep(key))
        .cloned()
        .collect()
}

fn categories(view: &View, context: &widgets::Context<'_>) -> Vec<(FocusLink, Vec<FocusLink>)> {
    let link = |name: &str, focus: String, current: bool| FocusLink {
        name: name.to_owned(),
        href: context.href(view.link().focus(&focus)),
        current,
    };
    let names = &view.names;
    names
        .categories
        .iter()
        .map(|(id, public, name)| {
            let current = view.dataset.focus == Focus::Category(*id);
            let topics = names
                .topics
                .iter()
                .filter(|topic| topic.3 == *id)
                .map(|topic| {
                    link(
                        &topic.2,
                        format!("topic-{}", topic.1),
                        view.dataset.focus == Focus::Topic(topic.0),
                    )
                });
            (
                link(name, format!("category-{public}"), current),
                topics.collect(),
            )
        })
        .collect()
}

fn chips(view: &View, context: &widgets::Context<'_>) -> Vec<ChipGroup> {
    let all = view.chips();
    let mut groups = Vec::new();
    for spec in FILTERS {
        for excluded in [false, true] {
            let values: Vec<&Chip> = all
                .iter()
                .filter(|chip| chip.key == spec.key && chip.excluded == excluded)
                .collect();
            if values.is_empty() {
                continue;
            }
            let name = if excluded {
                format!("-{}", spec.name)
            } else {
                spec.name.to_owned()
            };
            let link = values
                .iter()
                .fold(view.link(), |link, chip| link.without(&name, &chip.value));
            let texts: Vec<String> = values
                .iter()
                .map(|chip| {
                    chip.name
                        .clone()
                        .unwrap_or_else(|| value_text(chip.key, &chip.value, context.texts))
                })
                .collect();
            groups.push(ChipGroup {
                name: filter_name(spec.name, context.texts),
                values: texts.join(", "),
                remove: context.href(link),
                excluded,
            });
        }
    }
    groups
}

fn filter_name(name: &str, texts: Texts) -> String {
    texts.get(&format!("filter-{}", name.replace('_', "-")))
}

/// The text of a value of a filter.
pub(super) fn value_text(key: FilterKey, value: &str, texts: Texts) -> String {
    let lower = value.to_ascii_lowercase().replace('_', "-");
    let prefix = match key {
        FilterKey::Source => "source",
        FilterKey::Language => "language",
        FilterKey::Sentiment => "sentiment",
        FilterKey::Country if Continent::from_word(value).is_some() => "continent",
        FilterKey::Country => "country",
        FilterKey::LocationType => "location-type",
        FilterKey::PostType => "post-type",
        FilterKey::Reach => "reach",
        FilterKey::Keywords | FilterKey::Author | FilterKey::Topic => return value.to_owned(),
    };
    texts
        .find(&format!("{prefix}-{lower}"))
        .unwrap_or_else(|| value.to_owned())
}

/// The filters of the bar, each with its values.
pub(super) async fn facets(visit: &Visit, view: &View) -> Result<Vec<Facet>, WebError> {
    let texts = visit.texts();
    let found = analytics::suggest_all(visit.app(), view, FACETS).await?;
    let mut facets = Vec::new();
    for (key, suggestions) in FACETS.iter().zip(found) {
        let spec = key.spec();
        if suggestions.is_empty() {
            continue;
        }
        let excluded = suggestions.iter().any(|s| s.excluded);
        let rows = suggestions.into_iter().take(FACET_ROWS).map(|s| FacetRow {
            chosen: s.included || s.excluded,
            text: s.name.unwrap_or_else(|| value_text(*key, &s.value, texts)),
            value: s.value,
            count: format::number(s.posts, texts),
        });
        let rows: Vec<FacetRow> = rows.collect();
        facets.push(Facet {
            name: spec.name,
            title: filter_name(spec.name, texts),
            may_exclude: spec.may_exclude,
            excluded,
            open: rows.iter().any(|row| row.chosen),
            rows,
        });
    }
    Ok(facets)
}

fn frames(view: &View, context: &widgets::Context<'_>) -> Vec<FocusLink> {
    [
        TimeFrame::Today,
        TimeFrame::LastWeek,
        TimeFrame::LastMonth,
        TimeFrame::All,
    ]
    .into_iter()
    .map(|frame| FocusLink {
        name: context
            .texts
            .get(&format!("frame-{}", url::print_frame(frame))),
        href: context.href(view.link().time(frame)),
        current: view.dataset.frame == frame,
    })
    .collect()
}

fn frame_name(view: &View, texts: Texts) -> String {
    match view.dataset.frame {
        TimeFrame::Days(..) | TimeFrame::Exact(_) => {
            let (from, to) = (view.span().from, view.span().to.plus(-1));
            let (first, last) = (
                format::day(from, &view.zone, texts),
                format::day(to, &view.zone, texts),
            );
            match view.dataset.frame {
                TimeFrame::Exact(_) => format!(
                    "{} – {}",
                    format::moment(from, &view.zone, texts),
                    format::moment(to.plus(1), &view.zone, texts)
                ),
                _ if first == last => first,
                _ => format!("{first} – {last}"),
            }
        }
        frame => texts.get(&format!("frame-{}", url::print_frame(frame))),
    }
}
