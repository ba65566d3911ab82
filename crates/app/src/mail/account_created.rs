//! To a person who was added to an organization: where it is, and a link that sets their password if
//! they have none yet.

use super::{Mail, Words, templates};
use crate::{Result, Secret};
use hearken_model::{Slug, time::DAY};

/// How long the link is good, microseconds.
pub(crate) const INVITATION_GOOD_FOR: i64 = 7 * DAY;

/// The mail.
pub(crate) struct AccountCreated {
    /// The organization's name in URLs.
    pub(crate) slug: Slug,
    /// The secret of the link; none for a person who signs in already.
    pub(crate) token: Option<Secret>,
}

templates!(
    AccountCreated,
    "mail/account_created.txt",
    "mail/account_created.html"
);

impl AccountCreated {
    fn link(&self, words: &Words<'_>) -> String {
        match &self.token {
            Some(token) => words.link(&format!("/password/set?link={}", token.expose())),
            None => words.link(&format!("/o/{}/analytics", self.slug)),
        }
    }

    fn button(&self, words: &Words<'_>) -> String {
        words.t(match &self.token {
            Some(_) => "mail-account-set-password",
            None => "mail-account-open",
        })
    }
}

impl Mail for AccountCreated {
    fn name(&self) -> &'static str {
        "account_created"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t1("mail-account-created", "organization", &words.sender())
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }

    fn useful_for(&self) -> i64 {
        INVITATION_GOOD_FOR
    }
}

#[expect(clippy::expect_used, reason = "a constant that is a slug")]
pub(super) fn sample() -> AccountCreated {
    AccountCreated {
        slug: "contoso".parse().expect("a slug"),
        token: Some(Secret::new("0".repeat(64))),
    }
}
