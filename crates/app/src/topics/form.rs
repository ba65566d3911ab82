//! What the topic form offers: categories, languages, sources, groups, owners.

use crate::{
    App, Caller, Result,
    settings::{offered_sources, search_languages},
};
use hearken_authz::Permission;
use hearken_model::{KeywordsRule, Language, PublicId, RuleKind, Source};
use std::cmp::Reverse;

/// Choices of the form, with what is preselected for a new topic (SEA-024, SEA-130, SEA-132).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormChoices {
    /// Categories by name.
    pub categories: Vec<(PublicId, String)>,
    /// Preselected category: the one with the most topics.
    pub category: Option<PublicId>,
    /// The organization's search languages; `und` besides them is always allowed.
    pub languages: Vec<Language>,
    /// Preselected languages; empty: every one.
    pub default_languages: Vec<Language>,
    /// Sources that a keywords rule may name.
    pub sources: Vec<Source>,
    /// Preselected sources; empty: every one.
    pub default_sources: Vec<Source>,
    /// Custom-source groups: id, name, initials.
    pub groups: Vec<(PublicId, String, String)>,
    /// People who may own a topic: id and name; only for callers who may change owners.
    pub owners: Vec<(PublicId, String)>,
    /// Networks that a preview would ask; none where the organization's previews are local (SEA-054).
    pub asked_sources: Vec<Source>,
}

/// The choices of the topic form. Needs the permission to edit topics.
pub async fn form(app: &App, caller: &Caller) -> Result<FormChoices> {
    let scope = caller.scope_new(Permission::EditTopics, app.now())?;
    let settings = app.store.load_organization(&scope).await?.settings;
    let categories = app.store.list_categories(&scope).await?;
    let topics = app.store.list_topics(&scope).await?;
    let busiest = categories.iter().max_by_key(|category| {
        let count = topics.iter().filter(|t| t.category == category.id).count();
        (count, Reverse(category.id))
    });
    let owners = if caller.may(Permission::ChangeTopicOwner) {
        app.store.list_members(&scope).await?
    } else {
        Vec::new()
    };
    let owners = owners
        .into_iter()
        .filter(|m| m.membership.state.may_enter());
    let groups = app.store.list_source_groups(&scope).await?;
    let any_rules = [
        RuleKind::Keywords(KeywordsRule::default()),
        RuleKind::CustomSources {
            groups: groups.iter().map(|group| group.id).collect(),
        },
    ];
    Ok(FormChoices {
        category: busiest.map(|category| category.public_id),
        categories: categories
            .into_iter()
            .map(|c| (c.public_id, c.name))
            .collect(),
        languages: search_languages(&settings),
        default_languages: settings.setup_defaults.languages,
        sources: offered_sources(app, caller).await?,
        default_sources: settings.setup_defaults.sources,
        groups: groups
            .into_iter()
            .map(|g| (g.public_id, g.name, g.initials))
            .collect(),
        owners: owners.map(|m| (m.user.public_id, m.user.name)).collect(),
        asked_sources: if settings.setup_defaults.local_previews {
            Vec::new()
        } else {
            app.ingest.searchable(&any_rules)
        },
    })
}
