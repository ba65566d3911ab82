//! What the matcher knows of one character: how it folds and what part it plays in a token.
//!
//! Facts come from the Unicode tables of small crates, are computed a page of 256 characters at a
//! time when the first of the page is met, and are then one lookup. Nothing here sees a context;
//! `fold` does.

use caseless::Caseless;
use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, char as normal, is_nfkc_quick};
use unicode_properties::{
    GeneralCategory, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory,
};
use unicode_script::{Script, UnicodeScript};

/// The part a character plays (SEA-093, SEA-097).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    /// White space.
    Space,
    /// A letter of a script that puts spaces between words.
    Letter,
    /// A Hangul letter or syllable.
    Hangul,
    /// A digit or other number.
    Digit,
    /// A combining mark.
    Mark,
    /// The underscore.
    Underscore,
    /// A letter or mark of a script without spaces between words.
    Unspaced,
    /// Any other visible character.
    Symbol,
    /// A skin tone; it belongs to the emoji before it.
    Modifier,
    /// Half of a flag.
    Regional,
    /// The joiner of emoji.
    Joiner,
    /// Invisible: left out of texts and terms alike.
    Removed,
    /// Not a character: a stretch of text that is not searched.
    Opaque,
}

impl Class {
    /// Whether it is a letter, mark, digit or `_`.
    pub(crate) const fn is_word(self) -> bool {
        self.is_spaced_word() || matches!(self, Self::Unspaced)
    }

    /// Whether it continues a word of a script with spaces.
    pub(crate) const fn is_spaced_word(self) -> bool {
        matches!(
            self,
            Self::Letter | Self::Hangul | Self::Digit | Self::Mark | Self::Underscore
        )
    }
}

/// What is known of a character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Info {
    /// The character that it folds to, unless `complex`.
    pub(crate) folded: char,
    /// The part that `folded` plays.
    pub(crate) class: Class,
    /// May compose with the character before it.
    pub(crate) joins: bool,
    /// Joins, but never melts into what is before it: a mark that only has its place in the order
    /// of marks.
    pub(crate) loose: bool,
    /// Folds to several characters (or none).
    pub(crate) complex: bool,
    /// Goes on a word of a script with spaces and folds by itself, whatever is around it.
    pub(crate) simple: bool,
    /// Folds to something else in Turkish and Azerbaijani.
    pub(crate) turkic: bool,
    /// Changes when accents are ignored.
    pub(crate) accented: bool,
    /// What it folds to when accents are ignored; the character zero when that is not one
    /// character.
    pub(crate) stripped: char,
}

const PAGES: usize = 0x11_0000 / 256;

/// Looks a character up.
pub(crate) fn info(c: char) -> Info {
    // Every code of a `char` has its page, and every page 256 entries; the fallback never runs.
    let fact = page(c as u32 >> 8).get(c as usize & 0xFF);
    fact.copied().unwrap_or_else(|| compute(c))
}

fn page(number: u32) -> &'static [Info] {
    static TABLE: [OnceLock<Box<[Info]>>; PAGES] = [const { OnceLock::new() }; PAGES];
    let page = TABLE.get(number as usize).map(|page| {
        page.get_or_init(|| {
            let first = number << 8;
            let chars = (first..first + 256).map(|n| char::from_u32(n).unwrap_or('\u{FFFD}'));
            chars.map(compute).collect()
        })
    });
    page.map(|page| &**page).unwrap_or_default()
}

/// The same for the characters of a text, of which most are of the page of the one before.
#[derive(Default)]
pub(crate) struct Facts {
    number: u32,
    page: &'static [Info],
}

impl Facts {
    #[inline]
    pub(crate) fn of(&mut self, c: char) -> Info {
        let number = c as u32 >> 8;
        if number != self.number || self.page.is_empty() {
            *self = Self {
                number,
                page: page(number),
            };
        }
        let fact = self.page.get(c as usize & 0xFF);
        fact.copied().unwrap_or_else(|| compute(c))
    }
}

/// What a character that is `complex` folds to, but for Turkish and Azerbaijani.
pub(crate) fn expansion(c: char) -> &'static [char] {
    type Page = Box<[(char, Box<[char]>)]>;
    static TABLE: [OnceLock<Page>; PAGES] = [const { OnceLock::new() }; PAGES];
    let code = c as u32;
    let page = TABLE.get(code as usize >> 8).map(|page| {
        page.get_or_init(|| {
            let first = code & !0xFF;
            let chars = (first..first + 256).filter_map(char::from_u32);
            let complex = chars.filter(|c| info(*c).complex);
            let folded = |c| normalize(substitute(c), Folding::Plain).into();
            complex.map(|c| (c, folded(c))).collect()
        })
    });
    let page = page.map(|page| &**page).unwrap_or_default();
    let at = page.binary_search_by_key(&c, |row| row.0);
    let row = at.ok().and_then(|at| page.get(at));
    row.map(|row| &*row.1).unwrap_or_default()
}

fn compute(c: char) -> Info {
    let class = classify(c);
    let mapped = substitute(c);
    let mut first = mapped;
    let mut count = 0;
    normal::decompose_compatible(mapped, |d| {
        if count == 0 {
            first = d;
        }
        count += 1;
    });
    let joins = normal::canonical_combining_class(first) != 0
        || is_nfkc_quick(std::iter::once(first)) == IsNormalized::Maybe;
    let folded: Vec<char> = normalize(mapped, Folding::Plain);
    let single = match *folded.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let class = match (class, single) {
        (Class::Removed | Class::Joiner, _) | (_, None) => class,
        (_, Some(only)) => classify(only),
    };
    let stripped: Vec<char> = strip_accents(folded.iter().copied()).collect();
    Info {
        folded: single.unwrap_or(c),
        class,
        joins,
        loose: joins && single == Some(c) && is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes,
        complex: single.is_none(),
        simple: single.is_some() && !joins && class.is_spaced_word(),
        turkic: normalize(mapped, Folding::Turkic) != folded,
        accented: stripped != folded,
        stripped: match *stripped.as_slice() {
            [only] => only,
            _ => '\0',
        },
    }
}

/// The part that a character plays as it stands, before any folding.
pub(crate) fn classify(c: char) -> Class {
    use GeneralCategory as Gc;
    use GeneralCategoryGroup as Group;
    if c.is_whitespace() {
        return Class::Space;
    }
    match c {
        '_' => return Class::Underscore,
        '\u{200D}' => return Class::Joiner,
        '\u{1F3FB}'..='\u{1F3FF}' => return Class::Modifier,
        '\u{1F1E6}'..='\u{1F1FF}' => return Class::Regional,
        // Variation selectors and the grapheme joiner are marks by category, but nobody sees them.
        '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{180B}'..='\u{180D}'
        | '\u{180F}'
        | '\u{034F}' => return Class::Removed,
        _ => {}
    }
    let category = c.general_category();
    match c.general_category_group() {
        _ if matches!(category, Gc::Control | Gc::Format) => Class::Removed,
        _ if category == Gc::DecimalNumber => Class::Digit,
        Group::Letter | Group::Mark | Group::Number if is_unspaced(c) => Class::Unspaced,
        Group::Letter | Group::Mark if is_hangul(c) => Class::Hangul,
        Group::Letter => Class::Letter,
        Group::Mark => Class::Mark,
        Group::Number => Class::Digit,
        _ => Class::Symbol,
    }
}

/// Whether it is an emoji that others can be joined to, and not a letter in a ring or the like.
pub(crate) fn is_emoji(c: char) -> bool {
    let own = |info: Info| !info.complex && info.folded == c && info.class == Class::Symbol;
    !c.is_ascii() && own(info(c)) && c.is_emoji_char()
}

fn is_unspaced(c: char) -> bool {
    let scripts = c.script_extension();
    let listed = |script| {
        matches!(
            script,
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
        )
    };
    !scripts.is_common() && !scripts.is_inherited() && scripts.iter().all(listed)
}

fn is_hangul(c: char) -> bool {
    c.script() == Script::Hangul
}

/// Characters that are written for another one: typographic apostrophes (SEA-091), and the two
/// characters that are a hyphen and nothing else.
pub(crate) const fn substitute(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{055A}' | '\u{00B4}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        _ => c,
    }
}

/// How case is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folding {
    /// Full case folding.
    Plain,
    /// The same with the dotted and dotless i of Turkish and Azerbaijani.
    Turkic,
}

/// NFKC, full case folding, NFKC.
pub(crate) fn normalize_all(
    chars: impl Iterator<Item = char>,
    folding: Folding,
) -> impl Iterator<Item = char> {
    let fold = move |c| {
        let turkic = match (folding, c) {
            (Folding::Turkic, 'I') => Some('ı'),
            (Folding::Turkic, 'İ') => Some('i'),
            _ => None,
        };
        let plain = turkic.is_none().then_some(c);
        turkic
            .into_iter()
            .chain(plain.into_iter().default_case_fold())
    };
    chars.nfkc().flat_map(fold).nfkc()
}

fn normalize(c: char, folding: Folding) -> Vec<char> {
    normalize_all(std::iter::once(c), folding).collect()
}

/// Without accents: the marks that decorate letters of alphabets. Marks that are letters of their
/// own (vowel signs of Indic scripts, the voicing of kana) stay.
pub(crate) fn strip_accents(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.nfd().filter(|c| !is_accent(*c)).nfc()
}

const fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}'
        | '\u{0483}'..='\u{0487}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}' | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_characters() {
        for (c, class) in [
            ('a', Class::Letter),
            ('é', Class::Letter),
            ('7', Class::Digit),
            ('٣', Class::Digit),
            ('๕', Class::Digit),
            ('_', Class::Underscore),
            ('京', Class::Unspaced),
            ('ー', Class::Unspaced),
            ('ｶ', Class::Unspaced),
            ('〇', Class::Unspaced),
            ('ก', Class::Unspaced),
            ('\u{0E34}', Class::Unspaced),
            ('콘', Class::Hangul),
            ('\u{0301}', Class::Mark),
            ('ि', Class::Mark),
            ('\'', Class::Symbol),
            ('。', Class::Symbol),
            ('・', Class::Symbol),
            ('👍', Class::Symbol),
            ('\u{1F3FD}', Class::Modifier),
            ('🇩', Class::Regional),
            ('\u{200D}', Class::Joiner),
            ('\u{200C}', Class::Removed),
            ('\u{00AD}', Class::Removed),
            ('\u{200B}', Class::Removed),
            ('\u{FEFF}', Class::Removed),
            ('\u{FE0F}', Class::Removed),
            ('\u{00A0}', Class::Space),
            ('\u{2029}', Class::Space),
            ('\n', Class::Space),
        ] {
            assert_eq!(info(c).class, class, "{c:?}");
        }
    }

    #[test]
    fn foldings_of_characters() {
        for (c, folded) in [('A', 'a'), ('Ω', 'ω'), ('’', '\''), ('＃', '#'), ('ς', 'σ')] {
            assert_eq!(info(c).folded, folded, "{c:?}");
            assert!(!info(c).complex, "{c:?}");
        }
        assert!(info('ß').complex && info('İ').complex && info('㎏').complex);
        assert!(info('I').turkic && info('İ').turkic && !info('ı').turkic && !info('i').turkic);
        assert!(info('é').accented && !info('ø').accented && !info('が').accented);
        assert!(info('\u{0301}').joins && info('ﾞ').joins && !info('a').joins);
    }
}
