//! How pages look and write, in the preferences of people and the settings of organizations.

use crate::wire;
use hearken_app::style::TypedStyle;
use hearken_model::{Clock, Filling, NumberFormat, Theme};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::schema::Schema};

/// How pages look and write. null: the default.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub(super) struct PageStyle {
    /// Light or dark; `auto`: as the system of the reader.
    #[schema(schema_with = theme)]
    theme: Option<String>,
    /// How days are written: `d` or `dd`; `M`, `MM`, `MMM` or `MMMM`; `yy` or `yyyy`; and `EEE` or
    /// `EEEE` for the day of the week, with anything but letters of English between them.
    dates: Option<String>,
    /// How times of day are written, by the hours of a clock's round.
    #[schema(schema_with = clock)]
    clock: Option<String>,
    /// 1,234.5 (`comma`), 1.234,5 (`point`), 1 234,5 (`space`), 1’234.5 (`apostrophe`) or 1234.5.
    #[schema(schema_with = numbers)]
    numbers: Option<String>,
    /// How areas of charts are filled.
    #[schema(schema_with = filling)]
    filling: Option<String>,
}

fn theme() -> Schema {
    wire::nullable_words(Theme::ALL.iter().map(|theme| theme.as_str()))
}

fn clock() -> Schema {
    wire::nullable_words(Clock::ALL.iter().map(|clock| clock.as_str()))
}

fn numbers() -> Schema {
    wire::nullable_words(NumberFormat::ALL.iter().map(|format| format.as_str()))
}

fn filling() -> Schema {
    wire::nullable_words(Filling::ALL.iter().map(|filling| filling.as_str()))
}

impl From<PageStyle> for TypedStyle {
    fn from(sent: PageStyle) -> Self {
        Self {
            theme: sent.theme.unwrap_or_default(),
            dates: sent.dates.unwrap_or_default(),
            clock: sent.clock.unwrap_or_default(),
            numbers: sent.numbers.unwrap_or_default(),
            filling: sent.filling.unwrap_or_default(),
        }
    }
}

impl From<hearken_model::PageStyle> for PageStyle {
    fn from(style: hearken_model::PageStyle) -> Self {
        Self {
            theme: style.theme.map(|theme| theme.to_string()),
            dates: style.dates.map(|dates| dates.to_string()),
            clock: style.clock.map(|clock| clock.to_string()),
            numbers: style.numbers.map(|numbers| numbers.to_string()),
            filling: style.filling.map(|filling| filling.to_string()),
        }
    }
}
