//! The revision of everything that the pipeline compiles or polls, and what changed with each.

use crate::{
    Error, Result, Store, Tx,
    db::q,
    store::{INSTALLATION, word},
};
use hearken_authz::InstallScope;
use hearken_model::{OrgId, TopicId};

/// Changes that are kept; who is further behind reads everything again.
const KEPT: i64 = 10_000;

/// What a revision of the setup changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetupChange {
    /// A topic with its rules came, changed or went.
    Topic(OrgId, TopicId),
    /// Blocked content of an organization.
    Blocked(OrgId),
    /// Groups of custom sources of an organization, or their feeds.
    Sources(OrgId),
    /// Anything of an organization: whether posts come in, or all that was in it.
    Everything(OrgId),
    /// Something that no post is matched by: names, settings, categories.
    Words(OrgId),
}

impl SetupChange {
    fn write(self) -> (OrgId, &'static str, Option<TopicId>) {
        match self {
            Self::Topic(org, topic) => (org, "topic", Some(topic)),
            Self::Blocked(org) => (org, "blocked", None),
            Self::Sources(org) => (org, "sources", None),
            Self::Everything(org) => (org, "everything", None),
            Self::Words(org) => (org, "words", None),
        }
    }

    fn read(org: OrgId, what: &str, topic: Option<i64>) -> Result<Self> {
        let read = match (what, topic) {
            ("topic", Some(topic)) => Some(Self::Topic(org, TopicId(topic))),
            ("blocked", None) => Some(Self::Blocked(org)),
            ("sources", None) => Some(Self::Sources(org)),
            ("everything", None) => Some(Self::Everything(org)),
            ("words", None) => Some(Self::Words(org)),
            _ => None,
        };
        word("change of the setup", what, read)
    }
}

impl Store {
    /// Rises whenever something changes that the pipeline compiles or polls: topics, rules, source
    /// groups, feeds, blocked content, organizations. Poll it; equal numbers mean nothing changed.
    pub async fn setup_revision(&self, _scope: &InstallScope) -> Result<i64> {
        let row: Option<(i64,)> = self
            .db
            .opt(q!(
                "SELECT last FROM counters WHERE org_id = $1 AND noun = 'setup'",
                INSTALLATION
            ))
            .await?;
        Ok(row.map_or(0, |(last,)| last))
    }

    /// What changed after a revision, up to another one that was read before; none when it is not
    /// known any more, so that everything is to be read again.
    pub async fn list_setup_changes(
        &self,
        _scope: &InstallScope,
        after: i64,
        until: i64,
    ) -> Result<Option<Vec<SetupChange>>> {
        if !(0..=KEPT).contains(&(until - after)) {
            return Ok(None);
        }
        let rows: Vec<(i64, String, Option<i64>)> = self
            .db
            .all(q!(
                "SELECT org_id, what, topic_id FROM setup_changes \
                 WHERE org_id > 0 AND revision > $1 AND revision <= $2 ORDER BY revision",
                after,
                until
            ))
            .await?;
        // Each revision has one row; a program that knows no rows may have made some.
        if rows.len() as i64 != until - after {
            return Ok(None);
        }
        let rows = rows.into_iter();
        let read = rows.map(|(org, what, topic)| SetupChange::read(OrgId(org), &what, topic));
        let changes: Result<Vec<SetupChange>> = read.collect();
        match changes {
            // A newer program notes what this one cannot know.
            Err(Error::Corrupt(_)) => Ok(None),
            changes => changes.map(Some),
        }
    }

    /// Forgets changes of long ago.
    pub async fn prune_setup_changes(&self, scope: &InstallScope) -> Result<()> {
        let revision = self.setup_revision(scope).await?;
        self.db
            .exec(q!(
                "DELETE FROM setup_changes WHERE org_id > 0 AND revision <= $1",
                revision - KEPT
            ))
            .await?;
        Ok(())
    }
}

impl Tx {
    /// Something changed that is compiled or polled. Until the transaction ends, others that do the
    /// same wait, so that who sees a revision sees what came before it.
    pub(crate) async fn touch_setup(&mut self, change: SetupChange) -> Result<()> {
        let revision = self.take_id(INSTALLATION, "setup").await?;
        let (org, what, topic) = change.write();
        self.db
            .exec(q!(
                "INSERT INTO setup_changes (revision, org_id, what, topic_id) \
                 VALUES ($1, $2, $3, $4)",
                revision,
                org,
                what,
                topic
            ))
            .await?;
        Ok(())
    }
}
