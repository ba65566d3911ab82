//! What matching needs besides the rules and the post, kept from post to post.

use crate::chars::Folding;
use crate::fold::{Ch, Mode};
use crate::kernel::{Anchors, Candidate, Crowds, Reading};
use crate::matcher::Hit;
use crate::parts::Parts;
use crate::place::{Unit, UnitCache};
use crate::subject::differs;
use crate::view::View;
use hearken_model::Post;

/// The memory that one thread matches posts in. It holds nothing that a caller would ask for; with
/// the same one for post after post, matching stops asking for memory after the first few.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) parts: Parts,
    pub(crate) views: Views,
    pub(crate) readings: [Reading; 2],
    pub(crate) anchors: Anchors,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) units: UnitCache,
    pub(crate) met: Vec<Unit>,
    pub(crate) crowds: Crowds,
    pub(crate) hits: Vec<Hit>,
}

impl Scratch {
    /// Takes a post apart.
    pub(crate) fn prepare(&mut self, post: &Post) {
        self.parts.read(post);
        self.views.made = [None; 4];
        self.units.clear();
        self.hits.clear();
    }
}

/// The tokens of one post under each folding, made when they are first asked for.
#[derive(Debug, Default)]
pub(crate) struct Views {
    all: [View; 4],
    /// By mode: the view that shows it.
    made: [Option<usize>; 4],
    chars: Vec<Ch>,
}

impl Views {
    /// The number of the view that shows the post in that mode.
    pub(crate) fn made(&mut self, post: &Post, parts: &Parts, mode: Mode) -> usize {
        let number = usize::from(mode.folding == Folding::Turkic) + 2 * usize::from(mode.strip);
        if let Some(view) = self.made.get(number).copied().flatten() {
            return view;
        }
        let shown = if mode == Mode::PLAIN || differs(post, parts, mode) {
            if let Some(view) = self.all.get_mut(number) {
                parts.tokenize(post, mode, &mut self.chars, view);
            }
            number
        } else {
            self.made(post, parts, Mode::PLAIN)
        };
        if let Some(made) = self.made.get_mut(number) {
            *made = Some(shown);
        }
        shown
    }

    /// A view that was made.
    pub(crate) fn get(&self, number: usize) -> &View {
        let [plain, ..] = &self.all;
        self.all.get(number).unwrap_or(plain)
    }
}
