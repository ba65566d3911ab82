//! Times as files write them.

use hearken_model::Timestamp;
use jiff::{civil, fmt::rfc2822, tz::TimeZone};

/// A time in one of the forms that tools export: RFC 3339, the same with a space, without offset
/// (UTC) or without time (midnight), RFC 2822, or a number of seconds, milliseconds or microseconds
/// since 1970. Forms such as `03/04/2024` are not guessed: they need a format.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(instant) = number(text) {
        return Some(instant);
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.into());
    }
    if let Ok(local) = text.parse::<civil::DateTime>() {
        return utc(local);
    }
    if let Some(bare) = text.strip_suffix(" UTC") {
        return bare.parse::<civil::DateTime>().ok().and_then(utc);
    }
    rfc2822::parse(text)
        .ok()
        .map(|zoned| zoned.timestamp().into())
}

/// A time in the form of `strptime`; UTC unless the format has an offset.
pub(super) fn parse_as(format: &str, text: &str) -> Option<Timestamp> {
    let parts = jiff::fmt::strtime::parse(format, text.trim()).ok()?;
    if parts.offset().is_some() {
        return parts.to_timestamp().ok().map(Timestamp::from);
    }
    if let Ok(local) = parts.to_datetime() {
        return utc(local);
    }
    utc(parts.to_date().ok()?.at(0, 0, 0, 0))
}

fn utc(local: civil::DateTime) -> Option<Timestamp> {
    let zoned = local.to_zoned(TimeZone::UTC).ok()?;
    Some(zoned.timestamp().into())
}

/// Seconds have up to 11 digits until the year 5138, milliseconds 12 to 14, microseconds more.
pub(super) fn number(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() < 9 || !digits(whole) || !digits(fraction) {
        return None; // shorter ones are dates such as 20240131, or no times at all
    }
    let value: i64 = whole.parse().ok()?;
    match whole.len() {
        ..=11 => {
            let micros: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
            Some(Timestamp::from_seconds(value).plus(micros))
        }
        12..=14 => Some(Timestamp(value.checked_mul(1000)?)),
        _ => Some(Timestamp(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_many_tools_are_read() {
        let check = |text: &str, expect: Option<&str>| {
            let found = parse(text).map(|t| t.to_rfc3339());
            assert_eq!(found.as_deref(), expect, "{text}");
        };
        check("2024-02-03T04:05:06Z", Some("2024-02-03T04:05:06Z"));
        check("2024-02-03T04:05:06+02:00", Some("2024-02-03T02:05:06Z"));
        check("2024-02-03 04:05:06.5+0200", Some("2024-02-03T02:05:06.5Z"));
        check("2024-02-03T04:05:06", Some("2024-02-03T04:05:06Z"));
        check("2024-02-03 04:05:06", Some("2024-02-03T04:05:06Z"));
        check("2024-02-03 04:05:06 UTC", Some("2024-02-03T04:05:06Z"));
        check(" 2024-02-03 04:05 ", Some("2024-02-03T04:05:00Z"));
        check("2024-02-03", Some("2024-02-03T00:00:00Z"));
        check(
            "Sat, 03 Feb 2024 04:05:06 +0000",
            Some("2024-02-03T04:05:06Z"),
        );
        check("1706933106", Some("2024-02-03T04:05:06Z"));
        check("1706933106.25", Some("2024-02-03T04:05:06.25Z"));
        check("1706933106000", Some("2024-02-03T04:05:06Z"));
        check("1706933106000000", Some("2024-02-03T04:05:06Z"));
        for bad in [
            "",
            "soon",
            "03/04/2024",
            "12",
            "-5",
            "2024-13-01",
            "99999999999999999999",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn a_format_settles_what_is_ambiguous() {
        let check = |format: &str, text: &str, expect: Option<&str>| {
            let found = parse_as(format, text).map(|t| t.to_rfc3339());
            assert_eq!(found.as_deref(), expect, "{format} {text}");
        };
        check(
            "%d/%m/%Y %H:%M",
            "03/04/2024 05:06",
            Some("2024-04-03T05:06:00Z"),
        );
        check("%m/%d/%Y", "03/04/2024", Some("2024-03-04T00:00:00Z"));
        check(
            "%d.%m.%Y %H:%M %z",
            "03.04.2024 05:06 +0200",
            Some("2024-04-03T03:06:00Z"),
        );
        check("%d/%m/%Y", "2024-04-03", None);
        check("%", "x", None);
    }
}
