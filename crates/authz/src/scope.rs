//! Proofs of a decision. None of these has a public constructor: an [`OrgScope`] comes from
//! [`crate::decide`], an [`InstallScope`] from [`crate::decide_installation`] or from the
//! [`Wiring`] that the binary makes once.

use crate::{Permission, Principal};
use hearken_model::{OrgId, RelationshipId, Timestamp, UserId};

/// Permission to act within one organization. Every store and archive call takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgScope {
    org: OrgId,
    actor: Actor,
    permission: Permission,
    decided_at: Timestamp,
    acting: Option<ActingFor>,
}

/// Under what a scope was given to a person of a partner. Writes compare it with the relationship
/// as it is in their transaction, and audit rows name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActingFor {
    /// The relationship.
    pub relationship: RelationshipId,
    /// The partner.
    pub partner: OrgId,
    /// The relationship's epoch when it was decided.
    pub epoch: i64,
}

impl OrgScope {
    pub(crate) fn new(
        org: OrgId,
        principal: &Principal,
        permission: Permission,
        now: Timestamp,
    ) -> Self {
        Self {
            org,
            actor: Actor::of(principal),
            permission,
            decided_at: now,
            acting: principal.acting(),
        }
    }

    /// The organization.
    pub const fn org(&self) -> OrgId {
        self.org
    }

    /// Who acts, as audit rows name it.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What was permitted.
    pub const fn permission(&self) -> Permission {
        self.permission
    }

    /// Under what it was given, if its person acts for the organization as a customer.
    pub const fn acting(&self) -> Option<ActingFor> {
        self.acting
    }

    /// When it was decided.
    pub const fn decided_at(&self) -> Timestamp {
        self.decided_at
    }
}

/// Permission to act on the installation as a whole: compile all rules, list the organizations to
/// serve, record acquired posts, create an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallScope {
    actor: Actor,
}

impl InstallScope {
    pub(crate) fn new(principal: &Principal) -> Self {
        Self {
            actor: Actor::of(principal),
        }
    }

    /// Who acts, as audit rows name it.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// The token of the code that puts the parts together. Only `hearken` (and tests) makes one, once
/// at start, and hands out scopes to the parts that work for the whole installation.
#[derive(Debug)]
pub struct Wiring {
    _private: (),
}

impl Wiring {
    /// Makes the token. Only the wiring of `hearken`, tests and benchmarks call it: a review of
    /// who does is `grep Wiring::claim`.
    pub const fn claim() -> Self {
        Self { _private: () }
    }

    /// A scope for the named job or part (`"pipeline"`, `"serve"`).
    pub fn install_scope(&self, job: &'static str) -> InstallScope {
        InstallScope::new(&Principal::System { job })
    }
}

/// Who did something, or was denied it, as audit rows name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Actor {
    kind: ActorKind,
}

impl Actor {
    /// The name of a principal in audit rows. It opens nothing.
    pub fn of(principal: &Principal) -> Self {
        let kind = match principal {
            Principal::Person(person) => ActorKind::Person(person.user),
            Principal::System { job } => ActorKind::System(job),
            Principal::Operator => ActorKind::Operator,
        };
        Self { kind }
    }

    /// What kind of actor it is.
    pub const fn kind(&self) -> ActorKind {
        self.kind
    }

    /// The person, if it is one.
    pub const fn user(&self) -> Option<UserId> {
        match self.kind {
            ActorKind::Person(user) => Some(user),
            ActorKind::System(_) | ActorKind::Operator => None,
        }
    }

    /// The word of the kind in audit rows: `person`, `system`, `operator`.
    pub const fn kind_word(&self) -> &'static str {
        match self.kind {
            ActorKind::Person(_) => "person",
            ActorKind::System(_) => "system",
            ActorKind::Operator => "operator",
        }
    }

    /// The job, if it is one.
    pub const fn job(&self) -> Option<&'static str> {
        match self.kind {
            ActorKind::System(job) => Some(job),
            ActorKind::Person(_) | ActorKind::Operator => None,
        }
    }
}

/// Kinds of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A person.
    Person(UserId),
    /// A job or part of the installation, by name.
    System(&'static str),
    /// The command line on the installation's machine.
    Operator,
}
