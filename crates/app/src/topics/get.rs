//! One topic with its rules.

use super::TopicRow;
use crate::{App, AppError, Caller, Code, Result, act::REMATCH};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{KeywordsRule, PublicId, RuleKind, SearchTopic, SourceGroupId, TopicId};
use hearken_store::JobState;
use serde_json::Value;
use std::collections::HashMap;

/// A rule as stored.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleView {
    /// Posts by query.
    Keywords {
        /// Its id.
        id: PublicId,
        /// Its lists.
        rule: KeywordsRule,
        /// Its groups with their names.
        groups: Vec<(PublicId, String)>,
    },
    /// Every item of groups of feeds.
    CustomSources {
        /// Its id.
        id: PublicId,
        /// The groups with their names; deleted groups are not among them.
        groups: Vec<(PublicId, String)>,
    },
}

/// A topic with its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicView {
    /// Its row.
    pub row: TopicRow,
    /// Its rules, in the order they were added.
    pub rules: Vec<RuleView>,
    /// Whether the caller may give it to another owner.
    pub may_change_owner: bool,
    /// Progress of finding stored posts anew after a change, 0..=100; none when up to date
    /// (SEA-029).
    pub rematching: Option<u8>,
}

/// One topic of the visited organization.
pub async fn get(app: &App, caller: &Caller, topic: PublicId) -> Result<TopicView> {
    let scope = caller.scope(Permission::ViewSearchSetup, app.now())?;
    let found = app.store.find_topic(&scope, topic).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    shown(app, caller, &scope, found).await
}

/// A topic as shown.
pub(super) async fn shown(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    topic: SearchTopic,
) -> Result<TopicView> {
    let groups: HashMap<SourceGroupId, (PublicId, String)> = app
        .store
        .list_source_groups(scope)
        .await?
        .into_iter()
        .map(|group| (group.id, (group.public_id, group.name)))
        .collect();
    let rules = topic.rules.iter().map(|rule| match &rule.kind {
        RuleKind::Keywords(lists) => RuleView::Keywords {
            id: rule.public_id,
            rule: lists.clone(),
            groups: groups
                .values()
                .filter(|(id, _)| lists.groups.contains(id))
                .cloned()
                .collect(),
        },
        RuleKind::CustomSources { groups: ids } => RuleView::CustomSources {
            id: rule.public_id,
            groups: ids
                .iter()
                .filter_map(|id| groups.get(id).cloned())
                .collect(),
        },
    });
    let rules = rules.collect();
    let rematching = rematching(app, scope, topic.id).await?;
    let rows = super::list::rows(app, caller, scope, vec![topic]).await?;
    let row = rows.into_iter().next();
    Ok(TopicView {
        row: row.ok_or_else(|| AppError::new(Code::NotFound))?,
        rules,
        may_change_owner: caller.may(Permission::ChangeTopicOwner),
        rematching,
    })
}

/// Jobs that are looked through for the progress of a topic's.
const JOBS: u32 = 200;

/// How far matching the topic anew got, in percent of the stored posts.
async fn rematching(app: &App, scope: &OrgScope, topic: TopicId) -> Result<Option<u8>> {
    let jobs = app.store.list_jobs(scope, JOBS).await?;
    let job = jobs.into_iter().find(|job| {
        job.kind == REMATCH
            && job.payload.get("topic").and_then(Value::as_i64) == Some(topic.0)
            && matches!(job.state, JobState::Queued | JobState::Running)
    });
    let Some(job) = job else { return Ok(None) };
    let after = job
        .progress
        .get("after")
        .and_then(Value::as_i64)
        .unwrap_or(0);
    let posts = app.archive.status(scope)?.posts.max(1);
    // Ids are dense and rising, so the last one done tells about how many are.
    let percent = u64::try_from(after).unwrap_or(0) * 100 / posts;
    Ok(Some(percent.min(99) as u8))
}
