//! Words of delegation on the wire.

use crate::wire::{nullable_words, words};
use hearken_model::{DelegationLevel, EndReason, OfferKind, Side};
use utoipa::openapi::{
    RefOr,
    schema::{ArrayBuilder, Schema},
};

/// How much.
pub(super) fn level() -> Schema {
    words(DelegationLevel::ALL.iter().map(|level| level.as_str()))
}

/// How much, or nothing.
pub(super) fn nullable_level() -> Schema {
    nullable_words(DelegationLevel::ALL.iter().map(|level| level.as_str()))
}

/// What an offer contains.
pub(super) fn kind() -> Schema {
    words(OfferKind::ALL.iter().map(|kind| kind.as_str()))
}

/// Who pauses.
pub(super) fn sides() -> Schema {
    let sides = words(Side::ALL.iter().map(|side| side.as_str()));
    Schema::Array(ArrayBuilder::new().items(RefOr::T(sides)).build())
}

/// Why it is over, if it is.
pub(super) fn nullable_end_reason() -> Schema {
    nullable_words(EndReason::ALL.iter().map(|reason| reason.as_str()))
}

/// Where an offer stands.
pub(super) fn offer_state() -> Schema {
    words(["open", "withdrawn", "expired", "used_up"])
}

/// Where a relationship stands (administration 1.11).
pub(super) fn status() -> Schema {
    words([
        "draft",
        "approval_pending",
        "approved",
        "active",
        "suspended",
        "terminated",
        "expired",
        "closed",
    ])
}
