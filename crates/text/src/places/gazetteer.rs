//! The place that a profile's free text names.

use super::{
    areas::{self, Area},
    cities::{self, City},
    nicknames,
};
use crate::{fold::fold_name, sentiment, words};
use hashbrown::HashMap;
use hearken_model::{CountryCode, Place, PlaceKind};
use std::sync::LazyLock;

/// Longer profiles are stories, not places.
const MAX_LEN: usize = 120;
const MAX_PARTS: usize = 6;
/// The longest name that is looked for at the edge of a part, in words.
const MAX_NAME: usize = 3;

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

/// A part of the text and what it may mean.
struct Part {
    /// Cities, most populous first, and whether each stands on its own feet without an area
    /// beside it.
    cities: Vec<(&'static City, bool)>,
    /// Areas it names, or that stand beside the city within it.
    areas: Vec<Area>,
    /// Whether the areas are of a code, which may be a word.
    coded: bool,
    /// Whether the code may be meant even alone.
    clear: bool,
}

impl Part {
    fn of(written: &str) -> Option<Self> {
        let folded = fold_name(written);
        let capitals = written.trim().bytes().all(|b| !b.is_ascii_lowercase());
        let whole = Self::named(&folded, capitals);
        if whole.is_some() {
            return whole;
        }
        let trimmed = without_talk(&folded);
        if trimmed != folded
            && let Some(part) = Self::named(trimmed, capitals)
        {
            return Some(part);
        }
        Self::of_two(trimmed)
    }

    /// A name that is known as it stands.
    fn named(folded: &str, capitals: bool) -> Option<Self> {
        let cities: Vec<(&City, bool)> = cities_named(folded)
            .map(|city| (city, !is_word(folded)))
            .collect();
        let name = areas::named(folded);
        let coded = if name.is_empty() {
            areas::coded(folded)
        } else {
            &[]
        };
        let clear = capitals && !nicknames::AMBIGUOUS_CODES.contains(&folded);
        let part = Self {
            areas: name.iter().chain(coded).copied().collect(),
            coded: name.is_empty(),
            clear,
            cities,
        };
        (!part.cities.is_empty() || !part.areas.is_empty()).then_some(part)
    }

    /// `Berlin Germany`, `Austin TX`, `Germany Berlin`: a city and its area without a comma.
    fn of_two(folded: &str) -> Option<Self> {
        let bounds: Vec<usize> = folded.match_indices(' ').map(|(at, _)| at).collect();
        let after = bounds.iter().rev().take(MAX_NAME);
        let before = bounds.iter().take(MAX_NAME);
        let splits = after
            .map(|at| (*at, true))
            .chain(before.map(|at| (*at, false)));
        for (at, area_last) in splits {
            let (head, tail) = folded.split_at_checked(at)?;
            let (head, tail) = (head.trim(), tail.trim());
            let (city, area) = if area_last {
                (head, tail)
            } else {
                (tail, head)
            };
            let areas: Vec<Area> = areas::named(area)
                .iter()
                .chain(areas::coded(area))
                .copied()
                .collect();
            let within = |city: &&City| areas.iter().any(|area| holds(area, city));
            let cities: Vec<(&City, bool)> = cities_named(city)
                .filter(within)
                .map(|city| (city, true))
                .collect();
            if !cities.is_empty() {
                return Some(Self {
                    cities,
                    areas,
                    coded: false,
                    clear: true,
                });
            }
        }
        None
    }

    /// The city it means, given what stands around it.
    fn city(&self, around: &Around) -> Option<&'static City> {
        let (first, own_feet) = self.cities.first()?;
        let within = |areas: &[Area]| {
            self.cities
                .iter()
                .map(|(city, _)| *city)
                .find(|c| areas.iter().any(|a| holds(a, c)))
        };
        if let Some(city) = within(&around.must).or_else(|| within(&around.may)) {
            return Some(city);
        }
        if !around.must.is_empty() {
            return None;
        }
        // `Singapore` alone is a country first, and the city within it; so is a name of a region.
        if !self.areas.is_empty() && !self.coded {
            return within(&self.areas);
        }
        own_feet.then_some(first)
    }

    /// The area it means; a code counts where something else stands beside it, or where it is no
    /// word.
    fn area(&self, in_company: bool) -> Option<Area> {
        let first = *self.areas.first()?;
        (!self.coded || (in_company && self.clear) || (self.clear && self.cities.is_empty()))
            .then_some(first)
    }
}

/// Areas that the other parts name.
struct Around {
    /// The city must be in one of these.
    must: Vec<Area>,
    /// The city is rather in one of these; their parts may mean cities too.
    may: Vec<Area>,
}

fn holds(area: &Area, city: &City) -> bool {
    area.country == city.country && (area.region.is_empty() || area.region == city.region)
}

/// The cities of a name or nickname, most populous first.
fn cities_named(folded: &str) -> impl Iterator<Item = &'static City> {
    static NICKNAMES: LazyLock<HashMap<String, (&str, Option<CountryCode>)>> =
        LazyLock::new(|| {
            let meant = |city: &'static str, code: &str| (city, code.parse().ok());
            let entries = nicknames::CITIES.iter();
            entries
                .map(|(name, city, code)| (fold_name(name), meant(city, code)))
                .collect()
        });
    let known = NICKNAMES.get(folded);
    let meant =
        known.and_then(|(name, code)| cities::named(name).find(|city| Some(city.country) == *code));
    meant
        .into_iter()
        .chain(cities::named(folded).filter(move |city| Some(*city) != meant))
}

/// Whether a name of a city is more often a word.
fn is_word(folded: &str) -> bool {
    let english = words::place("en").is_some_and(|place| words::languages_of(folded).has(place));
    let short = folded.is_ascii() && folded.len() < 3 && !NICKNAME_CODES.contains(&folded);
    english || short || sentiment::has_tone(folded) || nicknames::WORDS.contains(&folded)
}

const NICKNAME_CODES: [&str; 4] = ["ny", "la", "sf", "dc"];

/// A name without what people say around it.
fn without_talk(folded: &str) -> &str {
    let mut name = folded;
    while let Some(rest) = BEFORE.iter().find_map(|talk| name.strip_prefix(talk)) {
        name = rest;
    }
    while let Some(rest) = AFTER.iter().find_map(|talk| name.strip_suffix(talk)) {
        name = rest;
    }
    name
}

const BEFORE: [&str; 28] = [
    "living in ",
    "live in ",
    "lives in ",
    "based in ",
    "located in ",
    "currently in ",
    "now in ",
    "currently ",
    "originally from ",
    "from ",
    "born in ",
    "somewhere in ",
    "near ",
    "in ",
    "the ",
    "greater ",
    "downtown ",
    "city of ",
    "state of ",
    "made in ",
    "just outside ",
    "outside ",
    "north of ",
    "south of ",
    "around ",
    "aus ",
    "en ",
    "i live in ",
];
const AFTER: [&str; 12] = [
    " area",
    " metro area",
    " metro",
    " region",
    " based",
    " born",
    " born and raised",
    " native",
    " city",
    " proper",
    " ish",
    " suburbs",
];

#[cfg(test)]
mod tests {
    use super::*;

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
