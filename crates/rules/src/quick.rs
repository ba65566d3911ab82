//! The short way from a text to its tokens, for plain folding: characters that fold by themselves
//! are read straight from the bytes. What stands between two white spaces and holds any other
//! character is left to `fold` and the tokenizer, which say what the tokens are; this file only
//! says it faster.

mod ascii;
mod seen;

use crate::chars::{Class, Facts};
use crate::fold::{Ch, Mode, fold};
use crate::links::Stretch;
use crate::token::{Draft, Kind, Mark, Tokenizer, Tokens};
use seen::{ASCII, NOTHING, Seen};
use unicode_normalization::char::compose;

/// Adds the tokens of a text, its accents stripped or not.
pub(crate) fn add(
    text: &str,
    skips: &[Stretch],
    strip: bool,
    first_label: bool,
    chars: &mut Vec<Ch>,
    tokens: &mut Tokens,
) {
    let begin = Safe {
        at: 0,
        gap: false,
        mark: tokens.mark(),
    };
    let mut quick = Quick {
        text,
        skips,
        stop: 0,
        at: 0,
        state: State::default(),
        safe: begin,
        strip,
        first_label,
        facts: Facts::default(),
        chars,
        tokens,
    };
    quick.run();
}

struct Quick<'a> {
    text: &'a str,
    skips: &'a [Stretch],
    /// Where the next stretch begins, or the text ends.
    stop: usize,
    at: usize,
    state: State,
    safe: Safe,
    strip: bool,
    first_label: bool,
    facts: Facts,
    /// For the characters of one entity.
    chars: &'a mut Vec<Ch>,
    tokens: &'a mut Tokens,
}

/// The last place where nothing before has a say: after white space or a stretch that is not
/// searched.
struct Safe {
    at: usize,
    gap: bool,
    mark: Mark,
}

/// What the characters before say about the next one.
#[derive(Default)]
struct State {
    /// White space stands before the next token.
    gap: bool,
    /// The last character belongs to an unspaced token.
    after_unspaced: bool,
    /// The last character belongs to a word, so that no entity begins here.
    after_word: bool,
    /// The last character is a mark; a second one might be put before it.
    after_mark: bool,
    /// The last visible character, as it was and as it folds.
    last: (char, char),
}

impl Quick<'_> {
    fn run(&mut self) {
        loop {
            self.stop = self.skips.first().map_or(self.text.len(), |skip| skip.0);
            while self.at < self.stop {
                if self.step().is_none() {
                    self.take_long_way();
                }
            }
            let Some((skip, rest)) = self.skips.split_first() else {
                return;
            };
            self.skips = rest;
            if skip.1 > self.at {
                let gap = self.take_gap();
                let draft = self.tokens.draft(skip.0, gap);
                self.tokens.finish(draft, skip.1, Kind::Break);
                self.at = skip.1;
                self.state = State::default();
                self.set_safe();
            }
        }
    }

    fn set_safe(&mut self) {
        self.safe = Safe {
            at: self.at,
            gap: self.state.gap,
            mark: self.tokens.mark(),
        };
    }

    /// Reads again what stands between the last safe place and the next white space.
    fn take_long_way(&mut self) {
        let from = self.safe.at;
        let rest = self.text.get(self.at..self.stop).unwrap_or_default();
        let end = self.at + rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.tokens.truncate(self.safe.mark);
        self.chars.clear();
        let text = self.text.get(from..end).unwrap_or_default();
        let mode = Mode {
            strip: self.strip,
            ..Mode::PLAIN
        };
        fold(text, &[], mode, self.chars);
        for ch in self.chars.iter_mut() {
            ch.start += from as u32;
            ch.end += from as u32;
        }
        let gap = self.safe.gap;
        self.state = State::default();
        self.state.gap = self.tokens.add_after(gap, self.chars, self.first_label);
        self.at = end;
        self.set_safe();
    }

    /// Takes what begins here; none when it needs the long way.
    fn step(&mut self) -> Option<()> {
        if self.ascii() {
            return Some(());
        }
        let seen = self.look(self.at);
        let after_unspaced = self.state.after_unspaced;
        match seen.class {
            Class::Removed => self.at = seen.end,
            Class::Space => {
                self.at = seen.end;
                self.state = State {
                    gap: true,
                    ..State::default()
                };
                // A mark may belong to the white space.
                let next = self.look(self.at);
                if !next.hard && !next.mark {
                    self.set_safe();
                }
            }
            Class::Unspaced => self.unspaced(seen)?,
            Class::Mark if after_unspaced => self.unspaced(seen)?,
            class if class.is_spaced_word() => self.word()?,
            _ => self.sign_or_symbol(seen)?,
        }
        Some(())
    }

    #[inline]
    fn look(&mut self, at: usize) -> Seen {
        if at >= self.stop {
            return NOTHING;
        }
        let Some(byte) = self.text.as_bytes().get(at) else {
            return NOTHING;
        };
        if let Some((c, class)) = ASCII.get(usize::from(*byte)) {
            return Seen {
                c: *c,
                class: *class,
                end: at + 1,
                raw: char::from(*byte),
                ..NOTHING
            };
        }
        self.look_up(at)
    }

    fn look_up(&mut self, at: usize) -> Seen {
        let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else {
            return NOTHING;
        };
        let fact = self.facts.of(c);
        let joined = matches!(
            fact.class,
            Class::Joiner | Class::Modifier | Class::Regional
        );
        let strip = self.strip && fact.accented;
        Seen {
            c: if strip { fact.stripped } else { fact.folded },
            class: fact.class,
            end: at + c.len_utf8(),
            hard: fact.complex || joined || (strip && fact.stripped == '\0'),
            mark: fact.joins,
            melts: fact.joins && !fact.loose,
            raw: c,
        }
    }

    /// None when the character does not fold by itself, here.
    fn accept(&mut self, seen: Seen) -> Option<()> {
        let after_mark = std::mem::replace(&mut self.state.after_mark, seen.mark);
        let last = std::mem::replace(&mut self.state.last, (seen.raw, seen.c));
        let melts = || {
            seen.raw != seen.c
                || compose(last.0, seen.c).is_some()
                || compose(last.1, seen.c).is_some()
        };
        let apart = !seen.mark || !(after_mark || (seen.melts && melts()));
        (!seen.hard && apart).then_some(())
    }

    const fn take_gap(&mut self) -> bool {
        std::mem::replace(&mut self.state.gap, false)
    }

    fn single(&mut self, seen: Seen, kind: Kind) -> Option<()> {
        self.accept(seen)?;
        let gap = self.take_gap();
        let mut draft = self.tokens.draft(self.at, gap);
        self.tokens.push(&mut draft, seen.c, seen.class);
        self.tokens.finish(draft, seen.end, kind);
        self.at = seen.end;
        Some(())
    }

    fn unspaced(&mut self, seen: Seen) -> Option<()> {
        self.single(seen, Kind::Unspaced)?;
        self.state.after_unspaced = true;
        self.state.after_word = true;
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let gap = self.take_gap();
        let mut draft = self.tokens.draft(self.at, gap);
        let mut end = self.at;
        let mut last = Class::Letter;
        loop {
            if let Some(class) = self.letters(&mut draft) {
                last = class;
                end = self.at;
            }
            let seen = self.look(self.at);
            if seen.class == Class::Removed {
                self.at = seen.end;
                continue;
            }
            if !seen.class.is_spaced_word() {
                if !(matches!(seen.c, '.' | ',') && last == Class::Digit) {
                    break;
                }
                let next = self.look(seen.end);
                if next.hard || next.class == Class::Removed {
                    return None;
                }
                if next.class != Class::Digit {
                    break;
                }
            }
            self.accept(seen)?;
            self.tokens.push(&mut draft, seen.c, seen.class);
            last = seen.class;
            end = seen.end;
            self.at = seen.end;
        }
        self.tokens.finish(draft, end, Kind::Word);
        self.state.after_unspaced = false;
        self.state.after_word = true;
        Some(())
    }

    /// Takes the letters and digits here that fold by themselves; the class of the last one.
    fn letters(&mut self, draft: &mut Draft) -> Option<Class> {
        let text = self.text.get(self.at..self.stop).unwrap_or_default();
        let mut last = None;
        for c in text.chars() {
            let fact = self.facts.of(c);
            if !fact.simple || (self.strip && fact.accented) {
                break;
            }
            self.tokens.push(draft, fact.folded, fact.class);
            self.at += c.len_utf8();
            last = Some((c, fact));
        }
        let (c, fact) = last?;
        self.state.last = (c, fact.folded);
        self.state.after_mark = false;
        Some(fact.class)
    }

    fn sign_or_symbol(&mut self, seen: Seen) -> Option<()> {
        if matches!(seen.c, '#' | '@' | '$')
            && !self.state.after_word
            && self.look(seen.end).class != Class::Symbol
        {
            return self.entity();
        }
        let kind = match seen.c {
            '+' | '&' | '/' | '-' => Kind::FreeSymbol,
            _ => Kind::Symbol,
        };
        // Three dots in one character are so common that they are not worth the long way.
        if self.text.get(self.at..seen.end) == Some("…") {
            let dot = Seen {
                c: '.',
                class: Class::Symbol,
                hard: false,
                ..seen
            };
            let from = self.at;
            for _ in 0..3 {
                self.at = from;
                self.single(dot, Kind::Symbol)?;
            }
        } else {
            self.single(seen, kind)?;
        }
        self.state.after_unspaced = false;
        self.state.after_word = false;
        Some(())
    }

    /// A sign and the name after it, which the tokenizer judges.
    fn entity(&mut self) -> Option<()> {
        self.chars.clear();
        let mut at = self.at;
        let mut after_separator = false;
        loop {
            let seen = self.look(at);
            let separator = matches!(seen.c, '.' | '-' | '@') && !self.chars.is_empty();
            if seen.class != Class::Removed {
                let is_first = self.chars.is_empty();
                let goes_on = seen.class.is_word() || (separator && !after_separator);
                if !is_first && !goes_on {
                    if seen.hard {
                        return None;
                    }
                    break;
                }
                self.accept(seen)?;
                self.chars.push(Ch {
                    c: seen.c,
                    class: seen.class,
                    start: at as u32,
                    end: seen.end as u32,
                });
                after_separator = separator || is_first;
            }
            at = seen.end;
        }
        let gap = self.take_gap();
        let taken = Tokenizer::entity(self.chars, self.first_label, gap, self.tokens);
        let last = self.chars.get(taken.checked_sub(1)?)?;
        self.at = last.end as usize;
        self.state = State {
            after_word: last.class.is_word(),
            after_mark: last.class == Class::Mark,
            last: (last.c, last.c),
            ..State::default()
        };
        Some(())
    }
}

#[cfg(test)]
mod tests;
