//! Languages, named by their ISO 639-1 code (639-3 where there is none), with a script where it
//! matters (`zh-Hans`).

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::{fmt, str::FromStr};

/// A language code such as `en`, `zh-Hant`, or `und` for "undetermined".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "SmolStr", into = "SmolStr")]
pub struct Language(SmolStr);

/// The first-class languages of SEA-136.
pub const FIRST_CLASS: [&str; 26] = [
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko",
    "nl", "no", "pl", "pt", "ru", "sv", "th", "tr", "zh-Hans", "zh-Hant",
];

impl Language {
    /// No language could be told.
    pub const UND: Self = Self(SmolStr::new_static("und"));
    /// English.
    pub const EN: Self = Self(SmolStr::new_static("en"));

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether no language could be told.
    pub fn is_und(&self) -> bool {
        *self == Self::UND
    }

    /// Whether the languages fold `I` and `ı` as Turkish does (SEA-091).
    pub fn is_turkic(&self) -> bool {
        matches!(self.as_str(), "tr" | "az")
    }
}

/// The text is not a language code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language code: a code like en, de or zh-Hans expected")]
pub struct ParseLanguageError;

impl FromStr for Language {
    type Err = ParseLanguageError;

    /// Accepts a BCP 47 tag of any case, keeps language and Chinese script, drops the region:
    /// `pt-BR` is `pt`, `zh-TW` is `zh-Hant`, `nb` and `nn` are `no`.
    fn from_str(text: &str) -> Result<Self, ParseLanguageError> {
        let mut parts = text.split(['-', '_']);
        let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(ParseLanguageError);
        }
        let rest: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
        if rest
            .iter()
            .any(|p| p.is_empty() || p.len() > 8 || !p.bytes().all(|b| b.is_ascii_alphanumeric()))
        {
            return Err(ParseLanguageError);
        }
        Ok(Self(match primary.as_str() {
            "nb" | "nn" => SmolStr::new_static("no"),
            "iw" => SmolStr::new_static("he"),
            "in" => SmolStr::new_static("id"),
            "zh" if rest
                .iter()
                .any(|p| matches!(p.as_str(), "hant" | "tw" | "hk" | "mo")) =>
            {
                SmolStr::new_static("zh-Hant")
            }
            "zh" => SmolStr::new_static("zh-Hans"),
            _ => SmolStr::new(primary),
        }))
    }
}

impl TryFrom<SmolStr> for Language {
    type Error = ParseLanguageError;

    fn try_from(text: SmolStr) -> Result<Self, ParseLanguageError> {
        text.parse()
    }
}

impl From<Language> for SmolStr {
    fn from(language: Language) -> SmolStr {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_normalized() {
        for (text, code) in [
            ("en", "en"),
            ("EN-us", "en"),
            ("pt_BR", "pt"),
            ("zh", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh-Hant", "zh-Hant"),
            ("nb", "no"),
            ("und", "und"),
            ("ast", "ast"),
        ] {
            assert_eq!(
                text.parse::<Language>().map(|l| l.to_string()),
                Ok(code.to_owned()),
                "{text}"
            );
        }
        for bad in ["", "e", "engl", "e1", "en-", "en-!"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
    }
}
