//! What time it is, as a parameter: nothing in the house reads the machine's clock but the one
//! implementation in `hearken`.

use hearken_model::Timestamp;
use std::fmt;

/// A clock.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The instant now.
    fn now(&self) -> Timestamp;
}
