//! The search languages, and what removing one does to rules (SEA-130, SEA-131).

use super::{Settings, get::shown, offered::search_languages};
use crate::{
    App, AppError, Caller, Code, Result,
    act::{deed, enqueue_rematch},
    checks::Problems,
};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{Diagnostic, Language, PublicId, Rule, RuleKind, SearchTopic};
use hearken_store::{OrganizationSettings, TopicEdit, Tx};
use serde_json::json;

/// What a new list of search languages does to what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanguageImpact {
    /// Languages that go.
    pub removed: Vec<Language>,
    /// Topics with rules that lose a language: id, name, number of rules.
    pub rules_narrowed: Vec<(PublicId, String, u64)>,
    /// Topics with rules that are deleted, and go on with others: id, name, number of rules.
    pub rules_deleted: Vec<(PublicId, String, u64)>,
    /// Topics that are deleted, because no rule would be left: id and name.
    pub topics_deleted: Vec<(PublicId, String)>,
}

impl LanguageImpact {
    /// Whether rules or topics would change.
    pub fn is_harmless(&self) -> bool {
        self.rules_narrowed.is_empty()
            && self.rules_deleted.is_empty()
            && self.topics_deleted.is_empty()
    }
}

/// What this list of languages would do; field `languages`.
pub async fn language_impact(
    app: &App,
    caller: &Caller,
    languages: &[String],
) -> Result<LanguageImpact> {
    let scope = caller.scope(Permission::EditSettings, app.now())?;
    let chosen = check(languages)?;
    let settings = app.store.load_organization(&scope).await?.settings;
    let removed = removed(&settings, &chosen);
    let topics = app.store.list_topics(&scope).await?;
    let effects = topics.iter().map(|topic| (topic, effect(topic, &removed)));
    Ok(impact(effects, removed.clone()))
}

/// Saves the search languages. When rules or topics would change and `confirmed` is not set,
/// answers `confirmation_required`; [`language_impact`] has the list.
pub async fn set_languages(
    app: &App,
    caller: &Caller,
    languages: &[String],
    confirmed: bool,
) -> Result<Settings> {
    let scope = caller.scope(Permission::EditSettings, app.now())?;
    let chosen = check(languages)?;
    let organization = app.store.load_organization(&scope).await?;
    let removed = removed(&organization.settings, &chosen);
    let mut tx = app.store.begin().await?;
    for topic in tx.list_topics(&scope).await? {
        let effect = effect(&topic, &removed);
        if effect.is_none() {
            continue;
        }
        if !confirmed {
            return Err(AppError::new(Code::ConfirmationRequired));
        }
        apply(&mut tx, &scope, topic, effect).await?;
    }
    let mut settings = organization.settings;
    settings
        .setup_defaults
        .languages
        .retain(|language| !removed.contains(language));
    let detail = json!({
        "what": "languages",
        "languages": chosen.iter().map(Language::as_str).collect::<Vec<_>>(),
    });
    settings.search_languages = chosen;
    let saved = tx
        .update_organization(&scope, organization.version, &settings)
        .await?;
    tx.audit(&scope, deed("settings.changed", saved.public_id, detail))
        .await?;
    tx.commit().await?;
    app.configuration_changed(scope.org()).await;
    shown(app, caller, saved).await
}

fn check(languages: &[String]) -> Result<Vec<Language>> {
    let mut problems = Problems::default();
    let mut chosen: Vec<Language> = Vec::new();
    for code in languages
        .iter()
        .map(|code| code.trim())
        .filter(|code| !code.is_empty())
    {
        match code.parse::<Language>() {
            // Posts of unknown language can always be asked for; it is no language to choose.
            Ok(language) if language.is_und() => {}
            Ok(language) => chosen.push(language),
            Err(_) => problems.add(Diagnostic::new("not_a_language", "languages").entry(code)),
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        problems.add(Diagnostic::new("required", "languages"));
    }
    problems.settle()?;
    Ok(chosen)
}

fn removed(settings: &OrganizationSettings, chosen: &[Language]) -> Vec<Language> {
    let had = search_languages(settings).into_iter();
    had.filter(|language| !chosen.contains(language)).collect()
}

/// What happens to one topic.
struct Effect {
    /// The rules that it keeps.
    rules: Vec<Rule>,
    /// Rules that lose a language.
    narrowed: u64,
    /// Rules that go.
    deleted: u64,
}

/// What the removal does to a topic; none when nothing. A rule without languages means every one
/// and stays as it is.
fn effect(topic: &SearchTopic, removed: &[Language]) -> Option<Effect> {
    let mut effect = Effect {
        rules: Vec::with_capacity(topic.rules.len()),
        narrowed: 0,
        deleted: 0,
    };
    for rule in &topic.rules {
        let RuleKind::Keywords(lists) = &rule.kind else {
            effect.rules.push(rule.clone());
            continue;
        };
        let mut lists = lists.clone();
        let before = lists.languages.len();
        lists
            .languages
            .retain(|language| !removed.contains(language));
        if before > 0 && lists.languages.is_empty() {
            effect.deleted += 1;
            continue;
        }
        effect.narrowed += u64::from(lists.languages.len() < before);
        effect.rules.push(Rule {
            kind: RuleKind::Keywords(lists),
            ..rule.clone()
        });
    }
    (effect.narrowed + effect.deleted > 0).then_some(effect)
}

fn impact<'t>(
    effects: impl Iterator<Item = (&'t SearchTopic, Option<Effect>)>,
    removed: Vec<Language>,
) -> LanguageImpact {
    let mut impact = LanguageImpact {
        removed,
        ..LanguageImpact::default()
    };
    for (topic, effect) in effects {
        let Some(effect) = effect else { continue };
        let name = topic.name.clone();
        if effect.rules.is_empty() {
            impact.topics_deleted.push((topic.public_id, name));
            continue;
        }
        if effect.deleted > 0 {
            let row = (topic.public_id, name.clone(), effect.deleted);
            impact.rules_deleted.push(row);
        }
        if effect.narrowed > 0 {
            impact
                .rules_narrowed
                .push((topic.public_id, name, effect.narrowed));
        }
    }
    impact
}

async fn apply(
    tx: &mut Tx,
    scope: &OrgScope,
    topic: SearchTopic,
    effect: Option<Effect>,
) -> Result<()> {
    let Some(effect) = effect else { return Ok(()) };
    let detail = json!({ "name": topic.name, "because": "settings.languages" });
    if effect.rules.is_empty() {
        tx.delete_topic(scope, topic.id).await?;
        tx.audit(scope, deed("topic.deleted", topic.public_id, detail))
            .await?;
        return Ok(());
    }
    let edit = TopicEdit {
        category: topic.category,
        name: topic.name,
        owner: topic.owner,
        state: topic.state,
        rules: effect.rules,
    };
    tx.update_topic(scope, topic.id, topic.version, &edit)
        .await?;
    enqueue_rematch(tx, scope, topic.id).await?;
    tx.audit(scope, deed("topic.changed", topic.public_id, detail))
        .await?;
    Ok(())
}
