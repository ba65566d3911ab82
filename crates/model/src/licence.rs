//! Licences: paid places in a solution, and what subscriptions give (ADM-30..37, QUO-14). The plan
//! table below is the one place that says what can be had; nothing here counts or assigns.

use crate::words::words;

words! {
    /// What kind of place a person has (administration section 10, question 19).
    LicenceType {
        /// Everything that the person's roles allow.
        Full = "full",
        /// Few streams, no labels, no automation (ADM-36).
        Restricted = "restricted",
    }
}

/// What a kind of place leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LicenceLimits {
    /// Most streams in Social Center, own and shared; none: as many as one likes.
    pub streams: Option<u32>,
    /// Whether posts can be labelled.
    pub labels: bool,
    /// Whether rules may act in the person's name.
    pub automation: bool,
}

impl LicenceType {
    /// What this kind leaves out (ADM-36).
    pub const fn limits(self) -> LicenceLimits {
        match self {
            Self::Full => LicenceLimits {
                streams: None,
                labels: true,
                automation: true,
            },
            Self::Restricted => LicenceLimits {
                streams: Some(2),
                labels: false,
                automation: false,
            },
        }
    }
}

words! {
    /// What an organization can subscribe to.
    Plan {
        /// Places for everything.
        FullSeats = "full_seats",
        /// Restricted places.
        RestrictedSeats = "restricted_seats",
        /// Packs of 10,000 posts a month.
        Posts10k = "posts_10k",
        /// Packs of 100,000 posts a month.
        Posts100k = "posts_100k",
        /// Packs of 1,000,000 posts a month.
        Posts1m = "posts_1m",
    }
}

/// What one unit of a plan gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A place.
    Seat(LicenceType),
    /// Posts a month.
    MonthlyPosts(u64),
}

impl Plan {
    /// What one unit gives (QUO-14 for packs of posts).
    pub const fn gives(self) -> Gives {
        match self {
            Self::FullSeats => Gives::Seat(LicenceType::Full),
            Self::RestrictedSeats => Gives::Seat(LicenceType::Restricted),
            Self::Posts10k => Gives::MonthlyPosts(10_000),
            Self::Posts100k => Gives::MonthlyPosts(100_000),
            Self::Posts1m => Gives::MonthlyPosts(1_000_000),
        }
    }

    /// The fewest units that are sold together.
    pub const fn least(self) -> u32 {
        match self {
            Self::Posts10k => 10,
            _ => 1,
        }
    }

    /// The plan whose units are places of a kind.
    pub const fn of_licence(kind: LicenceType) -> Self {
        match kind {
            LicenceType::Full => Self::FullSeats,
            LicenceType::Restricted => Self::RestrictedSeats,
        }
    }
}

words! {
    /// Where a subscription comes from.
    SubscriptionSource {
        /// The operator of the installation set it.
        Operator = "operator",
        /// The organization accepted a partner's offer.
        PartnerOrder = "partner_order",
        /// Somebody of the organization asked for it (ADM-35).
        Request = "request",
    }
}

words! {
    /// What has become of a subscription.
    SubscriptionState {
        /// Asked for; gives nothing until the operator confirms it.
        Requested = "requested",
        /// Gives what it says, until its trial ends if it is one.
        Active = "active",
        /// Gives nothing any more.
        Ended = "ended",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_place_has_its_plan() {
        for kind in LicenceType::ALL {
            assert_eq!(Plan::of_licence(*kind).gives(), Gives::Seat(*kind));
        }
    }

    #[test]
    fn restricted_places_leave_out_what_the_documents_say() {
        let limits = LicenceType::Restricted.limits();
        assert_eq!(
            (limits.streams, limits.labels, limits.automation),
            (Some(2), false, false)
        );
        assert_eq!(LicenceType::Full.limits().streams, None);
    }
}
