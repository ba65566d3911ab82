//! Where a term stands in a post, and in which sentence or paragraph.

use crate::parts::{Parts, text_of};
use crate::units;
use crate::view::View;
use hearken_model::{Post, Proximity};

/// A stretch of a searched field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) slot: usize,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Place {
    /// From the first to the last of those tokens, which stand in one field.
    pub(crate) fn of(view: &View, first: usize, last: usize) -> Option<Self> {
        Some(Self {
            slot: view.slot_of(first),
            start: view.tokens.list.get(first)?.start,
            end: view.tokens.list.get(last)?.end,
        })
    }
}

/// A unit: the field, and its number there. The whole post is (0, 0).
pub(crate) type Unit = (usize, usize);

/// The units of one post, found when they are first asked for. Used for post after post.
#[derive(Debug, Default)]
pub(crate) struct UnitCache {
    /// By field: where its sentences and its paragraphs stand in `starts`.
    known: Vec<[Option<(u32, u32)>; 2]>,
    /// Where units begin.
    starts: Vec<u32>,
}

/// Whether two places stand in one sentence, where that is told at once.
pub(crate) fn are_surely_near(post: &Post, parts: &Parts, one: Place, other: Place) -> bool {
    const FAR: u32 = 256;
    let Some(slot) = parts.slots().get(one.slot) else {
        return false;
    };
    let (start, end) = (one.start.min(other.start), one.end.max(other.end));
    let stretch = start as usize..end as usize;
    one.slot == other.slot
        && slot.home.is_none()
        && end - start <= FAR
        && text_of(post, slot.field)
            .get(stretch)
            .is_some_and(units::is_in_one_sentence)
}

impl UnitCache {
    /// Forgets the post before.
    pub(crate) fn clear(&mut self) {
        self.known.clear();
        self.starts.clear();
    }

    /// Whether the post has one searched field, and that is one unit.
    pub(crate) fn is_one(&mut self, post: &Post, parts: &Parts, proximity: Proximity) -> bool {
        let one = |(from, to)| to - from == 1;
        parts.slots().len() == 1 && self.known(post, parts, 0, proximity).is_some_and(one)
    }

    /// The unit that holds the place; none when it crosses a boundary. Equal only for the same
    /// unit of the same field.
    pub(crate) fn unit(
        &mut self,
        post: &Post,
        parts: &Parts,
        place: Place,
        proximity: Proximity,
    ) -> Option<Unit> {
        if proximity == Proximity::Post {
            return Some((0, 0));
        }
        let home = parts.slots().get(place.slot)?.home;
        let (slot, start, end) = home.unwrap_or((place.slot, place.start, place.end));
        let (from, to) = self.known(post, parts, slot, proximity)?;
        let starts = self.starts.get(from as usize..to as usize)?;
        Some((slot, units::holding(starts, start, end)?))
    }

    /// Where the sentences or paragraphs of a field stand in `starts`.
    fn known(
        &mut self,
        post: &Post,
        parts: &Parts,
        slot: usize,
        proximity: Proximity,
    ) -> Option<(u32, u32)> {
        if self.known.len() <= slot {
            self.known.resize(slot + 1, [None; 2]);
        }
        let kind = usize::from(proximity != Proximity::Sentence);
        let known = self.known.get_mut(slot)?.get_mut(kind)?;
        Some(*known.get_or_insert_with(|| {
            let field = parts.slots().get(slot).map(|slot| slot.field);
            let text = field.map_or("", |field| text_of(post, field));
            let from = self.starts.len() as u32;
            units::starts(text, proximity, &mut self.starts);
            (from, self.starts.len() as u32)
        }))
    }
}
