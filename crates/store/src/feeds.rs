//! Feeds of custom-source groups: what to poll when, and how it went (SEA-127, SEA-129).

use crate::{
    Result, Store, Tx,
    db::{json_list, q},
    store::{public_id, word},
};
use hearken_authz::InstallScope;
use hearken_model::{OrgId, PublicId, SourceGroupId, Timestamp};

/// A feed of a group, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Number within the organization.
    pub id: i64,
    /// Its address.
    pub url: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// How it is.
    pub health: FeedHealth,
    /// What went wrong last, a code.
    pub error: Option<String>,
    /// When it was last asked.
    pub polled_at: Option<Timestamp>,
    /// When it last answered well.
    pub succeeded_at: Option<Timestamp>,
    /// When it will be asked next.
    pub next_poll_at: Timestamp,
}

/// How a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedHealth {
    /// Not asked yet.
    New,
    /// Answers.
    Healthy,
    /// Fails; will be asked again.
    Failing,
    /// Is gone for good (410); will not be asked again.
    Gone,
}

impl FeedHealth {
    const ALL: [Self; 4] = [Self::New, Self::Healthy, Self::Failing, Self::Gone];

    /// The stored word, also of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Healthy => "healthy",
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }

    fn from_word(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|health| health.as_str() == text)
    }
}

/// A feed that is to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueFeed {
    /// Its organization.
    pub org: OrgId,
    /// Number within the organization.
    pub id: i64,
    /// Its group.
    pub group: SourceGroupId,
    /// The group's id outside, as posts carry it.
    pub group_public: PublicId,
    /// Its address.
    pub url: String,
    /// Validator of the last answer.
    pub etag: Option<String>,
    /// Validator of the last answer.
    pub last_modified: Option<String>,
    /// How often in a row it failed.
    pub failures: u32,
}

/// How asking a feed went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedPoll {
    /// Number of the feed within its organization.
    pub feed: i64,
    /// How it is now.
    pub health: FeedHealth,
    /// What went wrong, a code.
    pub error: Option<String>,
    /// What it calls itself; none leaves what is known.
    pub title: Option<String>,
    /// Validator of this answer.
    pub etag: Option<String>,
    /// Validator of this answer.
    pub last_modified: Option<String>,
    /// When to ask again.
    pub next_poll_at: Timestamp,
}

#[derive(sqlx::FromRow)]
pub(crate) struct FeedRow {
    id: i64,
    pub(crate) group_id: i64,
    url: String,
    title: Option<String>,
    health: String,
    error: Option<String>,
    polled_at: Option<i64>,
    succeeded_at: Option<i64>,
    next_poll_at: i64,
}

impl FeedRow {
    pub(crate) fn read(self) -> Result<Feed> {
        Ok(Feed {
            id: self.id,
            url: self.url,
            title: self.title,
            health: word(
                "feed health",
                &self.health,
                FeedHealth::from_word(&self.health),
            )?,
            error: self.error,
            polled_at: self.polled_at.map(Timestamp),
            succeeded_at: self.succeeded_at.map(Timestamp),
            next_poll_at: Timestamp(self.next_poll_at),
        })
    }
}

#[derive(sqlx::FromRow)]
struct DueRow {
    org_id: i64,
    id: i64,
    group_id: i64,
    group_public: Vec<u8>,
    url: String,
    etag: Option<String>,
    last_modified: Option<String>,
    failures: i64,
}

impl DueRow {
    fn read(self) -> Result<DueFeed> {
        Ok(DueFeed {
            org: OrgId(self.org_id),
            id: self.id,
            group: SourceGroupId(self.group_id),
            group_public: public_id(&self.group_public)?,
            url: self.url,
            etag: self.etag,
            last_modified: self.last_modified,
            failures: self.failures.clamp(0, i64::from(u32::MAX)) as u32,
        })
    }
}

impl Store {
    /// Every feed of every organization, gone ones too, by organization: what a poller watches.
    pub async fn list_all_feeds(&self, _scope: &InstallScope) -> Result<Vec<DueFeed>> {
        let rows: Vec<DueRow> = self
            .db
            .all(q!(
                "SELECT f.org_id, f.id, f.group_id, g.public_id AS group_public, f.url, f.etag, \
                 f.last_modified, f.failures FROM feeds f \
                 JOIN source_groups g ON g.org_id = f.org_id AND g.id = f.group_id \
                 WHERE f.org_id > 0 ORDER BY f.org_id, f.id"
            ))
            .await?;
        rows.into_iter().map(DueRow::read).collect()
    }

    /// Feeds of all organizations that are to be asked by now, the longest waiting first. Feeds
    /// that are gone are left out, and those of solutions whose subscription ended (TRI-09).
    pub async fn list_due_feeds(&self, _scope: &InstallScope, limit: u32) -> Result<Vec<DueFeed>> {
        let rows: Vec<DueRow> = self
            .db
            .all(q!(
                "SELECT f.org_id, f.id, f.group_id, g.public_id AS group_public, f.url, f.etag, \
                 f.last_modified, f.failures FROM feeds f \
                 JOIN source_groups g ON g.org_id = f.org_id AND g.id = f.group_id \
                 JOIN organizations o ON o.id = f.org_id \
                 WHERE f.org_id > 0 AND f.next_poll_at <= $1 AND f.health <> 'gone' \
                 AND o.standing IN ('running', 'ends_soon') ORDER BY f.next_poll_at, f.org_id, f.id LIMIT $2",
                self.now(),
                i64::from(limit)
            ))
            .await?;
        rows.into_iter().map(DueRow::read).collect()
    }
}

impl Tx {
    /// Notes how asking feeds went; those that are gone meanwhile are left out.
    pub(crate) async fn save_polls(&mut self, polls: &[(OrgId, FeedPoll)]) -> Result<()> {
        for (org, poll) in polls {
            let is_well = poll.health == FeedHealth::Healthy;
            self.db
                .exec(q!(
                    "UPDATE feeds SET health = $1, error = $2, title = COALESCE($3, title), \
                     etag = $4, last_modified = $5, next_poll_at = $6, polled_at = $7, \
                     succeeded_at = COALESCE($8, succeeded_at), \
                     failures = (failures + 1) * $9 WHERE org_id = $10 AND id = $11",
                    poll.health.as_str(),
                    poll.error.as_deref(),
                    poll.title.as_deref(),
                    poll.etag.as_deref(),
                    poll.last_modified.as_deref(),
                    poll.next_poll_at,
                    self.now,
                    is_well.then_some(self.now),
                    !is_well,
                    *org,
                    poll.feed
                ))
                .await?;
        }
        Ok(())
    }

    /// Makes the feeds of a group these, due at once; those already there stay as they are.
    pub(crate) async fn set_feeds(
        &mut self,
        org: OrgId,
        group: SourceGroupId,
        urls: &[String],
    ) -> Result<()> {
        self.db
            .exec(q!(
                "DELETE FROM feeds WHERE org_id = $1 AND group_id = $2 \
                 AND url NOT IN (SELECT value FROM json_each($3))",
                org,
                group,
                json_list(urls)
            ))
            .await?;
        for url in urls {
            let id = self.take_id(org, "feed").await?;
            self.db
                .exec(q!(
                    "INSERT INTO feeds (org_id, id, group_id, url, next_poll_at, failures, \
                     health, created_at) VALUES ($1, $2, $3, $4, $5, 0, 'new', $5) \
                     ON CONFLICT (org_id, group_id, url) DO NOTHING",
                    org,
                    id,
                    group,
                    url,
                    self.now
                ))
                .await?;
        }
        Ok(())
    }
}
