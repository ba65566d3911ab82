//! Time frames (ANA-020..025) and the past frames they are compared with (ANA-030..036).

use crate::time::{DAY, HOUR, Span, Timestamp, Zone};
use jiff::{ToSpan, civil::Date};

/// When posts were published, relative to now and to the viewer's zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeFrame {
    /// The current calendar day.
    Today,
    /// The past 7 calendar days, today included.
    LastWeek,
    /// The past 30 calendar days, today included.
    #[default]
    LastMonth,
    /// From the oldest stored post to now.
    All,
    /// Whole days of the zone, both included.
    Days(Date, Date),
    /// Exact instants.
    Exact(Span),
}

impl TimeFrame {
    /// The frame as instants. It ends at the end of today at most, so that a frame of whole days
    /// stays one while the day runs; `oldest` is where [`TimeFrame::All`] begins.
    pub fn span(&self, now: Timestamp, zone: &Zone, oldest: Option<Timestamp>) -> Span {
        let today = zone.date(now);
        let end = zone.start_of(plus_days(today, 1));
        let days = |first: Date, last: Date| Span {
            from: zone.start_of(first),
            to: zone.start_of(plus_days(last, 1)),
        };
        match *self {
            Self::Today => days(today, today),
            Self::LastWeek => days(plus_days(today, -6), today),
            Self::LastMonth => days(plus_days(today, -29), today),
            Self::All => {
                let first = oldest.unwrap_or(now).min(now);
                Span {
                    from: zone.start_of(zone.date(first)),
                    to: end,
                }
            }
            Self::Days(first, last) => days(first.min(last), first.max(last)),
            Self::Exact(span) => span,
        }
    }

    /// The past similar frames of ANA-031, nearest first: 5 for up to a day, 3 for up to 7 days,
    /// 1 for longer ones; none for [`TimeFrame::All`]. Today is compared by elapsed time (ANA-035).
    pub fn past(&self, now: Timestamp, zone: &Zone, oldest: Option<Timestamp>) -> Vec<Span> {
        let span = self.span(now, zone, oldest);
        if *self == Self::All {
            return Vec::new();
        }
        // Whole days shift by civil days, so that a change of the clock moves no boundary.
        let (first, last) = (zone.date(span.from), zone.date(span.to.plus(-1)));
        let whole =
            zone.start_of(first) == span.from && zone.start_of(plus_days(last, 1)) == span.to;
        let length = if whole {
            i64::from(days_between(first, last)) + 1
        } else {
            span.micros().div_euclid(DAY) + 1
        };
        let frames: i64 = match length {
            ..=1 => 5,
            2..=7 => 3,
            _ => 1,
        };
        let elapsed_to = span.to.min(now);
        (1..=frames)
            .map(|n| {
                if whole {
                    let back = -(n * length);
                    let from = zone.start_of(plus_days(first, back));
                    let full = zone.start_of(plus_days(last, back + 1));
                    // A running frame is compared with as much of the past ones as has passed of it.
                    let part = from.plus(elapsed_to.0.saturating_sub(span.from.0));
                    Span {
                        from,
                        to: if elapsed_to < span.to {
                            part.min(full)
                        } else {
                            full
                        },
                    }
                } else {
                    let back = n.saturating_mul(span.micros());
                    Span {
                        from: span.from.plus(-back),
                        to: span.to.plus(-back),
                    }
                }
            })
            .collect()
    }

    /// The bucket of a time axis over the frame: up to 48 hours hours, up to 92 days days, longer
    /// weeks (ANA-024).
    pub fn bucket_of(span: Span) -> super::Bucket {
        match span.micros() {
            n if n <= 48 * HOUR => super::Bucket::Hour,
            n if n <= 92 * DAY + HOUR => super::Bucket::Day,
            _ => super::Bucket::Week,
        }
    }
}

pub(crate) fn plus_days(date: Date, days: i64) -> Date {
    date.saturating_add(days.clamp(-3_000_000, 3_000_000).days())
}

fn days_between(first: Date, last: Date) -> i32 {
    first
        .until(last)
        .map(|span| span.get_days())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap_or_default()
    }

    fn check(frame: TimeFrame, from: &str, to: &str, past: &[(&str, &str)]) {
        let now = at("2026-11-22T15:30:00Z");
        let zone: Zone = "Europe/Berlin".parse().unwrap_or(Zone::UTC);
        let span = frame.span(now, &zone, None);
        assert_eq!((span.from, span.to), (at(from), at(to)), "{frame:?}");
        let spans: Vec<_> = frame
            .past(now, &zone, None)
            .into_iter()
            .map(|s| (s.from, s.to))
            .collect();
        let expect: Vec<_> = past.iter().map(|(f, t)| (at(f), at(t))).collect();
        assert_eq!(spans, expect, "{frame:?}");
    }

    #[test]
    fn frames_follow_the_calendar_of_the_zone() {
        check(
            TimeFrame::Today,
            "2026-11-21T23:00:00Z",
            "2026-11-22T23:00:00Z",
            &[
                ("2026-11-20T23:00:00Z", "2026-11-21T15:30:00Z"),
                ("2026-11-19T23:00:00Z", "2026-11-20T15:30:00Z"),
                ("2026-11-18T23:00:00Z", "2026-11-19T15:30:00Z"),
                ("2026-11-17T23:00:00Z", "2026-11-18T15:30:00Z"),
                ("2026-11-16T23:00:00Z", "2026-11-17T15:30:00Z"),
            ],
        );
        // The day on which the clock goes back has 25 hours.
        check(
            TimeFrame::Days(date(2026, 10, 25), date(2026, 10, 31)),
            "2026-10-24T22:00:00Z",
            "2026-10-31T23:00:00Z",
            &[
                ("2026-10-17T22:00:00Z", "2026-10-24T22:00:00Z"),
                ("2026-10-10T22:00:00Z", "2026-10-17T22:00:00Z"),
                ("2026-10-03T22:00:00Z", "2026-10-10T22:00:00Z"),
            ],
        );
        check(
            TimeFrame::Days(date(2026, 10, 1), date(2026, 10, 20)),
            "2026-09-30T22:00:00Z",
            "2026-10-20T22:00:00Z",
            &[("2026-09-10T22:00:00Z", "2026-09-30T22:00:00Z")],
        );
        check(
            TimeFrame::All,
            "2026-11-21T23:00:00Z",
            "2026-11-22T23:00:00Z",
            &[],
        );
    }
}
