//! A rule as numbers in a row, so that asking it touches one stretch of memory.
//!
//! ```text
//! head  rule  lengths of keywords, inclusions, exclusions  [scope]  keywords  inclusions  exclusions
//! ```
//! A term is one word (`id << 2`) when it is one token; a phrase (`length << 2 | 1`) is followed by
//! its pieces (`id << 2 | gap`); a term that reads otherwise in Turkish (`words << 2 | 2`) is
//! followed by its plain and its Turkic form. A list begins with the terms of one token, sorted, and
//! has two lengths: of these, and of all.

use super::dictionary::Id;
use crate::term::Gap;
use hearken_model::Proximity;

/// Words before the lists, but for the scope.
const HEAD: usize = 8;
const SCOPED: u32 = 1 << 2;
const BY_INCLUSION: u32 = 1 << 3;

const WORD: u32 = 0;
const PHRASE: u32 = 1;
const TURKIC: u32 = 2;

/// What the text must have before a piece of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Before {
    Anything = 0,
    Space = 1,
    NoSpace = 2,
    /// No white space, and both are characters of an unspaced script.
    Neighbour = 3,
}

impl Before {
    pub(super) const fn new(gap: Gap, neighbours: bool) -> Self {
        match gap {
            Gap::Free => Self::Anything,
            Gap::Space => Self::Space,
            Gap::Tight if neighbours => Self::Neighbour,
            Gap::Tight => Self::NoSpace,
        }
    }

    /// Whether it holds for a token with white space before it, or without.
    pub(super) const fn holds(self, gap: bool) -> bool {
        match self {
            Self::Anything => true,
            Self::Space => gap,
            Self::NoSpace | Self::Neighbour => !gap,
        }
    }
}

/// A token of a phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece(u32);

impl Piece {
    pub(super) const fn id(self) -> Id {
        self.0 >> 2
    }

    pub(super) const fn before(self) -> Before {
        match self.0 & 3 {
            0 => Before::Anything,
            1 => Before::Space,
            2 => Before::NoSpace,
            _ => Before::Neighbour,
        }
    }
}

/// The tokens of a term under one folding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form<'c> {
    Word(Id),
    Phrase(&'c [u32]),
}

impl<'c> Form<'c> {
    /// Its tokens.
    pub(super) fn pieces(self) -> impl ExactSizeIterator<Item = Piece> + Clone + 'c {
        let (one, more) = match self {
            Self::Word(id) => ([id << 2], [].as_slice()),
            Self::Phrase(pieces) => ([0], pieces),
        };
        let count = if more.is_empty() { 1 } else { more.len() };
        (0..count).map(move |at| Piece(more.get(at).copied().unwrap_or(one[0])))
    }
}

/// A term: a form, and another one for the Turkic reading of a post where it differs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term<'c> {
    pub(super) plain: Form<'c>,
    pub(super) turkic: Option<Form<'c>>,
}

/// A list of terms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'c> {
    words: &'c [u32],
    others: &'c [u32],
}

impl<'c> Terms<'c> {
    fn split(code: &'c [u32], lengths: [u32; 2]) -> Option<(Self, &'c [u32])> {
        let [words, all] = lengths.map(|length| length as usize);
        let (list, rest) = code.split_at_checked(all)?;
        let (words, others) = list.split_at_checked(words)?;
        Some((Self { words, others }, rest))
    }

    pub(super) const fn is_empty(self) -> bool {
        self.words.is_empty() && self.others.is_empty()
    }

    /// The terms of one token.
    pub(super) fn words(self) -> impl ExactSizeIterator<Item = Id> + 'c {
        self.words.iter().map(|word| word >> 2)
    }

    /// Whether the token is a term.
    pub(super) fn has_word(self, id: Id) -> bool {
        self.words.binary_search(&(id << 2)).is_ok()
    }

    /// The other terms.
    pub(super) fn others(self) -> impl Iterator<Item = Term<'c>> {
        let mut rest = self.others;
        std::iter::from_fn(move || {
            let (term, more) = term(rest)?;
            rest = more;
            Some(term)
        })
    }

    /// All terms.
    pub(super) fn all(self) -> impl Iterator<Item = Term<'c>> {
        let words = self.words().map(|id| Term {
            plain: Form::Word(id),
            turkic: None,
        });
        words.chain(self.others())
    }
}

fn term(words: &[u32]) -> Option<(Term<'_>, &[u32])> {
    let (first, rest) = words.split_first()?;
    if first & 3 != TURKIC {
        let (plain, rest) = form(words)?;
        let turkic = None;
        return Some((Term { plain, turkic }, rest));
    }
    let (plain, rest) = form(rest)?;
    let (turkic, rest) = form(rest)?;
    let turkic = Some(turkic);
    Some((Term { plain, turkic }, rest))
}

fn form(words: &[u32]) -> Option<(Form<'_>, &[u32])> {
    let (first, rest) = words.split_first()?;
    if first & 3 == WORD {
        return Some((Form::Word(first >> 2), rest));
    }
    let (pieces, rest) = rest.split_at_checked((first >> 2) as usize)?;
    Some((Form::Phrase(pieces), rest))
}

/// A rule, read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Program<'c> {
    head: u32,
    /// Its number.
    pub(super) rule: u32,
    /// Number of the languages and sources that it is bound to.
    pub(super) scope: Option<u32>,
    pub(super) keywords: Terms<'c>,
    pub(super) inclusions: Terms<'c>,
    pub(super) exclusions: Terms<'c>,
}

impl<'c> Program<'c> {
    /// Reads the rule at that place.
    #[inline]
    pub(super) fn read(code: &'c [u32], at: u32) -> Option<Self> {
        let (fixed, rest) = code.get(at as usize..)?.split_first_chunk::<HEAD>()?;
        let [head, rule, k, keywords, i, inclusions, e, exclusions] = *fixed;
        let (scope, rest) = if head & SCOPED == 0 {
            (None, rest)
        } else {
            let (scope, rest) = rest.split_first()?;
            (Some(*scope), rest)
        };
        let (keywords, rest) = Terms::split(rest, [k, keywords])?;
        let (inclusions, rest) = Terms::split(rest, [i, inclusions])?;
        let (exclusions, _) = Terms::split(rest, [e, exclusions])?;
        Some(Self {
            head,
            rule,
            scope,
            keywords,
            inclusions,
            exclusions,
        })
    }

    pub(super) fn proximity(&self) -> Proximity {
        match self.head & 3 {
            0 => Proximity::Sentence,
            1 => Proximity::Paragraph,
            _ => Proximity::Post,
        }
    }

    /// Whether it is looked for by its inclusions instead of its keywords.
    pub(super) const fn is_by_inclusion(&self) -> bool {
        self.head & BY_INCLUSION != 0
    }
}

/// Says, in the code, that the rule at that place is looked for by its inclusions.
pub(super) fn set_by_inclusion(code: &mut [u32], at: u32) {
    if let Some(head) = code.get_mut(at as usize) {
        *head |= BY_INCLUSION;
    }
}

/// Writes a rule without its lists, which follow by [`push_list`].
pub(super) fn begin(code: &mut Vec<u32>, rule: u32, proximity: Proximity, scope: Option<u32>) {
    let proximity = match proximity {
        Proximity::Sentence => 0,
        Proximity::Paragraph => 1,
        Proximity::Post => 2,
    };
    let scoped = if scope.is_some() { SCOPED } else { 0 };
    code.extend([proximity | scoped, rule]);
    code.extend([0; HEAD - 2]);
    code.extend(scope);
}

/// Adds the `list`-th list (0 to 2) of the rule at `at`: terms of one token, and others as written
/// by [`push_form`].
pub(super) fn push_list(
    code: &mut Vec<u32>,
    at: u32,
    list: usize,
    words: &mut Vec<Id>,
    others: &[u32],
) {
    words.sort_unstable();
    words.dedup();
    code.extend(words.iter().map(|id| id << 2 | WORD));
    code.extend(others);
    let lengths = [words.len(), words.len() + others.len()];
    let places = at as usize + 2 + 2 * list..;
    for (place, length) in places.zip(lengths) {
        if let Some(slot) = code.get_mut(place) {
            *slot = length as u32;
        }
    }
}

/// Says that the two forms that follow are one term.
pub(super) fn push_turkic(code: &mut Vec<u32>) {
    code.push(TURKIC);
}

/// Writes a form.
pub(super) fn push_form(code: &mut Vec<u32>, pieces: &[(Id, Before)]) {
    if let [(id, _)] = pieces {
        code.push(id << 2 | WORD);
        return;
    }
    code.push((pieces.len() as u32) << 2 | PHRASE);
    code.extend(pieces.iter().map(|(id, before)| id << 2 | *before as u32));
}
