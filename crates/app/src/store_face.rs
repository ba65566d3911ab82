//! Stands in for `hearken_store` until that crate compiles; goes away with it.
use hearken_model::{PublicId, Timestamp};
/// Clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}
/// Ids.
pub trait Ids: Send + Sync {
    /// A new public id.
    fn public_id(&self) -> PublicId;
    /// A new secret.
    fn secret(&self) -> [u8; 32];
}
/// Store.
pub struct Store;
