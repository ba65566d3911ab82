//! The table of a chart: the same numbers, links included. What is read without JavaScript, by
//! screen readers, and when a person prefers tables.

use super::{ChartData, Mark, ValueKind};
use crate::{format, i18n::Texts};

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Heads; the first is of the names.
    pub heads: Vec<String>,
    /// Rows, each as long as the heads.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Text.
    pub text: String,
    /// In the first cell of a row, the value of the filter that the row stands for; may be empty.
    pub key: String,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether it is a number.
    pub is_number: bool,
}

impl Table {
    /// The table of a chart; `name` heads the names.
    pub fn of(data: &ChartData, name: String, texts: Texts) -> Self {
        let main: &[Mark] = data.series.first().map_or(&[], |series| &series.marks);
        let has_share = main.iter().any(|mark| mark.share.is_some());
        let has_change = main.iter().any(|mark| mark.change.is_some());
        let mut heads = vec![name];
        heads.extend(data.series.iter().map(|series| series.name.clone()));
        heads.extend(has_share.then(|| texts.get("table-share")));
        heads.extend(has_change.then(|| texts.get("table-change")));
        let facts = main.first().map_or(&[][..], |mark| &mark.facts);
        heads.extend(facts.iter().map(|(head, _)| head.clone()));
        let rows = main.iter().enumerate().map(|(i, mark)| {
            let mut cells = vec![Cell {
                text: mark.name.clone(),
                key: mark.key.clone(),
                href: mark.href.clone(),
                is_number: false,
            }];
            let marks = data.series.iter().map(|series| series.marks.get(i));
            cells.extend(marks.map(|mark| number(mark.and_then(|m| m.value), data.value, texts)));
            cells.extend(has_share.then(|| {
                let share = mark
                    .share
                    .map(|share| format::percent(share / 100.0, 1, texts));
                Cell {
                    text: share.unwrap_or_default(),
                    is_number: true,
                    ..Cell::default()
                }
            }));
            cells.extend(has_change.then(|| {
                let percent = mark.change.and_then(|change| change.percent);
                Cell {
                    text: change_text(percent, data.value, texts),
                    is_number: true,
                    ..Cell::default()
                }
            }));
            let facts = mark.facts.iter().enumerate();
            cells.extend(facts.map(|(column, (_, text))| Cell {
                text: text.clone(),
                is_number: is_number_fact(main, column),
                ..Cell::default()
            }));
            cells
        });
        Self {
            rows: rows.collect(),
            heads,
        }
    }

    /// The heads, and whether their columns are of numbers.
    pub fn head(&self) -> impl Iterator<Item = (&str, bool)> {
        let first = self.rows.first();
        self.heads.iter().enumerate().map(move |(column, head)| {
            let cell = first.and_then(|row| row.get(column));
            (head.as_str(), cell.is_some_and(|cell| cell.is_number))
        })
    }
}

/// Whether a fact of all marks is a number, or the dash of a missing one; only dashes are none.
fn is_number_fact(marks: &[Mark], column: usize) -> bool {
    let facts = || marks.iter().filter_map(|mark| mark.facts.get(column));
    let is_number = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || "+−–.,".contains(c))
    };
    facts().all(|(_, text)| is_number(text)) && facts().any(|(_, text)| text != "–")
}

fn number(value: Option<f64>, kind: ValueKind, texts: Texts) -> Cell {
    let text = match (value, kind) {
        (None, _) => "–".to_owned(),
        (Some(n), ValueKind::Count) if n.fract() == 0.0 => format::number(n.max(0.0) as u64, texts),
        (Some(n), ValueKind::Count) => format::decimal(n, 1, texts),
        (Some(n), ValueKind::Index) => format::signed(n, 1, texts),
        (Some(n), ValueKind::Percent) => format::percent(n / 100.0, 1, texts),
    };
    Cell {
        text,
        is_number: true,
        ..Cell::default()
    }
}

/// A change as tables show it: `+12.3%`, points of the index, or a dash.
pub(super) fn change_text(percent: Option<f64>, kind: ValueKind, texts: Texts) -> String {
    match (percent, kind) {
        (None, _) => "–".to_owned(),
        (Some(points), ValueKind::Index) => format::signed(points, 1, texts),
        (Some(percent), _) => {
            let sign = if percent < 0.0 { "−" } else { "+" };
            format!("{sign}{}", format::percent(percent.abs() / 100.0, 1, texts))
        }
    }
}
