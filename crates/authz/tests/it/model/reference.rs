//! The reference model of delegated administration, transcribed: a second statement of how a
//! relationship lives, written from the table of states and not from the code under test. Time is
//! whole hours; what is granted is a level; widening (amendments), activation on demand and scopes
//! below the organization don't exist here as they don't in the product.
//!
//! Settled otherwise than in the exhaustive model of one clock tick a step: any side may hold;
//! either side or the operator may end from the offer on; lifting what is not held changes nothing,
//! and the customer's lifting says that the partner is still wanted; an assignment is the partner's
//! own list and counts for what was approved.

use super::deeds::{Deed, Kind, OFFER_HOURS};
use super::{Observed, SIDES};
use hearken_model::{
    DelegationLevel::{self, Full, Limited},
    RelationshipState as Rel, Side,
};

const NEVER: i64 = i64::MAX;
const IDLE: i64 = 90 * 24;
const COUNTERSIGN: i64 = 14 * 24;
const FACTOR: i64 = 12;
const MOST_DAYS: u16 = 730;
const NO_HOLDS: [bool; 4] = [false; SIDES.len()];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Model {
    t: i64,
    rel: Rel,
    bound: bool,
    asked: DelegationLevel,
    asked_hours: i64,
    /// What is approved now.
    granted: Option<DelegationLevel>,
    /// What the customer ever approved, minus what was narrowed since; the specification's variable.
    ghost: Option<DelegationLevel>,
    hours: i64,
    due: i64,
    ends: i64,
    used: i64,
    holds: [bool; 4],
    assigned: Option<DelegationLevel>,
    user: bool,
    partner: bool,
    factor: i64,
    admins: u8,
    token: Token,
    job: Job,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Token {
    None,
    /// With the second factor of its making.
    Live(i64),
    Revoked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Job {
    None,
    Queued,
    Ran,
    Held,
}

fn index(side: Side) -> usize {
    SIDES.iter().position(|one| *one == side).expect("a side")
}

/// Days as hours; none for what cannot be agreed.
fn hours(days: Option<u16>) -> Option<i64> {
    match days {
        None => Some(NEVER),
        Some(0) => None,
        Some(days) if days > MOST_DAYS => None,
        Some(days) => Some(i64::from(days) * 24),
    }
}

impl Model {
    pub(super) fn start() -> Self {
        Self {
            t: 0,
            rel: Rel::Draft,
            bound: false,
            asked: Limited,
            asked_hours: NEVER,
            granted: None,
            ghost: None,
            hours: NEVER,
            due: 0,
            ends: NEVER,
            used: 0,
            holds: NO_HOLDS,
            assigned: Some(Full),
            user: true,
            partner: true,
            factor: 0,
            admins: 2,
            token: Token::None,
            job: Job::None,
        }
    }

    fn usable(&self) -> bool {
        self.rel == Rel::Active
            && self.holds == NO_HOLDS
            && self.t < self.ends
            && self.t - self.used < IDLE
    }

    fn allowed_with(&self, level: DelegationLevel, factor: i64) -> bool {
        self.usable()
            && self.partner
            && self.user
            && self.t - factor < FACTOR
            && self.assigned >= Some(level)
            && self.granted >= Some(level)
    }

    fn allowed(&self, level: DelegationLevel) -> bool {
        self.allowed_with(level, self.factor)
    }

    /// Ending is one transaction: what was made under the relationship goes with it.
    fn end(self) -> Self {
        Self {
            rel: Rel::Ended,
            holds: NO_HOLDS,
            assigned: None,
            token: match self.token {
                Token::Live(_) => Token::Revoked,
                other => other,
            },
            job: match self.job {
                Job::Queued => Job::Held,
                other => other,
            },
            ..self
        }
    }

    fn begin(self) -> Self {
        Self {
            rel: Rel::Active,
            ends: self.t.saturating_add(self.hours),
            used: self.t,
            assigned: self.assigned.min(self.granted),
            ..self
        }
    }

    fn held(mut self, side: Side, held: bool) -> Self {
        self.holds[index(side)] = held;
        self
    }

    /// What comes after; none: refused.
    pub(super) fn after(self, deed: Deed) -> Option<Self> {
        match deed {
            Deed::Offer { level, days, bound } => (self.rel == Rel::Draft).then_some(Self {
                rel: Rel::Offered,
                asked: level,
                asked_hours: hours(days)?,
                due: self.t + OFFER_HOURS,
                bound,
                ..self
            }),
            Deed::By(side, kind) => self.by(side, kind),
            Deed::Wait(hours) => Some(Self {
                t: self.t + hours,
                ..self
            }),
            Deed::Sweep => Some(self.swept()),
            Deed::Assign(level) => Some(Self {
                assigned: match self.rel {
                    Rel::Active => level.min(self.granted),
                    Rel::Ended => None,
                    _ => level,
                },
                ..self
            }),
            Deed::Enter => self.allowed(Limited).then_some(Self {
                used: self.t,
                ..self
            }),
            Deed::UserActive(user) => Some(Self { user, ..self }),
            Deed::PartnerVerified(partner) => Some(Self { partner, ..self }),
            Deed::ConfirmFactor => Some(Self {
                factor: self.t,
                ..self
            }),
            Deed::MintToken => (self.allowed(Full) && self.token == Token::None).then_some(Self {
                token: Token::Live(self.factor),
                ..self
            }),
            Deed::Schedule => (self.allowed(Limited) && self.job == Job::None).then_some(Self {
                job: Job::Queued,
                ..self
            }),
            Deed::RunJob => (self.allowed(Limited) && self.job == Job::Queued).then_some(Self {
                job: Job::Ran,
                ..self
            }),
            Deed::Demote => (self.admins > 1).then_some(Self {
                admins: self.admins - 1,
                ..self
            }),
            Deed::Promote => (self.admins < 2).then_some(Self {
                admins: self.admins + 1,
                ..self
            }),
            Deed::DelegateDemotes => None,
        }
    }

    fn by(self, side: Side, kind: Kind) -> Option<Self> {
        use Side::{Customer, Operator, Partner, System};
        let active = self.rel == Rel::Active;
        let before_the_end = active && self.t < self.ends;
        match (kind, side) {
            (Kind::Approve(level, days), Customer)
                if self.rel == Rel::Offered && self.t < self.due =>
            {
                self.approve(level, days)
            }
            (Kind::Decline, Customer) if self.rel == Rel::Offered => Some(self.end()),
            (Kind::Withdraw, Partner) if matches!(self.rel, Rel::Offered | Rel::Countersign) => {
                Some(self.end())
            }
            (Kind::Countersign, Partner) if self.rel == Rel::Countersign && self.t < self.due => {
                Some(self.begin())
            }
            (Kind::Hold, _) if active => Some(self.held(side, true)),
            (Kind::Lift, Customer) if before_the_end => Some(Self {
                used: self.t,
                ..self.held(Customer, false).held(System, false)
            }),
            (Kind::Lift, Partner | Operator) if before_the_end => Some(self.held(side, false)),
            (Kind::Narrow(level, hours), Customer | Partner) if active => {
                let ends = hours.map_or(self.ends, |hours| self.t + hours);
                let less = Some(level) <= self.granted && ends <= self.ends;
                less.then_some(Self {
                    granted: Some(level),
                    ghost: Some(level),
                    assigned: self.assigned.min(Some(level)),
                    ends,
                    ..self
                })
            }
            (Kind::Extend(days), Customer) if before_the_end => Some(Self {
                ends: self.t.saturating_add(hours(days)?),
                ..self
            }),
            (Kind::End, Customer | Partner | Operator)
                if !matches!(self.rel, Rel::Draft | Rel::Ended) =>
            {
                Some(self.end())
            }
            _ => None,
        }
    }

    fn approve(self, level: DelegationLevel, days: Option<u16>) -> Option<Self> {
        let hours = hours(days)?;
        let fits = level <= self.asked && hours <= self.asked_hours;
        let approved = Self {
            granted: Some(level),
            ghost: Some(level),
            hours,
            ..self
        };
        fits.then(|| {
            if self.bound {
                approved.begin()
            } else {
                Self {
                    rel: Rel::Countersign,
                    due: self.t + COUNTERSIGN,
                    ..approved
                }
            }
        })
    }

    fn swept(self) -> Self {
        match self.rel {
            Rel::Offered | Rel::Countersign if self.t >= self.due => self.end(),
            Rel::Active if self.t >= self.ends => self.end(),
            Rel::Active if self.t - self.used >= IDLE => self.held(Side::System, true),
            _ => self,
        }
    }

    pub(super) fn observed(&self) -> Observed {
        let token = match self.token {
            Token::Live(factor) => self.allowed_with(Full, factor),
            Token::None | Token::Revoked => false,
        };
        Observed {
            state: self.rel,
            holds: self.holds,
            approved: self.granted,
            ends: (self.rel == Rel::Active && self.ends != NEVER).then_some(self.ends),
            may: [Full, Limited].into_iter().find(|l| self.allowed(*l)),
            token,
            job_may_run: self.job == Job::Queued && self.allowed(Limited),
            job_ran: self.job == Job::Ran,
            admins: self.admins,
        }
    }

    /// The model's own statement of what must hold in every state.
    pub(super) fn check(&self) {
        for level in [Limited, Full] {
            if self.allowed(level) {
                assert!(self.ghost >= Some(level), "unapproved and usable: {self:?}");
                let safe = self.usable() && self.partner && self.user;
                assert!(safe, "unsafe: {self:?}");
            }
        }
        let narrow = self.rel != Rel::Active || self.assigned <= self.granted;
        assert!(narrow, "assignment wider than approval: {self:?}");
        assert!(self.granted <= self.ghost, "approval drifted: {self:?}");
        assert!(self.admins >= 1, "locked out: {self:?}");
        if self.rel == Rel::Ended {
            let residue = matches!(self.token, Token::Live(_)) || self.job == Job::Queued;
            assert!(!residue && self.assigned.is_none(), "residue: {self:?}");
        }
        if matches!(self.rel, Rel::Draft | Rel::Offered) {
            assert!(self.granted.is_none(), "rights before approval: {self:?}");
        }
        let orphan = matches!(self.token, Token::Live(_)) && self.rel != Rel::Active;
        assert!(!orphan, "orphan token: {self:?}");
    }
}
