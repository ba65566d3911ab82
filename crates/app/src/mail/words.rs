//! The words of a mail: texts in the recipient's language, and what every mail knows.

use crate::texts::{Argument, Catalogue};
use hearken_model::Timestamp;

/// The catalogues of the mails.
static CATALOGUE: Catalogue = Catalogue::new(&[
    ("en", &[include_str!("../../locales/en/mail.ftl")]),
    ("de", &[include_str!("../../locales/de/mail.ftl")]),
]);

/// Longest name or the like within a mail, in characters.
const LONGEST: usize = 200;

/// What templates of mails see as `words`.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    pub(super) locale: &'static str,
    pub(super) sender: &'a str,
    pub(super) recipient: &'a str,
    pub(super) base_url: &'a str,
}

impl Words<'_> {
    /// The best language for a recipient.
    pub(crate) fn locale_of(own: Option<&str>) -> &'static str {
        CATALOGUE.choose(own, None)
    }

    /// The language, for `lang`.
    pub fn locale(&self) -> &'static str {
        self.locale
    }

    /// In whose name the mail is sent.
    pub fn sender(&self) -> String {
        clean(self.sender)
    }

    /// A text without arguments.
    pub fn t(&self, key: &str) -> String {
        CATALOGUE.get(self.locale, key, &[])
    }

    /// A text with one argument; what people typed loses whatever could disguise it.
    pub fn t1(&self, key: &str, name: &str, value: &str) -> String {
        self.with(key, &[(name, value)])
    }

    /// The same with several.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: Vec<(&str, Argument<'_>)> = arguments
            .iter()
            .map(|(name, value)| (*name, clean(value).into()))
            .collect();
        CATALOGUE.get(self.locale, key, &arguments)
    }

    /// A text that counts.
    pub fn count(&self, key: &str, n: i64) -> String {
        CATALOGUE.get(self.locale, key, &[("n", n.into())])
    }

    /// The day of an instant, UTC.
    pub fn day(&self, at: Timestamp) -> String {
        at.to_rfc3339().chars().take(10).collect()
    }

    /// The first line.
    pub fn greeting(&self) -> String {
        if self.recipient.is_empty() {
            self.t("mail-greeting-anybody")
        } else {
            self.t1("mail-greeting", "name", self.recipient)
        }
    }

    /// The last line: who sent it and from where.
    pub fn foot(&self) -> String {
        let host = self.base_url.split_once("://").map_or("", |(_, host)| host);
        self.with("mail-foot", &[("sender", self.sender), ("host", host)])
    }

    /// The whole address of a page: `link("/me")`.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// A name without what could disguise it or break a line: control characters and those that turn
/// the direction of text; not longer than anybody reads.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| {
            !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .take(LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_has_the_same_texts() {
        assert_eq!(CATALOGUE.faults(), Vec::<String>::new());
    }

    #[test]
    fn a29_names_cannot_disguise_themselves() {
        for (text, expect) in [
            ("Ann", "Ann"),
            ("Ann\r\nBcc: eve@example.org", "Ann  Bcc: eve@example.org"),
            ("\u{202e}nnA", "nnA"),
            ("\u{2066}x\u{2069}", "x"),
        ] {
            assert_eq!(clean(text), expect);
        }
        assert_eq!(clean(&"x".repeat(1_000)).len(), LONGEST);
    }
}
