//! How pages look and write (GLO-02, GLO-30, GLO-32).

use crate::words::words;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

words! {
    /// Light or dark.
    Theme {
        /// As the system of the reader says.
        Auto = "auto",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

words! {
    /// How times of day are written.
    Clock {
        /// 14:05.
        Hours24 = "24",
        /// 2:05 pm.
        Hours12 = "12",
    }
}

words! {
    /// How numbers are grouped, and what stands before their decimals.
    NumberFormat {
        /// 1,234.5
        Comma = "comma",
        /// 1.234,5
        Point = "point",
        /// 1 234,5, with a narrow space that does not break
        Space = "space",
        /// 1’234.5
        Apostrophe = "apostrophe",
        /// 1234.5
        Plain = "plain",
    }
}

impl NumberFormat {
    /// What stands between groups of three digits; none: nothing.
    pub const fn group(self) -> Option<char> {
        match self {
            Self::Comma => Some(','),
            Self::Point => Some('.'),
            Self::Space => Some('\u{202f}'),
            Self::Apostrophe => Some('’'),
            Self::Plain => None,
        }
    }

    /// What stands before decimals.
    pub const fn decimal(self) -> char {
        match self {
            Self::Point | Self::Space => ',',
            Self::Comma | Self::Apostrophe | Self::Plain => '.',
        }
    }
}

words! {
    /// How the areas of charts are filled (GLO-32).
    Filling {
        /// In one colour.
        Solid = "solid",
        /// With patterns that differ without colour.
        Patterns = "patterns",
    }
}

/// How pages look and write; what is none follows somebody else's choice, or the language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageStyle {
    /// Light or dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// How days are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<DatePattern>,
    /// How times of day are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// How numbers are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers: Option<NumberFormat>,
    /// How areas of charts are filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filling: Option<Filling>,
}

impl PageStyle {
    /// What is chosen here, else there.
    #[must_use]
    pub fn or(self, there: Self) -> Self {
        Self {
            theme: self.theme.or(there.theme),
            dates: self.dates.or(there.dates),
            clock: self.clock.or(there.clock),
            numbers: self.numbers.or(there.numbers),
            filling: self.filling.or(there.filling),
        }
    }
}

/// A part of a written day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// Its letters.
    Field(DateField),
    /// As it stands.
    Text(char),
}

words! {
    /// A number or name of a day; the words are letters of Unicode's date patterns (UTS 35).
    DateField {
        /// 5
        Day = "d",
        /// 05
        Day2 = "dd",
        /// 9
        Month = "M",
        /// 09
        Month2 = "MM",
        /// Sep
        MonthShort = "MMM",
        /// September
        MonthLong = "MMMM",
        /// 26
        Year2 = "yy",
        /// 2026
        Year = "yyyy",
        /// Sat
        WeekdayShort = "EEE",
        /// Saturday
        WeekdayLong = "EEEE",
    }
}

/// How a day is written: [`DateField`]s, and what stands between them. Has a day, a month and a year,
/// each once.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatePattern {
    parts: [DatePart; PARTS_LIMIT],
    length: u8,
}

/// Most parts of a pattern.
pub const PARTS_LIMIT: usize = 20;

/// What is none of the patterns of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a pattern of days")]
pub struct NoDatePattern;

impl DatePattern {
    /// Patterns to choose from.
    pub const OFFERED: [&'static str; 7] = [
        "d MMM yyyy",
        "d. MMM yyyy",
        "MMM d, yyyy",
        "dd.MM.yyyy",
        "dd/MM/yyyy",
        "MM/dd/yyyy",
        "yyyy-MM-dd",
    ];

    /// Its parts, in order.
    pub fn parts(&self) -> &[DatePart] {
        self.parts.get(..self.length.into()).unwrap_or_default()
    }
}

impl FromStr for DatePattern {
    type Err = NoDatePattern;

    fn from_str(text: &str) -> Result<Self, NoDatePattern> {
        let letters: Vec<char> = text.trim().chars().collect();
        let mut parts = [DatePart::Text(' '); PARTS_LIMIT];
        let mut places = parts.iter_mut();
        let mut kinds = Vec::new();
        for run in letters.chunk_by(|a, b| a == b && a.is_ascii_alphabetic()) {
            let first = run.first().copied().unwrap_or(' ');
            let part = if first.is_ascii_alphabetic() {
                kinds.push(first);
                let word: String = run.iter().collect();
                DatePart::Field(DateField::from_word(&word).ok_or(NoDatePattern)?)
            } else if first.is_control() {
                return Err(NoDatePattern);
            } else {
                DatePart::Text(first)
            };
            *places.next().ok_or(NoDatePattern)? = part;
        }
        let length = (PARTS_LIMIT - places.len()) as u8;
        let each_once = |kind: char| kinds.iter().filter(|one| **one == kind).count() == 1;
        if ['d', 'M', 'y'].into_iter().all(each_once) {
            Ok(Self { parts, length })
        } else {
            Err(NoDatePattern)
        }
    }
}

impl fmt::Display for DatePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().iter().try_for_each(|part| match part {
            DatePart::Field(field) => write!(f, "{field}"),
            DatePart::Text(text) => write!(f, "{text}"),
        })
    }
}

impl fmt::Debug for DatePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl TryFrom<String> for DatePattern {
    type Error = NoDatePattern;

    fn try_from(text: String) -> Result<Self, NoDatePattern> {
        text.parse()
    }
}

impl From<DatePattern> for String {
    fn from(pattern: DatePattern) -> Self {
        pattern.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_day_month_and_year_once() {
        for good in DatePattern::OFFERED {
            assert_eq!(good.parse::<DatePattern>().unwrap().to_string(), good);
        }
        for good in ["EEE, d MMMM yy", "yyyy年M月d日", "d/M/yyyy"] {
            assert_eq!(good.parse::<DatePattern>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "d M",
            "yyyy-MM",
            "dd.MM.yyyy d",
            "ddd MM yyyy",
            "d MMM yyyy HH",
            "d\nM yyyy",
            "day M yyyy",
            "d.............................M.yyyy",
        ] {
            assert!(bad.parse::<DatePattern>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn styles_are_kept_as_json() {
        let style = PageStyle {
            theme: Some(Theme::Dark),
            dates: "yyyy-MM-dd".parse().ok(),
            clock: Some(Clock::Hours12),
            ..PageStyle::default()
        };
        let text = serde_json::to_string(&style).unwrap();
        assert_eq!(
            text,
            r#"{"theme":"dark","dates":"yyyy-MM-dd","clock":"12"}"#
        );
        assert_eq!(serde_json::from_str::<PageStyle>(&text).unwrap(), style);
        assert_eq!(
            serde_json::from_str::<PageStyle>("{}").unwrap(),
            PageStyle::default()
        );
        let there = PageStyle {
            theme: Some(Theme::Light),
            filling: Some(Filling::Patterns),
            ..PageStyle::default()
        };
        let both = style.or(there);
        assert_eq!((both.theme, both.filling), (style.theme, there.filling));
    }
}
