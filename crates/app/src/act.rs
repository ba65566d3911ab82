//! What acting use-cases share: the audit row, and telling the rest of the house after the commit.

use crate::ports::Hint;
use crate::{App, Result};
use hearken_authz::OrgScope;
use hearken_model::{OrgId, PublicId, TopicId, UserId};
use hearken_store::{NewAudit, NewJob, Tx};
use serde_json::{Value, json};
use std::collections::HashMap;

/// An audit row; `verb` is `noun.participle`.
pub(crate) fn deed(verb: &'static str, object: PublicId, detail: Value) -> NewAudit {
    let noun = verb.split('.').next().unwrap_or(verb);
    NewAudit {
        verb,
        object: format!("{noun}:{object}"),
        detail,
    }
}

/// The kind of the jobs that match a topic anew; `pipeline` does them.
pub(crate) const REMATCH: &str = "rematch_topic";

/// Notes in the transaction of a rule change that the topic is to be matched anew (SEA-029).
pub(crate) async fn enqueue_rematch(tx: &mut Tx, scope: &OrgScope, topic: TopicId) -> Result<()> {
    let job = NewJob {
        kind: REMATCH,
        payload: json!({ "topic": topic }),
        run_after: None,
        dedupe: Some(topic.to_string()),
    };
    tx.enqueue(scope, &job).await?;
    Ok(())
}

/// Ids outside and names of the people of an organization.
#[derive(Debug, Default)]
pub(crate) struct People(HashMap<UserId, (PublicId, String)>);

impl People {
    /// Id outside and name of one who is (still) in the organization.
    pub(crate) fn get(&self, user: Option<UserId>) -> Option<&(PublicId, String)> {
        self.0.get(&user?)
    }

    /// Name of one who is (still) in the organization.
    pub(crate) fn name(&self, user: Option<UserId>) -> Option<String> {
        self.get(user).map(|(_, name)| name.clone())
    }

    /// Id outside of one who is (still) in the organization.
    pub(crate) fn public_id(&self, user: Option<UserId>) -> Option<PublicId> {
        self.get(user).map(|(id, _)| *id)
    }
}

impl App {
    /// The people of an organization, to show owners and actors by name.
    pub(crate) async fn people(&self, scope: &OrgScope) -> Result<People> {
        let members = self.store.list_members(scope).await?;
        let named = members
            .into_iter()
            .map(|member| (member.user.id, (member.user.public_id, member.user.name)));
        Ok(People(named.collect()))
    }

    /// After the commit of a change that the pipeline compiles: puts it in force and tells live
    /// pages. The change is kept already, so trouble here is logged, not answered: the pipeline
    /// finds the new revision at its next look.
    pub(crate) async fn configuration_changed(&self, org: OrgId) {
        if let Err(error) = self.ingest.reload(org).await {
            tracing::warn!(org.id = org.0, %error, "a change is not in force yet");
        }
        self.events.publish(org, Hint::Configuration);
    }

    /// After the commit of a change to posts: brings the index up to it, so that the next page
    /// shows it, and tells live pages.
    pub(crate) async fn posts_changed(&self, scope: &OrgScope) {
        if let Err(error) = self.ingest.catch_up(scope).await {
            tracing::warn!(org.id = scope.org().0, %error, "a change is not indexed yet");
        }
        self.events.publish(scope.org(), Hint::Posts { added: 0 });
    }
}
