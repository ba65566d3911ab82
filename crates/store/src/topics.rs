//! Search topics with their rules (SEA sections 3 and 5). A deleted topic stays as a row, for the
//! audit, and shows nowhere.

use crate::{
    Error, Result, SetupChange, Store, Tx,
    db::{Reader, q},
    rules::RuleRow,
    store::{name_key, public_id, to_json, word},
};
use hearken_authz::OrgScope;
use hearken_model::{
    CategoryId, OrgId, PublicId, Rule, RuleId, RuleKind, Timestamp, TopicId, UserId,
    topic::{SearchTopic, TopicState},
};
use std::collections::HashMap;

/// A topic to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTopic {
    /// Its category.
    pub category: CategoryId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<UserId>,
    /// What its rules do.
    pub rules: Vec<RuleKind>,
}

/// A topic as it shall be. Rules that keep their id keep their hits; a rule with id 0 is new (its
/// public id is ignored); rules that are missing are removed.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicEdit {
    /// Its category.
    pub category: CategoryId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<UserId>,
    /// Whether it acquires posts.
    pub state: TopicState,
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

#[derive(sqlx::FromRow)]
struct TopicRow {
    id: i64,
    public_id: Vec<u8>,
    category_id: i64,
    name: String,
    owner_id: Option<i64>,
    created_by: Option<i64>,
    state: String,
    version: i64,
    created_at: i64,
}

impl TopicRow {
    fn read(self, rules: Vec<Rule>) -> Result<SearchTopic> {
        Ok(SearchTopic {
            id: TopicId(self.id),
            public_id: public_id(&self.public_id)?,
            category: CategoryId(self.category_id),
            name: self.name,
            owner: self.owner_id.map(UserId),
            created_by: self.created_by.map(UserId),
            state: word(
                "topic state",
                &self.state,
                TopicState::from_word(&self.state),
            )?,
            rules,
            version: self.version,
            created_at: Timestamp(self.created_at),
        })
    }
}

impl Store {
    /// The organization's topics with their rules, by name; deleted ones are left out.
    pub async fn list_topics(&self, scope: &OrgScope) -> Result<Vec<SearchTopic>> {
        list(self.reader(), scope.org()).await
    }

    /// A topic by its id outside; none when it is deleted.
    pub async fn find_topic(&self, scope: &OrgScope, id: PublicId) -> Result<Option<SearchTopic>> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT id FROM topics WHERE org_id = $1 AND public_id = $2 \
                 AND state <> 'deleted'",
                scope.org(),
                id
            ))
            .await?;
        match row {
            Some((id,)) => Ok(Some(load(self.reader(), scope.org(), TopicId(id)).await?)),
            None => Ok(None),
        }
    }

    /// A topic by its id inside. [`Error::NotFound`] when it is deleted.
    pub async fn load_topic(&self, scope: &OrgScope, id: TopicId) -> Result<SearchTopic> {
        load(self.reader(), scope.org(), id).await
    }
}

async fn list(mut reader: Reader<'_>, org: OrgId) -> Result<Vec<SearchTopic>> {
    let rows: Vec<TopicRow> = reader
        .all(q!(
            "SELECT id, public_id, category_id, name, owner_id, created_by, state, version, \
             created_at FROM topics WHERE org_id = $1 AND state <> 'deleted' ORDER BY name_key, id",
            org
        ))
        .await?;
    let rules: Vec<RuleRow> = reader
        .all(q!(
            "SELECT org_id, topic_id, id, public_id, rule FROM rules WHERE org_id = $1 \
             ORDER BY topic_id, position",
            org
        ))
        .await?;
    let mut by_topic: HashMap<i64, Vec<Rule>> = HashMap::new();
    for row in rules {
        let topic = row.topic_id;
        by_topic.entry(topic).or_default().push(row.read()?.rule);
    }
    rows.into_iter()
        .map(|row| {
            let rules = by_topic.remove(&row.id).unwrap_or_default();
            row.read(rules)
        })
        .collect()
}

async fn load(mut reader: Reader<'_>, org: OrgId, id: TopicId) -> Result<SearchTopic> {
    let row: Option<TopicRow> = reader
        .opt(q!(
            "SELECT id, public_id, category_id, name, owner_id, created_by, state, version, \
             created_at FROM topics WHERE org_id = $1 AND id = $2 AND state <> 'deleted'",
            org,
            id
        ))
        .await?;
    let rules: Vec<RuleRow> = reader
        .all(q!(
            "SELECT org_id, topic_id, id, public_id, rule FROM rules \
             WHERE org_id = $1 AND topic_id = $2 ORDER BY position",
            org,
            id
        ))
        .await?;
    let rules: Result<Vec<Rule>> = rules.into_iter().map(|row| Ok(row.read()?.rule)).collect();
    row.ok_or(Error::NotFound)?.read(rules?)
}

impl Tx {
    /// The organization's topics as this transaction sees them.
    pub async fn list_topics(&mut self, scope: &OrgScope) -> Result<Vec<SearchTopic>> {
        list(self.reader(), scope.org()).await
    }

    /// Makes an active topic. [`Error::Taken`] when the name is (SEA-021).
    pub async fn create_topic(&mut self, scope: &OrgScope, new: &NewTopic) -> Result<SearchTopic> {
        let org = scope.org();
        let id = TopicId(self.take_id(org, "topic").await?);
        let public = self.env.ids.public_id();
        self.require_category(org, new.category).await?;
        self.db
            .exec(q!(
                "INSERT INTO topics (org_id, id, public_id, category_id, name, name_key, \
                 owner_id, created_by, state, version, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', 1, $9, $9)",
                org,
                id,
                public,
                new.category,
                new.name.trim(),
                name_key(&new.name),
                new.owner,
                scope.actor().user(),
                self.now
            ))
            .await?;
        for (position, kind) in (0..).zip(&new.rules) {
            self.insert_rule(org, id, position, kind).await?;
        }
        self.touch_setup(SetupChange::Topic(org, id)).await?;
        load(self.reader(), org, id).await
    }

    /// Changes a topic. [`Error::Stale`] when `version` is not the one that is stored.
    pub async fn update_topic(
        &mut self,
        scope: &OrgScope,
        id: TopicId,
        version: i64,
        edit: &TopicEdit,
    ) -> Result<SearchTopic> {
        let org = scope.org();
        if edit.state == TopicState::Deleted {
            return Err(Error::Unsupported("a topic is deleted by delete_topic"));
        }
        self.require_category(org, edit.category).await?;
        let changed = self
            .db
            .exec(q!(
                "UPDATE topics SET category_id = $1, name = $2, name_key = $3, owner_id = $4, \
                 state = $5, version = version + 1, updated_at = $6 \
                 WHERE org_id = $7 AND id = $8 AND version = $9 AND state <> 'deleted'",
                edit.category,
                edit.name.trim(),
                name_key(&edit.name),
                edit.owner,
                edit.state.as_str(),
                self.now,
                org,
                id,
                version
            ))
            .await?;
        if changed == 0 {
            load(self.reader(), org, id).await?;
            return Err(Error::Stale);
        }
        self.replace_rules(org, id, &edit.rules).await?;
        self.touch_setup(SetupChange::Topic(org, id)).await?;
        load(self.reader(), org, id).await
    }

    /// Deletes a topic: its row stays as `deleted`, its name is free again (SEA-030).
    pub async fn delete_topic(&mut self, scope: &OrgScope, id: TopicId) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE topics SET state = 'deleted', version = version + 1, updated_at = $1 \
                 WHERE org_id = $2 AND id = $3 AND state <> 'deleted'",
                self.now,
                scope.org(),
                id
            ))
            .await?;
        if changed == 0 {
            return Err(Error::NotFound);
        }
        self.touch_setup(SetupChange::Topic(scope.org(), id)).await
    }

    async fn require_category(&mut self, org: OrgId, id: CategoryId) -> Result<()> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT id FROM categories WHERE org_id = $1 AND id = $2",
                org,
                id
            ))
            .await?;
        row.map(|_| ()).ok_or(Error::NotFound)
    }

    async fn insert_rule(
        &mut self,
        org: OrgId,
        topic: TopicId,
        position: i64,
        kind: &RuleKind,
    ) -> Result<()> {
        let id = RuleId(self.take_id(org, "rule").await?);
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO rules (org_id, id, public_id, topic_id, position, rule) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                org,
                id,
                public,
                topic,
                position,
                to_json(kind)?
            ))
            .await?;
        Ok(())
    }

    async fn replace_rules(&mut self, org: OrgId, topic: TopicId, rules: &[Rule]) -> Result<()> {
        let kept: Vec<RuleId> = rules.iter().map(|r| r.id).filter(|id| id.0 != 0).collect();
        self.db
            .exec(q!(
                "DELETE FROM rules WHERE org_id = $1 AND topic_id = $2 \
                 AND id NOT IN (SELECT CAST(value AS BIGINT) FROM json_each($3))",
                org,
                topic,
                crate::db::json_list(&kept)
            ))
            .await?;
        for (position, rule) in (0..).zip(rules) {
            if rule.id.0 == 0 {
                self.insert_rule(org, topic, position, &rule.kind).await?;
                continue;
            }
            let changed = self
                .db
                .exec(q!(
                    "UPDATE rules SET position = $1, rule = $2 \
                     WHERE org_id = $3 AND topic_id = $4 AND id = $5",
                    position,
                    to_json(&rule.kind)?,
                    org,
                    topic,
                    rule.id
                ))
                .await?;
            if changed == 0 {
                return Err(Error::Stale);
            }
        }
        Ok(())
    }
}
