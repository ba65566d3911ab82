//! Letters made comparable.

use caseless::Caseless;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `text` in lower case, in `buffer` where it was not already.
pub(crate) fn lower<'a>(text: &'a str, buffer: &'a mut String) -> &'a str {
    if text
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        return text;
    }
    buffer.clear();
    for c in text.chars() {
        match c {
            'A'..='Z' => buffer.push(c.to_ascii_lowercase()),
            '’' => buffer.push('\''),
            _ if c.is_ascii() => buffer.push(c),
            _ => buffer.extend(c.to_lowercase()),
        }
    }
    buffer
}

/// Appends `text` to `folded` with compatibility forms made plain (NFKC), case folded, typographic
/// apostrophes typed: what two spellings of one phrase have in common.
pub(crate) fn fold_onto(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let from = folded.len();
        folded.push_str(text);
        if let Some(added) = folded.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    let typed = |c: char| if c == '’' { '\'' } else { c };
    // Folding may undo the composition, hence once more.
    folded.extend(text.nfkc().map(typed).default_case_fold().nfkc());
}

/// `text` in lower case without accents, its points and apostrophes dropped, hyphens as spaces,
/// white space single: what two spellings of a place's name have in common.
pub(crate) fn fold_name(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            '.' | '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' => {}
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            c if c.is_alphanumeric() => folded.push(c),
            '&' => folded.push_str(" and "),
            _ if !folded.ends_with(' ') => folded.push(' '),
            _ => {}
        }
    }
    let words: Vec<&str> = folded.split_whitespace().collect();
    let name = words.join(" ");
    // Syllables of Hangul were taken apart with the accents.
    if name.is_ascii() {
        name
    } else {
        name.nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (one, other) in [
            ("Straße", "STRASSE"),
            ("ΟΔΟΣ", "οδος"),
            ("Cafe\u{301}", "CAFÉ"),
            ("ＡＢＣ", "abc"),
            ("don’t", "Don't"),
            ("#TAG", "#tag"),
        ] {
            let [mut folded, mut same] = [String::new(), String::new()];
            fold_onto(one, &mut folded);
            fold_onto(other, &mut same);
            assert_eq!(folded, same, "{one} {other}");
        }
        for (name, expect) in [
            ("Washington, D.C.", "washington dc"),
            ("São  Paulo", "sao paulo"),
            ("Xi’an", "xian"),
            ("Saint-Étienne", "saint etienne"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("Trinidad & Tobago", "trinidad and tobago"),
            ("東京", "東京"),
            ("서울", "서울"),
        ] {
            assert_eq!(fold_name(name), expect, "{name}");
        }
    }
}
