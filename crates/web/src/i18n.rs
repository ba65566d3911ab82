//! Texts that a person reads: Fluent catalogues, one folder a locale. English is complete (a test
//! holds the others to it); a text that is missing elsewhere is shown in English.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::{collections::BTreeMap, sync::LazyLock};
use unic_langid::LanguageIdentifier;

macro_rules! catalogue {
    ($locale:literal: $($file:literal),* $(,)?) => {
        ($locale, &[$(include_str!(concat!("../locales/", $locale, "/", $file, ".ftl"))),*])
    };
}

/// The catalogues: one line a locale, the same files in each.
const CATALOGUES: &[(&str, &[&str])] = &[
    catalogue!("en": "shell", "errors", "people", "analytics", "search-setup", "settings", "names"),
    catalogue!("de": "shell", "errors", "people", "analytics", "search-setup", "settings", "names"),
];

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<BTreeMap<&'static str, Bundle>> = LazyLock::new(|| {
    CATALOGUES
        .iter()
        .filter_map(|(locale, files)| Some((*locale, bundle(locale, files)?)))
        .collect()
});

fn bundle(locale: &str, files: &[&str]) -> Option<Bundle> {
    let id: LanguageIdentifier = locale.parse().ok()?;
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks would end up in titles and attributes; names are isolated by `dir=auto`.
    bundle.set_use_isolating(false);
    for text in files {
        let resource =
            FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(partial, errors)| {
                tracing::error!(locale, ?errors, "catalogue has errors");
                partial
            });
        bundle.add_resource_overriding(resource);
    }
    Some(bundle)
}

/// The texts of one locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    locale: &'static str,
}

impl Texts {
    /// English.
    pub const ENGLISH: Self = Self { locale: "en" };

    /// The locales that there are.
    pub fn locales() -> impl Iterator<Item = &'static str> {
        CATALOGUES.iter().map(|(locale, _)| *locale)
    }

    /// The best of the locales for a person's own choice, else for an `Accept-Language` header.
    pub fn choose(own: Option<&str>, accept_language: Option<&str>) -> Self {
        let accepted = accept_language.unwrap_or_default().split(',');
        let wanted = own
            .into_iter()
            .chain(accepted.map(|part| part.split(';').next().unwrap_or_default().trim()));
        wanted
            .filter_map(|tag| tag.split(['-', '_']).next())
            .find_map(|primary| Self::locales().find(|l| l.eq_ignore_ascii_case(primary)))
            .map_or(Self::ENGLISH, |locale| Self { locale })
    }

    /// The locale, for `lang` and for formats.
    pub fn locale(&self) -> &'static str {
        self.locale
    }

    /// A text without arguments.
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A text with arguments. Numbers choose plural forms.
    pub fn with<'a>(&self, key: &str, arguments: &[(&'a str, Argument<'a>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            args.set(*name, value.clone());
        }
        self.format(key, Some(&args))
    }

    /// The text of an optional key, where there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        lookup(self.locale, key, None).or_else(|| lookup("en", key, None))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        lookup(self.locale, key, args)
            .or_else(|| lookup("en", key, args))
            .unwrap_or_else(|| {
                tracing::error!(key, "text is missing");
                key.to_owned()
            })
    }
}

fn lookup(locale: &str, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let bundle = BUNDLES.get(locale)?;
    let (id, attribute) = key
        .split_once('.')
        .map_or((key, None), |(id, a)| (id, Some(a)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, args, &mut errors)
        .into_owned();
    if !errors.is_empty() {
        tracing::warn!(key, ?errors, "text has errors");
    }
    Some(text)
}

/// A value in a text.
pub type Argument<'a> = FluentValue<'a>;

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(locale: &str) -> Vec<String> {
        let files = CATALOGUES
            .iter()
            .find(|(l, _)| *l == locale)
            .map_or(&[][..], |(_, f)| *f);
        let lines = files.iter().flat_map(|text| text.lines());
        let mut keys: Vec<String> = lines
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
            .collect();
        keys.sort();
        keys
    }

    #[test]
    fn every_locale_has_the_same_texts() {
        let english = keys("en");
        let mut unique = english.clone();
        unique.dedup();
        assert_eq!(english, unique, "a text stands twice");
        for (locale, files) in CATALOGUES {
            assert_eq!(keys(locale), english, "{locale}");
            for text in *files {
                assert!(
                    FluentResource::try_new((*text).to_owned()).is_ok(),
                    "{locale} has an error"
                );
            }
        }
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
