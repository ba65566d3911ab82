//! Who asks, and for what: the inputs of a decision. Values that the caller loads; nothing here
//! grants anything.

use crate::{ActingFor, Delegation};
use hearken_model::{LicenceType, OrgId, OrganizationRole, RolePair, Term, UserId};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// A signed-in person, or an API token that acts as its person.
    Person(Person),
    /// A job of the installation, or the pipeline.
    System {
        /// Its name, as audit rows show it.
        job: &'static str,
    },
    /// The command line on the installation's own machine.
    Operator,
}

impl Principal {
    /// The person, if it is one.
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::Person(person) => Some(person.user),
            Self::System { .. } | Self::Operator => None,
        }
    }

    /// Under what the person acts for a customer.
    pub fn acting(&self) -> Option<ActingFor> {
        match self {
            Self::Person(person) => person.acting.map(|acting| ActingFor {
                relationship: acting.id,
                partner: acting.partner,
                epoch: acting.relationship.epoch,
            }),
            Self::System { .. } | Self::Operator => None,
        }
    }
}

/// A person as far as a decision about one organization needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub user: UserId,
    /// Whether the person operates the installation. It opens no organization.
    pub operator: bool,
    /// The membership in the organization that is visited, if there is one.
    pub membership: Option<Membership>,
    /// Under what the session acts for a customer. While it does, nothing else speaks for the
    /// person anywhere, not even a membership (DEL-63).
    pub acting: Option<Delegation>,
    /// How long the solution lives that is visited.
    pub term: Term,
}

/// What a person is in one organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The organization.
    pub org: OrgId,
    /// Roles in the solution (ADM-01).
    pub roles: RolePair,
    /// Role towards the organization itself (administration 9.2).
    pub organization_role: OrganizationRole,
    /// Whether the person may enter (ADM-10).
    pub state: MembershipState,
    /// The place that the person has in the solution; without one their roles in it say nothing
    /// (ADM-31).
    pub licence: Option<LicenceType>,
}

impl Membership {
    /// Whether the person has a place in the solution and may enter it.
    pub const fn has_seat(&self) -> bool {
        self.state.may_enter() && self.licence.is_some()
    }

    /// Whether there is anything in the organization that the person may enter for: their place,
    /// or a role towards the organization itself, which needs none (ADM-30).
    pub const fn may_enter(&self) -> bool {
        self.has_seat()
            || (self.state.may_enter() && !matches!(self.organization_role, OrganizationRole::None))
    }
}

/// The state of a membership (administration 2.2, table of user states).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MembershipState {
    /// Asked for access; waits for an administrator.
    Pending,
    /// May enter; has the default roles until an administrator saved others.
    New,
    /// May enter.
    Active,
    /// Blocked by an administrator.
    Withdrawn,
}

impl MembershipState {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Pending, Self::New, Self::Active, Self::Withdrawn];

    /// Whether the person may enter.
    pub const fn may_enter(self) -> bool {
        matches!(self, Self::New | Self::Active)
    }

    /// The word in forms, the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::New => "new",
            Self::Active => "active",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What is acted upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The organization it belongs to.
    pub org: OrgId,
    /// Its owner, where the permission asks for one.
    pub owner: Option<UserId>,
}

impl Resource {
    /// The organization as a whole, or a thing in it that nobody owns.
    pub const fn organization(org: OrgId) -> Self {
        Self { org, owner: None }
    }

    /// A thing in the organization with its owner; a new thing has its creator.
    pub const fn owned(org: OrgId, owner: Option<UserId>) -> Self {
        Self { org, owner }
    }
}
