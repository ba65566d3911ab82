//! To somebody whose sign-up the operator refused.

use super::{Mail, Words, templates};
use crate::Result;

/// The mail.
pub(crate) struct SignUpRefused;

templates!(
    SignUpRefused,
    "mail/sign_up_refused.txt",
    "mail/sign_up_refused.html"
);

impl Mail for SignUpRefused {
    fn name(&self) -> &'static str {
        "sign_up_refused"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t("mail-sign-up-refused")
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}
