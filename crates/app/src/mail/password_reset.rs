//! To a person who forgot their password: a link that sets a new one.

use super::{Mail, Words, templates};
use crate::{Result, Secret, session::RESET_GOOD_FOR};

/// The mail.
pub(crate) struct PasswordReset {
    /// The secret of the link.
    pub(crate) token: Secret,
}

templates!(
    PasswordReset,
    "mail/password_reset.txt",
    "mail/password_reset.html"
);

impl PasswordReset {
    fn link(&self, words: &Words<'_>) -> String {
        words.link(&format!("/password/set?link={}", self.token.expose()))
    }
}

impl Mail for PasswordReset {
    fn name(&self) -> &'static str {
        "password_reset"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t("mail-password-reset")
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }

    fn useful_for(&self) -> i64 {
        RESET_GOOD_FOR
    }
}

pub(super) fn sample() -> PasswordReset {
    PasswordReset {
        token: Secret::new("0".repeat(64)),
    }
}
