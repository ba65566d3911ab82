//! The words and emoticons of a post that carry or shift a tone.

use super::lexicon::{Entry, Lexicon, Role};
use crate::{
    fold::lower,
    tokens::{Kind, Token, tokens},
};
use hearken_model::Field;

/// A word, emoticon or emoji.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) entry: Entry,
    /// Whether it is written in capitals.
    pub(super) shouted: bool,
    pub(super) field: Field,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A stretch of a post that is weighed as one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stretch {
    /// How many items it has.
    pub(super) items: usize,
    /// Exclamation marks.
    pub(super) exclamations: usize,
    /// Question marks.
    pub(super) questions: usize,
}

impl Stretch {
    fn add(&mut self, other: Self) {
        self.items += other.items;
        self.exclamations += other.exclamations;
        self.questions += other.questions;
    }
}

/// What a post says, ready to be weighed.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) all: Vec<Item>,
    /// Sentence by sentence, in order.
    pub(super) stretches: Vec<Stretch>,
}

/// A text of up to this many words is weighed as one, a longer one sentence by sentence: a long
/// sum would call every long text extreme.
const SHORT: usize = 60;

impl Items {
    /// The items of `fields`.
    pub(super) fn of<'a>(
        fields: impl Iterator<Item = (Field, &'a str)>,
        lexicon: &Lexicon,
    ) -> Self {
        let mut items = Self::default();
        let mut list = Vec::new();
        for (field, text) in fields {
            list.clear();
            list.extend(tokens(text));
            items.read(field, text, &list, lexicon);
        }
        if items.all.len() <= SHORT {
            let mut whole = Stretch::default();
            items
                .stretches
                .drain(..)
                .for_each(|stretch| whole.add(stretch));
            items.stretches.push(whole);
        }
        items
    }

    fn read(&mut self, field: Field, text: &str, list: &[Token], lexicon: &Lexicon) {
        let mut buffer = String::new();
        let mut stretch = Stretch::default();
        let mut rest = list;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            if let Some((len, entry)) = emoticon(text, token, after, lexicon) {
                rest = after.get(len - 1..).unwrap_or_default();
                let last = after
                    .get(..len - 1)
                    .and_then(<[Token]>::last)
                    .unwrap_or(token);
                self.push(
                    &mut stretch,
                    field,
                    (token.start, last.end()),
                    (entry, false),
                );
                continue;
            }
            match token.kind {
                Kind::Word | Kind::Hashtag => {
                    self.word(&mut stretch, field, token, lexicon, &mut buffer);
                }
                Kind::Number => {
                    let plain = (Entry::default(), false);
                    self.push(&mut stretch, field, (token.start, token.end()), plain);
                }
                Kind::Sign => match token.text {
                    "!" | "！" => stretch.exclamations += 1,
                    "?" | "？" => stretch.questions += 1,
                    sign if !sign.is_ascii() => {
                        let weight = sign.chars().next().and_then(|c| lexicon.emoji(c));
                        if let Some(weight) = weight {
                            let entry = Entry {
                                weight,
                                role: Role::Plain,
                            };
                            let span = (token.start, token.end());
                            self.push(&mut stretch, field, span, (entry, false));
                        }
                    }
                    _ => {}
                },
                Kind::Mention | Kind::Link | Kind::Line => {}
            }
            let pause = token.kind == Kind::Line || matches!(token.text, "." | "!" | "?" | "…");
            if pause && after.first().is_none_or(|next| next.spaced) {
                self.stretches.push(std::mem::take(&mut stretch));
            }
        }
        self.stretches.push(stretch);
    }

    fn push(
        &mut self,
        stretch: &mut Stretch,
        field: Field,
        (start, end): (usize, usize),
        (entry, shouted): (Entry, bool),
    ) {
        stretch.items += 1;
        self.all.push(Item {
            entry,
            shouted,
            field,
            start,
            end,
        });
    }

    /// A word, or the parts of a hyphenated one that is not listed as a whole.
    fn word(
        &mut self,
        stretch: &mut Stretch,
        field: Field,
        token: &Token,
        lexicon: &Lexicon,
        buffer: &mut String,
    ) {
        let whole = lookup(token.text.trim_start_matches(['#', '＃']), lexicon, buffer);
        if whole.0 == Entry::default() && token.text.contains('-') {
            let mut start = token.start;
            for part in token.text.split('-') {
                if part.len() > 1 {
                    let entry = lookup(part, lexicon, buffer);
                    self.push(stretch, field, (start, start + part.len()), entry);
                }
                start += part.len() + 1;
            }
        } else if token.text.len() > 1 {
            self.push(stretch, field, (token.start, token.end()), whole);
        }
    }
}

/// What the lexicon says of a word, and whether it is shouted.
fn lookup(word: &str, lexicon: &Lexicon, buffer: &mut String) -> (Entry, bool) {
    let shouted = word.len() > 1
        && word.bytes().any(|b| b.is_ascii_uppercase())
        && !word.bytes().any(|b| b.is_ascii_lowercase());
    let small = lower(word, buffer);
    let small = small.strip_suffix("'s").unwrap_or(small);
    let found = lexicon.word(small);
    let negated = || small.contains("n't");
    let entry = found.unwrap_or_else(|| Entry {
        weight: 0.0,
        role: if negated() {
            Role::Negation
        } else {
            Role::Plain
        },
    });
    (entry, shouted)
}

/// The longest emoticon, in tokens, that begins with `first`; it must end its run of signs.
fn emoticon(
    text: &str,
    first: &Token,
    after: &[Token],
    lexicon: &Lexicon,
) -> Option<(usize, Entry)> {
    let could = match first.kind {
        Kind::Sign => first.text.is_ascii(),
        Kind::Word | Kind::Number => {
            first.text.len() <= 2
                && after
                    .first()
                    .is_some_and(|t| !t.spaced && t.kind == Kind::Sign)
        }
        _ => false,
    };
    if !could {
        return None;
    }
    let joined = after
        .iter()
        .take(4)
        .take_while(|t| !t.spaced && t.text.is_ascii())
        .count();
    for len in (2..=joined + 1).rev() {
        let last = after.get(len - 2)?;
        let ends = after.get(len - 1).is_none_or(|next| {
            next.spaced || matches!(next.text, "." | "," | "!" | "?") || !next.text.is_ascii()
        });
        let Some(piece) = text
            .get(first.start..last.end())
            .filter(|p| ends && p.len() <= 8)
        else {
            continue;
        };
        // A face is not a word: words are looked up as words.
        if piece.bytes().filter(u8::is_ascii_alphanumeric).count() > 1 {
            continue;
        }
        let found = lexicon
            .word(piece)
            .or_else(|| lexicon.word(&piece.to_ascii_lowercase()));
        if let Some(entry) = found.filter(|entry| entry.weight != 0.0) {
            return Some((len, entry));
        }
    }
    None
}
