//! The rules that posts are matched against: those of active topics, where posts come in.

use crate::{
    Result, Store,
    db::{json_list, q},
    store::{json, public_id},
};
use hearken_authz::InstallScope;
use hearken_model::{OrgId, Rule, RuleId, TopicId};

/// A rule with whose it is: what the matcher of the installation is built from.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgRule {
    /// The organization.
    pub org: OrgId,
    /// The topic.
    pub topic: TopicId,
    /// The rule.
    pub rule: Rule,
}

#[derive(sqlx::FromRow)]
pub(crate) struct RuleRow {
    org_id: i64,
    pub(crate) topic_id: i64,
    id: i64,
    public_id: Vec<u8>,
    rule: String,
}

impl RuleRow {
    pub(crate) fn read(self) -> Result<OrgRule> {
        Ok(OrgRule {
            org: OrgId(self.org_id),
            topic: TopicId(self.topic_id),
            rule: Rule {
                id: RuleId(self.id),
                public_id: public_id(&self.public_id)?,
                kind: json("rule", &self.rule)?,
            },
        })
    }
}

impl Store {
    /// The rules of every organization's active topics: what the matcher is built from. Nothing comes
    /// into solutions whose subscription ended (TRI-09). Read
    /// [`Store::setup_revision`] first, so that a change meanwhile is seen by the next poll.
    pub async fn list_all_rules(&self, _scope: &InstallScope) -> Result<Vec<OrgRule>> {
        let rows: Vec<RuleRow> = self
            .db
            .all(q!(
                "SELECT r.org_id, r.topic_id, r.id, r.public_id, r.rule FROM rules r \
                 JOIN topics t ON t.org_id = r.org_id AND t.id = r.topic_id \
                 JOIN organizations o ON o.id = r.org_id \
                 WHERE r.org_id > 0 AND t.state = 'active' \
                 AND o.standing IN ('running', 'ends_soon') ORDER BY r.org_id, r.topic_id, r.position"
            ))
            .await?;
        rows.into_iter().map(RuleRow::read).collect()
    }

    /// The same for some topics of an organization.
    pub async fn list_rules_of_topics(
        &self,
        _scope: &InstallScope,
        org: OrgId,
        topics: &[TopicId],
    ) -> Result<Vec<OrgRule>> {
        let rows: Vec<RuleRow> = self
            .db
            .all(q!(
                "SELECT r.org_id, r.topic_id, r.id, r.public_id, r.rule FROM rules r \
                 JOIN topics t ON t.org_id = $1 AND t.id = r.topic_id \
                 JOIN organizations o ON o.id = r.org_id \
                 WHERE r.org_id = $1 AND t.state = 'active' \
                 AND o.standing IN ('running', 'ends_soon') \
                 AND r.topic_id IN (SELECT CAST(value AS BIGINT) FROM json_each($2)) \
                 ORDER BY r.topic_id, r.position",
                org,
                json_list(topics)
            ))
            .await?;
        rows.into_iter().map(RuleRow::read).collect()
    }

    /// The same for all topics of an organization.
    pub async fn list_rules_of(&self, _scope: &InstallScope, org: OrgId) -> Result<Vec<OrgRule>> {
        let rows: Vec<RuleRow> = self
            .db
            .all(q!(
                "SELECT r.org_id, r.topic_id, r.id, r.public_id, r.rule FROM rules r \
                 JOIN topics t ON t.org_id = $1 AND t.id = r.topic_id \
                 JOIN organizations o ON o.id = r.org_id \
                 WHERE r.org_id = $1 AND t.state = 'active' \
                 AND o.standing IN ('running', 'ends_soon') ORDER BY r.topic_id, r.position",
                org
            ))
            .await?;
        rows.into_iter().map(RuleRow::read).collect()
    }
}
