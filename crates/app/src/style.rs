//! How pages look and write, as typed (GLO-02, GLO-30, GLO-32).

use crate::checks::Problems;
use hearken_model::{Clock, Diagnostic, Filling, NumberFormat, PageStyle, Theme};

/// How pages look and write, as typed; empty is the default. Fields of problems are named like the
/// fields here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedStyle {
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// A pattern of days, such as `d MMM yyyy`.
    pub dates: String,
    /// `24` or `12`.
    pub clock: String,
    /// `comma`, `point`, `space`, `apostrophe` or `plain`.
    pub numbers: String,
    /// `solid` or `patterns`.
    pub filling: String,
}

impl TypedStyle {
    pub(crate) fn read(&self, problems: &mut Problems) -> PageStyle {
        let dates = Some(self.dates.trim()).filter(|dates| !dates.is_empty());
        let pattern = dates.and_then(|dates| dates.parse().ok());
        if let (Some(typed), None) = (dates, pattern) {
            problems.add(Diagnostic::new("not_a_date_pattern", "dates").entry(typed));
        }
        PageStyle {
            theme: problems.choice(&self.theme, "theme", Theme::from_word),
            dates: pattern,
            clock: problems.choice(&self.clock, "clock", Clock::from_word),
            numbers: problems.choice(&self.numbers, "numbers", NumberFormat::from_word),
            filling: problems.choice(&self.filling, "filling", Filling::from_word),
        }
    }
}

impl From<PageStyle> for TypedStyle {
    fn from(style: PageStyle) -> Self {
        fn text<T: ToString>(chosen: Option<T>) -> String {
            chosen.map_or_else(String::new, |one| one.to_string())
        }
        Self {
            theme: text(style.theme),
            dates: text(style.dates),
            clock: text(style.clock),
            numbers: text(style.numbers),
            filling: text(style.filling),
        }
    }
}
