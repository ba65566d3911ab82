//! `rules.json`, compiled.

use crate::cli_form::post::Id;
use crate::matcher::{Hit, Matcher, MatcherBuilder};
use hearken_model::{KeywordsRule, OrgId, RuleId, TopicId};
use serde::Deserialize;

/// The rules are not in the documented form.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the rules: {0}")]
pub struct RulesError(#[from] serde_json::Error);

/// Compiled rules with the ids of their file.
#[derive(Debug)]
pub struct RuleFile {
    ids: Vec<Id>,
    matcher: Matcher,
}

#[derive(Deserialize)]
struct Row {
    id: Id,
    #[serde(flatten)]
    rule: KeywordsRule,
}

impl RuleFile {
    /// Reads `[{"id","keywords":[],"inclusions":[],"proximity":"sentence|paragraph|post",
    /// "exclusions":[],"languages":[],"sources":[],"ignore_accents":false}]`. Ids are texts or
    /// numbers and come back as they are. What is absent is empty, paragraph or false; a rule
    /// without a keyword finds nothing. The editor's limits (SEA-051) do not bind here.
    pub fn read(mut json: impl std::io::Read) -> Result<Self, RulesError> {
        let mut text = Vec::new();
        json.read_to_end(&mut text).map_err(serde_json::Error::io)?;
        let rows: Vec<Row> = serde_json::from_slice(&text)?;
        let mut builder = MatcherBuilder::default();
        for (number, row) in (0..).zip(&rows) {
            let hit = Hit {
                org: OrgId(0),
                topic: TopicId(0),
                rule: RuleId(number),
            };
            builder.keywords(hit, &row.rule);
        }
        let matcher = builder.build();
        let ids = rows.into_iter().map(|row| row.id).collect();
        Ok(Self { ids, matcher })
    }

    /// How many rules it holds.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it holds no rule.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub(super) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The id of a hit's rule, as in the file.
    pub(super) fn id(&self, hit: &Hit) -> Option<&Id> {
        self.ids.get(usize::try_from(hit.rule.0).ok()?)
    }
}
