//! The table of countries.

use hearken_model::CountryCode;
use std::sync::LazyLock;

/// A country of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2; `XK` for Kosovo.
    pub code: CountryCode,
    /// English short name.
    pub name: &'static str,
    /// The box around its main land: far islands and exclaves are left out.
    pub bounds: BoundingBox,
    /// Where a marker for the whole country stands: degrees north, degrees east.
    pub center: (f32, f32),
    /// Its name in its own and other languages.
    pub other_names: Vec<&'static str>,
}

/// A rectangle on the map in degrees. `west > east` where it crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundingBox {
    /// Southern edge, degrees north.
    pub south: f32,
    /// Western edge, degrees east.
    pub west: f32,
    /// Northern edge, degrees north.
    pub north: f32,
    /// Eastern edge, degrees east.
    pub east: f32,
}

/// All countries, ordered by code.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// A country by its code.
pub fn country(code: CountryCode) -> Option<&'static Country> {
    let place = COUNTRIES
        .binary_search_by_key(&code, |country| country.code)
        .ok()?;
    COUNTRIES.get(place)
}

/// The English name of a country.
pub fn country_name(code: CountryCode) -> Option<&'static str> {
    country(code).map(|c| c.name)
}

/// The box around a country.
pub fn country_box(code: CountryCode) -> Option<BoundingBox> {
    country(code).map(|c| c.bounds)
}

/// The middle of a country: degrees north, degrees east.
pub fn country_center(code: CountryCode) -> Option<(f32, f32)> {
    country(code).map(|c| c.center)
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let table = include_str!("../../tables/countries.tsv");
    let mut countries: Vec<Country> = super::areas::rows(table).filter_map(read).collect();
    countries.sort_by_key(|country| country.code);
    countries
});

fn read(row: &'static str) -> Option<Country> {
    let mut cells = row.split('\t');
    let code = cells.next()?.parse().ok()?;
    let name = cells.next()?;
    let mut number = || cells.next()?.parse::<f32>().ok();
    let (south, west, north, east) = (number()?, number()?, number()?, number()?);
    let center = (number()?, number()?);
    let other_names = cells
        .next()?
        .split('|')
        .filter(|name| !name.is_empty())
        .collect();
    let bounds = BoundingBox {
        south,
        west,
        north,
        east,
    };
    Some(Country {
        code,
        name,
        bounds,
        center,
        other_names,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_sound() {
        assert_eq!(countries().len(), 250);
        assert_eq!(
            super::super::areas::rows(include_str!("../../tables/countries.tsv")).count(),
            250
        );
        for country in countries() {
            let BoundingBox {
                south,
                west,
                north,
                east,
            } = country.bounds;
            assert!(south < north && (west - east).abs() > 0.001, "{country:?}");
            assert!(
                (-90.0..=90.0).contains(&south) && north <= 90.0,
                "{country:?}"
            );
            assert!((-180.0..=180.0).contains(&west) && (-180.0..=180.0).contains(&east));
            assert!((south..=north).contains(&country.center.0), "{country:?}");
            assert!(!country.name.is_empty());
        }
    }

    #[test]
    fn countries_are_found() {
        for (code, name, center) in [
            ("DE", Some("Germany"), Some((51.0, 10.0))),
            ("US", Some("United States"), Some((40.0, -99.0))),
            ("FJ", Some("Fiji"), Some((-18.0, 178.0))),
            ("ZZ", None, None),
        ] {
            let code: CountryCode = code.parse().expect("code");
            assert_eq!(country_name(code), name);
            let near = |(a, b): (f32, f32)| (a.round(), b.round());
            assert_eq!(country_center(code).map(near), center.map(near), "{code}");
        }
        let box_of = |code: &str| country_box(code.parse().expect("code")).expect("box");
        assert!(
            box_of("FJ").west > box_of("FJ").east,
            "Fiji crosses the antimeridian"
        );
        assert!(box_of("US").north < 50.0, "Alaska and Hawaii are far");
        assert!(box_of("FR").south > 40.0, "so are the overseas departments");
    }
}
