//! Partners, their offers, and what customers gave them (administration section 1).
//!
//! A relationship belongs to two organizations: its `org_id` is the customer. What a partner reads
//! of it goes over all customers, so those calls take an [`hearken_authz::InstallScope`] besides the
//! partner's own scope, and are bound to the partner.

mod answers;
mod assignments;
mod offers;
mod partners;
mod presences;
mod receipts;
mod relationships;

pub use answers::{Answer, NewAnswer};
pub use assignments::{Assignment, NewAssignment, Subject};
pub use offers::{NewOffer, Offer, OfferAudience};
pub use partners::{PartnerOffice, PartnerProfile};
pub use presences::Presence;
pub use receipts::{NewReceipt, Receipt};
pub use relationships::{NewRelationship, StoredRelationship};
