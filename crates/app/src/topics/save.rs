//! Creating and changing a topic, with every problem at once (SEA-021..029, SEA-051).

use super::{
    TopicView,
    change_owner::{find_owner, unknown_owner},
    get::shown,
    preview::check_quota,
    rules::Vocabulary,
};
use crate::{
    App, AppError, Caller, Code, Result,
    act::{deed, enqueue_rematch},
    checks::Problems,
    quota::QuotaCheck,
};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{
    CategoryId, Diagnostic, KeywordsRule, PublicId, Rule, RuleKind, SearchTopic, UserId,
    topic::{NAME_LIMIT, TopicState},
};
use hearken_store::{NewTopic, TopicEdit};
use serde_json::json;

/// The category of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CategoryChoice {
    /// One that exists.
    Existing(PublicId),
    /// By name, whatever the case; made when there is none.
    Named(String),
}

/// A rule as typed.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleInput {
    /// Posts by query. Entries may hold commas and line breaks; they are split there.
    Keywords {
        /// The stored rule that this one replaces; none: a new one.
        id: Option<PublicId>,
        /// Its lists, not normalized.
        rule: KeywordsRule,
    },
    /// Every item of groups of feeds.
    CustomSources {
        /// The stored rule that this one replaces; none: a new one.
        id: Option<PublicId>,
        /// At least one group.
        groups: Vec<PublicId>,
    },
}

/// A topic as typed. Fields of problems: `name`, `category`, `owner`, `rules`, `rules.<n>.keywords`,
/// `.inclusions`, `.exclusions`, `.languages`, `.sources`, `.groups`.
#[derive(Clone, Debug, PartialEq)]
pub struct SaveTopic {
    /// The topic to be changed; none: a new one.
    pub id: Option<PublicId>,
    /// The version the change is based on; a newer one in the store answers `stale_version`. None
    /// changes whatever version there is.
    pub version: Option<i64>,
    /// Name.
    pub name: String,
    /// Category.
    pub category: CategoryChoice,
    /// Owner; none: unchanged, for a new topic the caller. Another one needs `change_topic_owner`.
    pub owner: Option<PublicId>,
    /// All rules; stored ones that are not among them are deleted.
    pub rules: Vec<RuleInput>,
}

/// Stores a topic and starts acquiring with it. A changed one is matched against the stored posts
/// again in the background (SEA-029); a new one too, so that what other topics found shows at once.
pub async fn save(app: &App, caller: &Caller, input: SaveTopic) -> Result<TopicView> {
    let now = app.now();
    let looking = caller.scope(Permission::ViewSearchSetup, now)?;
    let stored = match input.id {
        Some(id) => {
            let found = app.store.find_topic(&looking, id).await?;
            Some(found.ok_or_else(|| AppError::new(Code::NotFound))?)
        }
        None => None,
    };
    let owner = stored
        .as_ref()
        .map_or(caller.principal.user(), |topic| topic.owner);
    let scope = caller.scope_of(Permission::EditTopics, owner, now)?;
    if let (Some(stored), Some(version)) = (&stored, input.version)
        && stored.version != version
    {
        return Err(AppError::new(Code::StaleVersion));
    }
    let checked = check(app, caller, &scope, &input, stored.as_ref()).await?;
    let saved = keep(app, &scope, caller, checked, stored).await?;
    app.configuration_changed(scope.org()).await;
    shown(app, caller, &scope, saved).await
}

/// A topic whose problems are all mended.
struct Checked {
    name: String,
    category: CheckedCategory,
    owner: Option<UserId>,
    rules: Vec<Rule>,
}

enum CheckedCategory {
    Existing(CategoryId),
    New(String),
}

async fn check(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    input: &SaveTopic,
    stored: Option<&SearchTopic>,
) -> Result<Checked> {
    let mut problems = Problems::default();
    let name = problems.name(&input.name, NAME_LIMIT, "name");
    let taken = app
        .store
        .list_topics(scope)
        .await?
        .into_iter()
        .any(|topic| {
            topic.name.to_lowercase() == name.to_lowercase()
                && stored.is_none_or(|s| s.id != topic.id)
        });
    if taken {
        problems.add(Diagnostic::new("duplicate", "name").entry(name.clone()));
    }
    let category = check_category(app, caller, scope, &input.category, &mut problems).await?;
    let current = stored.map_or(caller.principal.user(), |topic| topic.owner);
    let mut owner = current;
    if let Some(wanted) = input.owner {
        match find_owner(app, scope, wanted).await? {
            Some((found, _)) if Some(found) == current => {}
            Some((found, _)) => {
                caller.scope(Permission::ChangeTopicOwner, app.now())?;
                owner = Some(found);
            }
            None => problems.add(unknown_owner()),
        }
    }
    let vocabulary = Vocabulary::load(app, scope).await?;
    let rules = vocabulary.check(&input.rules, stored, &mut problems);
    problems.settle()?;
    let kinds: Vec<RuleKind> = rules.iter().map(|rule| rule.kind.clone()).collect();
    let quota = check_quota(app, scope, &kinds, &vocabulary).await?;
    if let Some(problem) = quota.and_then(QuotaCheck::problem) {
        return Err(AppError::invalid(vec![problem]));
    }
    Ok(Checked {
        name,
        category: category.ok_or_else(|| AppError::new(Code::Internal))?,
        owner,
        rules,
    })
}

async fn check_category(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    choice: &CategoryChoice,
    problems: &mut Problems,
) -> Result<Option<CheckedCategory>> {
    let categories = app.store.list_categories(scope).await?;
    Ok(match choice {
        CategoryChoice::Existing(id) => {
            let found = categories.into_iter().find(|c| c.public_id == *id);
            if found.is_none() {
                problems.add(Diagnostic::new("unknown_category", "category"));
            }
            found.map(|category| CheckedCategory::Existing(category.id))
        }
        CategoryChoice::Named(name) => {
            let name = problems.name(name, NAME_LIMIT, "category");
            let key = name.to_lowercase();
            let found = categories
                .into_iter()
                .find(|c| c.name.to_lowercase() == key);
            if let Some(category) = found {
                Some(CheckedCategory::Existing(category.id))
            } else {
                caller.scope_new(Permission::EditCategories, app.now())?;
                Some(CheckedCategory::New(name))
            }
        }
    })
}

async fn keep(
    app: &App,
    scope: &OrgScope,
    caller: &Caller,
    checked: Checked,
    stored: Option<SearchTopic>,
) -> Result<SearchTopic> {
    let mut tx = app.store.begin().await?;
    let category = match checked.category {
        CheckedCategory::Existing(id) => id,
        CheckedCategory::New(name) => {
            let made = tx
                .create_category(scope, &name, caller.principal.user())
                .await?;
            let detail = json!({ "name": name });
            tx.audit(scope, deed("category.created", made.public_id, detail))
                .await?;
            made.id
        }
    };
    let (verb, rules_changed, saved) = match stored {
        None => {
            let new = NewTopic {
                category,
                name: checked.name,
                owner: checked.owner,
                rules: checked.rules.into_iter().map(|rule| rule.kind).collect(),
            };
            ("topic.created", true, tx.create_topic(scope, &new).await?)
        }
        Some(stored) => {
            let changed = stored.rules != checked.rules || stored.state != TopicState::Active;
            let edit = TopicEdit {
                category,
                name: checked.name,
                owner: checked.owner,
                state: TopicState::Active,
                rules: checked.rules,
            };
            let saved = tx
                .update_topic(scope, stored.id, stored.version, &edit)
                .await?;
            ("topic.changed", changed, saved)
        }
    };
    // A name or category changes nothing of what is found (SEA-004).
    if rules_changed {
        enqueue_rematch(&mut tx, scope, saved.id).await?;
    }
    let detail = json!({
        "name": saved.name,
        "rules": saved.rules.len(),
        "rules_changed": rules_changed,
        "version": saved.version,
    });
    tx.audit(scope, deed(verb, saved.public_id, detail)).await?;
    tx.commit().await?;
    Ok(saved)
}
