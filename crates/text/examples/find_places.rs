//! Shows the place that each line of standard input names.

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
