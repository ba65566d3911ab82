//! Randomness as a parameter: public ids and secrets come from outside.

use hearken_model::PublicId;
use std::fmt;

/// A source of unguessable numbers.
pub trait Ids: Send + Sync + fmt::Debug {
    /// A new public id: 128 random bits, never the same twice.
    fn public_id(&self) -> PublicId;

    /// 256 random bits for a session, an API token or a salt.
    fn secret(&self) -> [u8; 32];
}
