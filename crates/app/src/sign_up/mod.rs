//! Self-service sign-up (TRI-01..08, 30, 31), without payment: a form, a link in a mail, where the
//! operator wants it their approval, then the organization with its first global administrator.
//!
//! Whatever is typed into the form, the answer and what is done for it are the same: a mail goes to
//! the address. Whether the address has an account shows only to whoever reads its mails (A31).

mod begin;
mod confirm;
mod decide;
mod found;
mod list_waiting;

pub use begin::{SIZES, SignUpForm, begin};
pub use confirm::{Confirmed, SignUpView, confirm, look};
pub use decide::{approve, refuse};
pub use list_waiting::list_waiting;

use crate::{App, AppError, Code, Result};
use hearken_model::CountryCode;

/// Who may create an organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignUpPolicy {
    /// The operator alone; there is no form.
    #[default]
    Off,
    /// Whoever the operator approves.
    Approval,
    /// Everybody.
    Open,
}

impl App {
    /// Who may create an organization.
    pub fn sign_up_policy(&self) -> SignUpPolicy {
        self.sign_up
    }
}

/// Without the form there is nothing of it.
fn is_there(app: &App) -> Result<()> {
    match app.sign_up {
        SignUpPolicy::Off => Err(AppError::new(Code::NotFound)),
        SignUpPolicy::Approval | SignUpPolicy::Open => Ok(()),
    }
}

/// The countries that can be chosen.
pub fn countries() -> impl Iterator<Item = CountryCode> {
    hearken_text::places::countries()
        .iter()
        .map(|country| country.code)
}
