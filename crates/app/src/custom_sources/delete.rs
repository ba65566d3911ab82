//! Deleting a group (SEA-128).

use super::list::names;
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{PublicId, Rule, RuleKind, SearchTopic, topic::TopicState};
use hearken_store::{SourceGroup, TopicEdit, Tx};
use serde_json::json;

/// What deleting does, for the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteEffects {
    /// The group's name.
    pub name: String,
    /// Its feeds.
    pub feeds: u64,
    /// Topics that lose a rule and go on: id and name.
    pub topics_kept: Vec<(PublicId, String)>,
    /// Topics that stand on this group alone and become inactive: id and name.
    pub topics_deactivated: Vec<(PublicId, String)>,
}

/// What deleting the group would do.
pub async fn delete_effects(app: &App, caller: &Caller, group: PublicId) -> Result<DeleteEffects> {
    let (scope, found) = find(app, caller, group).await?;
    let topics = app.store.list_topics(&scope).await?;
    let mut effects = DeleteEffects {
        name: found.name.clone(),
        feeds: found.feeds.len() as u64,
        topics_kept: Vec::new(),
        topics_deactivated: Vec::new(),
    };
    for topic in topics.into_iter().filter(|topic| names(topic, &found)) {
        let row = (topic.public_id, topic.name.clone());
        if without(&topic, &found).is_empty() {
            effects.topics_deactivated.push(row);
        } else {
            effects.topics_kept.push(row);
        }
    }
    Ok(effects)
}

/// Deletes a group: acquisition stops at once, topics that stand on it alone become inactive. What
/// was recorded through it stays in its topics.
pub async fn delete(app: &App, caller: &Caller, group: PublicId) -> Result<()> {
    let (scope, found) = find(app, caller, group).await?;
    let mut tx = app.store.begin().await?;
    for topic in tx.list_topics(&scope).await? {
        if names(&topic, &found) {
            forget(&mut tx, &scope, topic, &found).await?;
        }
    }
    tx.delete_source_group(&scope, found.id).await?;
    let detail = json!({ "name": found.name, "feeds": found.feeds.len() });
    tx.audit(&scope, deed("source_group.deleted", group, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    Ok(())
}

async fn find(app: &App, caller: &Caller, group: PublicId) -> Result<(OrgScope, SourceGroup)> {
    let scope = caller.scope(Permission::EditCustomSources, app.now())?;
    let found = app.store.find_source_group(&scope, group).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    Ok((scope, found))
}

/// The topic's rules without the group; rules that stand on it alone are gone.
fn without(topic: &SearchTopic, group: &SourceGroup) -> Vec<Rule> {
    let rules = topic.rules.iter().cloned().filter_map(|mut rule| {
        let is_left = match &mut rule.kind {
            RuleKind::CustomSources { groups } => {
                groups.retain(|id| *id != group.id);
                !groups.is_empty()
            }
            RuleKind::Keywords(rule) => {
                // Without its only source it must not begin to take posts from everywhere.
                let was_anywhere = rule.is_anywhere();
                rule.groups.retain(|id| *id != group.public_id);
                was_anywhere || !rule.is_anywhere()
            }
        };
        is_left.then_some(rule)
    });
    rules.collect()
}

async fn forget(
    tx: &mut Tx,
    scope: &OrgScope,
    topic: SearchTopic,
    group: &SourceGroup,
) -> Result<()> {
    let rules = without(&topic, group);
    let state = if rules.is_empty() {
        TopicState::Inactive
    } else {
        topic.state
    };
    let detail = json!({
        "name": topic.name,
        "because": "source_group.deleted",
        "inactive": state == TopicState::Inactive,
    });
    let edit = TopicEdit {
        category: topic.category,
        name: topic.name,
        owner: topic.owner,
        state,
        rules,
    };
    tx.update_topic(scope, topic.id, topic.version, &edit)
        .await?;
    tx.audit(scope, deed("topic.changed", topic.public_id, detail))
        .await?;
    Ok(())
}
