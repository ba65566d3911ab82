//! The life of a relationship: one pure step per event. What is stored is what comes out of
//! [`Relationship::step`]; whether a person may act under it is asked at every decision.
//!
//! States and transitions are those of the reference (offered, countersign, active, ended, and a set
//! of holds); widening and amendments don't exist: who wants more makes a new offer.

use hearken_model::{
    DelegationLevel, EndReason, Holds, RelationshipState as State, Side, Timestamp, time::DAY,
};

/// Longest agreed time in days (DEL-20).
pub const MOST_DAYS: u16 = 730;
/// A partner who did not enter for this long is paused, until the customer lifts it.
pub const IDLE_LIMIT: i64 = 90 * DAY;
/// An acceptance of an open link waits this long for the partner's confirmation.
pub const COUNTERSIGN_LIMIT: i64 = 14 * DAY;

/// What has to be known of a relationship to decide and to change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Relationship {
    /// Where it stands.
    pub state: State,
    /// Who pauses it.
    pub holds: Holds,
    /// What was asked for; once approved, what was approved.
    pub level: DelegationLevel,
    /// For how many days from its activation; none: until it is removed.
    pub days: Option<u16>,
    /// Whether the offer named this customer. Answers to open links wait for the partner's
    /// confirmation.
    pub bound: bool,
    /// When an answer, or the confirmation, is due at the latest.
    pub due_at: Timestamp,
    /// When it came into force.
    pub starts_at: Option<Timestamp>,
    /// When it ends; none: not agreed.
    pub ends_at: Option<Timestamp>,
    /// When the partner last entered, or the customer last affirmed that it is wanted.
    pub used_at: Timestamp,
    /// Why it is over.
    pub end_reason: Option<EndReason>,
    /// Rises with every change; a write under an older one is refused.
    pub epoch: i64,
}

/// Something that happens to a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The customer says yes, to what was asked or less (DEL-25, DEL-28).
    Approve {
        /// What is given.
        level: DelegationLevel,
        /// For how many days; none: until removed.
        days: Option<u16>,
    },
    /// The customer says no (DEL-26).
    Decline,
    /// The partner takes the offer, or its confirmation, back.
    Withdraw,
    /// The partner confirms whom an open link brought.
    Countersign,
    /// A side pauses it.
    Hold,
    /// A side ends its own pause; the customer also one of the installation's.
    Lift,
    /// Less, or shorter; either side may.
    Narrow {
        /// What remains.
        level: DelegationLevel,
        /// When it ends now; none: as before.
        ends_at: Option<Timestamp>,
    },
    /// The customer moves the end.
    Extend {
        /// When it ends now; none: when it is removed.
        ends_at: Option<Timestamp>,
    },
    /// Over; never needs a precondition.
    End,
    /// A person of the partner enters.
    Enter,
    /// Time has passed: ends what is due, pauses what lies idle.
    Tick,
}

/// Why an event does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not this side's to do.
    #[error("not this side's to do")]
    WrongSide,
    /// Not in this state.
    #[error("not possible in this state")]
    WrongState,
    /// More than was asked for or approved.
    #[error("more than was approved")]
    TooWide,
    /// Not 1 to [`MOST_DAYS`] days, or an end that has passed.
    #[error("not a possible duration")]
    BadDuration,
    /// The agreed time is over, or the answer comes too late.
    #[error("too late")]
    TooLate,
}

impl Relationship {
    /// What an offer begins: `level` for `days`, to be answered until `due_at`.
    pub const fn offered(
        level: DelegationLevel,
        days: Option<u16>,
        bound: bool,
        due_at: Timestamp,
        now: Timestamp,
    ) -> Self {
        Self {
            state: State::Offered,
            holds: Holds::NONE,
            level,
            days,
            bound,
            due_at,
            starts_at: None,
            ends_at: None,
            used_at: now,
            end_reason: None,
            epoch: 1,
        }
    }

    /// Whether anybody may act under it at `now`: begun, in force, not held, not over, not idle. Time is
    /// compared here, so that a late sweeper changes no decision.
    pub fn is_usable(&self, now: Timestamp) -> bool {
        self.state == State::Active
            && self.holds.is_empty()
            && self.has_begun(now)
            && !self.is_over(now)
            && !self.is_idle(now)
    }

    /// Whether it came into force before `now`; a beginning further ahead than
    /// [`CLOCK_SLACK`](crate::CLOCK_SLACK) says that a clock is wrong.
    pub fn has_begun(&self, now: Timestamp) -> bool {
        let ahead = |start: Timestamp| start.0.saturating_sub(now.0);
        self.starts_at
            .is_some_and(|start| ahead(start) <= crate::CLOCK_SLACK)
    }

    /// Whether its agreed time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| now >= end)
    }

    /// Whether nobody entered for [`IDLE_LIMIT`].
    pub fn is_idle(&self, now: Timestamp) -> bool {
        now.0.saturating_sub(self.used_at.0) >= IDLE_LIMIT
    }

    /// What it is after `side` did `event` at `now`. [`Side::System`] is time.
    pub fn step(&self, side: Side, event: Event, now: Timestamp) -> Result<Self, Refused> {
        let next = match event {
            Event::Tick => return Ok(self.tick(now)),
            Event::Approve { level, days } => self.approve(side, level, days, now)?,
            Event::Decline => {
                self.only(side, &[Side::Customer], &[State::Offered])?;
                self.ended(EndReason::Declined)
            }
            Event::Withdraw => {
                self.only(
                    side,
                    &[Side::Partner],
                    &[State::Offered, State::Countersign],
                )?;
                self.ended(EndReason::Withdrawn)
            }
            Event::Countersign => self.countersign(side, now)?,
            Event::Hold => {
                self.only(side, Side::ALL, &[State::Active])?;
                Self {
                    holds: self.holds.with(side),
                    ..*self
                }
            }
            Event::Lift => self.lift(side, now)?,
            Event::Narrow { level, ends_at } => self.narrow(side, level, ends_at, now)?,
            Event::Extend { ends_at } => self.extend(side, ends_at, now)?,
            Event::End => self.end(side)?,
            Event::Enter => {
                self.only(side, &[Side::Partner], &[State::Active])?;
                if !self.is_usable(now) {
                    return Err(Refused::WrongState);
                }
                // Entering changes no right: what is being written under this epoch goes on.
                return Ok(Self {
                    used_at: now,
                    ..*self
                });
            }
        };
        Ok(Self {
            epoch: self.epoch + 1,
            ..next
        })
    }

    fn only(&self, side: Side, sides: &[Side], states: &[State]) -> Result<(), Refused> {
        if !sides.contains(&side) {
            return Err(Refused::WrongSide);
        }
        if !states.contains(&self.state) {
            return Err(Refused::WrongState);
        }
        Ok(())
    }

    fn ended(&self, reason: EndReason) -> Self {
        Self {
            state: State::Ended,
            holds: Holds::NONE,
            end_reason: Some(reason),
            ..*self
        }
    }

    fn begun(&self, now: Timestamp) -> Self {
        Self {
            state: State::Active,
            starts_at: Some(now),
            ends_at: self.days.map(|days| now.plus(i64::from(days) * DAY)),
            used_at: now,
            ..*self
        }
    }

    fn approve(
        &self,
        side: Side,
        level: DelegationLevel,
        days: Option<u16>,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        self.only(side, &[Side::Customer], &[State::Offered])?;
        if now >= self.due_at {
            return Err(Refused::TooLate);
        }
        if days.is_some_and(|days| days == 0 || days > MOST_DAYS) {
            return Err(Refused::BadDuration);
        }
        let longer = match (self.days, days) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(asked), Some(given)) => given > asked,
        };
        if level > self.level || longer {
            return Err(Refused::TooWide);
        }
        let approved = Self {
            level,
            days,
            ..*self
        };
        Ok(if self.bound {
            approved.begun(now)
        } else {
            Self {
                state: State::Countersign,
                due_at: now.plus(COUNTERSIGN_LIMIT),
                ..approved
            }
        })
    }

    fn countersign(&self, side: Side, now: Timestamp) -> Result<Self, Refused> {
        self.only(side, &[Side::Partner], &[State::Countersign])?;
        if now >= self.due_at {
            return Err(Refused::TooLate);
        }
        Ok(self.begun(now))
    }

    fn lift(&self, side: Side, now: Timestamp) -> Result<Self, Refused> {
        self.only(
            side,
            &[Side::Customer, Side::Partner, Side::Operator],
            &[State::Active],
        )?;
        if self.is_over(now) {
            return Err(Refused::TooLate);
        }
        if side != Side::Customer {
            let holds = self.holds.without(side);
            return Ok(Self { holds, ..*self });
        }
        // Only the customer says that a partner who lay idle is still wanted.
        Ok(Self {
            holds: self.holds.without(Side::Customer).without(Side::System),
            used_at: now,
            ..*self
        })
    }

    fn narrow(
        &self,
        side: Side,
        level: DelegationLevel,
        ends_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        self.only(side, &[Side::Customer, Side::Partner], &[State::Active])?;
        if ends_at.is_some_and(|end| end <= now) {
            return Err(Refused::BadDuration);
        }
        let later = ends_at.is_some_and(|end| self.ends_at.is_some_and(|before| end > before));
        if level > self.level || later {
            return Err(Refused::TooWide);
        }
        let ends_at = ends_at.or(self.ends_at);
        Ok(Self {
            level,
            ends_at,
            ..*self
        })
    }

    fn extend(
        &self,
        side: Side,
        ends_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        self.only(side, &[Side::Customer], &[State::Active])?;
        if self.is_over(now) {
            return Err(Refused::TooLate);
        }
        let last = now.plus(i64::from(MOST_DAYS) * DAY);
        if ends_at.is_some_and(|end| end <= now || end > last) {
            return Err(Refused::BadDuration);
        }
        Ok(Self { ends_at, ..*self })
    }

    fn end(&self, side: Side) -> Result<Self, Refused> {
        let live = [State::Offered, State::Countersign, State::Active];
        self.only(
            side,
            &[Side::Customer, Side::Partner, Side::Operator],
            &live,
        )?;
        Ok(self.ended(match (side, self.state) {
            (Side::Operator, _) => EndReason::ByOperator,
            (Side::Partner, State::Active) => EndReason::ByPartner,
            (Side::Partner, _) => EndReason::Withdrawn,
            (_, State::Active) => EndReason::ByCustomer,
            (..) => EndReason::Declined,
        }))
    }

    fn tick(&self, now: Timestamp) -> Self {
        let next = match self.state {
            State::Offered | State::Countersign if now >= self.due_at => {
                self.ended(EndReason::OfferExpired)
            }
            State::Active if self.is_over(now) => self.ended(EndReason::Expired),
            State::Active if self.is_idle(now) && !self.holds.contains(Side::System) => Self {
                holds: self.holds.with(Side::System),
                ..*self
            },
            _ => return *self,
        };
        Self {
            epoch: self.epoch + 1,
            ..next
        }
    }

    /// The name that people and the API see (administration 1.11; the public enumeration of the
    /// platform where it has one).
    pub fn status(&self, now: Timestamp) -> &'static str {
        match (self.state, self.end_reason) {
            (State::Draft, _) => "draft",
            (State::Offered | State::Countersign, _) if now >= self.due_at => "closed",
            (State::Offered, _) => "approval_pending",
            (State::Countersign, _) => "approved",
            (State::Active, _) if self.is_over(now) => "expired",
            (State::Active, _) if !self.holds.is_empty() || self.is_idle(now) => "suspended",
            (State::Active, _) => "active",
            (State::Ended, Some(EndReason::Expired)) => "expired",
            (
                State::Ended,
                Some(EndReason::Declined | EndReason::Withdrawn | EndReason::OfferExpired),
            ) => "closed",
            (State::Ended, _) => "terminated",
        }
    }
}
