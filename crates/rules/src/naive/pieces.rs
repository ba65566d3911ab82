//! A post cut into units, and units into texts (SEA-090, SEA-098).

use hearken_model::{EntityKind, Field, Post, Proximity};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

/// A text; `None` where something stands that is not searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) chars: Vec<Option<char>>,
    /// Whether it is a declared entity, which counts only as a whole.
    pub(super) whole: bool,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        Self {
            chars: text.chars().map(Some).collect(),
            whole: false,
        }
    }
}

/// The units of a post; each is the texts that lie in it.
pub(super) fn units(post: &Post, proximity: Proximity) -> Vec<Vec<Text>> {
    let mut units: Vec<Vec<Text>> = Vec::new();
    for (field, text) in post.fields() {
        let gone = if field == Field::Text {
            gone(post)
        } else {
            Vec::new()
        };
        let addresses = addresses(text);
        let is_gone = |at: usize| {
            gone.iter()
                .chain(&addresses)
                .any(|(from, to)| (*from..*to).contains(&at))
        };
        for (from, to) in cut(text, proximity) {
            let mut unit = vec![Text::default()];
            for (at, c) in text
                .char_indices()
                .filter(|(at, _)| (from..to).contains(at))
            {
                if let Some(text) = unit.first_mut() {
                    text.chars.push((!is_gone(at)).then_some(c));
                }
            }
            if field == Field::Text {
                let inside = post.entities.iter().filter(|e| {
                    span_in(post, e).is_some_and(|(start, end)| from <= start && end <= to)
                });
                unit.extend(inside.filter_map(entity_text));
            }
            units.push(unit);
        }
    }
    let homeless = post.entities.iter().filter(|e| span_in(post, e).is_none());
    units.extend(homeless.filter_map(entity_text).map(|text| vec![text]));
    if proximity == Proximity::Post {
        return vec![units.concat()];
    }
    units
}

fn entity_text(entity: &hearken_model::Entity) -> Option<Text> {
    let sign = match entity.kind {
        EntityKind::Hashtag => '#',
        EntityKind::Mention => '@',
        EntityKind::Cashtag => '$',
        EntityKind::Link => return None,
    };
    let value = entity.value.strip_prefix(sign).unwrap_or(&entity.value);
    Some(Text {
        whole: true,
        ..Text::of(&format!("{sign}{value}"))
    })
}

fn span_in(post: &Post, entity: &hearken_model::Entity) -> Option<(usize, usize)> {
    let (start, end) = entity.span?;
    let span = (start as usize, end as usize);
    let written = post.text.get(span.0..span.1)?;
    (!written.is_empty()).then_some(span)
}

/// Stretches of the body that declared entities take out of it.
fn gone(post: &Post) -> Vec<(usize, usize)> {
    let taken = post.entities.iter().filter_map(|entity| {
        let (start, end) = span_in(post, entity)?;
        let written = post.text.get(start..end)?;
        let unsigned = !written.starts_with(['#', '@', '$']);
        let plain_name = unsigned && written.to_lowercase() == entity.value.to_lowercase();
        (entity.kind == EntityKind::Link || plain_name).then_some((start, end))
    });
    taken.collect()
}

/// Where the units of a text lie.
fn cut(text: &str, proximity: Proximity) -> Vec<(usize, usize)> {
    match proximity {
        Proximity::Post => vec![(0, text.len())],
        Proximity::Sentence => {
            let sentences = text.split_sentence_bound_indices();
            sentences
                .map(|(at, sentence)| (at, at + sentence.len()))
                .collect()
        }
        Proximity::Paragraph => {
            let mut cuts: Vec<usize> = vec![0];
            for (at, c) in text.char_indices() {
                if !is_blank(c) && paragraph_ends_before(text.get(..at).unwrap_or_default()) {
                    cuts.push(at);
                }
            }
            cuts.push(text.len());
            cuts.windows(2)
                .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
                .collect()
        }
    }
}

fn paragraph_ends_before(text: &str) -> bool {
    let blank = text.trim_end_matches(is_blank).len();
    let blank = text.get(blank..).unwrap_or_default().replace("\r\n", "\n");
    let breaks = ['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}'];
    blank.contains('\u{2029}') || blank.matches(breaks).count() >= 2
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || (c != '\u{200D}' && is_invisible(c))
}

/// Characters that nobody sees: controls, format characters, variation selectors.
pub(super) fn is_invisible(c: char) -> bool {
    let selector = matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x180B..=0x180D | 0x180F | 0x034F);
    let category = c.general_category();
    let hidden = matches!(category, GeneralCategory::Control | GeneralCategory::Format);
    selector || (hidden && !c.is_whitespace())
}

/// Addresses, as `links` describes them.
fn addresses(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let scheme = ["http://", "https://"].into_iter().find(|scheme| {
            rest.get(..scheme.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
        });
        let body = scheme
            .filter(|_| !before.is_ascii_alphanumeric())
            .map(|scheme| scheme.len())
            .and_then(|length| Some((length, address_body(rest.get(length..)?))))
            .filter(|(_, body)| *body > 0);
        let step = body.map_or(c.len_utf8(), |(scheme, body)| scheme + body);
        if body.is_some() {
            found.push((at, at + step));
        }
        let taken = text.get(at..at + step).unwrap_or_default();
        before = taken.chars().last().unwrap_or(' ');
        at += step;
    }
    found
}

fn address_body(rest: &str) -> usize {
    let stops = "<>\"`{}|\\^[]“”„«»‹›…、。，！？「」『』【】（）‘’";
    let mut depth = 0;
    let mut body = String::new();
    for c in rest.chars() {
        if c.is_whitespace() || c.is_control() || stops.contains(c) || (c == ')' && depth == 0) {
            break;
        }
        depth += i32::from(c == '(') - i32::from(c == ')');
        body.push(c);
    }
    body.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*'])
        .len()
}
