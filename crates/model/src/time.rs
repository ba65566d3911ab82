//! Instants, half-open spans and time zones. All instants are microseconds UTC.

use jiff::{Zoned, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// One second, one minute, one hour and one day in microseconds.
pub const SECOND: i64 = 1_000_000;
/// One minute in microseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in microseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// Twenty-four hours in microseconds.
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// From whole seconds; saturates at the ends.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(SECOND))
    }

    /// Whole seconds, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// This instant moved by `micros`.
    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// The same day and time so many months before, UTC; the last day of a shorter month. Beyond all
    /// calendars the beginning of time.
    pub fn months_before(self, months: u32) -> Self {
        let zoned = self.to_jiff().to_zoned(TimeZone::UTC);
        let span = jiff::Span::new().try_months(months).ok();
        let before = span.and_then(|span| zoned.checked_sub(span).ok());
        before.map_or(Self(i64::MIN), |before| before.timestamp().into())
    }

    /// As jiff's instant; instants outside its range become its ends.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// RFC 3339 with `Z`, seconds unless there are microseconds.
    pub fn to_rfc3339(self) -> String {
        self.to_jiff().to_string()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self(instant.as_microsecond())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

/// The text is not an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an instant: RFC 3339 such as 2026-11-22T14:05:00Z expected")]
pub struct ParseTimestampError;

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        text.parse::<jiff::Timestamp>()
            .map(Self::from)
            .map_err(|_| ParseTimestampError)
    }
}

/// A stretch of time, `from` included, `to` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First instant.
    pub from: Timestamp,
    /// First instant after.
    pub to: Timestamp,
}

impl Span {
    /// Every instant.
    pub const EVER: Self = Self {
        from: Timestamp(i64::MIN),
        to: Timestamp(i64::MAX),
    };

    /// Whether the instant lies inside.
    pub fn contains(&self, instant: Timestamp) -> bool {
        self.from <= instant && instant < self.to
    }

    /// Length in microseconds, never negative.
    pub fn micros(&self) -> i64 {
        self.to.0.saturating_sub(self.from.0).max(0)
    }
}

/// A time zone by its IANA name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// There is no such time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time zone: an IANA name such as Europe/Berlin expected")]
pub struct ParseZoneError;

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The civil date of an instant here.
    pub fn date(&self, instant: Timestamp) -> civil::Date {
        self.zoned(instant).date()
    }

    /// The instant as a wall clock shows it here.
    pub fn zoned(&self, instant: Timestamp) -> Zoned {
        instant.to_jiff().to_zoned(self.0.clone())
    }

    /// The first instant of a civil date here (after a gap at midnight, the first that exists).
    pub fn start_of(&self, date: civil::Date) -> Timestamp {
        match date.to_zoned(self.0.clone()) {
            Ok(zoned) => zoned.timestamp().into(),
            Err(_) if date < civil::date(1970, 1, 1) => Timestamp(i64::MIN),
            Err(_) => Timestamp(i64::MAX),
        }
    }
}

impl FromStr for Zone {
    type Err = ParseZoneError;

    fn from_str(name: &str) -> Result<Self, ParseZoneError> {
        TimeZone::get(name).map(Self).map_err(|_| ParseZoneError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_calendar() {
        for (now, months, expect) in [
            ("2026-11-22T12:30:00Z", 15, "2025-08-22T12:30:00Z"),
            ("2024-03-31T00:00:00Z", 1, "2024-02-29T00:00:00Z"),
            ("2024-03-31T00:00:00Z", 0, "2024-03-31T00:00:00Z"),
        ] {
            let now: Timestamp = now.parse().unwrap();
            assert_eq!(now.months_before(months).to_rfc3339(), expect);
        }
        assert_eq!(Timestamp(0).months_before(u32::MAX), Timestamp(i64::MIN));
    }

    #[test]
    fn days_begin_where_the_zone_says() {
        let Ok(berlin) = "Europe/Berlin".parse::<Zone>() else {
            panic!("zone data is bundled")
        };
        let start = berlin.start_of(civil::date(2026, 3, 29));
        let next = berlin.start_of(civil::date(2026, 3, 30));
        assert_eq!(start.to_rfc3339(), "2026-03-28T23:00:00Z");
        assert_eq!(next.0 - start.0, 23 * HOUR);
        assert_eq!(berlin.name(), "Europe/Berlin");
        assert!("Mars/Base".parse::<Zone>().is_err());
    }
}
