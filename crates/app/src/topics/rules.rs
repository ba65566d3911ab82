//! Rules as typed, checked and resolved: what saving and previewing share (SEA-051, SEA-130).

use super::RuleInput;
use crate::{App, Result, checks::Problems};
use hearken_authz::OrgScope;
use hearken_model::{
    Diagnostic, Language, PublicId, Rule, RuleId, RuleKind, SearchTopic, SourceGroupId,
};
use std::collections::HashMap;

/// What rules may name.
pub(super) struct Vocabulary {
    /// The organization's search languages; none: every one.
    languages: Vec<Language>,
    groups: HashMap<PublicId, SourceGroupId>,
    /// Whether previews ask no network (SEA-054).
    pub(super) local_previews: bool,
}

impl Vocabulary {
    /// Reads it.
    pub(super) async fn load(app: &App, scope: &OrgScope) -> Result<Self> {
        let organization = app.store.load_organization(scope).await?;
        let groups = app.store.list_source_groups(scope).await?;
        Ok(Self {
            local_previews: organization.settings.setup_defaults.local_previews,
            languages: organization.settings.search_languages,
            groups: groups.into_iter().map(|g| (g.public_id, g.id)).collect(),
        })
    }

    /// The public id of a group, as posts carry it.
    pub(super) fn public_group(&self, id: SourceGroupId) -> Option<PublicId> {
        self.groups
            .iter()
            .find(|(_, inner)| **inner == id)
            .map(|(public, _)| *public)
    }

    /// Checks all rules, with every problem at once. `stored` is the topic that they replace the
    /// rules of: rules that name one of its rules keep that one's id.
    pub(super) fn check(
        &self,
        inputs: &[RuleInput],
        stored: Option<&SearchTopic>,
        problems: &mut Problems,
    ) -> Vec<Rule> {
        if inputs.is_empty() {
            problems.add(Diagnostic::new("required", "rules"));
        }
        let mut rules = Vec::with_capacity(inputs.len());
        for (n, input) in inputs.iter().enumerate() {
            let prefix = format!("rules.{n}");
            let (id, kind) = match input {
                RuleInput::Keywords { id, rule } => {
                    let (rule, found) = hearken_rules::validate(rule, &prefix);
                    problems.0.extend(found);
                    self.check_languages(&rule.languages, stored, &prefix, problems);
                    self.find_groups(&rule.groups, &prefix, problems);
                    (*id, RuleKind::Keywords(rule))
                }
                RuleInput::CustomSources { id, groups } => {
                    let groups = self.check_groups(groups, &prefix, problems);
                    (*id, RuleKind::CustomSources { groups })
                }
            };
            rules.push(identify(id, kind, stored, &prefix, problems));
        }
        rules
    }

    /// Only the organization's search languages may be chosen (SEA-130); `und` always, and what a
    /// stored rule of the topic has already.
    fn check_languages(
        &self,
        chosen: &[Language],
        stored: Option<&SearchTopic>,
        prefix: &str,
        problems: &mut Problems,
    ) {
        if self.languages.is_empty() {
            return;
        }
        let had = |language: &Language| {
            stored.is_some_and(|topic| {
                topic.rules.iter().any(|rule| match &rule.kind {
                    RuleKind::Keywords(lists) => lists.languages.contains(language),
                    RuleKind::CustomSources { .. } => false,
                })
            })
        };
        for language in chosen {
            if !language.is_und() && !self.languages.contains(language) && !had(language) {
                let problem =
                    Diagnostic::new("not_a_search_language", format!("{prefix}.languages"));
                problems.add(problem.entry(language.as_str()));
            }
        }
    }

    fn check_groups(
        &self,
        chosen: &[PublicId],
        prefix: &str,
        problems: &mut Problems,
    ) -> Vec<SourceGroupId> {
        if chosen.is_empty() {
            problems.add(Diagnostic::new("required", format!("{prefix}.groups")));
        }
        let mut groups = self.find_groups(chosen, prefix, problems);
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    fn find_groups(
        &self,
        chosen: &[PublicId],
        prefix: &str,
        problems: &mut Problems,
    ) -> Vec<SourceGroupId> {
        let field = format!("{prefix}.groups");
        let mut groups = Vec::with_capacity(chosen.len());
        for id in chosen {
            match self.groups.get(id) {
                Some(group) => groups.push(*group),
                None => {
                    problems.add(Diagnostic::new("unknown_group", &*field).entry(id.to_string()));
                }
            }
        }
        groups
    }
}

/// The rule with the id of the stored one that it replaces, or as a new one.
fn identify(
    id: Option<PublicId>,
    kind: RuleKind,
    stored: Option<&SearchTopic>,
    prefix: &str,
    problems: &mut Problems,
) -> Rule {
    let of_topic = stored.into_iter().flat_map(|topic| &topic.rules);
    let found = id.map(|id| of_topic.into_iter().find(|rule| rule.public_id == id));
    match found {
        Some(Some(rule)) => Rule {
            id: rule.id,
            public_id: rule.public_id,
            kind,
        },
        other => {
            if other.is_some() {
                problems.add(Diagnostic::new("unknown_rule", prefix));
            }
            Rule {
                id: RuleId(0),
                public_id: PublicId(0),
                kind,
            }
        }
    }
}
