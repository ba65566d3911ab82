//! The words of delegated administration (administration section 1): what a partner may be given,
//! where a relationship stands, who may pause it, why it ended.

use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// How much a partner, or one of its people, may do in a customer's organization (DEL-06).
    DelegationLevel {
        /// Sees the list of users and helps them regain sign-in; no access to the solution.
        Limited = "limited",
        /// Administrator and Manager in the solution, and the tasks of an organization's
        /// administrator (DEL-31, DEL-41).
        Full = "full",
    }
}

words! {
    /// What an offer of a partner contains besides delegation (DEL-10).
    OfferKind {
        /// Delegation only.
        Standalone = "standalone",
        /// A trial subscription.
        Trial = "trial",
        /// Subscriptions to be bought.
        Purchase = "purchase",
    }
}

words! {
    /// Whether an organization may offer delegated administration (DEL-02, DEL-03).
    PartnerStatus {
        /// It never was allowed to.
        None = "none",
        /// The operator allowed it.
        Verified = "verified",
        /// The operator took that back: nothing can be offered, relationships rest.
        Suspended = "suspended",
    }
}

words! {
    /// Where a relationship stands. A pause is no state of its own: see [`Holds`].
    RelationshipState {
        /// Being written by the partner.
        Draft = "draft",
        /// Waits for the customer's answer.
        Offered = "offered",
        /// The customer said yes to an open link; waits for the partner's confirmation.
        Countersign = "countersign",
        /// In force, unless held.
        Active = "active",
        /// Over, for good.
        Ended = "ended",
    }
}

words! {
    /// Who does something to a relationship, and whose a hold is.
    Side {
        /// A global administrator of the customer's own.
        Customer = "customer",
        /// A person of the partner, from the partner area.
        Partner = "partner",
        /// The installation itself: time, or a check that failed.
        System = "system",
        /// The operator of the installation.
        Operator = "operator",
    }
}

words! {
    /// Why a relationship is over.
    EndReason {
        /// The customer said no.
        Declined = "declined",
        /// The partner took the offer back.
        Withdrawn = "withdrawn",
        /// Nobody answered, or confirmed, in time.
        OfferExpired = "offer_expired",
        /// Its agreed time is over.
        Expired = "expired",
        /// The customer removed the partner (DEL-80).
        ByCustomer = "by_customer",
        /// The partner ended its side (DEL-84).
        ByPartner = "by_partner",
        /// The operator ended it, or one of the two organizations is gone (DEL-90).
        ByOperator = "by_operator",
    }
}

/// The pauses of a relationship: a set of sides. Each side sets and lifts its own, so that nobody
/// can wash away another's hold by adding one; any hold denies all access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Holds(u8);

impl Holds {
    /// No pause.
    pub const NONE: Self = Self(0);

    /// From the stored number; none for one that holds unknown sides.
    pub const fn from_bits(bits: i64) -> Option<Self> {
        if bits >= 0 && bits < 16 {
            Some(Self(bits as u8))
        } else {
            None
        }
    }

    /// The number that is stored.
    pub const fn bits(self) -> i64 {
        self.0 as i64
    }

    /// Whether nobody holds.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this side holds.
    pub const fn contains(self, side: Side) -> bool {
        self.0 & (1 << side as u8) != 0
    }

    /// With this side's hold.
    #[must_use]
    pub const fn with(self, side: Side) -> Self {
        Self(self.0 | 1 << side as u8)
    }

    /// Without this side's hold.
    #[must_use]
    pub const fn without(self, side: Side) -> Self {
        Self(self.0 & !(1 << side as u8))
    }

    /// The sides that hold.
    pub fn sides(self) -> impl Iterator<Item = Side> {
        Side::ALL
            .iter()
            .copied()
            .filter(move |side| self.contains(*side))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_are_a_set() {
        let holds = Holds::NONE.with(Side::Partner).with(Side::Customer);
        assert!(holds.contains(Side::Partner) && !holds.contains(Side::System));
        assert_eq!(
            holds.without(Side::Partner),
            Holds::NONE.with(Side::Customer)
        );
        assert_eq!(Holds::from_bits(holds.bits()), Some(holds));
        assert_eq!(Holds::from_bits(16), None);
        assert_eq!(
            holds.sides().collect::<Vec<_>>(),
            [Side::Customer, Side::Partner]
        );
    }

    #[test]
    fn words_are_read_back() {
        for level in DelegationLevel::ALL {
            assert_eq!(DelegationLevel::from_word(level.as_str()), Some(*level));
        }
        assert!(DelegationLevel::Limited < DelegationLevel::Full);
    }
}
