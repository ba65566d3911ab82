//! Places in the solution and what gives them (ADM-30..38): what an organization has subscribed to,
//! who has a place, and what goes with it when it is taken away. Delegated administrators need none
//! and never take one (DEL-33).

mod ask;
mod assign;
mod close;
mod order;
mod overview;
mod remove;
mod seats;
mod set_units;
mod sold;
mod term;

pub use ask::{Ask, ask};
pub use assign::{Assign, assign};
pub use close::{Close, close, end};
pub use overview::{Overview, SubscriptionView, overview};
pub use remove::{Loss, Removal, look_ahead, remove};
pub use seats::Seats;
pub use set_units::{SetUnits, confirm, set_units};
pub use sold::{Sold, sold};

pub(crate) use ask::MOST_UNITS;
pub(crate) use order::order;
pub(crate) use remove::{forget, is_only_here};
pub(crate) use seats::{begin, keep_administrators, seats_of, take_seat};
pub(crate) use term::sweep;

/// Places of an organization for which nobody said how many there shall be.
pub const USUAL_SEATS: u32 = 1_000;
