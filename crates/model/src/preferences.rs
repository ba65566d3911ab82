//! How people like Analytics to begin, and pages to look (GLO-30).

use crate::{PageStyle, TimeFrame, words::words};

words! {
    /// The time frame of a fresh dataset (GLO-04).
    DefaultFrame {
        /// The calendar day.
        Today = "today",
        /// Seven calendar days.
        LastWeek = "week",
        /// Thirty calendar days.
        LastMonth = "month",
    }
}

impl From<DefaultFrame> for TimeFrame {
    fn from(frame: DefaultFrame) -> Self {
        match frame {
            DefaultFrame::Today => Self::Today,
            DefaultFrame::LastWeek => Self::LastWeek,
            DefaultFrame::LastMonth => Self::LastMonth,
        }
    }
}

words! {
    /// How figures are shown at first (GLO-32).
    ChartFormat {
        /// As a chart.
        Chart = "chart",
        /// As a table.
        Table = "table",
    }
}

/// What a person chose; none: the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The time frame with which Analytics begins; none: the organization's.
    pub time_frame: Option<DefaultFrame>,
    /// How figures are shown at first; none: as charts.
    pub charts: Option<ChartFormat>,
    /// How pages look and write; where none: the organization's.
    pub style: PageStyle,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::url::print_frame;

    #[test]
    fn frames_have_the_words_of_urls() {
        for frame in DefaultFrame::ALL {
            assert_eq!(print_frame((*frame).into()), frame.as_str());
        }
    }
}
