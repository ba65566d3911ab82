//! One post in, everything that is understood of it out.

use crate::{language, phrases, places, sentiment};
use hearken_model::{Annotations, Post};

/// Annotates posts. Cheap to make and to share: its tables are built once per process, on first
/// use.
#[derive(Clone, Copy, Debug, Default)]
pub struct Annotator;

impl Annotator {
    /// An annotator.
    pub fn new() -> Self {
        Self
    }

    /// What is understood of `post`. Deterministic.
    pub fn annotate(&self, post: &Post) -> Annotations {
        let language = language::of_post(post);
        let tone = sentiment::of_post(post, &language);
        let phrases = phrases::of_post(post, &language)
            .into_iter()
            .map(|(p, _)| p)
            .collect();
        let place = places::of_post(post);
        Annotations {
            language,
            tone,
            phrases,
            place,
        }
    }
}
