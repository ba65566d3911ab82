//! To the first person of an organization that signed up: it is ready (TRI-06).

use super::{Mail, Words, templates};
use crate::{Result, Secret};
use hearken_model::{Slug, time::DAY};

/// The mail.
pub(crate) struct Welcome {
    /// The organization's name in URLs.
    pub(crate) slug: Slug,
    /// The secret of a link that sets the password, where the person needs one to come in.
    pub(crate) link: Option<Secret>,
    /// The code of the offer that led to it.
    pub(crate) offer: Option<String>,
}

templates!(Welcome, "mail/welcome.txt", "mail/welcome.html");

impl Welcome {
    /// The address to be passed on to others.
    fn solution(&self, words: &Words<'_>) -> String {
        words.link(&format!("/o/{}/analytics", self.slug))
    }

    fn set_password(&self, words: &Words<'_>) -> Option<String> {
        let secret = self.link.as_ref()?;
        Some(words.link(&format!("/password/set?link={}", secret.expose())))
    }

    /// What to do next: text and address.
    fn steps(&self, words: &Words<'_>) -> Vec<(String, String)> {
        let offer = self.offer.iter().map(|code| {
            let href = words.link(&format!("/offers/{code}"));
            (words.t("mail-welcome-offer"), href)
        });
        let pages = [
            ("mail-welcome-defaults", "settings/general"),
            ("mail-welcome-users", "settings/users"),
            ("mail-welcome-topics", "search-setup"),
        ];
        let steps = pages.into_iter().map(|(key, page)| {
            let href = words.link(&format!("/o/{}/{page}", self.slug));
            (words.t(key), href)
        });
        offer.chain(steps).collect()
    }
}

impl Mail for Welcome {
    fn name(&self) -> &'static str {
        "welcome"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t1("mail-welcome", "organization", &words.sender())
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }

    fn useful_for(&self) -> i64 {
        7 * DAY
    }
}

#[expect(clippy::expect_used, reason = "a constant that is a slug")]
pub(super) fn sample() -> Welcome {
    Welcome {
        slug: "contoso".parse().expect("a slug"),
        link: Some(Secret::new("0".repeat(64))),
        offer: Some("CODE".to_owned()),
    }
}
