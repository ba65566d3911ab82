//! Places: the table of countries, the country of a point, the place a person's profile names
//! (ANA-132, ANA-133).

use hearken_model::{CountryCode, Place, Post};

/// A country of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: CountryCode,
    /// English short name.
    pub name: &'static str,
    /// The box around its land.
    pub bounds: BoundingBox,
    /// Where a marker for the whole country stands: degrees north, degrees east.
    pub center: (f32, f32),
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
    &[]
}

/// A country by its code.
pub fn country(code: CountryCode) -> Option<&'static Country> {
    countries().iter().find(|c| c.code == code)
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

/// The place of a point on earth; none where the point is not on earth or far from any land.
pub fn locate(_latitude: f64, _longitude: f64) -> Option<Place> {
    None
}

/// The place that a profile's free text names; none where it names none.
pub fn find(_location: &str) -> Option<Place> {
    None
}

/// The place of a post: its own where it came with one, else its author's (ANA-133).
pub fn of_post(_post: &Post) -> Option<Place> {
    None
}
