//! Doing one: stored posts newest first, then the sample, on a thread that may take its time.

use super::{MOST, Test};
use crate::{AppError, Result, ports::Passed, topics::newest::Newest};
use hearken_authz::OrgScope;
use hearken_model::{Language, Post, Source, Timestamp};
use hearken_rules::{
    Subject,
    backtest::{BackTest, Report},
};
use hearken_store::{Store, StoredPost};
use hearken_text::language;
use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

/// What was found.
#[derive(Debug)]
pub(super) struct Outcome {
    /// In the stored posts.
    pub(super) stored: Counted<StoredPost>,
    /// In what passed by.
    pub(super) passed: Counted<(Arc<Post>, Language)>,
    /// By source of what passed by.
    pub(super) sources: Vec<SampleCount>,
}

/// What was found in posts of a kind.
#[derive(Debug)]
pub(super) struct Counted<T> {
    pub(super) report: Report,
    /// The posts of the report's examples, in its order.
    pub(super) examples: Vec<T>,
}

/// What was found in the sample of a source.
#[derive(Debug)]
pub(super) struct SampleCount {
    pub(super) source: Source,
    pub(super) looked_at: u64,
    pub(super) hits: u64,
    pub(super) passed: u64,
    pub(super) since: Timestamp,
}

/// A back-test with the posts of its examples.
struct Trial<T> {
    test: BackTest,
    found: HashMap<usize, T>,
}

impl<T> Trial<T> {
    fn new(of: &Test) -> Self {
        Self {
            test: BackTest::new(&of.rule),
            found: HashMap::new(),
        }
    }

    /// Looks at a post; whether the rule finds it. The post is kept as long as it is an example.
    fn look(&mut self, subject: &Subject<'_>, keep: impl FnOnce() -> T) -> bool {
        let number = usize::try_from(self.test.looked_at()).unwrap_or(usize::MAX);
        if !self.test.look(subject) {
            return false;
        }
        let examples = self.test.examples();
        if examples.iter().any(|example| example.post == number) {
            self.found.insert(number, keep());
            self.found
                .retain(|number, _| examples.iter().any(|example| example.post == *number));
        }
        true
    }

    fn counted(mut self) -> Counted<T> {
        let report = self.test.report("rules.0");
        let examples = report.examples.iter();
        Counted {
            examples: examples
                .filter_map(|example| self.found.remove(&example.post))
                .collect(),
            report,
        }
    }
}

/// Looks at everything, until it is cancelled.
pub(super) async fn run(
    store: &Store,
    scope: &OrgScope,
    of: &Arc<Test>,
    passed: Vec<Passed>,
) -> Result<Outcome> {
    let stored = store.count_posts(scope).await?.posts.min(MOST);
    let sampled: usize = passed.iter().map(|one| one.posts.len()).sum();
    of.total.store(stored + sampled as u64, Ordering::Relaxed);
    let mut trial = Trial::new(of);
    let mut newest = Newest::default();
    while !of.cancelled.load(Ordering::Relaxed) && (newest.seen() as u64) < MOST {
        let Some((posts, _)) = newest.next(store, scope).await? else {
            break;
        };
        let test = Arc::clone(of);
        trial = blocking(move || {
            for stored in posts {
                if test.cancelled.load(Ordering::Relaxed) {
                    break;
                }
                test.looked_at.fetch_add(1, Ordering::Relaxed);
                let subject = Subject::new(&stored.post, &stored.language);
                trial.look(&subject, || stored.clone());
            }
            trial
        })
        .await?;
    }
    let test = Arc::clone(of);
    blocking(move || {
        let (passed, sources) = look_at_sample(&test, passed);
        Outcome {
            stored: trial.counted(),
            passed: passed.counted(),
            sources,
        }
    })
    .await
}

type Sampled = (Arc<Post>, Language);

fn look_at_sample(test: &Test, passed: Vec<Passed>) -> (Trial<Sampled>, Vec<SampleCount>) {
    let mut trial = Trial::new(test);
    let mut sources = Vec::with_capacity(passed.len());

    for one in passed {
        let mut source = SampleCount {
            source: one.source,
            looked_at: 0,
            hits: 0,
            passed: one.passed,
            since: one.since,
        };
        for post in one.posts {
            if test.cancelled.load(Ordering::Relaxed) {
                break;
            }
            test.looked_at.fetch_add(1, Ordering::Relaxed);
            source.looked_at += 1;
            let language = language::of_post(&post);
            let subject = Subject::new(&post, &language);
            let is_hit = trial.look(&subject, || (Arc::clone(&post), language.clone()));
            source.hits += u64::from(is_hit);
        }
        sources.push(source);
    }
    (trial, sources)
}

async fn blocking<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(act).await;
    done.map_err(AppError::internal)
}
