//! The groups with their feeds and how these fare.

use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;
use hearken_model::{PublicId, RuleKind, SearchTopic, Timestamp};
use hearken_store::SourceGroup;

/// A feed of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// Its address.
    pub url: String,
    /// Its own title.
    pub title: Option<String>,
    /// When it was last fetched.
    pub fetched_at: Option<Timestamp>,
    /// Why the last fetch failed, a code of the catalogues; none when it succeeded.
    pub problem: Option<String>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its initials, shown at its posts.
    pub initials: String,
    /// Its feeds.
    pub feeds: Vec<FeedRow>,
    /// Topics with a rule on it.
    pub topics: u64,
}

/// The groups of the visited organization, by name.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<GroupRow>> {
    let scope = caller.scope(Permission::ViewSearchSetup, app.now())?;
    let groups = app.store.list_source_groups(&scope).await?;
    let topics = app.store.list_topics(&scope).await?;
    Ok(groups
        .into_iter()
        .map(|group| row(group, &topics))
        .collect())
}

/// One group.
pub async fn get(app: &App, caller: &Caller, group: PublicId) -> Result<GroupRow> {
    let scope = caller.scope(Permission::ViewSearchSetup, app.now())?;
    let found = app.store.find_source_group(&scope, group).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let topics = app.store.list_topics(&scope).await?;
    Ok(row(found, &topics))
}

/// A group as shown.
pub(super) fn row(group: SourceGroup, topics: &[SearchTopic]) -> GroupRow {
    let uses = topics.iter().filter(|topic| names(topic, &group));
    let topics = uses.count() as u64;
    GroupRow {
        id: group.public_id,
        topics,
        name: group.name,
        initials: group.initials,
        feeds: group
            .feeds
            .into_iter()
            .map(|feed| FeedRow {
                url: feed.url,
                title: feed.title,
                fetched_at: feed.polled_at,
                problem: feed.error,
            })
            .collect(),
    }
}

/// Whether a rule of the topic names the group.
pub(super) fn names(topic: &SearchTopic, group: &SourceGroup) -> bool {
    topic.rules.iter().any(|rule| match &rule.kind {
        RuleKind::CustomSources { groups } => groups.contains(&group.id),
        RuleKind::Keywords(rule) => rule.groups.contains(&group.public_id),
    })
}
