//! Signing in and out, and one's own password.

mod attempts;
mod change_password;
mod password;
mod resume;
mod sign_in;
mod sign_out;
mod sign_out_others;
mod token;

pub(crate) use attempts::Attempts;
pub use change_password::{ChangePassword, change_password};
pub(crate) use password::{check_new_password, generate_password, hash_password, verify_password};
pub(crate) use resume::caller_of;
pub use resume::{look, resume};
pub use sign_in::{SignIn, SignedIn, sign_in};
pub use sign_out::sign_out;
pub use sign_out_others::sign_out_others;
pub(crate) use token::{parse_secret, print_secret, session_token};
