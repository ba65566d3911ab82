//! One rule of the topic form: from fields to input, from what is stored to fields. The fields of
//! the n-th rule are named `r<n>-keywords` and so on.

use crate::{
    forms::{Fields, Problems},
    i18n::Texts,
    visit::Visit,
    widgets::{language_name, source_name},
};
use hearken_app::topics::{FormChoices, RuleInput, RuleView};
use hearken_model::{
    KeywordsRule, Language, Proximity, PublicId,
    topic::{EXCLUSION_LIMIT, INCLUSION_LIMIT, KEYWORD_LIMIT},
};

/// Most rules of one form.
const RULES: usize = 50;

/// A rule as its template needs it.
#[derive(Clone, Debug)]
pub(super) struct RuleForm {
    pub(super) n: usize,
    /// `keywords` or `custom_sources`.
    pub(super) kind: &'static str,
    pub(super) id: String,
    pub(super) lists: Vec<List>,
    pub(super) proximity: Vec<Choice>,
    pub(super) sources: Vec<Choice>,
    pub(super) languages: Vec<Choice>,
    pub(super) groups: Vec<Choice>,
    pub(super) ignore_accents: bool,
    pub(super) errors: String,
    pub(super) preview: String,
    pub(super) back_test: String,
}

/// One of the three lists.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) limit: usize,
    pub(super) text: String,
    pub(super) error: String,
}

/// Something to be ticked.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: bool,
}

/// The rules that a form sent, in order. A rule that is ticked for removal is left out.
pub(super) fn inputs(fields: &Fields) -> Vec<RuleInput> {
    (0..RULES)
        .filter(|n| !fields.has(&format!("r{n}-remove")))
        .filter_map(|n| input(fields, n))
        .collect()
}

/// Whether a rule has no words and is not a stored one.
pub(super) fn is_blank(input: &RuleInput) -> bool {
    match input {
        RuleInput::Keywords { id: None, rule } => {
            let lists = [&rule.keywords, &rule.inclusions, &rule.exclusions];
            lists
                .iter()
                .all(|list| list.iter().all(|entry| entry.trim().is_empty()))
        }
        _ => false,
    }
}

/// The n-th rule that a form sent.
pub(super) fn input(fields: &Fields, n: usize) -> Option<RuleInput> {
    let name = |part: &str| format!("r{n}-{part}");
    let id: Option<PublicId> = fields.get(&name("id")).parse().ok();
    match fields.get(&name("type")) {
        "keywords" => {
            let list = |part: &str| vec![fields.get(&name(part)).to_owned()];
            let rule = KeywordsRule {
                keywords: list("keywords"),
                inclusions: list("inclusions"),
                exclusions: list("exclusions"),
                proximity: Proximity::from_word(fields.get(&name("proximity"))).unwrap_or_default(),
                languages: fields
                    .all(&name("languages"))
                    .filter_map(|l| l.parse().ok())
                    .collect(),
                sources: fields
                    .all(&name("sources"))
                    .filter_map(|s| s.parse().ok())
                    .collect(),
                groups: groups(fields, n),
                ignore_accents: fields.has(&name("ignore_accents")),
            };
            Some(RuleInput::Keywords { id, rule })
        }
        "custom_sources" => Some(RuleInput::CustomSources {
            id,
            groups: groups(fields, n),
        }),
        _ => None,
    }
}

fn groups(fields: &Fields, n: usize) -> Vec<PublicId> {
    let name = format!("r{n}-groups");
    fields.all(&name).filter_map(|id| id.parse().ok()).collect()
}

/// What is stored, as input.
pub(super) fn stored(rule: &RuleView) -> RuleInput {
    match rule {
        RuleView::Keywords { id, rule, .. } => RuleInput::Keywords {
            id: Some(*id),
            rule: rule.clone(),
        },
        RuleView::CustomSources { id, groups } => RuleInput::CustomSources {
            id: Some(*id),
            groups: groups.iter().map(|(id, _)| *id).collect(),
        },
    }
}

/// A new keywords rule with the organization's defaults.
pub(super) fn fresh(choices: &FormChoices) -> RuleInput {
    RuleInput::Keywords {
        id: None,
        rule: KeywordsRule {
            languages: choices.default_languages.clone(),
            sources: choices.default_sources.clone(),
            ..KeywordsRule::default()
        },
    }
}

/// The n-th rule of a form, with the problems of its fields.
pub(super) fn form(
    n: usize,
    input: &RuleInput,
    choices: &FormChoices,
    problems: &Problems,
    visit: &Visit,
) -> RuleForm {
    let texts = visit.texts();
    let (kind, id, rule, groups) = match input {
        RuleInput::Keywords { id, rule } => ("keywords", id, rule.clone(), rule.groups.as_slice()),
        RuleInput::CustomSources { id, groups } => (
            "custom_sources",
            id,
            KeywordsRule::default(),
            groups.as_slice(),
        ),
    };
    let error = |part: &str| problems.text(&format!("rules.{n}.{part}"));
    let others = ["languages", "sources", "groups"].map(&error);
    let list = |name: &'static str, limit: usize, entries: &[String]| List {
        name,
        limit,
        text: entries.join("\n"),
        error: error(name),
    };
    RuleForm {
        n,
        kind,
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        lists: vec![
            list("keywords", KEYWORD_LIMIT, &rule.keywords),
            list("inclusions", INCLUSION_LIMIT, &rule.inclusions),
            list("exclusions", EXCLUSION_LIMIT, &rule.exclusions),
        ],
        proximity: proximity(&rule, texts),
        sources: sources(&rule, choices, texts),
        languages: languages(&rule, choices, texts),
        groups: group_choices(groups, choices),
        ignore_accents: rule.ignore_accents,
        errors: others.join(" ").trim().to_owned(),
        preview: visit.path(&format!("/search-setup/preview/{n}")),
        back_test: visit.path(&format!("/search-setup/back-test/{n}")),
    }
}

fn proximity(rule: &KeywordsRule, texts: Texts) -> Vec<Choice> {
    let choice = |proximity: &Proximity| Choice {
        value: proximity.as_str().to_owned(),
        text: texts.get(&format!("proximity-{}", proximity.as_str())),
        chosen: *proximity == rule.proximity,
    };
    Proximity::ALL.iter().map(choice).collect()
}

fn sources(rule: &KeywordsRule, choices: &FormChoices, texts: Texts) -> Vec<Choice> {
    let choice = |source: &hearken_model::Source| Choice {
        value: source.to_string(),
        text: source_name(source, texts),
        chosen: rule.sources.contains(source),
    };
    choices.sources.iter().map(choice).collect()
}

/// The search languages, and "undetermined" beside them.
fn languages(rule: &KeywordsRule, choices: &FormChoices, texts: Texts) -> Vec<Choice> {
    let choice = |language: &Language| Choice {
        value: language.to_string(),
        text: language_name(language, texts),
        chosen: rule.languages.contains(language),
    };
    choices
        .languages
        .iter()
        .chain([&Language::UND])
        .map(choice)
        .collect()
}

fn group_choices(groups: &[PublicId], choices: &FormChoices) -> Vec<Choice> {
    let choice = |(id, name, _): &(PublicId, String, String)| Choice {
        value: id.to_string(),
        text: name.clone(),
        chosen: groups.contains(id),
    };
    choices.groups.iter().map(choice).collect()
}
