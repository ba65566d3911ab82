//! The searched fields of a post, and how their tokens are made.
//!
//! It borrows nothing of the post, so that one value can be used for post after post without
//! asking for memory.

use crate::chars::{Class, Folding};
use crate::fold::{Ch, Mode, fold};
use crate::links::{self, Stretch};
use crate::quick;
use crate::token::{Kind, Tokens};
use crate::view::View;
use hearken_model::{Entity, EntityKind, Field, Post, Source};

/// Longest searched part of a field, in bytes; what comes after it is not searched.
pub const FIELD_LIMIT: usize = 1 << 28;

/// The searched fields of one post.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    slots: Vec<Slot>,
    /// Stretches that are not searched, field after field.
    skips: Vec<Stretch>,
}

/// A searched field: a text of the post or a declared entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) field: Field,
    /// Its stretches in `Parts::skips`.
    skips: (u32, u32),
    /// For an entity with a place: the slot of the body, and its bytes there.
    pub(crate) home: Option<(usize, u32, u32)>,
}

impl Parts {
    /// Takes a post apart, in place of what was there.
    pub(crate) fn read(&mut self, post: &Post) {
        self.slots.clear();
        self.skips.clear();
        let mut body = 0;
        for (field, text) in post.fields() {
            let from = self.skips.len();
            links::find(clip(text), &mut self.skips);
            if field == Field::Text && !post.entities.is_empty() {
                body = self.slots.len();
                let text = clip(text);
                let taken = post.entities.iter().filter_map(|e| unsearched(e, text));
                self.skips.extend(taken);
                merge(&mut self.skips, from);
            } else if field == Field::Text {
                body = self.slots.len();
            }
            self.slots.push(Slot {
                field,
                skips: (from as u32, self.skips.len() as u32),
                home: None,
            });
        }
        let text = clip(&post.text);
        for (number, entity) in post.entities.iter().enumerate() {
            if let (Ok(number), Some(_)) = (u16::try_from(number), sign(entity.kind)) {
                self.slots.push(Slot {
                    field: Field::Entity(number),
                    skips: (0, 0),
                    home: stretch(entity, text).map(|s| (body, s.0 as u32, s.1 as u32)),
                });
            }
        }
    }

    /// The fields, in the order of their tokens.
    pub(crate) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Makes the tokens of all fields, in place of what the view held.
    pub(crate) fn tokenize(&self, post: &Post, mode: Mode, chars: &mut Vec<Ch>, view: &mut View) {
        view.clear();
        let first_label = post.source == Source::BLUESKY;
        for slot in &self.slots {
            view.begin_field();
            match slot.field {
                Field::Entity(number) => {
                    if let Some(entity) = post.entities.get(usize::from(number)) {
                        add_declared(entity, slot, mode, first_label, chars, view);
                    }
                }
                field => {
                    let range = slot.skips.0 as usize..slot.skips.1 as usize;
                    let skips = self.skips.get(range).unwrap_or_default();
                    let text = text_of(post, field);
                    add_text(text, skips, mode, first_label, chars, &mut view.tokens);
                }
            }
        }
    }
}

/// The searched text of a field; empty when the post has no such field.
pub(crate) fn text_of(post: &Post, field: Field) -> &str {
    clip(match field {
        Field::Title => post.title.as_deref().unwrap_or_default(),
        Field::Warning => post.warning.as_deref().unwrap_or_default(),
        Field::Text => &post.text,
        Field::Alt(number) => {
            let medium = post.media.get(usize::from(number));
            medium.and_then(|m| m.alt.as_deref()).unwrap_or_default()
        }
        Field::Entity(number) => {
            let entity = post.entities.get(usize::from(number));
            entity.map_or("", |entity| entity.value.as_str())
        }
    })
}

/// Adds a text's tokens.
pub(crate) fn add_text(
    text: &str,
    skips: &[Stretch],
    mode: Mode,
    first_label: bool,
    chars: &mut Vec<Ch>,
    tokens: &mut Tokens,
) {
    if mode.folding == Folding::Plain {
        quick::add(text, skips, mode.strip, first_label, chars, tokens);
    } else {
        chars.clear();
        fold(text, skips, mode, chars);
        tokens.add(chars, first_label);
    }
}

/// Adds a declared entity, its bytes counted in its value, unless it is not one entity, or is
/// written at its place in the body.
fn add_declared(
    entity: &Entity,
    slot: &Slot,
    mode: Mode,
    first_label: bool,
    chars: &mut Vec<Ch>,
    view: &mut View,
) {
    let Some(sign) = sign(entity.kind) else {
        return;
    };
    chars.clear();
    if !entity.value.starts_with(sign) {
        chars.push(Ch {
            c: sign,
            class: Class::Symbol,
            start: 0,
            end: 0,
        });
    }
    fold(clip(&entity.value), &[], mode, chars);
    let mark = view.tokens.mark();
    view.tokens.add(chars, first_label);
    let added = view.tokens.list.get(mark.tokens..).unwrap_or_default();
    let is_one = matches!(added, [only] if only.kind == Kind::Entity);
    let is_written = || slot.home.is_some_and(|home| view.has_last(home.0, home.1));
    if !is_one || is_written() {
        view.tokens.truncate(mark);
    }
}

const fn sign(kind: EntityKind) -> Option<char> {
    match kind {
        EntityKind::Hashtag => Some('#'),
        EntityKind::Mention => Some('@'),
        EntityKind::Cashtag => Some('$'),
        EntityKind::Link => None,
    }
}

/// The stretch of the body that an entity names, where it is one.
fn stretch(entity: &Entity, text: &str) -> Option<Stretch> {
    let (start, end) = entity.span?;
    let (start, end) = (start as usize, end as usize);
    text.get(start..end).filter(|s| !s.is_empty())?;
    Some((start, end))
}

/// The stretch that an entity takes out of the body: an address, or a name or tag that is written
/// without its sign and would pass for a plain word.
fn unsearched(entity: &Entity, text: &str) -> Option<Stretch> {
    let (start, end) = stretch(entity, text)?;
    let written = text.get(start..end)?;
    let taken = entity.kind == EntityKind::Link
        || (!written.starts_with(['#', '@', '$'])
            && written.to_lowercase() == entity.value.to_lowercase());
    taken.then_some((start, end))
}

/// Sorts the stretches from there on and joins those that overlap.
fn merge(stretches: &mut Vec<Stretch>, from: usize) {
    if let Some(own) = stretches.get_mut(from..) {
        own.sort_unstable();
    }
    let mut kept = from;
    for at in from..stretches.len() {
        let Some(next) = stretches.get(at).copied() else {
            return;
        };
        let last = kept.checked_sub(1).filter(|last| *last >= from);
        match last.and_then(|last| stretches.get_mut(last)) {
            Some(last) if next.0 < last.1 => last.1 = last.1.max(next.1),
            _ => {
                if let Some(slot) = stretches.get_mut(kept) {
                    *slot = next;
                }
                kept += 1;
            }
        }
    }
    stretches.truncate(kept);
}

fn clip(text: &str) -> &str {
    if text.len() <= FIELD_LIMIT {
        return text;
    }
    text.get(..text.floor_char_boundary(FIELD_LIMIT))
        .unwrap_or_default()
}
