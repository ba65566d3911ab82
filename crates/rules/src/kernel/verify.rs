//! Asks one rule about one post (SEA-080..098).

use super::Kernel;
use super::crowds::Crowds;
use super::dictionary::Id;
use super::program::{Form, Program, Term, Terms};
use super::reading::Reading;
use crate::parts::Parts;
use crate::place::{Place, Unit, UnitCache, are_surely_near};
use crate::view::View;
use hearken_model::{Language, Post, Proximity};
use std::ops::Range;

/// A post as the rules of one kernel see it.
pub(super) struct Question<'q> {
    pub(super) post: &'q Post,
    pub(super) language: &'q Language,
    pub(super) parts: &'q Parts,
    /// By plain folding and, for a post in Turkish or Azerbaijani, by theirs.
    pub(super) readings: Readings<'q>,
    pub(super) units: &'q mut UnitCache,
    /// Of keywords; for one rule after the other.
    pub(super) met: &'q mut Vec<Unit>,
    pub(super) crowds: &'q mut Crowds,
}

type Readings<'q> = [Option<(&'q Reading, &'q View)>; 2];

impl Question<'_> {
    /// Whether the rule matches. `anchored`: one of the terms by which it is looked for is known
    /// to be there.
    pub(super) fn ask(&mut self, kernel: &Kernel, program: &Program<'_>, anchored: bool) -> bool {
        if let Some(scope) = program.scope
            && !kernel.accepts(scope, self.post, self.language)
        {
            return false;
        }
        let by_inclusion = anchored && program.is_by_inclusion();
        let by_keyword = anchored && !by_inclusion;
        if !by_keyword && !self.holds_any(program.keywords) {
            return false;
        }
        let asks_more = !program.inclusions.is_empty();
        if asks_more && !by_inclusion && !self.holds_any(program.inclusions) {
            return false;
        }
        // Units are dearer than exclusions.
        !self.holds_any(program.exclusions)
            && (!asks_more || program.proximity() == Proximity::Post || self.meet(program))
    }

    fn holds_any(&self, terms: Terms<'_>) -> bool {
        let mut readings = self.readings.iter().flatten().enumerate();
        readings.any(|(n, (reading, view))| {
            held_words(reading, terms).next().is_some()
                || terms
                    .others()
                    .any(|term| is_found(reading, view, form(term, n)))
        })
    }

    /// Whether a keyword and an inclusion, both of which are there, stand in one unit.
    fn meet(&mut self, program: &Program<'_>) -> bool {
        let proximity = program.proximity();
        let (post, parts, readings) = (self.post, self.parts, self.readings);
        if proximity == Proximity::Sentence && self.meet_at_once(program) {
            return true;
        }
        if self.units.is_one(post, parts, proximity) {
            return true;
        }
        self.met.clear();
        for place in places(&readings, program.keywords, Which::Few) {
            self.met
                .extend(self.units.unit(post, parts, place, proximity));
        }
        self.met.sort_unstable();
        self.met.dedup();
        self.crowds.forget_keywords();
        for (reading, id) in crowds(&readings, program.keywords) {
            let range = self.crowd(reading, id, proximity);
            self.crowds.add_keyword(range);
        }
        let (units, met, known) = (&mut *self.units, &*self.met, &*self.crowds);
        let has_keyword =
            |unit: &Unit| met.binary_search(unit).is_ok() || known.has_keyword_in(unit);
        let is_near = places(&readings, program.inclusions, Which::Few).any(|place| {
            let unit = units.unit(post, parts, place, proximity);
            unit.is_some_and(|unit| has_keyword(&unit))
        });
        is_near
            || crowds(&readings, program.inclusions).any(|(reading, id)| {
                let range = self.crowd(reading, id, proximity);
                self.crowds.meets(&range, self.met)
            })
    }

    /// The units of a token that stands often.
    fn crowd(&mut self, reading: usize, id: Id, proximity: Proximity) -> Range<usize> {
        let read = self.readings.get(reading).copied().flatten();
        let places = read.into_iter().flat_map(|(reading, view)| {
            let places = reading.places(id);
            places.filter_map(|at| Place::of(view, at, at))
        });
        let (units, post, parts) = (&mut *self.units, self.post, self.parts);
        let units = places.filter_map(|place| units.unit(post, parts, place, proximity));
        self.crowds.find((reading, proximity, id), units)
    }

    /// The same for the first few of both; no is no answer.
    fn meet_at_once(&self, program: &Program<'_>) -> bool {
        const FEW: usize = 2;
        let mut keywords = places(&self.readings, program.keywords, Which::All).take(FEW);
        keywords.any(|one| {
            let mut inclusions = places(&self.readings, program.inclusions, Which::All).take(FEW);
            inclusions.any(|other| are_surely_near(self.post, self.parts, one, other))
        })
    }
}

/// Which terms are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    /// Without single tokens that stand often.
    Few,
}

/// Where terms stand.
fn places<'a>(
    readings: &'a Readings<'a>,
    terms: Terms<'a>,
    which: Which,
) -> impl Iterator<Item = Place> + 'a {
    let readings = readings.iter().flatten().enumerate();
    readings.flat_map(move |(n, (reading, view))| {
        let words = held_words(reading, terms);
        let words = words.filter(move |id| which == Which::All || !reading.is_crowd(*id));
        let words = words.map(Form::Word);
        let forms = words.chain(terms.others().map(move |term| form(term, n)));
        let found = forms.flat_map(move |form| stretches(reading, view, form));
        found.filter_map(move |(first, last)| Place::of(view, first, last))
    })
}

/// Terms of one token that stands often, each with the number of its reading.
fn crowds<'a>(
    readings: &'a Readings<'a>,
    terms: Terms<'a>,
) -> impl Iterator<Item = (usize, Id)> + 'a {
    let readings = readings.iter().enumerate();
    let readings = readings.filter_map(|(n, read)| Some((n, read.as_ref()?.0)));
    readings.flat_map(move |(n, reading)| {
        let words = held_words(reading, terms);
        let words = words.filter(|id| reading.is_crowd(*id));
        words.map(move |id| (n, id))
    })
}

/// The form of a term that counts in the plain reading (0) or the Turkic one.
fn form(term: Term<'_>, reading: usize) -> Form<'_> {
    match (reading, term.turkic) {
        (0, _) | (_, None) => term.plain,
        (_, Some(turkic)) => turkic,
    }
}

/// Those terms of one token that the post holds. Lists that are longer than the post are asked by
/// the post's tokens, so that a rule over many pages costs no more than a short one.
fn held_words<'a>(reading: &'a Reading, terms: Terms<'a>) -> impl Iterator<Item = Id> + 'a {
    const LONG: usize = 16;
    let words = terms.words();
    let is_long = words.len() > reading.len().max(LONG);
    let by_word = words.filter(move |id| !is_long && reading.has(*id));
    let by_word = by_word.take(if is_long { 0 } else { usize::MAX });
    let by_token = is_long.then(|| reading.held());
    let by_token = by_token.into_iter().flatten();
    by_word.chain(by_token.filter(move |id| terms.has_word(*id)))
}

fn is_found(reading: &Reading, view: &View, form: Form<'_>) -> bool {
    match form {
        Form::Word(id) => reading.has(id),
        Form::Phrase(_) => {
            form.pieces().all(|piece| reading.has(piece.id()))
                && stretches(reading, view, form).next().is_some()
        }
    }
}

/// First and last token of every place where the form stands, in order; looked for by its rarest
/// token.
fn stretches<'a>(
    reading: &'a Reading,
    view: &'a View,
    form: Form<'a>,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let pieces = form.pieces();
    let more = pieces.len() - 1;
    let rarest = match more {
        0 => pieces.clone().enumerate().next(),
        _ => {
            let pieces = pieces.clone().enumerate();
            pieces.min_by_key(|(_, piece)| reading.count(piece.id()))
        }
    };
    let fits = move |at: &usize| {
        let mut pieces = pieces.clone().enumerate();
        pieces.all(|(n, piece)| {
            let token = view.tokens.list.get(at + n);
            token.is_some_and(|token| n == 0 || piece.before().holds(token.gap))
                && (rarest.is_some_and(|(known, _)| n == known)
                    || reading.is_at(piece.id(), at + n))
        })
    };
    let starts = rarest.into_iter().flat_map(move |(n, piece)| {
        let places = reading.places(piece.id());
        places.filter_map(move |at| at.checked_sub(n))
    });
    starts.filter(fits).map(move |at| (at, at + more))
}
