//! To those who can subscribe again, when the subscription ends or ended (TRI-09, RET-06).

use super::{Mail, Words, templates};
use crate::Result;
use hearken_model::{Slug, Standing, Timestamp};

/// The mail.
pub(crate) struct SolutionEnds {
    /// The organization's name in URLs.
    pub(crate) slug: Slug,
    /// Where the solution stands now.
    pub(crate) standing: Standing,
    /// When the next thing happens.
    pub(crate) on: Timestamp,
}

templates!(
    SolutionEnds,
    "mail/solution_ends.txt",
    "mail/solution_ends.html"
);

impl SolutionEnds {
    fn key(&self) -> String {
        format!("mail-solution-{}", self.standing.as_str().replace('_', "-"))
    }

    fn link(&self, words: &Words<'_>) -> String {
        words.link(&format!("/o/{}/settings/licences", self.slug))
    }

    fn lead(&self, words: &Words<'_>) -> String {
        let (sender, day) = (words.sender(), words.day(self.on));
        let facts = [("organization", sender.as_str()), ("day", day.as_str())];
        words.with(&format!("{}-text", self.key()), &facts)
    }
}

impl Mail for SolutionEnds {
    fn name(&self) -> &'static str {
        "solution_ends"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t1(&self.key(), "organization", &words.sender())
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}

#[expect(clippy::expect_used, reason = "a constant that is a slug")]
pub(super) fn sample() -> SolutionEnds {
    SolutionEnds {
        slug: "contoso".parse().expect("a slug"),
        standing: Standing::ReadOnly,
        on: Timestamp(1_760_000_000_000_000),
    }
}
