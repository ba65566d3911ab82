//! Tokens as SEA-091..097 say, one text at a time.

use super::pieces::{Text, is_invisible};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{
    GeneralCategory, GeneralCategoryGroup as Group, UnicodeEmoji, UnicodeGeneralCategory,
};
use unicode_script::{Script, UnicodeScript};

/// How a text is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) turkic: bool,
    pub(super) strip: bool,
    pub(super) first_label: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Entity,
    Unspaced,
    Symbol,
    Gone,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    text: String,
    kind: Kind,
    pub(super) spaced: bool,
    first_label: bool,
}

impl Token {
    pub(super) fn is_free_symbol(&self) -> bool {
        matches!(self.text.as_str(), "+" | "&" | "/" | "-")
    }

    pub(super) fn is_word_or_entity(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Entity)
    }

    /// Whether a text's token is one that the term's token asks for.
    pub(super) fn stands_for(&self, wanted: &Token) -> bool {
        if self.kind == Kind::Gone {
            return false;
        }
        if self.text == wanted.text {
            return true;
        }
        match self.kind {
            Kind::Word => {
                let rest = self.text.strip_prefix(&wanted.text);
                rest.is_some_and(|rest| rest.chars().all(is_hangul))
            }
            Kind::Entity if self.text.starts_with('@') => {
                let name = self.text.trim_start_matches('@');
                let local = name.split('@').next().unwrap_or_default();
                let label = local.split('.').next().unwrap_or_default();
                wanted.text == format!("@{local}")
                    || (self.first_label && wanted.text == format!("@{label}"))
            }
            _ => false,
        }
    }
}

/// The tokens of a text. A declared entity that is not one entity has none.
pub(super) fn read(text: &Text, reading: Reading) -> Vec<Token> {
    let mut chars: Vec<Option<char>> = Vec::new();
    for (number, stretch) in text.chars.split(Option::is_none).enumerate() {
        if number > 0 {
            chars.push(None);
        }
        let stretch: Vec<char> = stretch.iter().flatten().copied().collect();
        chars.extend(normalized(&stretch, reading).into_iter().map(Some));
    }
    let tokens = tokens(&chars, reading);
    if text.whole && (tokens.len() != 1 || tokens.iter().any(|t| t.kind != Kind::Entity)) {
        return Vec::new();
    }
    tokens
}

fn normalized(chars: &[char], reading: Reading) -> Vec<char> {
    let visible: Vec<char> = chars
        .iter()
        .copied()
        .filter(|c| *c == '\u{200D}' || !is_invisible(*c))
        .collect();
    let mut kept = Vec::new();
    for (at, c) in visible.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| visible.get(at));
        let after = visible.get(at + 1);
        let joins = before.is_some_and(|c| is_emoji(*c) || is_skin_tone(*c))
            && after.is_some_and(|c| is_emoji(*c));
        match c {
            '\u{200D}' if !joins => {}
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{055A}' | '\u{00B4}' => {
                kept.push('\'');
            }
            '\u{2010}' | '\u{2011}' => kept.push('-'),
            _ => kept.push(*c),
        }
    }
    let compatible: String = kept.into_iter().nfkc().collect();
    let compatible = if reading.turkic {
        compatible.replace('I', "ı").replace('İ', "i")
    } else {
        compatible
    };
    let folded: String = caseless::default_case_fold_str(&compatible)
        .nfkc()
        .collect();
    if reading.strip {
        folded.nfd().filter(|c| !is_accent(*c)).nfc().collect()
    } else {
        folded.chars().collect()
    }
}

fn is_accent(c: char) -> bool {
    let blocks: [(u32, u32); 14] = [
        (0x300, 0x36F),
        (0x483, 0x487),
        (0x591, 0x5BD),
        (0x5BF, 0x5BF),
        (0x5C1, 0x5C2),
        (0x5C4, 0x5C5),
        (0x5C7, 0x5C7),
        (0x610, 0x61A),
        (0x64B, 0x65F),
        (0x670, 0x670),
        (0x1AB0, 0x1AFF),
        (0x1DC0, 0x1DFF),
        (0x20D0, 0x20FF),
        (0xFE20, 0xFE2F),
    ];
    blocks
        .iter()
        .any(|(from, to)| (*from..=*to).contains(&u32::from(c)))
}

fn tokens(chars: &[Option<char>], reading: Reading) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut spaced = false;
    let mut at = 0;
    let mut unspaced_until = None;
    while let Some(here) = chars.get(at) {
        let before = at
            .checked_sub(1)
            .and_then(|at| chars.get(at).copied().flatten());
        let follows_unspaced = unspaced_until == Some(at);
        let (length, kind) = match *here {
            None => (1, Kind::Gone),
            Some(c) if c.is_whitespace() => {
                spaced = true;
                at += 1;
                continue;
            }
            Some(c) if is_unspaced(c) || (is_mark(c) && follows_unspaced) => (1, Kind::Unspaced),
            Some(c) if is_wordy(c) => (word_length(chars, at), Kind::Word),
            Some(c) => {
                match entity_length(chars, at, c).filter(|_| !before.is_some_and(is_wordy)) {
                    Some(length) => (length, Kind::Entity),
                    None => (symbol_length(chars, at, c), Kind::Symbol),
                }
            }
        };
        let taken = chars.get(at..at + length).unwrap_or_default();
        tokens.push(Token {
            text: taken.iter().flatten().collect(),
            kind,
            spaced: std::mem::take(&mut spaced),
            first_label: reading.first_label,
        });
        at += length;
        unspaced_until = (kind == Kind::Unspaced).then_some(at);
    }
    tokens
}

/// Runs `fits` from `at` on and counts.
fn count(chars: &[Option<char>], at: usize, fits: impl Fn(char) -> bool) -> usize {
    let rest = chars.get(at..).unwrap_or_default().iter();
    rest.take_while(|c| c.is_some_and(&fits)).count()
}

fn word_length(chars: &[Option<char>], from: usize) -> usize {
    let mut length = 0;
    loop {
        length += count(chars, from + length, |c| is_wordy(c) && !is_unspaced(c));
        let at = from + length;
        let c = |at: usize| chars.get(at).copied().flatten();
        let point = matches!(c(at), Some('.' | ','))
            && c(at - 1).is_some_and(is_digit)
            && c(at + 1).is_some_and(is_digit);
        if !point {
            return length;
        }
        length += 1;
    }
}

fn entity_length(chars: &[Option<char>], at: usize, sign: char) -> Option<usize> {
    let c = |at: usize| chars.get(at).copied().flatten();
    let body = count(chars, at + 1, is_wordy);
    match sign {
        '#' => {
            let letters = count(chars, at + 1, is_digit) < body;
            letters.then_some(1 + body)
        }
        '$' => {
            let letter = |c: char| is_letter(c) && !is_unspaced(c);
            let ends = |at| !c(at).is_some_and(|c| is_wordy(c) && !is_unspaced(c));
            let ticker = count(chars, at + 1, letter);
            let end = at + 1 + ticker;
            let suffix = c(end) == Some('.') && c(end + 1).is_some_and(letter) && ends(end + 2);
            let fits = (1..=6).contains(&ticker) && ends(end);
            fits.then_some(1 + ticker + if suffix { 2 } else { 0 })
        }
        '@' => {
            let local = name_length(chars, at + 1);
            let host = match c(at + 1 + local) {
                Some('@') => name_length(chars, at + 2 + local),
                _ => 0,
            };
            (local > 0).then_some(1 + local + if host > 0 { host + 1 } else { 0 })
        }
        _ => None,
    }
}

fn name_length(chars: &[Option<char>], from: usize) -> usize {
    let mut length = count(chars, from, is_wordy);
    while length > 0 && matches!(chars.get(from + length), Some(Some('.' | '-'))) {
        match count(chars, from + length + 1, is_wordy) {
            0 => break,
            more => length += 1 + more,
        }
    }
    length
}

fn symbol_length(chars: &[Option<char>], at: usize, c: char) -> usize {
    let get = |at: usize| chars.get(at).copied().flatten();
    if is_flag_half(c) {
        return 1 + usize::from(get(at + 1).is_some_and(is_flag_half));
    }
    let mut length = 1;
    if !is_emoji(c) && !is_skin_tone(c) {
        return length;
    }
    loop {
        length += count(chars, at + length, is_skin_tone);
        let joined = get(at + length) == Some('\u{200D}') && get(at + length + 1).is_some();
        if !joined {
            return length;
        }
        length += 2;
    }
}

fn is_flag_half(c: char) -> bool {
    ('\u{1F1E6}'..='\u{1F1FF}').contains(&c)
}

fn is_skin_tone(c: char) -> bool {
    ('\u{1F3FB}'..='\u{1F3FF}').contains(&c)
}

fn is_emoji(c: char) -> bool {
    let symbol = !c.is_ascii() && !is_wordy(c) && !is_skin_tone(c) && !is_flag_half(c);
    symbol && c.is_emoji_char() && std::iter::once(c).nfkc().eq([c])
}

fn is_wordy(c: char) -> bool {
    let group = c.general_category_group();
    let wordy = matches!(group, Group::Letter | Group::Mark | Group::Number);
    c == '_' || (wordy && !is_invisible(c))
}

fn is_letter(c: char) -> bool {
    c.general_category_group() == Group::Letter
}

fn is_mark(c: char) -> bool {
    c.general_category_group() == Group::Mark
}

fn is_digit(c: char) -> bool {
    c.general_category_group() == Group::Number && !is_unspaced(c)
}

fn is_hangul(c: char) -> bool {
    c.script() == Script::Hangul && (is_letter(c) || is_mark(c))
}

/// A letter, mark or letter-like number of a script that has no spaces between words.
fn is_unspaced(c: char) -> bool {
    use Script::{Han, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai};
    let scripts: Vec<Script> = c.script_extension().iter().collect();
    let unspaced = [Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar];
    is_wordy(c)
        && c != '_'
        && c.general_category() != GeneralCategory::DecimalNumber
        && !scripts.is_empty()
        && scripts.iter().all(|script| unspaced.contains(script))
}
