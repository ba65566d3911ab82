//! Texts of the pages, in the visitor's language. English is complete (a test holds the others to
//! it); a text that is missing elsewhere is shown in English.

use hearken_app::texts::{COMPLETE, Catalogue};
use hearken_model::PageStyle;

pub use hearken_app::texts::Argument;

macro_rules! catalogue {
    ($locale:literal: $($file:literal),* $(,)?) => {
        ($locale, &[$(include_str!(concat!("../locales/", $locale, "/", $file, ".ftl"))),*])
    };
}

/// The catalogues: one line a locale, the same files in each.
static CATALOGUE: Catalogue = Catalogue::new(&[
    catalogue!("en": "shell", "errors", "people", "analytics", "search-setup", "settings", "administration", "partners", "names", "account"),
    catalogue!("de": "shell", "errors", "people", "analytics", "search-setup", "settings", "administration", "partners", "names", "account"),
]);

/// The texts of one locale, and how what stands in them is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    locale: &'static str,
    style: PageStyle,
}

impl Texts {
    /// English.
    pub const ENGLISH: Self = Self::of(COMPLETE);

    const fn of(locale: &'static str) -> Self {
        let style = PageStyle {
            theme: None,
            dates: None,
            clock: None,
            numbers: None,
            filling: None,
        };
        Self { locale, style }
    }

    /// The locales that there are.
    pub fn locales() -> impl Iterator<Item = &'static str> {
        CATALOGUE.locales()
    }

    /// The best of the locales for a person's own choice, else for an `Accept-Language` header.
    pub fn choose(own: Option<&str>, accept_language: Option<&str>) -> Self {
        Self::of(CATALOGUE.choose(own, accept_language))
    }

    /// The same, written like this.
    #[must_use]
    pub fn in_style(self, style: PageStyle) -> Self {
        Self { style, ..self }
    }

    /// How pages look and write; what is none follows the language.
    pub fn style(&self) -> PageStyle {
        self.style
    }

    /// The locale, for `lang` and for formats.
    pub fn locale(&self) -> &'static str {
        self.locale
    }

    /// A text without arguments.
    pub fn get(&self, key: &str) -> String {
        CATALOGUE.get(self.locale, key, &[])
    }

    /// A text with arguments. Numbers choose plural forms.
    pub fn with<'a>(&self, key: &str, arguments: &[(&'a str, Argument<'a>)]) -> String {
        CATALOGUE.get(self.locale, key, arguments)
    }

    /// The text of an optional key, where there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        CATALOGUE.find(self.locale, key, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_has_the_same_texts() {
        assert_eq!(CATALOGUE.faults(), Vec::<String>::new());
    }

    #[test]
    fn the_best_locale_is_chosen() {
        for (own, accept, expect) in [
            (None, None, "en"),
            (None, Some("de-AT,de;q=0.9,en;q=0.8"), "de"),
            (None, Some("fr, en;q=0.5"), "en"),
            (Some("de"), Some("en"), "de"),
            (Some("xx"), Some("de"), "de"),
        ] {
            assert_eq!(
                Texts::choose(own, accept).locale(),
                expect,
                "{own:?} {accept:?}"
            );
        }
    }
}
