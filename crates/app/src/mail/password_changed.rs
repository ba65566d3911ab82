//! To a person whose password was changed, so that they notice if it was not them.

use super::{Mail, Words, templates};
use crate::Result;

/// The mail.
pub(crate) struct PasswordChanged;

templates!(
    PasswordChanged,
    "mail/password_changed.txt",
    "mail/password_changed.html"
);

impl Mail for PasswordChanged {
    fn name(&self) -> &'static str {
        "password_changed"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t("mail-password-changed")
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}
