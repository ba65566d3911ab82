//! The world under test: the smallest one in which the production functions decide everything.
//! What the partner assigns, whether it is verified, who is blocked at home are plain values, as they
//! are rows in the product; `Relationship::step` and `decide` say what follows.

use super::deeds::{Deed, Kind, OFFER_HOURS};
use super::{Observed, SIDES, Subject};
use hearken_authz::{
    Delegation, Denied, Event, Membership, MembershipState, Permission, Person, Principal,
    Relationship, Resource, decide,
};
use hearken_model::{
    ConfigurationRole, DelegationLevel, Holds, InteractionRole, LicenceType, OrgId,
    OrganizationRole, PartnerStatus, RelationshipId, RelationshipState, RolePair, Side, Term,
    Timestamp, UserId,
    time::{DAY, HOUR},
};

/// Where the hours of the model begin.
const BEGIN: Timestamp = Timestamp(1_000 * DAY);
pub(crate) const CUSTOMER: OrgId = OrgId(1);
pub(crate) const PARTNER: OrgId = OrgId(2);
/// The partner's person.
pub(crate) const DELEGATE: UserId = UserId(1);
const NATIVE: UserId = UserId(2);

/// What the two levels are asked for: one permission of both, one of full administration alone.
const LIMITED: Permission = Permission::HelpSignIn;
const FULL: Permission = Permission::EditTopics;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) now: Timestamp,
    pub(crate) relationship: Option<Relationship>,
    /// Whether there was an approval; before it, `level` is what was asked for.
    pub(crate) approved: bool,
    pub(crate) scoped: Option<DelegationLevel>,
    pub(crate) state: MembershipState,
    pub(crate) partner: PartnerStatus,
    pub(crate) factor: Timestamp,
    pub(crate) admins: u8,
    /// The token, with the second factor of its making.
    pub(crate) token: Option<Timestamp>,
    pub(crate) job: Job,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Job {
    None,
    Queued,
    Ran,
}

fn member(org: OrgId, role: OrganizationRole, state: MembershipState) -> Membership {
    Membership {
        org,
        roles: RolePair {
            configuration: ConfigurationRole::Analyst,
            interaction: InteractionRole::Reader,
        },
        organization_role: role,
        state,
        licence: Some(LicenceType::Full),
    }
}

/// A person who acts under a delegation, and is no more than a colleague at home.
pub(crate) fn delegate(acting: Delegation) -> Principal {
    Principal::Person(Person {
        term: Term::default(),
        user: DELEGATE,
        operator: false,
        membership: None,
        acting: Some(acting),
    })
}

/// What the person is allowed in the customer's organization; own things, where the table says so.
pub(crate) fn allows(
    acting: Option<Delegation>,
    permission: Permission,
    now: Timestamp,
) -> Result<(), Denied> {
    let principal = delegate(acting.ok_or(Denied::NotFound)?);
    let resource = Resource::owned(CUSTOMER, Some(DELEGATE));
    let scope = decide(&principal, permission, &resource, now)?;
    assert_eq!(
        (scope.org(), scope.actor().user()),
        (CUSTOMER, Some(DELEGATE))
    );
    Ok(())
}

fn hours_after(now: Timestamp, hours: i64) -> Timestamp {
    now.plus(hours * HOUR)
}

impl World {
    pub(crate) fn start() -> Self {
        Self {
            now: BEGIN,
            relationship: None,
            approved: false,
            scoped: Some(DelegationLevel::Full),
            state: MembershipState::Active,
            partner: PartnerStatus::Verified,
            factor: BEGIN,
            admins: 2,
            token: None,
            job: Job::None,
        }
    }

    /// Under what the person acts, as a request would read it now.
    pub(crate) fn delegation(&self) -> Option<Delegation> {
        Some(Delegation {
            id: RelationshipId(1),
            customer: CUSTOMER,
            partner: PARTNER,
            relationship: self.relationship?,
            partner_status: self.partner,
            home: Some(member(PARTNER, OrganizationRole::None, self.state)),
            scoped: self.scoped,
            second_factor_at: Some(self.factor),
        })
    }

    /// The same for a token: its second factor is that of its making.
    pub(crate) fn delegation_of_token(&self) -> Option<Delegation> {
        Some(Delegation {
            second_factor_at: Some(self.token?),
            ..self.delegation()?
        })
    }

    /// What comes after, the person being judged by `acting` instead of [`Self::delegation`]: the
    /// two are the same but for seeded faults.
    pub(crate) fn after_as(mut self, deed: Deed, acting: Option<Delegation>) -> Option<Self> {
        let may = |permission| allows(acting, permission, self.now).is_ok();
        match deed {
            Deed::Offer { level, days, bound } => {
                let due = hours_after(self.now, OFFER_HOURS);
                let offered = Relationship::offered(level, days, bound, due, self.now);
                if self.relationship.replace(offered).is_some() {
                    return None;
                }
            }
            Deed::By(side, kind) => return self.step(side, kind),
            Deed::Wait(hours) => self.now = hours_after(self.now, hours),
            Deed::Sweep => {
                if let Some(terms) = self.relationship {
                    let swept = terms.step(Side::System, Event::Tick, self.now);
                    self.relationship = Some(swept.expect("time is never refused"));
                }
            }
            Deed::Assign(level) => self.scoped = level,
            Deed::Enter => {
                acting?.column(self.now).ok()?;
                let entered = self
                    .relationship?
                    .step(Side::Partner, Event::Enter, self.now);
                self.relationship = Some(entered.ok()?);
            }
            Deed::UserActive(true) => self.state = MembershipState::Active,
            Deed::UserActive(false) => self.state = MembershipState::Withdrawn,
            Deed::PartnerVerified(true) => self.partner = PartnerStatus::Verified,
            Deed::PartnerVerified(false) => self.partner = PartnerStatus::Suspended,
            Deed::ConfirmFactor => self.factor = self.now,
            Deed::MintToken => {
                if !may(Permission::ManageApiTokens) || self.token.is_some() {
                    return None;
                }
                self.token = Some(self.factor);
            }
            Deed::Schedule | Deed::RunJob => {
                let (from, to) = match deed {
                    Deed::Schedule => (Job::None, Job::Queued),
                    _ => (Job::Queued, Job::Ran),
                };
                if !may(LIMITED) || self.job != from {
                    return None;
                }
                self.job = to;
            }
            Deed::Demote => self.demote(native())?,
            Deed::Promote => {
                if self.admins >= 2 {
                    return None;
                }
                self.admins += 1;
            }
            Deed::DelegateDemotes => self.demote(delegate(acting?))?,
        }
        Some(self)
    }

    /// Lowers an administrator, unless it is the last one.
    fn demote(&mut self, by: Principal) -> Option<()> {
        let resource = Resource::organization(CUSTOMER);
        let permission = Permission::ManageGlobalAdministrators;
        decide(&by, permission, &resource, self.now).ok()?;
        self.admins = self.admins.checked_sub(1).filter(|left| *left > 0)?;
        Some(())
    }

    pub(crate) fn step(mut self, side: Side, kind: Kind) -> Option<Self> {
        let event = match kind {
            Kind::Approve(level, days) => Event::Approve { level, days },
            Kind::Decline => Event::Decline,
            Kind::Withdraw => Event::Withdraw,
            Kind::Countersign => Event::Countersign,
            Kind::Hold => Event::Hold,
            Kind::Lift => Event::Lift,
            Kind::Narrow(level, hours) => Event::Narrow {
                level,
                ends_at: hours.map(|hours| hours_after(self.now, hours)),
            },
            Kind::Extend(days) => Event::Extend {
                ends_at: days.map(|days| hours_after(self.now, i64::from(days) * 24)),
            },
            Kind::End => Event::End,
        };
        self.relationship = Some(self.relationship?.step(side, event, self.now).ok()?);
        self.approved |= matches!(kind, Kind::Approve(..));
        Some(self)
    }

    /// What can be seen of it, the person and the token being judged by these.
    pub(crate) fn observed_as(
        &self,
        acting: Option<Delegation>,
        token: Option<Delegation>,
    ) -> Observed {
        let may = |acting, permission| allows(acting, permission, self.now).is_ok();
        let terms = self.relationship;
        let state = terms.map_or(RelationshipState::Draft, |terms| terms.state);
        let holds = terms.map_or(Holds::NONE, |terms| terms.holds);
        let ends = terms.and_then(|terms| terms.ends_at);
        let ends = ends.filter(|_| state == RelationshipState::Active);
        Observed {
            state,
            holds: SIDES.map(|side| holds.contains(side)),
            approved: terms.filter(|_| self.approved).map(|terms| terms.level),
            ends: ends.map(|at| (at.0 - BEGIN.0) / HOUR),
            may: [
                (DelegationLevel::Full, FULL),
                (DelegationLevel::Limited, LIMITED),
            ]
            .into_iter()
            .find(|(_, permission)| may(acting, *permission))
            .map(|(level, _)| level),
            token: self.token.is_some() && may(token, Permission::EnterSolution),
            job_may_run: self.job == Job::Queued && may(acting, LIMITED),
            job_ran: self.job == Job::Ran,
            admins: self.admins,
        }
    }
}

fn native() -> Principal {
    let role = OrganizationRole::GlobalAdministrator;
    Principal::Person(Person {
        term: Term::default(),
        user: NATIVE,
        operator: false,
        membership: Some(member(CUSTOMER, role, MembershipState::Active)),
        acting: None,
    })
}

impl Subject for World {
    fn after(&self, deed: Deed) -> Option<Self> {
        self.after_as(deed, self.delegation())
    }

    fn observed(&self) -> Observed {
        self.observed_as(self.delegation(), self.delegation_of_token())
    }

    /// The epoch only counts; that it does is checked with every step.
    fn key(&self) -> Self {
        let mut key = *self;
        if let Some(terms) = &mut key.relationship {
            terms.epoch = 0;
        }
        key
    }
}
