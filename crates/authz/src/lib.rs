//! Who may do what: one table of permissions, one pure function that decides, and the scopes
//! that only a decision can make.
//!
//! No I/O, no clock, no store: what a decision needs to know comes in as a [`Principal`] and a
//! [`Resource`]. Store and archive calls take an [`OrgScope`] (or, for the few installation-wide
//! ones, an [`InstallScope`]), so a query that nobody allowed does not compile.

mod decide;
mod permissions;
mod principal;
mod scope;

pub use decide::{Denied, decide, decide_installation, reach};
pub use permissions::{Cell, Column, Level, PERMISSIONS, Permission, PermissionRow};
pub use principal::{Membership, MembershipState, Person, Principal, Resource};
pub use scope::{Actor, ActorKind, InstallScope, OrgScope, Wiring};
