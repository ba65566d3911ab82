//! Whether what is stored is sound, and how much there is. Nothing here repairs.

use crate::{
    Error, Result, Store,
    db::{Db, q, sqlite_file},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{Sentiment, TopicId};
use std::collections::BTreeMap;

/// Above this size SQLite's own check would hold up the start; it is left to [`Store::check`].
const QUICK_CHECK_BYTES: u64 = 64 * 1024 * 1024;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which check found it.
    pub check: &'static str,
    /// What it found.
    pub detail: String,
}

/// How much an organization has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Recorded posts, hidden ones included.
    pub posts: u64,
    /// Pairs of a post and a topic it matches.
    pub hits: u64,
    /// Authors.
    pub authors: u64,
}

/// What must never be found, as statements that count offenders.
const RULES: &[(&str, &str)] = &[
    (
        "an id was given twice or will be",
        "SELECT COUNT(*) FROM counters c WHERE c.org_id > 0 AND c.noun = 'post' \
         AND c.last < (SELECT MAX(p.id) FROM posts p WHERE p.org_id = c.org_id)",
    ),
    (
        "the outbox runs ahead of its counter",
        "SELECT COUNT(*) FROM counters c WHERE c.org_id > 0 AND c.noun = 'outbox' \
         AND c.last < (SELECT MAX(o.seq) FROM outbox o WHERE o.org_id = c.org_id)",
    ),
];

const SLOW_RULES: &[(&str, &str)] = &[
    (
        "the outbox has gaps",
        "SELECT COUNT(*) FROM (SELECT o.org_id FROM outbox o WHERE o.org_id > 0 \
         GROUP BY o.org_id HAVING MAX(o.seq) - MIN(o.seq) + 1 <> COUNT(*)) AS gaps",
    ),
    (
        "a hit belongs to no post",
        "SELECT COUNT(*) FROM post_topics t WHERE t.org_id > 0 AND NOT EXISTS \
         (SELECT 1 FROM posts p WHERE p.org_id = t.org_id AND p.id = t.post_id)",
    ),
    (
        "a post belongs to an author who is not there",
        "SELECT COUNT(*) FROM posts p WHERE p.org_id > 0 AND p.author_id IS NOT NULL \
         AND NOT EXISTS \
         (SELECT 1 FROM authors a WHERE a.org_id = p.org_id AND a.id = p.author_id)",
    ),
];

/// What an index of the posts that people see must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisibleCounts {
    /// Posts that are not hidden.
    pub posts: u64,
    /// Of each topic that has any.
    pub topics: BTreeMap<TopicId, u64>,
    /// Those that are in any topic, by tone.
    pub tones: BTreeMap<Sentiment, u64>,
}

impl Store {
    /// Counts the posts that people see, row by row. The counts are of one moment only while
    /// nothing is recorded.
    pub async fn count_visible(&self, scope: &OrgScope) -> Result<VisibleCounts> {
        let org = scope.org();
        let posts: Option<(i64,)> = self
            .db
            .opt(q!("SELECT COUNT(*) FROM posts WHERE org_id = $1", org))
            .await?;
        let hidden: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT COUNT(*) FROM posts WHERE org_id = $1 AND hidden_by IS NOT NULL",
                org
            ))
            .await?;
        let hits = q!(
            "SELECT topic_id, COUNT(DISTINCT post_id) FROM post_topics WHERE org_id = $1 \
             GROUP BY topic_id",
            org
        );
        let hidden_hits = q!(
            "SELECT t.topic_id, COUNT(DISTINCT t.post_id) FROM posts p \
             JOIN post_topics t ON t.org_id = p.org_id AND t.post_id = p.id \
             WHERE p.org_id = $1 AND p.hidden_by IS NOT NULL GROUP BY t.topic_id",
            org
        );
        let mut topics: BTreeMap<TopicId, u64> = BTreeMap::new();
        for (topic, count) in self.db.all::<(i64, i64)>(hits).await? {
            topics.insert(TopicId(topic), count.max(0) as u64);
        }
        for (topic, count) in self.db.all::<(i64, i64)>(hidden_hits).await? {
            if let Some(posts) = topics.get_mut(&TopicId(topic)) {
                *posts = posts.saturating_sub(count.max(0) as u64);
            }
        }
        topics.retain(|_, posts| *posts > 0);
        let count = |row: Option<(i64,)>| row.map_or(0, |(count,)| count.max(0) as u64);
        Ok(VisibleCounts {
            posts: count(posts).saturating_sub(count(hidden)),
            topics,
            tones: self.count_tones(scope).await?,
        })
    }

    async fn count_tones(&self, scope: &OrgScope) -> Result<BTreeMap<Sentiment, u64>> {
        let tones = q!(
            "SELECT p.sentiment, COUNT(*) FROM posts p WHERE p.org_id = $1 \
             AND p.hidden_by IS NULL AND EXISTS (SELECT 1 FROM post_topics t \
             WHERE t.org_id = p.org_id AND t.post_id = p.id) GROUP BY p.sentiment",
            scope.org()
        );
        let rows = self.db.all::<(i64, i64)>(tones).await?;
        let of_row = |(number, count): (i64, i64)| {
            Some((Sentiment::from_number(number)?, count.max(0) as u64))
        };
        Ok(rows.into_iter().filter_map(of_row).collect())
    }

    /// Looks at everything, which takes a while: SQLite's own integrity check, then the house's
    /// rules. An empty list means that all is well.
    pub async fn check(&self, _scope: &InstallScope) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        if let Db::Sqlite { .. } = self.db {
            for (detail,) in self
                .db
                .all::<(String,)>(q!("PRAGMA integrity_check"))
                .await?
            {
                if detail != "ok" {
                    findings.push(Finding {
                        check: "integrity of the file",
                        detail,
                    });
                }
            }
        }
        for rules in [RULES, SLOW_RULES] {
            findings.extend(self.offenders(rules).await?);
        }
        Ok(findings)
    }

    /// What can be told in a moment, at every start.
    pub(crate) async fn check_quickly(&self) -> Result<()> {
        if let crate::Location::Folder(folder) = &self.config.location {
            let bytes = std::fs::metadata(sqlite_file(folder)).map_or(0, |meta| meta.len());
            if bytes <= QUICK_CHECK_BYTES {
                let row: Option<(String,)> = self.db.opt(q!("PRAGMA quick_check(1)")).await?;
                let verdict = row.map_or_else(String::new, |(verdict,)| verdict);
                if verdict != "ok" {
                    return Err(Error::Corrupt(verdict));
                }
            }
        }
        match self.offenders(RULES).await?.into_iter().next() {
            Some(finding) => Err(Error::Corrupt(finding.check.to_owned())),
            None => Ok(()),
        }
    }

    async fn offenders(&self, rules: &[(&'static str, &'static str)]) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for (check, sql) in rules {
            let row: Option<(i64,)> = self.db.opt(q!(sql)).await?;
            let count = row.map_or(0, |(count,)| count);
            if count > 0 {
                findings.push(Finding {
                    check,
                    detail: format!("{count} times"),
                });
            }
        }
        Ok(findings)
    }

    /// How much the organization has, counted row by row.
    pub async fn count_posts(&self, scope: &OrgScope) -> Result<Counts> {
        let count = |row: Option<(i64,)>| row.map_or(0, |(count,)| count.max(0) as u64);
        let org = scope.org();
        let posts = q!("SELECT COUNT(*) FROM posts WHERE org_id = $1", org);
        let hits = q!(
            "SELECT COUNT(*) FROM (SELECT DISTINCT post_id, topic_id FROM post_topics \
             WHERE org_id = $1) AS pairs",
            org
        );
        let authors = q!("SELECT COUNT(*) FROM authors WHERE org_id = $1", org);
        Ok(Counts {
            posts: count(self.db.opt(posts).await?),
            hits: count(self.db.opt(hits).await?),
            authors: count(self.db.opt(authors).await?),
        })
    }
}
