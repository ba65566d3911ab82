//! Location groups: sets of countries and of other groups, as filters and criteria (GLO-11, GLO-12).

use crate::{CountryCode, PublicId, Timestamp, UserId, words::words};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// Longest name of a location group, in characters.
pub const NAME_LIMIT: usize = 50;
/// Most groups that an organization makes: each page of Analytics reads them.
pub const GROUPS_LIMIT: usize = 200;
/// Most locations that a group lists.
pub const LOCATIONS_LIMIT: usize = 250;

words! {
    /// The groups that every organization has (ANA-140), in the order in which they are offered.
    Continent {
        /// Africa with the islands around it.
        Africa = "africa",
        /// Asia; Turkey, Cyprus and the Caucasus are in it, Russia is not.
        Asia = "asia",
        /// Europe with Russia.
        Europe = "europe",
        /// North and Central America and the Caribbean.
        NorthAmerica = "north-america",
        /// Australia, New Zealand and the islands of the Pacific.
        Oceania = "oceania",
        /// South America.
        SouthAmerica = "south-america",
    }
}

impl Continent {
    /// Its countries, by the United Nations' standard of areas (M49), which Unicode follows; Kosovo
    /// is in Europe. Antarctica is in none.
    pub fn countries(self) -> impl Iterator<Item = CountryCode> {
        self.codes().split(' ').filter_map(|code| code.parse().ok())
    }

    const fn codes(self) -> &'static str {
        match self {
            Self::Africa => {
                "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR \
                 LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN \
                 TZ UG YT ZA ZM ZW"
            }
            Self::Asia => {
                "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB \
                 LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE"
            }
            Self::Europe => {
                "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT \
                 JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK"
            }
            Self::NorthAmerica => {
                "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ \
                 MS MX NI PA PM PR SV SX TC TT US VC VG VI"
            }
            Self::Oceania => {
                "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU \
                 WF WS"
            }
            Self::SouthAmerica => "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
        }
    }
}

/// The name of a group in URLs and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocationGroupKey {
    /// One that every organization has.
    Continent(Continent),
    /// One that somebody made.
    Custom(PublicId),
}

/// What a group can list: a country as `DE`, another group as `europe` or by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// A country.
    Country(CountryCode),
    /// All of a group.
    Group(LocationGroupKey),
}

/// The text names no location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a location: a country like DE, a continent like europe, or the id of a group expected"
)]
pub struct ParseLocationError;

impl FromStr for LocationGroupKey {
    type Err = ParseLocationError;

    fn from_str(text: &str) -> Result<Self, ParseLocationError> {
        let continent = Continent::from_word(text).map(Self::Continent);
        let custom = || text.parse().ok().map(Self::Custom);
        continent.or_else(custom).ok_or(ParseLocationError)
    }
}

impl fmt::Display for LocationGroupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Continent(continent) => continent.fmt(f),
            Self::Custom(id) => id.fmt(f),
        }
    }
}

impl FromStr for Location {
    type Err = ParseLocationError;

    fn from_str(text: &str) -> Result<Self, ParseLocationError> {
        let country = text.parse().ok().map(Self::Country);
        country.map_or_else(|| text.parse().map(Self::Group), Ok)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(code) => code.fmt(f),
            Self::Group(key) => key.fmt(f),
        }
    }
}

/// A group that somebody made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationGroup {
    /// Its id.
    pub id: PublicId,
    /// Name, 1 to [`NAME_LIMIT`] characters, unique in the organization.
    pub name: String,
    /// Who may change it besides administrators.
    pub owner: Option<UserId>,
    /// 1 to [`LOCATIONS_LIMIT`] countries and groups, sorted, each once.
    pub locations: Vec<Location>,
    /// Rises with every change; a stale write is refused.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The countries of a group, rising; groups inside groups count, as deep as they go.
pub fn countries_of(key: LocationGroupKey, groups: &[LocationGroup]) -> Vec<CountryCode> {
    let mut countries = BTreeSet::new();
    let (mut open, mut seen) = (vec![key], BTreeSet::new());
    while let Some(key) = open.pop() {
        if !seen.insert(key) {
            continue;
        }
        match key {
            LocationGroupKey::Continent(continent) => countries.extend(continent.countries()),
            LocationGroupKey::Custom(id) => {
                let group = groups.iter().filter(|group| group.id == id);
                for location in group.flat_map(|group| &group.locations) {
                    match location {
                        Location::Country(code) => drop(countries.insert(*code)),
                        Location::Group(inner) => open.push(*inner),
                    }
                }
            }
        }
    }
    countries.into_iter().collect()
}

/// Whether a group has another one in it, however deep, or is that one.
pub fn contains(outer: PublicId, inner: PublicId, groups: &[LocationGroup]) -> bool {
    let (mut open, mut seen) = (vec![outer], BTreeSet::new());
    while let Some(id) = open.pop() {
        if id == inner {
            return true;
        }
        if !seen.insert(id) {
            continue;
        }
        let group = groups.iter().filter(|group| group.id == id);
        open.extend(group.flat_map(|g| &g.locations).filter_map(|l| match l {
            Location::Group(LocationGroupKey::Custom(id)) => Some(*id),
            _ => None,
        }));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(id: u128, locations: &[&str]) -> LocationGroup {
        LocationGroup {
            id: PublicId(id),
            name: id.to_string(),
            owner: None,
            locations: locations.iter().map(|l| l.parse().unwrap()).collect(),
            version: 1,
            created_at: Timestamp(0),
        }
    }

    #[test]
    fn every_country_is_in_one_continent() {
        let all = Continent::ALL.iter().flat_map(|c| c.countries());
        let mut codes: Vec<CountryCode> = all.collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!((codes.len(), count), (249, 249));
    }

    #[test]
    fn groups_are_read_as_they_are_printed() {
        let id = PublicId(7).to_string();
        for text in ["DE", "europe", "north-america", &id] {
            assert_eq!(text.parse::<Location>().unwrap().to_string(), text);
        }
        assert_eq!("atlantis".parse::<Location>(), Err(ParseLocationError));
    }

    #[test]
    fn nested_groups_count_once_and_circles_end() {
        let (a, b) = (PublicId(1).to_string(), PublicId(2).to_string());
        let groups = [group(1, &["DE", &b]), group(2, &["AT", "DE", &a])];
        let key = LocationGroupKey::Custom(PublicId(1));
        let codes: Vec<String> = countries_of(key, &groups)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(codes, ["AT", "DE"]);
        assert!(contains(PublicId(2), PublicId(1), &groups));
        assert!(!contains(PublicId(2), PublicId(3), &groups));
        let europe = LocationGroupKey::Continent(Continent::Europe);
        assert!(countries_of(europe, &[]).contains(&"DE".parse().unwrap()));
        assert_eq!(
            countries_of(LocationGroupKey::Custom(PublicId(9)), &groups),
            []
        );
    }
}
