//! How far one is, and what it found.

use super::{Ended, run::Counted};
use crate::{
    App, AppError, Caller, Code, Result,
    posts::{Cards, PostCard},
    topics::PreviewPost,
};
use hearken_authz::Permission;
use hearken_model::{KeywordsRule, PublicId, Source, Timestamp, time::DAY};
use hearken_rules::backtest::Report;
use std::sync::{Arc, atomic::Ordering};

/// A back-test.
#[derive(Clone, Debug, PartialEq)]
pub struct BackTestView {
    /// Its id.
    pub id: PublicId,
    /// The rule, as checked.
    pub rule: KeywordsRule,
    /// `running`, `done`, `cancelled` or `failed`.
    pub state: &'static str,
    /// Posts looked at so far.
    pub looked_at: u64,
    /// Posts to be looked at.
    pub total: u64,
    /// In the stored posts; once it has ended.
    pub stored: Option<Examined>,
    /// In the sample of what passed by; once it has ended, where there is a sample.
    pub passed: Option<Examined>,
    /// By source of what passed by.
    pub sources: Vec<SourceShare>,
}

/// What was found in posts.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    /// The counts.
    pub report: Report,
    /// The newest hits, newest first.
    pub examples: Vec<PreviewPost>,
}

/// What was found in the sample of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceShare {
    /// The source.
    pub source: Source,
    /// Kept posts that were looked at.
    pub looked_at: u64,
    /// Those that the rule finds.
    pub hits: u64,
    /// How many passed by, kept or not, since `since`.
    pub passed: u64,
    /// When the oldest kept post came.
    pub since: Timestamp,
    /// Posts a day that the rule would find, by the share of the sample; none where too little passed.
    pub a_day: Option<f64>,
}

/// The caller's own back-test; `not_found` for everybody else's, and after half an hour.
pub async fn get(app: &App, caller: &Caller, id: PublicId) -> Result<BackTestView> {
    let scope = caller.scope_new(Permission::EditTopics, app.now())?;
    let found = app
        .back_tests
        .find(id, scope.org(), caller.principal.user());
    let test = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let cards = Cards::load(app, &scope).await?;
    let ended = test.ended();
    let mut view = BackTestView {
        id,
        rule: test.rule.clone(),
        state: match &*ended {
            None => "running",
            Some(Ended::Failed) => "failed",
            Some(Ended::Done(_)) if test.cancelled.load(Ordering::Relaxed) => "cancelled",
            Some(Ended::Done(_)) => "done",
        },
        looked_at: test.looked_at.load(Ordering::Relaxed),
        total: test.total.load(Ordering::Relaxed),
        stored: None,
        passed: None,
        sources: Vec::new(),
    };
    let Some(Ended::Done(outcome)) = &*ended else {
        return Ok(view);
    };
    view.stored = Some(examined(&outcome.stored, |post| cards.stored(post.clone())));
    if !outcome.sources.is_empty() {
        let fresh = |(post, language): &(Arc<_>, _)| {
            cards.fresh(hearken_model::Post::clone(post), Clone::clone(language))
        };
        view.passed = Some(examined(&outcome.passed, fresh));
    }
    let now = app.now();
    view.sources = outcome
        .sources
        .iter()
        .map(|one| SourceShare {
            source: one.source.clone(),
            looked_at: one.looked_at,
            hits: one.hits,
            passed: one.passed,
            since: one.since,
            a_day: a_day(one.hits, one.looked_at, one.passed, now.0 - one.since.0),
        })
        .collect();
    Ok(view)
}

/// Hits a day, from their share of the sample and what passed by within `span` microseconds. None
/// below a minute, which tells nothing of a day.
fn a_day(hits: u64, looked_at: u64, passed: u64, span: i64) -> Option<f64> {
    const MINUTE: i64 = hearken_model::time::MINUTE;
    if looked_at == 0 || span < MINUTE {
        return None;
    }
    let share = hits as f64 / looked_at as f64;
    Some(share * passed as f64 * DAY as f64 / span as f64)
}

fn examined<T>(counted: &Counted<T>, card: impl Fn(&T) -> PostCard) -> Examined {
    let proofs = counted.report.examples.iter();
    let examples = counted.examples.iter().zip(proofs).map(|(post, example)| {
        let mut matched: Vec<_> = example
            .proofs
            .iter()
            .flat_map(|proof| proof.spans.iter().copied())
            .collect();
        matched.sort_unstable();
        matched.dedup();
        PreviewPost {
            card: card(post),
            rules: vec![0],
            matched,
        }
    });
    Examined {
        examples: examples.collect(),
        report: counted.report.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::time::HOUR;

    #[test]
    fn a_share_of_the_sample_tells_a_day() {
        assert_eq!(a_day(1, 100, 1_000, HOUR), Some(240.0));
        assert_eq!(a_day(0, 100, 1_000, HOUR), Some(0.0));
        assert_eq!(a_day(1, 100, 1_000, 1), None);
        assert_eq!(a_day(0, 0, 0, HOUR), None);
    }
}
