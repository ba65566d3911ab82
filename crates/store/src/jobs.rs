//! A small queue of things to do in the background (ADR 0004). Enqueued in the transaction of the
//! deed that wants it; claimed with a lease, so that a job whose worker died is claimed again.

use crate::{
    Error, Result, Store, Tx,
    db::{json_list, q},
    store::{INSTALLATION, json, to_json, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, Timestamp};
use serde_json::Value;

/// The number of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub i64);

/// A job to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// What is to be done (`rematch_topic`).
    pub kind: &'static str,
    /// With what.
    pub payload: Value,
    /// Not before; none means at once.
    pub run_after: Option<Timestamp>,
    /// While a job of this kind and word waits in the organization, another one is not added.
    pub dedupe: Option<String>,
}

/// A job.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// Its organization; none for a job of the installation.
    pub org: Option<OrgId>,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// How it stands.
    pub state: JobState,
    /// How far it got, in its own words; a job that runs again goes on from here.
    pub progress: Value,
    /// How often it was claimed, this time included. Also the fence of the lease.
    pub attempts: u32,
    /// When it may run.
    pub run_after: Timestamp,
    /// What went wrong last.
    pub error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits.
    Queued,
    /// Is being done.
    Running,
    /// Is done.
    Done,
    /// Failed for good.
    Failed,
}

impl JobState {
    const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Done, Self::Failed];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn from_word(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

#[derive(sqlx::FromRow)]
struct JobRow {
    id: i64,
    org_id: i64,
    kind: String,
    payload: String,
    state: String,
    progress: String,
    attempts: i64,
    run_after: i64,
    error: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl JobRow {
    fn read(self) -> Result<Job> {
        Ok(Job {
            id: JobId(self.id),
            org: Some(OrgId(self.org_id)).filter(|org| *org != INSTALLATION),
            kind: self.kind,
            payload: json("job payload", &self.payload)?,
            state: word("job state", &self.state, JobState::from_word(&self.state))?,
            progress: json("job progress", &self.progress)?,
            attempts: self.attempts.clamp(0, i64::from(u32::MAX)) as u32,
            run_after: Timestamp(self.run_after),
            error: self.error,
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
        })
    }
}

impl Tx {
    /// Adds a job of the organization; none when one like it waits already.
    pub async fn enqueue(&mut self, scope: &OrgScope, new: &NewJob) -> Result<Option<JobId>> {
        self.add_job(scope.org(), new).await
    }

    /// Adds a job of the installation; none when one like it waits already.
    pub async fn enqueue_installation(
        &mut self,
        _scope: &InstallScope,
        new: &NewJob,
    ) -> Result<Option<JobId>> {
        self.add_job(INSTALLATION, new).await
    }

    async fn add_job(&mut self, org: OrgId, new: &NewJob) -> Result<Option<JobId>> {
        let id = self.take_id(INSTALLATION, "job").await?;
        let added = self
            .db
            .exec(q!(
                "INSERT INTO jobs (id, org_id, kind, dedupe, payload, state, progress, \
                 attempts, run_after, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, 'queued', 'null', 0, $6, $7, $7) \
                 ON CONFLICT (org_id, kind, dedupe) WHERE state = 'queued' DO NOTHING",
                id,
                org,
                new.kind,
                new.dedupe.as_deref(),
                to_json(&new.payload)?,
                new.run_after.unwrap_or(self.now),
                self.now
            ))
            .await?;
        Ok((added == 1).then_some(JobId(id)))
    }
}

impl Store {
    /// Claims the job of these kinds that is due the longest, for `lease_micros`. Jobs whose lease
    /// ran out are due again.
    pub async fn claim_job(
        &self,
        _scope: &InstallScope,
        kinds: &[&str],
        lease_micros: i64,
    ) -> Result<Option<Job>> {
        let now = self.now();
        let mut tx = self.begin().await?;
        // The condition stands twice: two workers may find the same job, one of them gets it.
        let row: Option<JobRow> = tx
            .db
            .opt(q!(
                "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_until = $1, \
                 updated_at = $2 WHERE org_id >= 0 AND id = (SELECT id FROM jobs \
                 WHERE org_id >= 0 AND kind IN (SELECT value FROM json_each($3)) \
                 AND ((state = 'queued' AND run_after <= $2) \
                 OR (state = 'running' AND lease_until < $2)) ORDER BY run_after, id LIMIT 1) \
                 AND ((state = 'queued' AND run_after <= $2) \
                 OR (state = 'running' AND lease_until < $2)) \
                 RETURNING id, org_id, kind, payload, state, progress, attempts, run_after, \
                 error, created_at, updated_at",
                now.plus(lease_micros),
                now,
                json_list(kinds)
            ))
            .await?;
        tx.commit().await?;
        row.map(JobRow::read).transpose()
    }

    /// Notes how far a claimed job got and prolongs its lease. [`Error::Stale`] when somebody else
    /// has claimed it meanwhile: stop at once.
    pub async fn progress_job(
        &self,
        _scope: &InstallScope,
        job: &Job,
        progress: &Value,
        lease_micros: i64,
    ) -> Result<()> {
        let now = self.now();
        let changed = self
            .db
            .exec(q!(
                "UPDATE jobs SET progress = $1, lease_until = $2, updated_at = $3 \
                 WHERE org_id >= 0 AND id = $4 AND attempts = $5 AND state = 'running'",
                to_json(progress)?,
                now.plus(lease_micros),
                now,
                job.id.0,
                i64::from(job.attempts)
            ))
            .await?;
        require_one(changed)
    }

    /// Ends a claimed job well.
    pub async fn finish_job(&self, _scope: &InstallScope, job: &Job) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE jobs SET state = 'done', error = NULL, lease_until = NULL, \
                 updated_at = $1 \
                 WHERE org_id >= 0 AND id = $2 AND attempts = $3 AND state = 'running'",
                self.now(),
                job.id.0,
                i64::from(job.attempts)
            ))
            .await?;
        require_one(changed)
    }

    /// Notes that a claimed job failed: it runs again at `retry_at`, or never. One that would wait
    /// beside another like it ends instead; the other does its work.
    pub async fn fail_job(
        &self,
        _scope: &InstallScope,
        job: &Job,
        error: &str,
        retry_at: Option<Timestamp>,
    ) -> Result<()> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE jobs SET state = CASE WHEN $1 = 0 OR EXISTS (SELECT 1 FROM jobs j \
                 WHERE j.org_id = jobs.org_id AND j.kind = jobs.kind \
                 AND j.dedupe = jobs.dedupe AND j.state = 'queued') \
                 THEN 'failed' ELSE 'queued' END, \
                 run_after = $2, error = $3, lease_until = NULL, updated_at = $4 \
                 WHERE org_id >= 0 AND id = $5 AND attempts = $6 AND state = 'running'",
                retry_at.is_some(),
                retry_at.unwrap_or(job.run_after),
                error,
                self.now(),
                job.id.0,
                i64::from(job.attempts)
            ))
            .await?;
        require_one(changed)
    }

    /// The organization's jobs, newest first.
    pub async fn list_jobs(&self, scope: &OrgScope, limit: u32) -> Result<Vec<Job>> {
        let rows: Vec<JobRow> = self
            .db
            .all(q!(
                "SELECT id, org_id, kind, payload, state, progress, attempts, run_after, \
                 error, created_at, updated_at FROM jobs WHERE org_id = $1 \
                 ORDER BY id DESC LIMIT $2",
                scope.org(),
                i64::from(limit)
            ))
            .await?;
        rows.into_iter().map(JobRow::read).collect()
    }

    /// How many jobs there are of each kind and state, done ones until they are swept away.
    pub async fn count_jobs(&self, _scope: &InstallScope) -> Result<Vec<(String, String, u64)>> {
        let rows: Vec<(String, String, i64)> = self
            .db
            .all(q!(
                "SELECT kind, state, COUNT(*) FROM jobs WHERE org_id >= 0 \
                 GROUP BY kind, state ORDER BY kind, state"
            ))
            .await?;
        Ok(rows
            .into_iter()
            .map(|(kind, state, jobs)| (kind, state, jobs.unsigned_abs()))
            .collect())
    }

    /// Removes jobs that ended before `before`.
    pub async fn sweep_jobs(&self, _scope: &InstallScope, before: Timestamp) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM jobs WHERE org_id >= 0 AND state IN ('done', 'failed') \
                 AND updated_at < $1",
                before
            ))
            .await
    }
}

fn require_one(changed: u64) -> Result<()> {
    if changed == 0 {
        return Err(Error::Stale);
    }
    Ok(())
}
