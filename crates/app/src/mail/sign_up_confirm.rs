//! To the address of a sign-up form: a link that confirms it. Nothing of the form is in it, so that
//! nobody can have us mail their own words to others.

use super::{Mail, Words, templates};
use crate::{Result, Secret};
use hearken_model::time::DAY;

/// The mail.
pub(crate) struct SignUpConfirm {
    /// The secret of the link.
    pub(crate) link: Secret,
}

templates!(
    SignUpConfirm,
    "mail/sign_up_confirm.txt",
    "mail/sign_up_confirm.html"
);

impl SignUpConfirm {
    fn link(&self, words: &Words<'_>) -> String {
        words.link(&format!("/signup/confirm?link={}", self.link.expose()))
    }
}

impl Mail for SignUpConfirm {
    fn name(&self) -> &'static str {
        "sign_up_confirm"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t("mail-sign-up-confirm")
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }

    fn useful_for(&self) -> i64 {
        DAY
    }
}

pub(super) fn sample() -> SignUpConfirm {
    SignUpConfirm {
        link: Secret::new("0".repeat(64)),
    }
}
