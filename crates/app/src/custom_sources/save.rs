//! Creating and changing a group (SEA-127).

use super::{GroupRow, check_feed::look, list::row};
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Diagnostic, PublicId, topic::NAME_LIMIT};
use hearken_store::{NewSourceGroup, SourceGroup};
use serde_json::json;

/// Most feeds of a group.
const FEEDS_LIMIT: usize = 100;

/// A group as typed. Fields of problems: `name`, `initials`, `feeds`, `feeds.<n>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveGroup {
    /// The group to be changed; none: a new one.
    pub id: Option<PublicId>,
    /// Name, 1 to 35 characters, unique in the organization.
    pub name: String,
    /// Initials, 1 to 2 characters, unique in the organization.
    pub initials: String,
    /// Addresses of its feeds, at least one; each new one is fetched and must be a feed.
    pub feeds: Vec<String>,
}

/// Stores a group. Every new feed is looked at first; what is none, cannot be reached or lies in a
/// private network is a problem of its field.
pub async fn save(app: &App, caller: &Caller, input: SaveGroup) -> Result<GroupRow> {
    let scope = caller.scope(Permission::EditCustomSources, app.now())?;
    let groups = app.store.list_source_groups(&scope).await?;
    let stored = match input.id {
        Some(id) => {
            let found = groups.iter().find(|group| group.public_id == id);
            Some(found.ok_or_else(|| AppError::new(Code::NotFound))?)
        }
        None => None,
    };
    let new = check(app, &scope, &input, stored, &groups).await?;
    let mut tx = app.store.begin().await?;
    let (verb, saved) = match stored {
        None => (
            "source_group.created",
            tx.create_source_group(&scope, &new).await?,
        ),
        Some(group) => {
            let saved = tx.update_source_group(&scope, group.id, &new).await?;
            ("source_group.changed", saved)
        }
    };
    let detail = json!({ "name": saved.name, "feeds": saved.feeds.len() });
    tx.audit(&scope, deed(verb, saved.public_id, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    let topics = app.store.list_topics(&scope).await?;
    Ok(row(saved, &topics))
}

/// Longest initials, in characters (SEA-127).
const INITIALS_LIMIT: usize = 2;

async fn check(
    app: &App,
    scope: &OrgScope,
    input: &SaveGroup,
    stored: Option<&SourceGroup>,
    groups: &[SourceGroup],
) -> Result<NewSourceGroup> {
    let mut problems = Problems::default();
    let name = problems.name(&input.name, NAME_LIMIT, "name");
    let initials = problems.name(&input.initials, INITIALS_LIMIT, "initials");
    let others = || {
        groups
            .iter()
            .filter(|g| stored.is_none_or(|s| s.id != g.id))
    };
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    if others().any(|group| same(&group.name, &name)) {
        problems.add(Diagnostic::new("duplicate", "name").entry(name.clone()));
    }
    if others().any(|group| same(&group.initials, &initials)) {
        problems.add(Diagnostic::new("duplicate", "initials").entry(initials.clone()));
    }
    let typed = input.feeds.iter().map(|url| url.trim());
    let typed: Vec<&str> = typed.filter(|url| !url.is_empty()).collect();
    if typed.is_empty() {
        problems.add(Diagnostic::new("required", "feeds"));
    } else if typed.len() > FEEDS_LIMIT {
        problems.add(Diagnostic::new("too_many", "feeds").with("limit", FEEDS_LIMIT as i64));
        problems.settle()?;
        return Err(AppError::new(Code::Internal));
    }
    let known: Vec<&str> = stored
        .map(|group| group.feeds.iter().map(|feed| feed.url.as_str()).collect())
        .unwrap_or_default();
    let mut feeds: Vec<String> = Vec::with_capacity(typed.len());
    for (n, url) in typed.into_iter().enumerate() {
        // A feed that is there already was looked at when it was added.
        let url = if known.contains(&url) {
            url.to_owned()
        } else {
            match look(app, scope, url, &format!("feeds.{n}")).await? {
                Ok(check) => check.url,
                Err(problem) => {
                    problems.add(problem);
                    continue;
                }
            }
        };
        if !feeds.contains(&url) {
            feeds.push(url);
        }
    }
    problems.settle()?;
    Ok(NewSourceGroup {
        name,
        initials,
        feeds,
    })
}
