//! To who made a search topic that somebody else deleted (SEA-030).

use super::{Mail, Recipient, Sender, Words, post, templates};
use crate::{App, Caller, Result};
use hearken_authz::OrgScope;
use hearken_model::{SearchTopic, Slug};
use hearken_store::Tx;

/// The mail.
pub(crate) struct TopicDeleted {
    /// The organization's name in URLs.
    pub(crate) slug: Slug,
    /// The topic's name.
    pub(crate) topic: String,
    /// Who deleted it.
    pub(crate) by: String,
}

templates!(
    TopicDeleted,
    "mail/topic_deleted.txt",
    "mail/topic_deleted.html"
);

impl TopicDeleted {
    fn link(&self, words: &Words<'_>) -> String {
        words.link(&format!("/o/{}/search-setup", self.slug))
    }

    fn lead(&self, words: &Words<'_>) -> String {
        let sender = words.sender();
        let facts = [
            ("topic", self.topic.as_str()),
            ("person", self.by.as_str()),
            ("organization", sender.as_str()),
        ];
        words.with("mail-topic-deleted-text", &facts)
    }
}

impl Mail for TopicDeleted {
    fn name(&self) -> &'static str {
        "topic_deleted"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t1("mail-topic-deleted", "topic", &self.topic)
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}

/// Tells the creator of a deleted topic, if they still may enter and did not delete it themselves.
pub(crate) async fn tell_creator(
    app: &App,
    tx: &mut Tx,
    (caller, scope): (&Caller, &OrgScope),
    topic: &SearchTopic,
) -> Result<()> {
    let (Some(creator), Some(organization)) = (topic.created_by, caller.organization()) else {
        return Ok(());
    };
    let found = app
        .store
        .find_membership(&app.install, scope.org(), creator);
    let may_enter = found.await?.is_some_and(|m| m.state.may_enter());
    if !may_enter || caller.principal.user() == Some(creator) {
        return Ok(());
    }
    let creator = app.store.load_user(&app.install, creator).await?;
    let mail = TopicDeleted {
        slug: organization.slug.clone(),
        topic: topic.name.clone(),
        by: caller.person().map_or_else(String::new, |p| p.name.clone()),
    };
    let to = [Recipient::of(&creator)];
    post(app, tx, Sender::Organization(scope), &to, &mail).await?;
    Ok(())
}

#[expect(clippy::expect_used, reason = "a constant that is a slug")]
pub(super) fn sample() -> TopicDeleted {
    TopicDeleted {
        slug: "contoso".parse().expect("a slug"),
        topic: "Kettles".to_owned(),
        by: "Kim".to_owned(),
    }
}
