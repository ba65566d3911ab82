//! Countries and regions by name: what tells cities of one name apart, and what stands for a
//! place where no city is named.

use super::{countries::countries, nicknames};
use crate::fold::fold_name;
use hashbrown::HashMap;
use hearken_model::CountryCode;
use std::sync::LazyLock;

/// The rows of a table; lines that begin with `#` tell about it.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// A country or a region of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) country: CountryCode,
    /// Empty for a whole country.
    pub(super) region: &'static str,
    pub(super) latitude: f32,
    pub(super) longitude: f32,
}

struct Areas {
    /// Regions stand before countries: of the two Georgias the state has the more people.
    by_name: HashMap<Box<str>, Vec<Area>>,
    /// Codes of two or three letters, which are words too: a region's and a country's.
    by_code: HashMap<Box<str>, Vec<Area>>,
}

/// The areas of a folded name, the more likely first.
pub(super) fn named(folded: &str) -> &'static [Area] {
    let areas: &'static Areas = &AREAS;
    areas.by_name.get(folded).map_or(&[], Vec::as_slice)
}

/// The areas of a code of two or three letters in lower case.
pub(super) fn coded(folded: &str) -> &'static [Area] {
    let areas: &'static Areas = &AREAS;
    areas.by_code.get(folded).map_or(&[], Vec::as_slice)
}

static AREAS: LazyLock<Areas> = LazyLock::new(|| {
    let mut areas = Areas {
        by_name: HashMap::new(),
        by_code: HashMap::new(),
    };
    for row in rows(include_str!("../../tables/regions.tsv")) {
        areas.region(row);
    }
    let entries = countries();
    for country in entries {
        let area = whole(country.code, country.center);
        areas
            .by_name
            .entry(fold_name(country.name).into())
            .or_default()
            .push(area);
        areas
            .by_code
            .entry(fold_name(country.code.as_str()).into())
            .or_default()
            .push(area);
    }
    let nicknames = nicknames::COUNTRIES.iter().filter_map(|(name, code)| {
        let country = super::country(code.parse().ok()?)?;
        Some((*name, whole(country.code, country.center)))
    });
    let others = entries.iter().flat_map(|country| {
        country
            .other_names
            .iter()
            .map(|name| (*name, whole(country.code, country.center)))
    });
    for (name, area) in nicknames.chain(others) {
        // A name in one language may be another country's in the next: English goes first.
        let known = areas.by_name.entry(fold_name(name).into()).or_default();
        if known.iter().all(|area| !area.region.is_empty()) {
            known.push(area);
        }
    }
    areas
});

fn whole(country: CountryCode, (latitude, longitude): (f32, f32)) -> Area {
    Area {
        country,
        region: "",
        latitude,
        longitude,
    }
}

impl Areas {
    fn region(&mut self, row: &'static str) -> Option<()> {
        let mut cells = row.split('\t');
        let (country, region) = (cells.next()?.parse().ok()?, cells.next()?);
        let mut degrees = || cells.next()?.parse::<f32>().ok();
        let area = Area {
            country,
            region,
            latitude: degrees()?,
            longitude: degrees()?,
        };
        let names = cells.next()?.split('|');
        let code = Some(region).filter(|code| code.len() == 2 && code.is_ascii());
        for name in names.chain(code).map(fold_name) {
            if name.len() <= 3 {
                self.by_code.entry(name.into()).or_default().push(area);
            } else {
                self.by_name.entry(name.into()).or_default().push(area);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_are_known() {
        for (name, country, region) in [
            ("germany", "DE", ""),
            ("deutschland", "DE", ""),
            ("россия", "RU", ""),
            ("california", "US", "CA"),
            ("georgia", "US", "GA"),
            ("usa", "US", ""),
            ("quebec", "CA", "10"),
        ] {
            let area = named(name)
                .first()
                .map(|a| (a.country.to_string(), a.region));
            assert_eq!(area, Some((country.to_owned(), region)), "{name}");
        }
        let codes: Vec<(String, &str)> = coded("ca")
            .iter()
            .map(|a| (a.country.to_string(), a.region))
            .collect();
        assert_eq!(codes, [("US".to_owned(), "CA"), ("CA".to_owned(), "")]);
        assert!(named("atlantis").is_empty());
        assert_eq!(named("georgia").len(), 2);
    }

    #[test]
    fn every_nickname_is_of_a_country() {
        for (name, code) in nicknames::COUNTRIES {
            let known = code.parse().ok().and_then(super::super::country);
            assert!(known.is_some(), "{name} {code}");
        }
    }
}
