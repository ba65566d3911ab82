//! One part of a profile's place, what it may mean, and what it means beside the others.

use super::{
    areas::{self, Area},
    cities::{self, City},
    nicknames,
};
use crate::{fold::fold_name, sentiment, words};
use hashbrown::HashMap;
use hearken_model::CountryCode;
use std::sync::LazyLock;

/// The longest name that is looked for at the edge of a part, in words.
const MAX_NAME: usize = 3;

/// A part of the text and what it may mean.
pub(super) struct Part {
    /// Cities, most populous first, and whether each stands on its own feet without an area
    /// beside it.
    pub(super) cities: Vec<(&'static City, bool)>,
    /// Areas it names, or that stand beside the city within it.
    pub(super) areas: Vec<Area>,
    /// Whether the areas are of a code, which may be a word.
    coded: bool,
    /// Whether the code may be meant even alone.
    clear: bool,
}

impl Part {
    /// What `written` may mean; none where it means no place.
    pub(super) fn of(written: &str) -> Option<Self> {
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
    pub(super) fn city(&self, around: &Around) -> Option<&'static City> {
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
    pub(super) fn area(&self, in_company: bool) -> Option<Area> {
        let first = *self.areas.first()?;
        (!self.coded || (in_company && self.clear) || (self.clear && self.cities.is_empty()))
            .then_some(first)
    }
}

/// Areas that the other parts name.
pub(super) struct Around {
    /// The city must be in one of these.
    pub(super) must: Vec<Area>,
    /// The city is rather in one of these; their parts may mean cities too.
    pub(super) may: Vec<Area>,
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
