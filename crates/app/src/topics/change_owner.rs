//! Giving a topic to another owner (SEA-025).

use super::{TopicView, get::shown};
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Diagnostic, PublicId, UserId};
use hearken_store::TopicEdit;
use serde_json::json;

/// Gives a topic to another active user of the organization; field `owner`.
pub async fn change_owner(
    app: &App,
    caller: &Caller,
    topic: PublicId,
    owner: PublicId,
) -> Result<TopicView> {
    let scope = caller.scope(Permission::ChangeTopicOwner, app.now())?;
    let found = app.store.find_topic(&scope, topic).await?;
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let owner = find_owner(app, &scope, owner).await?;
    let owner = owner.ok_or_else(|| AppError::invalid(vec![unknown_owner()]))?;
    let edit = TopicEdit {
        category: found.category,
        name: found.name,
        owner: Some(owner.0),
        state: found.state,
        rules: found.rules,
    };
    let mut tx = app.store.begin().await?;
    let changed = tx
        .update_topic(&scope, found.id, found.version, &edit)
        .await?;
    let detail = json!({ "to": owner.1.to_string() });
    tx.audit(&scope, deed("topic.owner_changed", topic, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    shown(app, caller, &scope, changed).await
}

/// A person who may own topics: in the organization, and may enter.
pub(super) async fn find_owner(
    app: &App,
    scope: &OrgScope,
    owner: PublicId,
) -> Result<Option<(UserId, PublicId)>> {
    let members = app.store.list_members(scope).await?;
    let found = members
        .into_iter()
        .find(|m| m.user.public_id == owner && m.membership.state.may_enter());
    Ok(found.map(|member| (member.user.id, member.user.public_id)))
}

pub(super) fn unknown_owner() -> Diagnostic {
    Diagnostic::new("unknown_user", "owner")
}
