//! Numbers, times and shares as a person of a locale reads them, or as they chose (GLO-30).

use crate::i18n::Texts;
use hearken_model::{Clock, DateField, DatePart, DatePattern, NumberFormat, Timestamp, Zone};
use jiff::civil::Date;
use std::sync::LazyLock;

/// How a language writes.
struct Habits {
    numbers: NumberFormat,
    dates: Option<DatePattern>,
}

static ENGLISH: LazyLock<Habits> = LazyLock::new(|| Habits {
    numbers: NumberFormat::Comma,
    dates: "d MMM yyyy".parse().ok(),
});

static GERMAN: LazyLock<Habits> = LazyLock::new(|| Habits {
    numbers: NumberFormat::Point,
    dates: "d. MMM yyyy".parse().ok(),
});

fn habits(texts: Texts) -> &'static Habits {
    if texts.locale() == "de" {
        &GERMAN
    } else {
        &ENGLISH
    }
}

/// How numbers are written.
pub(crate) fn numbers(texts: Texts) -> NumberFormat {
    texts.style().numbers.unwrap_or(habits(texts).numbers)
}

/// Groups of three digits: `1,234,567`, in German `1.234.567`.
pub fn number(n: u64, texts: Texts) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    let group = numbers(texts).group();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.extend(group);
        }
        out.push(digit);
    }
    out
}

/// Three figures for charts and headers: `999`, `1,234`, `12.3k`, `4.56M` (ANA-009).
pub fn compact(n: u64, texts: Texts) -> String {
    let (scaled, unit) = match n {
        0..10_000 => return number(n, texts),
        10_000..1_000_000 => (n as f64 / 1e3, "k"),
        1_000_000..1_000_000_000 => (n as f64 / 1e6, "M"),
        _ => (n as f64 / 1e9, "bn"),
    };
    let places = if scaled >= 100.0 {
        0
    } else if scaled >= 10.0 {
        1
    } else {
        2
    };
    format!("{}{unit}", decimal(scaled, places, texts))
}

/// A decimal with its mark.
pub fn decimal(value: f64, places: usize, texts: Texts) -> String {
    let text = format!("{value:.places$}");
    text.replace('.', numbers(texts).decimal().encode_utf8(&mut [0; 4]))
}

/// A decimal that always wears its sign: `+6.6`, `−1.9`, `0.0`.
pub fn signed(value: f64, places: usize, texts: Texts) -> String {
    let text = decimal(value.abs(), places, texts);
    if text.bytes().all(|b| !(b'1'..=b'9').contains(&b)) {
        text
    } else if value < 0.0 {
        format!("−{text}")
    } else {
        format!("+{text}")
    }
}

/// A share of one as percent: `12.3%`, in German `12,3 %`.
pub fn percent(share: f64, places: usize, texts: Texts) -> String {
    let text = decimal(share * 100.0, places, texts);
    if texts.locale() == "de" {
        format!("{text}\u{a0}%")
    } else {
        format!("{text}%")
    }
}

/// A calendar day: `22 Nov 2026`.
pub fn day(instant: Timestamp, zone: &Zone, texts: Texts) -> String {
    let pattern = dates(texts);
    pattern.map_or_else(String::new, |pattern| {
        date(zone.date(instant), pattern, texts)
    })
}

/// How days are written.
pub(crate) fn dates(texts: Texts) -> Option<DatePattern> {
    texts.style().dates.or(habits(texts).dates)
}

/// A calendar day as a pattern has it.
pub fn date(date: Date, pattern: DatePattern, texts: Texts) -> String {
    let name = |family: &str, number: i8| texts.get(&format!("{family}-{number}"));
    let mut out = String::new();
    for part in pattern.parts() {
        let field = match part {
            DatePart::Field(field) => field,
            DatePart::Text(text) => {
                out.push(*text);
                continue;
            }
        };
        let weekday = date.weekday().to_monday_one_offset();
        out.push_str(&match field {
            DateField::Day => date.day().to_string(),
            DateField::Day2 => format!("{:02}", date.day()),
            DateField::Month => date.month().to_string(),
            DateField::Month2 => format!("{:02}", date.month()),
            DateField::MonthShort => name("month-short", date.month()),
            DateField::MonthLong => name("month-long", date.month()),
            DateField::Year2 => format!("{:02}", date.year().rem_euclid(100)),
            DateField::Year => format!("{:04}", date.year()),
            DateField::WeekdayShort => name("weekday-short", weekday),
            DateField::WeekdayLong => name("weekday-long", weekday),
        });
    }
    out
}

/// A time of day: `14:05` or `2:05 pm`.
fn time_of_day(hour: i8, minute: i8, texts: Texts) -> String {
    match texts.style().clock.unwrap_or(Clock::Hours24) {
        Clock::Hours24 => format!("{hour:02}:{minute:02}"),
        Clock::Hours12 => {
            let half = if hour < 12 { "clock-am" } else { "clock-pm" };
            let hour = (hour + 11).rem_euclid(12) + 1;
            format!("{hour}:{minute:02}\u{a0}{}", texts.get(half))
        }
    }
}

/// Day and time of day: `22 Nov 2026, 14:05`.
pub fn moment(instant: Timestamp, zone: &Zone, texts: Texts) -> String {
    let clock = zone.zoned(instant).time();
    let clock = time_of_day(clock.hour(), clock.minute(), texts);
    format!("{}, {clock}", day(instant, zone, texts))
}

/// How long ago: `now`, `5 min`, `3 h`, `6 d`, else the day.
pub fn ago(instant: Timestamp, now: Timestamp, zone: &Zone, texts: Texts) -> String {
    use hearken_model::time::{DAY, HOUR, MINUTE};
    let passed = now.0.saturating_sub(instant.0);
    let count = |key: &str, unit: i64| texts.with(key, &[("n", (passed / unit).into())]);
    match passed {
        ..MINUTE => texts.get("ago-now"),
        n if n < HOUR => count("ago-minutes", MINUTE),
        n if n < DAY => count("ago-hours", HOUR),
        n if n < 7 * DAY => count("ago-days", DAY),
        _ => day(instant, zone, texts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::PageStyle;

    #[test]
    fn numbers_are_short_and_grouped() {
        let en = Texts::ENGLISH;
        let de = Texts::choose(Some("de"), None);
        for (n, long, short, german) in [
            (0, "0", "0", "0"),
            (1_234, "1,234", "1,234", "1.234"),
            (12_345, "12,345", "12.3k", "12,3k"),
            (123_456, "123,456", "123k", "123k"),
            (4_560_000, "4,560,000", "4.56M", "4,56M"),
        ] {
            assert_eq!(
                (number(n, en), compact(n, en), compact(n, de)),
                (long.into(), short.into(), german.into())
            );
        }
        assert_eq!(signed(-1.94, 1, en), "−1.9");
        assert_eq!(signed(0.04, 1, en), "0.0");
        assert_eq!(percent(0.123, 1, de), "12,3\u{a0}%");
    }
    #[test]
    fn what_is_chosen_is_written() {
        let style = |dates: &str, clock, numbers| PageStyle {
            dates: dates.parse().ok(),
            clock: Some(clock),
            numbers: Some(numbers),
            ..PageStyle::default()
        };
        let en = Texts::ENGLISH;
        let de = Texts::choose(Some("de"), None);
        let at = "2026-03-07T00:05:00Z".parse().unwrap();
        let written = |texts, at| {
            (
                moment(at, &Zone::UTC, texts),
                number(12_345, texts),
                percent(0.123, 1, texts),
            )
        };
        let english = style(
            "EEE, MMMM d, yyyy",
            Clock::Hours12,
            NumberFormat::Apostrophe,
        );
        assert_eq!(
            written(en.in_style(english), at),
            (
                "Sat, March 7, 2026, 12:05\u{a0}am".to_owned(),
                "12’345".to_owned(),
                "12.3%".to_owned()
            )
        );
        let german = style("dd.MM.yy", Clock::Hours24, NumberFormat::Space);
        assert_eq!(
            written(de.in_style(german), at),
            (
                "07.03.26, 00:05".to_owned(),
                "12\u{202f}345".to_owned(),
                "12,3\u{a0}%".to_owned()
            )
        );
        assert_eq!(day(at, &Zone::UTC, de), "7. März 2026");
        assert_eq!(
            number(
                1_234,
                en.in_style(style("", Clock::Hours24, NumberFormat::Plain))
            ),
            "1234"
        );
    }
}
