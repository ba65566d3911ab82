//! The place that a profile's free text names.

use super::{
    areas::{self, Area},
    part::{Around, Part},
};
use hearken_model::{CountryCode, Place, PlaceKind};

/// Longer profiles are stories, not places.
const MAX_LEN: usize = 120;
const MAX_PARTS: usize = 6;

/// The place that a profile's free text names; none where it names none.
///
/// A city counts before the region and country that stand beside it, which tell cities of one
/// name apart; without them the most populous is meant. Names that are words, such as `Paradise`,
/// need a region or country beside them.
pub fn find(location: &str) -> Option<Place> {
    let location = location
        .get(..location.floor_char_boundary(MAX_LEN))
        .unwrap_or(location);
    let parts: Vec<Part> = parts(location)
        .filter_map(Part::of)
        .take(MAX_PARTS)
        .collect();
    let flag = flag(location);
    let city = parts.iter().enumerate().find_map(|(place, part)| {
        let mut around = Around {
            must: flag.into_iter().collect(),
            may: Vec::new(),
        };
        let others = parts
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place);
        for (_, other) in others {
            // `Paris, Texas` is in Texas; of `Paris, NY` we cannot be as sure.
            let list = if other.cities.is_empty() {
                &mut around.must
            } else {
                &mut around.may
            };
            list.extend(&other.areas);
        }
        part.city(&around)
    });
    if let Some(city) = city {
        return Some(place(city.country, city.latitude, city.longitude));
    }
    // A code alone may be a word, so it tells a place only where it is not.
    let area = parts
        .iter()
        .find_map(|part| part.area(parts.len() > 1))
        .or(flag)?;
    Some(place(area.country, area.latitude, area.longitude))
}

fn place(country: CountryCode, latitude: f32, longitude: f32) -> Place {
    Place {
        kind: PlaceKind::Author,
        country,
        latitude,
        longitude,
    }
}

/// What stands between commas and the like.
fn parts(location: &str) -> impl Iterator<Item = &str> {
    let signs = |c: char| {
        matches!(
            c,
            ',' | '/'
                | '|'
                | ';'
                | ':'
                | '·'
                | '•'
                | '–'
                | '—'
                | '('
                | ')'
                | '['
                | ']'
                | '\n'
                | '+'
                | '→'
                | '➡'
                | '✈'
                | '&'
                | '，'
                | '、'
                | '・'
                | '~'
                | '*'
        )
    };
    location
        .split(signs)
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" and "))
}

/// The country of the first flag in the text.
fn flag(location: &str) -> Option<Area> {
    let letter = |c: char| {
        let offset = u32::from(c).checked_sub(0x1_f1e6)?;
        (offset < 26).then(|| b'a' + offset as u8)
    };
    let mut letters = location.chars().filter_map(letter);
    let code = [letters.next()?, letters.next()?];
    let code = std::str::from_utf8(&code).ok()?;
    areas::coded(code)
        .iter()
        .copied()
        .find(|area| area.region.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{cities, nicknames};

    fn check(location: &str, expect: Option<(&str, f32)>) {
        let got = find(location).map(|p| (p.country.to_string(), p.latitude.round()));
        let expect = expect.map(|(country, latitude)| (country.to_owned(), latitude));
        assert_eq!(got, expect, "{location}");
    }

    #[test]
    fn cities_are_found() {
        for (location, country, latitude) in [
            ("London", "GB", 52.0),
            ("london, uk", "GB", 52.0),
            ("London, Ontario", "CA", 43.0),
            ("London, ON", "CA", 43.0),
            ("Berlin, Germany", "DE", 53.0),
            ("Berlin, DE", "DE", 53.0),
            ("Berlin Germany", "DE", 53.0),
            ("NYC", "US", 41.0),
            ("New York, NY", "US", 41.0),
            ("Brooklyn, NY", "US", 41.0),
            ("San Francisco, CA", "US", 38.0),
            ("Toronto, CA", "CA", 44.0),
            ("Austin TX", "US", 30.0),
            ("austin, tx", "US", 30.0),
            ("Portland, Oregon", "US", 46.0),
            ("Portland, ME", "US", 44.0),
            ("Washington, D.C.", "US", 39.0),
            ("São Paulo, Brasil", "BR", -24.0),
            ("Sao Paulo", "BR", -24.0),
            ("Paris 🇫🇷", "FR", 49.0),
            ("they/them · Toronto", "CA", 44.0),
            ("Based in Melbourne, Australia", "AU", -38.0),
            ("Greater Boston Area", "US", 42.0),
            ("München", "DE", 48.0),
            ("Wien, Österreich", "AT", 48.0),
            ("東京", "JP", 36.0),
            ("서울", "KR", 38.0),
            ("Москва, Россия", "RU", 56.0),
            ("Springfield", "US", 37.0),
            ("London & Paris", "GB", 52.0),
            ("Paradise, NV", "US", 36.0),
            ("Nice, France", "FR", 44.0),
            ("Singapore", "SG", 1.0),
            ("Luxembourg", "LU", 50.0),
            ("Paris/London/NY", "FR", 49.0),
            ("Perth, WA", "AU", -32.0),
            ("Київ", "UA", 50.0),
            ("Hà Nội, Việt Nam", "VN", 21.0),
            ("Cairo, Egypt", "EG", 30.0),
        ] {
            check(location, Some((country, latitude)));
        }
    }

    #[test]
    fn areas_are_found() {
        for (location, country, latitude) in [
            ("Germany", "DE", 51.0),
            ("USA", "US", 40.0),
            ("U.S.A.", "US", 40.0),
            ("UK", "GB", 54.0),
            ("The Netherlands", "NL", 52.0),
            ("España", "ES", 40.0),
            ("Deutschland", "DE", 51.0),
            ("California", "US", 35.0),
            ("TX", "US", 31.0),
            ("Georgia", "US", 33.0),
            ("Tbilisi, Georgia", "GE", 42.0),
            ("Atlanta, Georgia", "US", 34.0),
            ("Scotland", "GB", 56.0),
            ("Ontario, Canada", "CA", 44.0),
            ("🇯🇵", "JP", 37.0),
            ("Texas, USA", "US", 31.0),
            ("Paris, Nunavut", "CA", 65.0),
        ] {
            check(location, Some((country, latitude)));
        }
    }

    #[test]
    fn nonsense_is_nowhere() {
        for location in [
            "",
            " ",
            "everywhere",
            "Everywhere",
            "earth",
            "Planet Earth",
            "Earth 🌍",
            "your heart",
            "in your heart",
            "Somewhere over the rainbow",
            "the internet",
            "Worldwide",
            "global",
            "hell",
            "Heaven",
            "home",
            "here",
            "nowhere",
            "Moon",
            "Mars",
            "Hogwarts",
            "Gotham City",
            "she/her",
            "he/him",
            "they/them",
            "in",
            "IN",
            "OR",
            "hi",
            "HI",
            "me",
            "127.0.0.1",
            "☁️",
            "in my head",
            "Paradise",
            "Surprise",
            "Hope",
            "nice",
            "mobile",
            "Atlantis",
            "404",
            "your mom's house",
            "behind you",
            "a galaxy far far away",
            "🌈✨",
            "lost",
            "bed",
            "between here and there",
            "on the road",
            "online",
            "Metaverse",
            "the void",
        ] {
            check(location, None);
        }
    }

    #[test]
    fn every_nickname_is_of_a_city() {
        let known =
            |city: &str, country: &str| cities::named(city).any(|c| c.country.as_str() == country);
        let unknown = nicknames::CITIES
            .iter()
            .filter(|(_, city, country)| !known(city, country));
        assert_eq!(
            unknown.collect::<Vec<_>>(),
            Vec::<&(&str, &str, &str)>::new()
        );
    }
}
