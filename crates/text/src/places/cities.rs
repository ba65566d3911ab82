//! The cities of the table: the nearest to a point, and those of a name.

use super::areas;
use crate::fold::fold_name;
use hearken_model::CountryCode;
use std::sync::LazyLock;

/// A city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct City {
    pub(super) name: &'static str,
    pub(super) country: CountryCode,
    /// Its region where the table of regions has the country, else empty.
    pub(super) region: &'static str,
    pub(super) latitude: f32,
    pub(super) longitude: f32,
}

struct Cities {
    /// Most populous first.
    all: Vec<City>,
    /// Places in `all`, from south to north.
    by_latitude: Vec<u16>,
    /// Folded names with places in `all`, by name, then most populous first.
    by_name: Vec<(Box<str>, u16)>,
}

static CITIES: LazyLock<Cities> = LazyLock::new(|| {
    let table = include_str!("../../tables/cities.tsv");
    let all: Vec<City> = areas::rows(table).filter_map(read).collect();
    let mut by_latitude: Vec<u16> = (0..).take(all.len()).collect();
    let latitude = |place: &u16| {
        all.get(usize::from(*place))
            .map_or(0.0, |city| city.latitude)
    };
    by_latitude.sort_by(|a, b| latitude(a).total_cmp(&latitude(b)));
    let mut by_name: Vec<(Box<str>, u16)> = (0..)
        .zip(&all)
        .map(|(place, city)| (fold_name(city.name).into(), place))
        .collect();
    by_name.sort_unstable();
    Cities {
        all,
        by_latitude,
        by_name,
    }
});

fn read(row: &'static str) -> Option<City> {
    let mut cells = row.split('\t');
    let (name, country, region) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?);
    let mut degrees = || {
        cells
            .next()?
            .parse::<i32>()
            .ok()
            .map(|hundredths| hundredths as f32 / 100.0)
    };
    Some(City {
        name,
        country,
        region,
        latitude: degrees()?,
        longitude: degrees()?,
    })
}

impl Cities {
    fn at(&self, place: u16) -> Option<&City> {
        self.all.get(usize::from(place))
    }
}

/// The cities of a folded name, most populous first.
pub(super) fn named(folded: &str) -> impl Iterator<Item = &'static City> + use<> {
    let cities: &'static Cities = &CITIES;
    let from = cities.by_name.partition_point(|(name, _)| &**name < folded);
    let rest = cities.by_name.get(from..).unwrap_or_default();
    let count = rest.partition_point(|(name, _)| &**name == folded);
    let found = rest.get(..count).unwrap_or_default();
    found.iter().filter_map(|(_, place)| cities.at(*place))
}

const KM_A_DEGREE: f64 = 111.2;

/// The nearest city to a point and its distance in kilometres; none for a point not on earth.
pub(super) fn nearest(latitude: f64, longitude: f64) -> Option<(&'static City, f64)> {
    if !super::is_point(latitude, longitude) {
        return None;
    }
    let cities: &'static Cities = &CITIES;
    let north_of = |place: &u16| {
        cities
            .at(*place)
            .is_some_and(|c| f64::from(c.latitude) < latitude)
    };
    let start = cities.by_latitude.partition_point(north_of);
    let (south, north) = cities.by_latitude.split_at_checked(start)?;
    let (mut south, mut north) = (south.iter().rev(), north.iter());
    let mut best: Option<(&City, f64)> = None;
    // Walks away from the parallel in both directions until no city there can be nearer.
    let (mut southern, mut northern) = (true, true);
    while southern || northern {
        for (side, open) in [
            (&mut south as &mut dyn Iterator<Item = &u16>, &mut southern),
            (&mut north as &mut dyn Iterator<Item = &u16>, &mut northern),
        ] {
            let city = if *open {
                side.next().and_then(|place| cities.at(*place))
            } else {
                None
            };
            let reach = best.map_or(f64::INFINITY, |(_, km)| km);
            let Some(city) = city
                .filter(|city| (f64::from(city.latitude) - latitude).abs() * KM_A_DEGREE <= reach)
            else {
                *open = false;
                continue;
            };
            let km = distance_km(latitude, longitude, city);
            if best.is_none_or(|(_, least)| km < least) {
                best = Some((city, km));
            }
        }
    }
    best
}

/// Great-circle distance by the haversine formula.
fn distance_km(latitude: f64, longitude: f64, city: &City) -> f64 {
    let (to_latitude, to_longitude) = (f64::from(city.latitude), f64::from(city.longitude));
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(to_latitude - latitude)
        + latitude.to_radians().cos()
            * to_latitude.to_radians().cos()
            * half(to_longitude - longitude);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows = areas::rows(include_str!("../../tables/cities.tsv")).count();
        assert_eq!(CITIES.all.len(), rows);
        assert!(rows > 12_000 && rows < usize::from(u16::MAX), "{rows}");
        for city in &CITIES.all {
            assert!(super::super::country(city.country).is_some(), "{city:?}");
        }
    }

    #[test]
    fn the_nearest_is_the_nearest() {
        // Against a walk over all, from the poles to the antimeridian.
        for step in 0..400_u32 {
            let latitude = -89.0 + f64::from(step) * 0.445;
            let longitude = -180.0 + f64::from(step * 83 % 360);
            let (_, got) = nearest(latitude, longitude).expect("a city");
            let least = CITIES
                .all
                .iter()
                .map(|city| distance_km(latitude, longitude, city));
            let least = least.fold(f64::INFINITY, f64::min);
            assert!(
                (got - least).abs() < 0.5,
                "{latitude} {longitude}: {got} {least}"
            );
        }
    }

    #[test]
    fn names_list_the_most_populous_first() {
        let countries: Vec<String> = named("london").map(|c| c.country.to_string()).collect();
        assert_eq!(countries.first().map(String::as_str), Some("GB"));
        assert!(countries.contains(&"CA".to_owned()), "{countries:?}");
        assert_eq!(named("no such city").count(), 0);
    }
}
