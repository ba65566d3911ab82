//! The tokens of one post as the numbers that the rules know them by.

use super::dictionary::{Dictionary, Id, NONE};
use super::postings::{Index, Near};
use crate::token::{Kind, Token, Tokens};

/// Which known tokens a post holds, and where. Used for post after post.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// By place: the number of the token.
    ids: Vec<Id>,
    /// Every known token at every place; a token may stand for more than one (beginnings).
    found: Vec<Found>,
    /// First of `found` for each number, by a hash of it; a power of two of them.
    table: Vec<u32>,
    /// A bit of each number: most that are asked for are not there.
    bits: [u64; 16],
}

#[derive(Clone, Copy, Debug)]
struct Found {
    id: Id,
    at: u32,
    /// The next place of the same number.
    next: u32,
    /// At its first place: how many there are; elsewhere none.
    count: u32,
}

const END: u32 = u32::MAX;

impl Reading {
    /// Reads a post's tokens, in place of what was there.
    pub(super) fn read(&mut self, words: &Index, tokens: &Tokens) {
        self.ids.clear();
        self.found.clear();
        self.bits = [0; 16];
        for (at, token) in (0..).zip(&tokens.list) {
            self.read_token(&words.dictionary, tokens, token, at);
        }
        self.link();
    }

    #[inline]
    fn read_token(&mut self, words: &Dictionary, tokens: &Tokens, token: &Token, at: u32) {
        if token.kind == Kind::Break {
            self.ids.push(NONE);
            return;
        }
        let id = words.find(token.hash, tokens.text(token));
        self.ids.push(id.unwrap_or(NONE));
        self.note(id, at);
        tokens.beginnings(token, |hash, text| self.note(words.find(hash, text), at));
    }

    fn note(&mut self, id: Option<Id>, at: u32) {
        let Some(id) = id else {
            return;
        };
        self.found.push(Found {
            id,
            at,
            next: END,
            count: 0,
        });
        if let Some(word) = self.bits.get_mut((id >> 6) as usize & 15) {
            *word |= 1 << (id & 63);
        }
    }

    /// Makes the table, the places of each number in order.
    fn link(&mut self) {
        let size = (self.found.len() * 2).next_power_of_two().max(8);
        self.table.clear();
        self.table.resize(size, END);
        for at in (0..self.found.len()).rev() {
            let Some(id) = self.found.get(at).map(|found| found.id) else {
                return;
            };
            let place = self.place(id);
            let Some(slot) = self.table.get_mut(place) else {
                return;
            };
            let next = std::mem::replace(slot, at as u32);
            let after = self.found.get_mut(next as usize);
            let more = after.map_or(0, |found| std::mem::take(&mut found.count));
            if let Some(found) = self.found.get_mut(at) {
                (found.next, found.count) = (next, more + 1);
            }
        }
    }

    /// The slot of a number: where it stands, or the free one where it would.
    #[inline]
    fn place(&self, id: Id) -> usize {
        let mask = self.table.len() - 1;
        let mut at = (id.wrapping_mul(0x9E37_79B1) >> 7) as usize & mask;
        while let Some(first) = self.table.get(at) {
            match self.found.get(*first as usize) {
                Some(found) if found.id != id => at = (at + 1) & mask,
                _ => return at,
            }
        }
        at
    }

    fn first(&self, id: Id) -> Option<&Found> {
        let first = self.table.get(self.place(id))?;
        self.found.get(*first as usize)
    }

    /// Whether the post holds the token.
    #[inline]
    pub(super) fn has(&self, id: Id) -> bool {
        let word = self.bits.get((id >> 6) as usize & 15);
        word.is_some_and(|word| word >> (id & 63) & 1 == 1) && self.first(id).is_some()
    }

    /// How often.
    pub(super) fn count(&self, id: Id) -> usize {
        self.first(id).map_or(0, |found| found.count as usize)
    }

    /// Whether it does so often, in a long post, that rules should share what is to be known of it.
    #[inline]
    pub(super) fn is_crowd(&self, id: Id) -> bool {
        const LONG: usize = 256;
        const OFTEN: usize = 8;
        self.found.len() > LONG && self.count(id) > OFTEN
    }

    /// How many known tokens there are, each counted wherever it stands.
    pub(super) const fn len(&self) -> usize {
        self.found.len()
    }

    /// Where it does, in order.
    pub(super) fn places(&self, id: Id) -> impl Iterator<Item = usize> {
        let follow = move |found: &&Found| self.found.get(found.next as usize);
        std::iter::successors(self.first(id), follow).map(|found| found.at as usize)
    }

    /// Whether the token at that place stands for that number.
    pub(super) fn is_at(&self, id: Id, at: usize) -> bool {
        if self.ids.get(at) == Some(&id) {
            return true;
        }
        let from = self.found.partition_point(|found| (found.at as usize) < at);
        let here = self.found.get(from..).unwrap_or_default().iter();
        let mut here = here.take_while(|found| found.at as usize == at);
        here.any(|found| found.id == id)
    }

    /// The numbers that the post holds, each once.
    pub(super) fn held(&self) -> impl Iterator<Item = Id> {
        let first = self.found.iter().filter(|found| found.count > 0);
        first.map(|found| found.id)
    }

    /// Whether the post may hold, somewhere, the token with what is to be beside it. Gives up and
    /// says yes where the token stands often: then asking the rule costs no more.
    pub(super) fn may_hold(&self, id: Id, near: Near) -> bool {
        const LOOKS: usize = 8;
        let (other, at): (Id, fn(usize) -> Option<usize>) = match near {
            Near::Alone | Near::Unknown => return true,
            Near::Next(other) => (other, |at| at.checked_add(1)),
            Near::Last(other) => (other, |at| at.checked_sub(1)),
        };
        if !self.has(other) {
            return false;
        }
        let mut looks = self.places(id).enumerate();
        looks.any(|(look, place)| {
            look >= LOOKS || at(place).is_some_and(|place| self.is_at(other, place))
        })
    }
}
