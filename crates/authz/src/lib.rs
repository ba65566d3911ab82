//! Who may do what: one table of permissions, one pure function that decides, and the scopes
//! that only a decision can make.
//!
//! No I/O, no clock, no store: what a decision needs to know comes in as a [`Principal`] and a
//! [`Resource`]. Store and archive calls take an [`OrgScope`] (or, for the few installation-wide
//! ones, an [`InstallScope`]), so a query that nobody allowed does not compile.

mod decide;
mod delegation;
mod permissions;
mod principal;
mod relationship;
mod scope;

pub use decide::{Denied, decide, decide_installation, reach};
pub use delegation::{CLOCK_SLACK, Delegation, NEVER_DELEGATED, SECOND_FACTOR_LIMIT, is_fresh};
pub use permissions::{Cell, Column, Level, PERMISSIONS, Permission, PermissionRow};
pub use principal::{Membership, MembershipState, Person, Principal, Resource};
pub use relationship::{COUNTERSIGN_LIMIT, Event, IDLE_LIMIT, MOST_DAYS, Refused, Relationship};
pub use scope::{ActingFor, Actor, ActorKind, InstallScope, OrgScope, Wiring};
