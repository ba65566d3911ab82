//! Signing in (in one or two steps) and out, one's own password, second factor and sessions.

mod attempts;
mod change_password;
mod here;
mod list;
mod origin;
mod password;
mod provider;
mod request_password_reset;
mod resume;
mod second_factor;
mod set_password;
mod sign_in;
mod sign_out;
mod sign_out_others;
mod token;

pub(crate) use attempts::Attempts;
pub use change_password::{ChangePassword, change_password};
pub use here::{Here, here};
pub use list::{SessionView, end_session, list_sessions};
pub use origin::Origin;
pub(crate) use password::{check_new_password, generate_password, hash_password, verify_password};
pub use provider::{
    CameBack, Identity, ProviderError, SignInAway, SignInProvider, Unlike, begin_provider_sign_in,
    finish_provider_sign_in,
};
pub use request_password_reset::request_password_reset;
pub(crate) use request_password_reset::{
    GOOD_FOR as RESET_GOOD_FOR, KIND as MAIL_PASSWORD_RESET, mail_password_reset,
};
pub(crate) use resume::caller_of;
pub use resume::{look, resume};
pub use second_factor::{
    Enrolment, FinishSignIn, SecondFactorView, begin_second_factor, confirm_second_factor,
    disable_second_factor, enrol_second_factor, finish_sign_in, renew_recovery_codes,
    second_factor,
};
pub(crate) use set_password::offer_password_link;
pub use set_password::{PasswordLink, look_at_password_link, set_password};
use sign_in::begin;
pub use sign_in::{SignIn, SignInStep, SignedIn, begin_sign_in, sign_in};
pub use sign_out::sign_out;
pub use sign_out_others::sign_out_others;
pub(crate) use token::{parse_secret, print_secret, session_token};
