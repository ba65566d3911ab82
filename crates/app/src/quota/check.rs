//! Whether what rules would bring fits the month (SEA-052, SEA-166). Pure.

use hearken_model::Diagnostic;

/// Rules that would bring more than this many months' quota are not saved.
const REFUSED: u64 = 5;

/// What rules would bring in a month, beside the organization's monthly quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaCheck {
    /// Posts that the rules would bring in a month, from the past 30 days.
    pub estimate: u64,
    /// Posts that the organization may take in each month.
    pub quota: u64,
}

/// How an estimate stands to the quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It fits.
    Within,
    /// More than a month's quota: people are warned.
    Above,
    /// So much more that the rules are not saved.
    FarAbove,
}

impl QuotaCheck {
    /// How it stands.
    pub fn fit(self) -> Fit {
        if self.estimate <= self.quota {
            Fit::Within
        } else if self.estimate <= self.quota.saturating_mul(REFUSED) {
            Fit::Above
        } else {
            Fit::FarAbove
        }
    }

    /// The problem of rules that are not saved for it; none where they are.
    pub(crate) fn problem(self) -> Option<Diagnostic> {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        (self.fit() == Fit::FarAbove).then(|| {
            Diagnostic::new("far_above_quota", "rules")
                .with("estimate", number(self.estimate))
                .with("quota", number(self.quota))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_warned_of_and_five_are_refused() {
        for (estimate, quota, expect) in [
            (0, 0, Fit::Within),
            (1, 0, Fit::FarAbove),
            (100, 100, Fit::Within),
            (101, 100, Fit::Above),
            (500, 100, Fit::Above),
            (501, 100, Fit::FarAbove),
            (u64::MAX, u64::MAX, Fit::Within),
        ] {
            let check = QuotaCheck { estimate, quota };
            assert_eq!(check.fit(), expect, "{estimate} of {quota}");
            let refused = expect == Fit::FarAbove;
            assert_eq!(check.problem().is_some(), refused, "{estimate} of {quota}");
        }
    }
}
