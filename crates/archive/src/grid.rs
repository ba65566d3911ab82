//! Coordinates in whole steps and the grid of a map: integers, so that means don't depend on the
//! order of addition.
//!
//! At zoom 0 a cell is 45 degrees wide and high, at each further zoom half of that: 8 by 4 cells on
//! a world of 256 by 128 pixels and so, on a map that doubles with every zoom, one cell for every
//! 32 pixels.

/// Steps of a degree.
pub const STEPS: i32 = 100_000;
/// The largest zoom; cells are 1 to 2 m wide there, as fine as coordinates are kept.
pub const ZOOM_MAX: u8 = 21;
const CELL_AT_ZOOM_0: u64 = 45 * STEPS as u64;

/// A point in steps of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Steps north of the equator.
    pub latitude: i32,
    /// Steps east of Greenwich.
    pub longitude: i32,
}

impl Point {
    /// From degrees; none for what is no place on earth.
    pub fn from_degrees(latitude: f32, longitude: f32) -> Option<Self> {
        let fits = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        let steps = |degrees: f32| (f64::from(degrees) * f64::from(STEPS)).round() as i32;
        fits.then(|| Self {
            latitude: steps(latitude),
            longitude: steps(longitude),
        })
    }

    /// The cell at a zoom: column from the west, row from the south.
    pub fn cell(self, zoom: u8) -> (u32, u32) {
        let zoom = zoom.min(ZOOM_MAX);
        let index = |steps: i32, half: i32| {
            let from_edge = u64::from(steps.saturating_add(half).max(0).unsigned_abs());
            ((from_edge << zoom) / CELL_AT_ZOOM_0) as u32
        };
        (
            index(self.longitude, 180 * STEPS),
            index(self.latitude, 90 * STEPS),
        )
    }
}

/// Degrees of the mean of `count` points whose steps add up to `sum`.
pub(crate) fn mean_degrees(sum: i64, count: u64) -> f64 {
    sum as f64 / count.max(1) as f64 / f64::from(STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_halve_with_every_zoom() {
        let check = |latitude, longitude, zoom, expect| {
            let point = Point::from_degrees(latitude, longitude);
            assert_eq!(
                point.map(|p| p.cell(zoom)),
                expect,
                "{latitude} {longitude} {zoom}"
            );
        };
        check(-90.0, -180.0, 0, Some((0, 0)));
        check(0.0, 0.0, 0, Some((4, 2)));
        check(-0.00001, -0.00001, 0, Some((3, 1)));
        check(52.52, 13.405, 0, Some((4, 3)));
        check(52.52, 13.405, 3, Some((34, 25)));
        check(90.0, 180.0, 0, Some((8, 4)));
        check(90.0, 180.0, ZOOM_MAX, Some((8 << 21, 4 << 21)));
        check(90.1, 0.0, 0, None);
        check(0.0, f32::NAN, 0, None);
        check(0.0, f32::INFINITY, 0, None);
    }
}
