//! Fluent catalogues: texts that a person reads, one folder a locale. English is complete; a text
//! that is missing elsewhere is read in English. The texts of pages stand in `web`, those of mails
//! here; both look them up by this.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::{collections::BTreeMap, sync::OnceLock};
use unic_langid::LanguageIdentifier;

/// A value in a text. Numbers choose plural forms.
pub type Argument<'a> = FluentValue<'a>;

/// A locale with the text of its files.
pub type Locale = (&'static str, &'static [&'static str]);

type Bundle = FluentBundle<FluentResource>;

/// The locale whose texts are complete.
pub const COMPLETE: &str = "en";

/// Catalogues of the same texts in several locales; parsed when first used.
#[derive(Debug)]
pub struct Catalogue {
    locales: &'static [Locale],
    bundles: OnceLock<Bundles>,
}

struct Bundles(BTreeMap<&'static str, Bundle>);

impl std::fmt::Debug for Bundles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Catalogue {
    /// From the text of the files, [`COMPLETE`] among them.
    pub const fn new(locales: &'static [Locale]) -> Self {
        Self {
            locales,
            bundles: OnceLock::new(),
        }
    }

    /// The locales that there are.
    pub fn locales(&self) -> impl Iterator<Item = &'static str> {
        self.locales.iter().map(|(locale, _)| *locale)
    }

    /// The best of the locales for a person's own choice, else for an `Accept-Language` header.
    pub fn choose(&self, own: Option<&str>, accept_language: Option<&str>) -> &'static str {
        let accepted = accept_language.unwrap_or_default().split(',');
        let wanted = own
            .into_iter()
            .chain(accepted.map(|part| part.split(';').next().unwrap_or_default().trim()));
        wanted
            .filter_map(|tag| tag.split(['-', '_']).next())
            .find_map(|primary| self.locales().find(|l| l.eq_ignore_ascii_case(primary)))
            .unwrap_or(COMPLETE)
    }

    /// The text of a key (`key` or `key.attribute`), where there is one.
    pub fn find(
        &self,
        locale: &str,
        key: &str,
        arguments: &[(&str, Argument<'_>)],
    ) -> Option<String> {
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            args.set(*name, value.clone());
        }
        self.lookup(locale, key, &args)
            .or_else(|| self.lookup(COMPLETE, key, &args))
    }

    /// The same; a key that is missing is logged and answered itself.
    pub fn get(&self, locale: &str, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.find(locale, key, arguments).unwrap_or_else(|| {
            tracing::error!(key, "text is missing");
            key.to_owned()
        })
    }

    /// What is wrong with the catalogues, for a test: texts that stand twice, are missing in a
    /// locale, or cannot be read.
    pub fn faults(&self) -> Vec<String> {
        let english = self.keys(COMPLETE);
        let mut faults = Vec::new();
        for pair in english.windows(2) {
            if let [first, second] = pair
                && first == second
            {
                faults.push(format!("{first} stands twice"));
            }
        }
        for (locale, files) in self.locales {
            if self.keys(locale) != english {
                faults.push(format!("{locale} has other texts than {COMPLETE}"));
            }
            for text in *files {
                if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                    faults.push(format!("{locale}: {errors:?}"));
                }
            }
        }
        faults
    }

    fn keys(&self, locale: &str) -> Vec<&'static str> {
        let files = self.locales.iter().find(|(known, _)| *known == locale);
        let lines = files
            .iter()
            .flat_map(|(_, files)| *files)
            .flat_map(|text| text.lines());
        let mut keys: Vec<&str> = lines
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim()))
            .collect();
        keys.sort_unstable();
        keys
    }

    fn lookup(&self, locale: &str, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = self.bundles().0.get(locale)?;
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
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, ?errors, "text has errors");
        }
        Some(text)
    }

    fn bundles(&self) -> &Bundles {
        self.bundles.get_or_init(|| {
            let parsed = self.locales.iter();
            Bundles(
                parsed
                    .filter_map(|(locale, files)| Some((*locale, bundle(locale, files)?)))
                    .collect(),
            )
        })
    }
}

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
