//! The URL form of a dataset: `focus=topic-<id>&time=week&source=bluesky,reddit&-language=de`.
//!
//! `print(parse(x))` is canonical: keys in registry order, values sorted, defaults left out.
//! Keywords repeat their key, one entry each; all other values are separated by commas. A name
//! with `-` before it excludes.

use super::{
    Catalogue, Dataset, FilterKey, FilterValue, Filters, Focus, TimeFrame, filters::FILTERS,
};
use crate::{
    Diagnostic, Location, LocationGroupKey, PlaceKind, PostKind, PublicId, Sentiment,
    time::{Span, Timestamp},
};
use jiff::civil::Date;
use smol_str::SmolStr;

/// Most values that one filter takes; more is answered by a diagnostic.
pub const VALUES_LIMIT: usize = 200;

/// The public ids of authors that the pairs name, to be looked up before [`parse`].
pub fn authors_named<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<PublicId> {
    pairs
        .into_iter()
        .filter(|(key, _)| matches!(*key, "author" | "-author"))
        .flat_map(|(_, value)| value.split(','))
        .filter_map(|value| value.trim().parse().ok())
        .take(VALUES_LIMIT)
        .collect()
}

/// Reads decoded pairs of a query string. Keys it does not know are left to others. Every problem
/// is reported; what could be read stands in the dataset.
pub fn parse<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    catalogue: &Catalogue,
) -> (Dataset, Vec<Diagnostic>) {
    let mut dataset = Dataset::default();
    let mut problems = Vec::new();
    for (key, value) in pairs {
        match key {
            "focus" => match parse_focus(value, catalogue) {
                Some(focus) => dataset.focus = focus,
                None => problems.push(Diagnostic::new("unknown_focus", "focus").entry(value)),
            },
            "time" => match parse_frame(value) {
                Some(frame) => dataset.frame = frame,
                None => problems.push(Diagnostic::new("bad_time_frame", "time").entry(value)),
            },
            _ => parse_filter(key, value, catalogue, &mut dataset.filters, &mut problems),
        }
    }
    (dataset, problems)
}

fn parse_focus(value: &str, catalogue: &Catalogue) -> Option<Focus> {
    if value.is_empty() || value == "all" {
        return Some(Focus::All);
    }
    if let Some(id) = value.strip_prefix("category-") {
        let id: PublicId = id.parse().ok()?;
        return catalogue
            .categories
            .iter()
            .find(|c| c.1 == id)
            .map(|c| Focus::Category(c.0));
    }
    let id: PublicId = value.strip_prefix("topic-")?.parse().ok()?;
    catalogue
        .topics
        .iter()
        .find(|t| t.1 == id)
        .map(|t| Focus::Topic(t.0))
}

fn parse_frame(value: &str) -> Option<TimeFrame> {
    Some(match value {
        "today" => TimeFrame::Today,
        "week" => TimeFrame::LastWeek,
        "month" | "" => TimeFrame::LastMonth,
        "all" => TimeFrame::All,
        _ => {
            let (first, last) = value.split_once("..")?;
            if let (Ok(first), Ok(last)) = (first.parse::<Date>(), last.parse::<Date>()) {
                // A date with a time parses as a date too; only plain dates are days.
                if value.len() == 22 {
                    return (first <= last).then_some(TimeFrame::Days(first, last));
                }
            }
            let span = Span {
                from: first.parse().ok()?,
                to: last.parse().ok()?,
            };
            return (span.from < span.to).then_some(TimeFrame::Exact(span));
        }
    })
}

fn parse_filter(
    key: &str,
    value: &str,
    catalogue: &Catalogue,
    filters: &mut Filters,
    problems: &mut Vec<Diagnostic>,
) {
    let (name, exclude) = key
        .strip_prefix('-')
        .map_or((key, false), |name| (name, true));
    let Some(filter) = FilterKey::from_name(name) else {
        return;
    };
    let spec = filter.spec();
    if exclude && !spec.may_exclude {
        problems.push(Diagnostic::new("cannot_exclude", name));
        return;
    }
    let entries: Vec<&str> = if spec.free_text {
        vec![value]
    } else {
        value.split(',').collect()
    };
    for entry in entries.into_iter().map(str::trim).filter(|e| !e.is_empty()) {
        let count = filters
            .get(filter)
            .map_or(0, |f| f.include.len() + f.exclude.len());
        if count >= VALUES_LIMIT {
            problems.push(Diagnostic::new("too_many", name).with("limit", VALUES_LIMIT as i64));
            return;
        }
        match parse_value(filter, entry, catalogue) {
            Some(value) if exclude => filters.exclude(filter, value),
            Some(value) => filters.include(filter, value),
            None => problems.push(Diagnostic::new(refusal(filter, entry), name).entry(entry)),
        }
    }
}

/// Why a value is none: a link may name a location group that is gone by now.
fn refusal(key: FilterKey, text: &str) -> &'static str {
    if key == FilterKey::Country && text.parse::<LocationGroupKey>().is_ok() {
        "unknown_location_group"
    } else {
        "unknown_value"
    }
}

fn parse_value(key: FilterKey, text: &str, catalogue: &Catalogue) -> Option<FilterValue> {
    Some(match key {
        FilterKey::Keywords => {
            if text.chars().count() > crate::topic::ENTRY_LIMIT {
                return None;
            }
            FilterValue::Keyword(SmolStr::new(text))
        }
        FilterKey::Source => FilterValue::Source(text.parse().ok()?),
        FilterKey::Language => FilterValue::Language(text.parse().ok()?),
        FilterKey::Sentiment => FilterValue::Sentiment(Sentiment::from_word(text)?),
        FilterKey::Reach => FilterValue::Reach(text.parse().ok().filter(|r| (1..=5).contains(r))?),
        FilterKey::Country => match text.parse().ok()? {
            Location::Country(code) => FilterValue::Country(code),
            Location::Group(key) if catalogue.has_location_group(key) => {
                FilterValue::LocationGroup(key)
            }
            Location::Group(_) => return None,
        },
        FilterKey::LocationType => FilterValue::LocationType(match text {
            "post" => PlaceKind::Post,
            "author" => PlaceKind::Author,
            _ => return None,
        }),
        FilterKey::Author => {
            let id: PublicId = text.parse().ok()?;
            FilterValue::Author(catalogue.authors.iter().find(|a| a.1 == id)?.0)
        }
        FilterKey::PostType => FilterValue::PostType(PostKind::from_word(text)?),
        FilterKey::Topic => {
            let id: PublicId = text.parse().ok()?;
            FilterValue::Topic(catalogue.topics.iter().find(|t| t.1 == id)?.0)
        }
    })
}

/// The canonical pairs of a dataset, not percent-encoded. Things that the catalogue does not know
/// are left out.
pub fn print(dataset: &Dataset, catalogue: &Catalogue) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let focus = match dataset.focus {
        Focus::All => None,
        Focus::Category(id) => catalogue
            .categories
            .iter()
            .find(|c| c.0 == id)
            .map(|c| format!("category-{}", c.1)),
        Focus::Topic(id) => catalogue
            .topics
            .iter()
            .find(|t| t.0 == id)
            .map(|t| format!("topic-{}", t.1)),
    };
    pairs.extend(focus.map(|f| ("focus".to_owned(), f)));
    if dataset.frame != TimeFrame::default() {
        pairs.push(("time".to_owned(), print_frame(dataset.frame)));
    }
    for spec in FILTERS {
        let Some(filter) = dataset.filters.get(spec.key) else {
            continue;
        };
        for (sign, values) in [("", &filter.include), ("-", &filter.exclude)] {
            let words: Vec<String> = values
                .iter()
                .filter_map(|v| print_value(v, catalogue))
                .collect();
            if spec.free_text {
                pairs.extend(
                    words
                        .into_iter()
                        .map(|word| (format!("{sign}{}", spec.name), word)),
                );
            } else if !words.is_empty() {
                pairs.push((format!("{sign}{}", spec.name), words.join(",")));
            }
        }
    }
    pairs
}

/// The word of a frame in URLs.
pub fn print_frame(frame: TimeFrame) -> String {
    let instant = Timestamp::to_rfc3339;
    match frame {
        TimeFrame::Today => "today".to_owned(),
        TimeFrame::LastWeek => "week".to_owned(),
        TimeFrame::LastMonth => "month".to_owned(),
        TimeFrame::All => "all".to_owned(),
        TimeFrame::Days(first, last) => format!("{first}..{last}"),
        TimeFrame::Exact(span) => format!("{}..{}", instant(span.from), instant(span.to)),
    }
}

/// The word of a value in URLs; none for a thing that the catalogue does not know.
pub fn print_value(value: &FilterValue, catalogue: &Catalogue) -> Option<String> {
    Some(match value {
        FilterValue::Keyword(text) => text.to_string(),
        FilterValue::Source(source) => source.to_string(),
        FilterValue::Language(language) => language.to_string(),
        FilterValue::Sentiment(sentiment) => sentiment.as_str().to_owned(),
        FilterValue::Reach(reach) => reach.to_string(),
        FilterValue::Country(country) => country.to_string(),
        FilterValue::LocationGroup(key) => key.to_string(),
        FilterValue::LocationType(PlaceKind::Post) => "post".to_owned(),
        FilterValue::LocationType(PlaceKind::Author) => "author".to_owned(),
        FilterValue::Author(id) => catalogue.authors.iter().find(|a| a.0 == *id)?.1.to_string(),
        FilterValue::PostType(kind) => kind.as_str().to_owned(),
        FilterValue::Topic(id) => catalogue.topics.iter().find(|t| t.0 == *id)?.1.to_string(),
    })
}

#[cfg(test)]
mod tests;
