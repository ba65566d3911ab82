//! Places: the table of countries, the country of a point, the place a person's profile names
//! (ANA-132, ANA-133).
//!
//! The tables in `tables/` are derived by `xtask/codegen/places` and name their sources:
//! countries by Natural Earth and Unicode CLDR, cities by GeoNames (CC BY 4.0, to be credited
//! where its data are shown). Shapes of countries are not here: a point belongs to the country of
//! the nearest city, which is right for all but a few posts near borders.

mod areas;
mod cities;
mod countries;
mod gazetteer;
mod nicknames;
mod part;

pub use countries::{
    BoundingBox, Country, countries, country, country_box, country_center, country_name,
};
pub use gazetteer::find;

use hearken_model::{Place, PlaceKind, Post};

/// A point further from every city of the table than this, in kilometres, is at sea.
const FAR_KM: f64 = 700.0;

/// The place of a point on earth, in degrees; none where the point is not on earth, far from any
/// city, or exactly 0, 0, which is what broken senders send.
pub fn locate(latitude: f64, longitude: f64) -> Option<Place> {
    let (city, distance_km) = cities::nearest(latitude, longitude)?;
    (distance_km <= FAR_KM).then_some(Place {
        kind: PlaceKind::Post,
        country: city.country,
        latitude: latitude as f32,
        longitude: longitude as f32,
    })
}

/// The place of a post: its own where it came with one, else its author's (ANA-133).
pub fn of_post(post: &Post) -> Option<Place> {
    own(post).or_else(|| find(post.author.as_ref()?.location.as_deref()?))
}

/// The place that came with the post. A declared country counts before the nearest city's.
fn own(post: &Post) -> Option<Place> {
    let declared = post.place.as_ref()?;
    let (latitude, longitude) = (declared.latitude, declared.longitude);
    if !is_point(latitude, longitude) {
        return None;
    }
    let known = declared.country.filter(|code| country(*code).is_some());
    let near = || locate(latitude, longitude).map(|place| place.country);
    let named = || find(declared.name.as_deref()?).map(|place| place.country);
    Some(Place {
        kind: PlaceKind::Post,
        country: known.or_else(near).or_else(named)?,
        latitude: latitude as f32,
        longitude: longitude as f32,
    })
}

/// Whether the degrees are a point that somebody meant.
fn is_point(latitude: f64, longitude: f64) -> bool {
    let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    on_earth && (latitude != 0.0 || longitude != 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::{Author, Timestamp, post::DeclaredPlace};

    #[test]
    fn points_are_located() {
        for (latitude, longitude, expect) in [
            (52.52, 13.40, Some("DE")),
            (40.71, -74.0, Some("US")),
            (-33.87, 151.21, Some("AU")),
            (35.68, 139.69, Some("JP")),
            (-17.7, 178.0, Some("FJ")),
            (-17.0, -180.0, Some("FJ")),
            (43.73, 7.42, Some("MC")),
            (64.1, -21.9, Some("IS")),
            (0.0, 0.0, None),
            (-40.0, -120.0, None),
            (91.0, 0.0, None),
            (0.0, 181.0, None),
            (f64::NAN, 0.0, None),
            (f64::INFINITY, 0.0, None),
        ] {
            let got = locate(latitude, longitude).map(|place| place.country.to_string());
            assert_eq!(got.as_deref(), expect, "{latitude} {longitude}");
        }
    }

    #[test]
    fn the_posts_place_counts_before_its_authors() {
        let mut post = Post::new("test".parse().expect("source"), "1", "text", Timestamp(0));
        assert_eq!(of_post(&post), None);
        post.author = Some(Author {
            location: Some("Vienna, Austria".into()),
            ..Author::default()
        });
        let of = |post: &Post| of_post(post).map(|p| (p.kind, p.country.to_string()));
        assert_eq!(of(&post), Some((PlaceKind::Author, "AT".to_owned())));
        let mut point = DeclaredPlace {
            latitude: 48.85,
            longitude: 2.35,
            name: None,
            country: None,
        };
        post.place = Some(point.clone());
        assert_eq!(of(&post), Some((PlaceKind::Post, "FR".to_owned())));
        point.country = "BE".parse().ok();
        post.place = Some(point.clone());
        assert_eq!(of(&post), Some((PlaceKind::Post, "BE".to_owned())));
        point.latitude = 900.0;
        post.place = Some(point);
        assert_eq!(of(&post), Some((PlaceKind::Author, "AT".to_owned())));
    }
}
