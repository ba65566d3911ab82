//! Delegated administration (administration section 1): partners, offers, answers, relationships,
//! and acting for a customer.
//!
//! What a customer gave stands in one row, a [`hearken_authz::Relationship`]; only `step` changes it,
//! after `authz` has judged the step. What a person may do under it is never stored: every request
//! reads the row, the partner's status, the person's place at the partner and the partner's
//! assignments anew, and every write looks again inside its transaction.

mod acting;
mod activity;
mod answer;
mod assign;
mod countersign;
mod customers;
mod enter;
mod inspect;
mod log;
mod mute;
mod offer_page;
mod offers;
mod partners;
mod profile;
mod step;
mod sweep;

pub use acting::ActingView;
pub(crate) use acting::{acting_under, level_of, load};
pub use activity::{ActivityRow, activity};
pub use answer::{Answered, OfferName, Reply, answer};
pub use assign::{Assign, Assignee, AssignmentRow, assign, assignments, unassign};
pub use countersign::countersign;
pub use customers::{CustomerRow, OwnSide, change_customers, customers};
pub use enter::{Entered, enter_customer, leave_customer};
pub use inspect::inspect;
pub use log::{LogRow, log};
pub use mute::mute;
pub use offer_page::{OfferPage, look, waiting};
pub use offers::{
    ADDRESSED_DAYS, Audience, Compose, OPEN_DAYS, OPEN_MOST, OfferDetails, OfferMade, OfferView,
    OfferedSubscription, USUAL_DAYS, list as offers, make as make_offer,
    withdraw as withdraw_offer,
};
pub use partners::{
    Leftovers, OurSide, PartnerPerson, PartnerRow, change_partner, end_partner, is_live, leftovers,
    partners,
};
pub use profile::{
    PartnerOffice, PartnerProfile, authorize, hold_restored, intervene, is_partner, profile,
    save_profile,
};
pub(crate) use sweep::end_all_of;
pub use sweep::sweep;
