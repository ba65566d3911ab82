//! Shows what is understood of each line of standard input.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "run by hand to measure or to look, no part of the product"
)]

use hearken_model::{Post, Timestamp};
use hearken_text::Annotator;

fn main() {
    for line in std::io::stdin().lines() {
        let line = line.expect("line");
        let post = Post::new(
            "test".parse().expect("source"),
            "1",
            line.as_str(),
            Timestamp(0),
        );
        let seen = Annotator::new().annotate(&post);
        println!(
            "{line}\n  {} {:?} {:?}",
            seen.language, seen.tone.sentiment, seen.tone.value
        );
        for (evidence, share) in &seen.tone.evidence {
            let span = evidence.start as usize..evidence.end as usize;
            println!("    {share:+.2} {}", line.get(span).unwrap_or("?"));
        }
        let phrases: Vec<String> = seen.phrases.into_iter().map(|p| p.0).collect();
        println!("  {}", phrases.join(" | "));
    }
}
