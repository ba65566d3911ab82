//! Where posts come from, on a map that opens at the organization's country (ANA-098, ANA-134,
//! ANA-139).

use super::{ChartData, Context, Mark, Table, Widget, ranking};
use crate::{format, i18n::Texts};
use hearken_app::analytics::{Figures, MapCell, Part};
use hearken_model::CountryCode;

pub(super) const WIDGET: Widget = Widget {
    name: "location",
    part: Part::Location,
    kind: "map",
    span: 8,
    rows: 2,
    has_full_view: true,
    picks: None,
    build,
};

fn build(figures: &Figures, context: &Context<'_>) -> Option<ChartData> {
    let Figures::Location(Some(location)) = figures else {
        return None;
    };
    let marks: Vec<Mark> = location
        .cells
        .iter()
        .map(|cell| mark(cell, context))
        .collect();
    if marks.is_empty() {
        return None;
    }
    let mut data = ChartData::single(context.texts.get("series-posts"), "accent", marks);
    let first = location.countries.rows.first();
    data.summary = context.texts.with(
        "location-summary",
        &[
            ("posts", context.number(location.countries.carrying).into()),
            (
                "first",
                first
                    .map_or_else(String::new, |row| country_name(row.key, context.texts))
                    .into(),
            ),
        ],
    );
    data.bounds = location
        .bounds
        .map(|[south, west, north, east]| [west, south, east, north]);
    Some(data)
}

fn mark(cell: &MapCell, context: &Context<'_>) -> Mark {
    let texts = context.texts;
    let position = format!(
        "{}°, {}°",
        format::decimal(cell.latitude, 1, texts),
        format::decimal(cell.longitude, 1, texts)
    );
    let mut mark = Mark {
        key: format!("{:.4},{:.4}", cell.latitude, cell.longitude),
        value: Some(cell.posts as f64),
        lat: Some(cell.latitude),
        lon: Some(cell.longitude),
        ..Mark::default()
    };
    if let Some(country) = cell.country {
        let name = country_name(country, texts);
        mark.name = format!("{name}, {position}");
        mark.detail = Some(name);
        context.link_value(&mut mark, "country", country.as_str());
    } else {
        mark.name = position;
    }
    mark
}

/// The table of the map: countries, which can be narrowed to.
pub(crate) fn countries(figures: &Figures, context: &Context<'_>) -> Option<Table> {
    let Figures::Location(Some(location)) = figures else {
        return None;
    };
    let marks = ranking(&location.countries, context, "country", |country, mark| {
        mark.name = country_name(*country, context.texts);
        // Beside the map there is room for names and numbers; the rest stands in the files.
        (mark.share, mark.change) = (None, None);
        country.to_string()
    });
    let data = ChartData::single(context.texts.get("series-posts"), "accent", marks);
    Some(Table::of(
        &data,
        context.texts.get("widget-location.name"),
        context.texts,
    ))
}

/// The name of a country; an unknown one by its code.
pub(crate) fn country_name(country: CountryCode, texts: Texts) -> String {
    let key = format!("country-{}", country.as_str().to_ascii_lowercase());
    texts.find(&key).unwrap_or_else(|| country.to_string())
}
