//! Numbers, times and shares as a person of a locale reads them.

use crate::i18n::Texts;
use hearken_model::{Timestamp, Zone};

/// Groups of three digits: `1,234,567`, in German `1.234.567`.
pub fn number(n: u64, texts: Texts) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(group_mark(texts));
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

/// A decimal with the locale's mark.
pub fn decimal(value: f64, places: usize, texts: Texts) -> String {
    let text = format!("{value:.places$}");
    if texts.locale() == "de" {
        text.replace('.', ",")
    } else {
        text
    }
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
    let date = zone.date(instant);
    let month = texts.get(&format!("month-short-{}", date.month()));
    let dot = if texts.locale() == "de" { "." } else { "" };
    format!("{}{dot} {month} {}", date.day(), date.year())
}

/// Day and time of day: `22 Nov 2026, 14:05`.
pub fn moment(instant: Timestamp, zone: &Zone, texts: Texts) -> String {
    let clock = zone.zoned(instant).time();
    format!(
        "{}, {:02}:{:02}",
        day(instant, zone, texts),
        clock.hour(),
        clock.minute()
    )
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

fn group_mark(texts: Texts) -> char {
    if texts.locale() == "de" { '.' } else { ',' }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
