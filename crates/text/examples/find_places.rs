//! Shows the place that each line of standard input names.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "run by hand to measure or to look, no part of the product"
)]

fn main() {
    for line in std::io::stdin().lines() {
        let line = line.expect("line");
        match hearken_text::places::find(&line) {
            Some(place) => println!(
                "{line} -> {} {:.1} {:.1}",
                place.country, place.latitude, place.longitude
            ),
            None => println!("{line} -> nowhere"),
        }
    }
}
