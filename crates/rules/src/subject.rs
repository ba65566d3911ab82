//! A post taken apart once, so that any number of rules can look at it.

use crate::chars::{Folding, info};
use crate::fold::Mode;
use crate::parts::{Parts, text_of};
use crate::place::{Place, Unit, UnitCache};
use crate::term::{Term, may_fold_otherwise};
use crate::view::View;
use hearken_model::{Evidence, Language, Post, Proximity};

pub use crate::parts::FIELD_LIMIT;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A post with what rules ask of it: language, source, group of feeds, and its tokens.
///
/// Every view of its tokens (plain, by Turkic folding, with accents stripped) and its units are
/// made when the first rule asks for them.
#[derive(Debug)]
pub struct Subject<'a> {
    post: &'a Post,
    language: &'a Language,
    parts: Parts,
    plain: OnceLock<View>,
    stripped: OnceLock<Option<View>>,
    turkic: OnceLock<Option<View>>,
    turkic_stripped: OnceLock<Option<View>>,
    units: Mutex<UnitCache>,
}

impl<'a> Subject<'a> {
    /// Takes a post apart. `language` is the language that rules are to see: declared or detected,
    /// `und` where neither is known.
    pub fn new(post: &'a Post, language: &'a Language) -> Self {
        let mut parts = Parts::default();
        parts.read(post);
        Self {
            post,
            language,
            parts,
            plain: OnceLock::new(),
            stripped: OnceLock::new(),
            turkic: OnceLock::new(),
            turkic_stripped: OnceLock::new(),
            units: Mutex::default(),
        }
    }

    /// The post.
    pub fn post(&self) -> &'a Post {
        self.post
    }

    /// The language that rules see.
    pub fn language(&self) -> &'a Language {
        self.language
    }

    /// The foldings under which the post is read, with what each reads.
    pub(crate) fn views(&self, strip: bool) -> impl Iterator<Item = (Folding, &View)> {
        let turkic = self.language.is_turkic();
        let foldings = [Some(Folding::Plain), turkic.then_some(Folding::Turkic)];
        foldings.into_iter().flatten().map(move |folding| {
            let mode = Mode { folding, strip };
            let cell = match (folding, strip) {
                (Folding::Plain, false) => return (folding, self.plain()),
                (Folding::Plain, true) => &self.stripped,
                (Folding::Turkic, false) => &self.turkic,
                (Folding::Turkic, true) => &self.turkic_stripped,
            };
            let differs = || differs(self.post, &self.parts, mode);
            let view = cell.get_or_init(|| differs().then(|| self.view(mode)));
            (folding, view.as_ref().unwrap_or_else(|| self.plain()))
        })
    }

    fn plain(&self) -> &View {
        self.plain.get_or_init(|| self.view(Mode::PLAIN))
    }

    /// Where the term stands, field by field.
    pub(crate) fn find(&self, term: &Term, strip: bool) -> impl Iterator<Item = Place> {
        self.views(strip).flat_map(move |(folding, view)| {
            let pattern = term.pattern(folding);
            let found = pattern.found_in(view);
            found.filter_map(|(first, last)| Place::of(view, first, last))
        })
    }

    /// The unit that holds the place; none when it crosses a boundary. Equal only for the same
    /// unit of the same field.
    pub(crate) fn unit(&self, place: Place, proximity: Proximity) -> Option<Unit> {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        units.unit(self.post, &self.parts, place, proximity)
    }

    /// The place as evidence.
    pub(crate) fn evidence(&self, place: Place) -> Option<Evidence> {
        Some(Evidence {
            field: self.parts.slots().get(place.slot)?.field,
            start: place.start,
            end: place.end,
        })
    }

    fn view(&self, mode: Mode) -> View {
        let mut view = View::default();
        let mut chars = Vec::new();
        self.parts.tokenize(self.post, mode, &mut chars, &mut view);
        view
    }
}

/// Whether the post reads otherwise in that mode than plainly.
pub(crate) fn differs(post: &Post, parts: &Parts, mode: Mode) -> bool {
    let otherwise = |c: char| {
        (mode.folding == Folding::Turkic && may_fold_otherwise(c))
            || (mode.strip && !c.is_ascii() && info(c).accented)
    };
    let mut slots = parts.slots().iter();
    slots.any(|slot| text_of(post, slot.field).contains(otherwise))
}
