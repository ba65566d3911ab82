//! To the administrators when somebody asks for access (ADM-14).

use super::{Mail, Words, templates};
use crate::Result;
use hearken_model::Slug;

/// The mail.
pub(crate) struct AccessAsked {
    /// The organization's name in URLs.
    pub(crate) slug: Slug,
    /// Who asks.
    pub(crate) name: String,
    /// Their address.
    pub(crate) email: String,
}

templates!(
    AccessAsked,
    "mail/access_asked.txt",
    "mail/access_asked.html"
);

impl AccessAsked {
    fn link(&self, words: &Words<'_>) -> String {
        words.link(&format!("/o/{}/settings/users?state=pending", self.slug))
    }

    fn lead(&self, words: &Words<'_>) -> String {
        let sender = words.sender();
        let facts = [
            ("person", self.name.as_str()),
            ("email", self.email.as_str()),
            ("organization", sender.as_str()),
        ];
        words.with("mail-access-asked-text", &facts)
    }
}

impl Mail for AccessAsked {
    fn name(&self) -> &'static str {
        "access_asked"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t1("mail-access-asked", "person", &self.name)
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}

#[expect(clippy::expect_used, reason = "a constant that is a slug")]
pub(super) fn sample() -> AccessAsked {
    AccessAsked {
        slug: "contoso".parse().expect("a slug"),
        name: "Kim".to_owned(),
        email: "kim@contoso.example".to_owned(),
    }
}
