//! API tokens: `hkn_...`, shown once, acting as their person in one organization.

mod create;
mod list;
mod resume;
mod revoke;

pub use create::{NewToken, TokenCreated, create};
pub use list::{TokenRow, list};
pub use resume::{resume, resume_for_directory};
pub use revoke::revoke;

use crate::{Secret, session::print_secret};

/// What a token begins with, so that scanners find leaked ones.
pub const PREFIX: &str = "hkn_";

/// The text of a token.
pub(crate) fn print(secret: &[u8; 32]) -> Secret {
    Secret::new(format!("{PREFIX}{}", print_secret(secret)))
}
