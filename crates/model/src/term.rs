//! How long an organization's solution lives: while somebody subscribes to places in it, then a month
//! to look at it, then closed, then emptied (TRI-09, RET-06).

use crate::{Timestamp, time::DAY, words::words};

words! {
    /// What can be done in a solution.
    Stage {
        /// Everything.
        Running = "running",
        /// Looking and erasing; nothing new comes in.
        ReadOnly = "read_only",
        /// Nobody enters; the organization's own affairs go on, and subscribing again opens it.
        Closed = "closed",
    }
}

words! {
    /// Where a solution stands, as it is written down and told to its administrators.
    Standing {
        /// Everything goes.
        Running = "running",
        /// Its last place ends within a week.
        EndsSoon = "ends_soon",
        /// It can be looked at.
        ReadOnly = "read_only",
        /// Nobody enters.
        Closed = "closed",
        /// What is in it will be deleted within two weeks.
        DeletionSoon = "deletion_soon",
        /// What was in it is deleted.
        Deleted = "deleted",
    }
}

impl Standing {
    /// What can be done.
    pub const fn stage(self) -> Stage {
        match self {
            Self::Running | Self::EndsSoon => Stage::Running,
            Self::ReadOnly => Stage::ReadOnly,
            Self::Closed | Self::DeletionSoon | Self::Deleted => Stage::Closed,
        }
    }
}

/// How long before its end the administrators are told.
pub const END_NOTICE: i64 = 7 * DAY;
/// How long a solution can be looked at after its last place ended (TRI-09).
pub const READ_ONLY_LIMIT: i64 = 30 * DAY;
/// How long what is in it is kept after its last place ended (RET-06).
pub const KEEP_LIMIT: i64 = 180 * DAY;
/// How long before it is deleted the administrators are told; nothing is deleted without.
pub const DELETION_NOTICE: i64 = 14 * DAY;

/// Until when a solution has places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Term {
    /// When the last of what gives places ended or will; none while something gives them for good.
    pub ends_at: Option<Timestamp>,
}

impl Term {
    /// Where the solution stands at `now`.
    pub fn standing(self, now: Timestamp) -> Standing {
        let Some(end) = self.ends_at else {
            return Standing::Running;
        };
        let since = now.0.saturating_sub(end.0);
        [
            (KEEP_LIMIT, Standing::Deleted),
            (KEEP_LIMIT - DELETION_NOTICE, Standing::DeletionSoon),
            (READ_ONLY_LIMIT, Standing::Closed),
            (0, Standing::ReadOnly),
            (-END_NOTICE, Standing::EndsSoon),
        ]
        .into_iter()
        .find(|(from, _)| since >= *from)
        .map_or(Standing::Running, |(_, standing)| standing)
    }

    /// What can be done at `now`.
    pub fn stage(self, now: Timestamp) -> Stage {
        self.standing(now).stage()
    }

    /// When it closes.
    pub fn closes_at(self) -> Option<Timestamp> {
        self.ends_at.map(|end| end.plus(READ_ONLY_LIMIT))
    }

    /// When what is in it is deleted.
    pub fn deleted_at(self) -> Option<Timestamp> {
        self.ends_at.map(|end| end.plus(KEEP_LIMIT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solution_is_readable_for_a_month_then_closed_then_deleted() {
        let end = Timestamp(1_000 * DAY);
        let term = Term { ends_at: Some(end) };
        for (days, standing) in [
            (-8, Standing::Running),
            (-7, Standing::EndsSoon),
            (0, Standing::ReadOnly),
            (29, Standing::ReadOnly),
            (30, Standing::Closed),
            (166, Standing::DeletionSoon),
            (180, Standing::Deleted),
        ] {
            assert_eq!(term.standing(end.plus(days * DAY)), standing, "day {days}");
        }
        assert_eq!(term.stage(end.plus(-1)), Stage::Running);
        assert_eq!(term.stage(end.plus(READ_ONLY_LIMIT - 1)), Stage::ReadOnly);
        assert_eq!(Term::default().stage(Timestamp(i64::MAX)), Stage::Running);
    }
}
