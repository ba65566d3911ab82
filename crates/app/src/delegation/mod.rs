//! Delegated administration (administration section 1): partners, offers, answers, relationships,
//! and acting for a customer.

mod acting;

pub use acting::ActingView;
pub(crate) use acting::acting_under;
