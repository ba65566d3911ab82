//! A post taken apart once, so that any number of rules can look at it.

use crate::chars::{Folding, info};
use crate::fold::{Ch, Mode, fold};
use crate::links::{self, Stretch};
use crate::term::{Term, may_fold_otherwise};
use crate::token::{Kind, Tokens};
use crate::units::Units;
use crate::view::View;
use hearken_model::{Entity, EntityKind, Evidence, Field, Language, Post, Proximity, Source};
use std::sync::OnceLock;

/// Longest searched part of a field, in bytes; what comes after it is not searched.
pub const FIELD_LIMIT: usize = 1 << 28;

/// The tokens of a post with what rules ask besides: language, source, group of feeds.
///
/// The views that few rules need (Turkic folding, accents stripped, sentences and paragraphs) are
/// made when the first rule asks for them.
#[derive(Debug)]
pub struct Subject<'a> {
    post: &'a Post,
    language: &'a Language,
    slots: Vec<Slot<'a>>,
    plain: View,
    stripped: OnceLock<Option<View>>,
    turkic: OnceLock<Option<View>>,
    turkic_stripped: OnceLock<Option<View>>,
    units: OnceLock<Vec<Units>>,
}

/// A searched field: a text of the post or a declared entity.
#[derive(Debug)]
struct Slot<'a> {
    field: Field,
    text: &'a str,
    entity: Option<&'a Entity>,
    /// Stretches that are not searched.
    skip: Vec<Stretch>,
    /// For an entity with a place: the slot of the body, and its bytes there.
    home: Option<(usize, u32, u32)>,
}

/// Where a term was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    slot: usize,
    start: u32,
    end: u32,
}

impl<'a> Subject<'a> {
    /// Takes a post apart. `language` is the language that rules are to see: declared or detected,
    /// `und` where neither is known.
    pub fn new(post: &'a Post, language: &'a Language) -> Self {
        let mut subject = Self {
            post,
            language,
            slots: slots(post),
            plain: View::default(),
            stripped: OnceLock::new(),
            turkic: OnceLock::new(),
            turkic_stripped: OnceLock::new(),
            units: OnceLock::new(),
        };
        subject.plain = subject.view(Mode::PLAIN);
        subject
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
                (Folding::Plain, false) => return (folding, &self.plain),
                (Folding::Plain, true) => &self.stripped,
                (Folding::Turkic, false) => &self.turkic,
                (Folding::Turkic, true) => &self.turkic_stripped,
            };
            let view = cell.get_or_init(|| self.differs(mode).then(|| self.view(mode)));
            (folding, view.as_ref().unwrap_or(&self.plain))
        })
    }

    /// Where the term stands, field by field.
    pub(crate) fn find(&self, term: &Term, strip: bool) -> impl Iterator<Item = Place> {
        self.views(strip).flat_map(move |(folding, view)| {
            let pattern = term.pattern(folding);
            pattern.found_in(view).filter_map(|(first, last)| {
                Some(Place {
                    slot: view.slot_of(first),
                    start: view.tokens.list.get(first)?.start,
                    end: view.tokens.list.get(last)?.end,
                })
            })
        })
    }

    /// The unit that holds the place; none when it crosses a boundary. Equal only for the same
    /// unit of the same field.
    pub(crate) fn unit(&self, place: Place, proximity: Proximity) -> Option<(usize, usize)> {
        if proximity == Proximity::Post {
            return Some((0, 0));
        }
        let home = self.slots.get(place.slot).and_then(|slot| slot.home);
        let (slot, start, end) = home.unwrap_or((place.slot, place.start, place.end));
        let units = self.units.get_or_init(|| {
            let texts = self.slots.iter().map(|slot| slot.text);
            texts.map(Units::new).collect()
        });
        Some((slot, units.get(slot)?.of(start, end, proximity)?))
    }

    /// The place as evidence.
    pub(crate) fn evidence(&self, place: Place) -> Option<Evidence> {
        Some(Evidence {
            field: self.slots.get(place.slot)?.field,
            start: place.start,
            end: place.end,
        })
    }

    fn differs(&self, mode: Mode) -> bool {
        let otherwise = |c: char| {
            (mode.folding == Folding::Turkic && may_fold_otherwise(c))
                || (mode.strip && !c.is_ascii() && info(c).accented)
        };
        self.slots.iter().any(|slot| slot.text.contains(otherwise))
    }

    fn view(&self, mode: Mode) -> View {
        let mut view = View::default();
        let mut chars = Vec::new();
        let first_label = self.post.source == Source::BLUESKY;
        for slot in &self.slots {
            chars.clear();
            view.begin_field();
            match slot.entity {
                None => {
                    fold(slot.text, &slot.skip, mode, &mut chars);
                    view.tokens.add(&chars, first_label);
                }
                Some(entity) => {
                    let token = declared(entity, mode, first_label, &mut chars);
                    let is_written = |token: &Tokens| {
                        slot.home
                            .is_some_and(|home| view.has(home.0, home.1, token))
                    };
                    if token.is_some_and(|token| !is_written(&token)) {
                        view.tokens.add(&chars, first_label);
                    }
                }
            }
        }
        view.finish();
        view
    }
}

/// Folds a declared entity, its bytes counted in its value, and tokenises it for a look; none when
/// it is not one entity.
fn declared(entity: &Entity, mode: Mode, first_label: bool, chars: &mut Vec<Ch>) -> Option<Tokens> {
    let sign = sign(entity.kind)?;
    if !entity.value.starts_with(sign) {
        let class = crate::chars::Class::Symbol;
        chars.push(Ch {
            c: sign,
            class,
            start: 0,
            end: 0,
        });
    }
    fold(&entity.value, &[], mode, chars);
    let mut tokens = Tokens::default();
    tokens.add(chars, first_label);
    let is_one = matches!(tokens.list.as_slice(), [only] if only.kind == Kind::Entity);
    is_one.then_some(tokens)
}

const fn sign(kind: EntityKind) -> Option<char> {
    match kind {
        EntityKind::Hashtag => Some('#'),
        EntityKind::Mention => Some('@'),
        EntityKind::Cashtag => Some('$'),
        EntityKind::Link => None,
    }
}

fn slots(post: &Post) -> Vec<Slot<'_>> {
    let mut slots: Vec<Slot<'_>> = Vec::with_capacity(2 + post.entities.len());
    let mut body = 0;
    for (field, text) in post.fields() {
        let text = clip(text);
        let mut skip = links::find(text);
        if field == Field::Text {
            body = slots.len();
            skip.extend(post.entities.iter().filter_map(|e| unsearched(e, text)));
            merge(&mut skip);
        }
        slots.push(Slot {
            field,
            text,
            entity: None,
            skip,
            home: None,
        });
    }
    let text = slots.get(body).map_or("", |slot| slot.text);
    for (number, entity) in post.entities.iter().enumerate() {
        if let (Ok(number), Some(_)) = (u16::try_from(number), sign(entity.kind)) {
            slots.push(Slot {
                field: Field::Entity(number),
                text: clip(&entity.value),
                entity: Some(entity),
                skip: Vec::new(),
                home: stretch(entity, text).map(|s| (body, s.0 as u32, s.1 as u32)),
            });
        }
    }
    slots
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

/// Sorts stretches and joins those that overlap.
fn merge(stretches: &mut Vec<Stretch>) {
    stretches.sort_unstable();
    stretches.dedup_by(|next, kept| {
        let overlaps = next.0 < kept.1;
        if overlaps {
            kept.1 = kept.1.max(next.1);
        }
        overlaps
    });
}

fn clip(text: &str) -> &str {
    if text.len() <= FIELD_LIMIT {
        return text;
    }
    text.get(..text.floor_char_boundary(FIELD_LIMIT))
        .unwrap_or_default()
}
