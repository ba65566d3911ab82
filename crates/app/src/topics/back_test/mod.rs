//! Back-tests: what a rule would have found in the stored posts, and in the sample of what passed by,
//! by clause and day, with examples (SEA-015, SEA-166, SEA-167). They run in the background, tell how
//! far they are, can be cancelled, and are forgotten after a while. Matching of what comes in goes on
//! meanwhile.

mod cancel;
mod get;
mod run;
mod start;

pub use cancel::cancel;
pub use get::{BackTestView, Examined, SourceShare, get};
pub use hearken_rules::backtest::{Count, Month, Report};
pub use start::start;

use hearken_model::{KeywordsRule, OrgId, PublicId, Timestamp, UserId, time::MINUTE};
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU64},
};

/// Stored posts that are looked at, the newest ones.
const MOST: u64 = 100_000;
/// Back-tests that run at once on the installation.
const AT_ONCE: usize = 4;
/// A back-test is forgotten so long after it began.
const KEPT: i64 = 30 * MINUTE;

/// The back-tests of this process.
#[derive(Debug, Default)]
pub(crate) struct BackTests(Mutex<Vec<Arc<Test>>>);

/// One of them.
#[derive(Debug)]
struct Test {
    id: PublicId,
    org: OrgId,
    user: Option<UserId>,
    began_at: Timestamp,
    rule: KeywordsRule,
    /// Posts to be looked at; known soon after the beginning.
    total: AtomicU64,
    looked_at: AtomicU64,
    cancelled: AtomicBool,
    ended: Mutex<Option<Ended>>,
}

/// How it ended.
#[derive(Debug)]
enum Ended {
    /// With a result, if it was not cancelled before the first post.
    Done(Box<run::Outcome>),
    /// By a fault of ours, which is in the log.
    Failed,
}

impl BackTests {
    fn all(&self) -> MutexGuard<'_, Vec<Arc<Test>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The caller's own, in the organization that is visited.
    fn find(&self, id: PublicId, org: OrgId, user: Option<UserId>) -> Option<Arc<Test>> {
        let all = self.all();
        let found = all
            .iter()
            .find(|one| (one.id, one.org, one.user) == (id, org, user));
        found.cloned()
    }
}

impl Test {
    fn ended(&self) -> MutexGuard<'_, Option<Ended>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn runs(&self) -> bool {
        self.ended().is_none()
    }
}
