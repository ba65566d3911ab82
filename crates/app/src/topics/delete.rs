//! Deleting a topic (SEA-030, SEA-032).

use crate::{
    App, AppError, Caller, Code, Result,
    act::deed,
    analytics::{View, ask, open_dataset},
    mail::tell_creator,
};
use hearken_archive::{Ask, Data};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Focus, PublicId, SearchTopic, TimeFrame};
use serde_json::json;

/// What deleting does, for the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteEffects {
    /// The topic's name.
    pub name: String,
    /// Its category's name.
    pub category_name: String,
    /// Stored posts that match it.
    pub posts: u64,
    /// Of these, posts that no other topic matches: they vanish from Analytics.
    pub posts_alone: u64,
    /// Its version, for [`delete`].
    pub version: i64,
}

/// What deleting the topic would do. Needs the permission to delete it.
pub async fn delete_effects(app: &App, caller: &Caller, topic: PublicId) -> Result<DeleteEffects> {
    let (scope, found) = find(app, caller, topic).await?;
    let categories = app.store.list_categories(&scope).await?;
    let category = categories.into_iter().find(|c| c.id == found.category);
    let of_topic = open_dataset(app, caller, Focus::Topic(found.id), TimeFrame::All).await?;
    let posts = count(app, &of_topic).await?;
    let mut of_all = open_dataset(app, caller, Focus::All, TimeFrame::All).await?;
    let all = count(app, &of_all).await?;
    of_all.bound.topics.retain(|id| *id != found.id);
    let others = count(app, &of_all).await?;
    Ok(DeleteEffects {
        name: found.name,
        category_name: category.map(|c| c.name).unwrap_or_default(),
        posts,
        posts_alone: all.saturating_sub(others),
        version: found.version,
    })
}

/// Deletes a topic: acquisition stops at once, it leaves Analytics, its posts stay stored, and who
/// made it gets a mail.
pub async fn delete(
    app: &App,
    caller: &Caller,
    topic: PublicId,
    version: Option<i64>,
) -> Result<()> {
    let (scope, found) = find(app, caller, topic).await?;
    if version.is_some_and(|version| version != found.version) {
        return Err(AppError::new(Code::StaleVersion));
    }
    let mut tx = app.store.begin().await?;
    tx.delete_topic(&scope, found.id).await?;
    let detail = json!({ "name": found.name });
    tx.audit(&scope, deed("topic.deleted", topic, detail))
        .await?;
    tell_creator(app, &mut tx, (caller, &scope), &found).await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    Ok(())
}

async fn find(app: &App, caller: &Caller, topic: PublicId) -> Result<(OrgScope, SearchTopic)> {
    let now = app.now();
    let looking = caller.scope(Permission::ViewSearchSetup, now)?;
    let found = app.store.find_topic(&looking, topic).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let scope = caller.scope_of(Permission::EditTopics, found.owner, now)?;
    Ok((scope, found))
}

async fn count(app: &App, view: &View) -> Result<u64> {
    let answers = ask(app, view, vec![Ask::Count]).await?;
    Ok(match answers.into_iter().next().map(|answer| answer.data) {
        Some(Data::Count(count)) => count.now,
        _ => 0,
    })
}
