//! Beginning one.

use super::{AT_ONCE, Ended, KEPT, Test, run};
use crate::{
    App, AppError, Caller, Code, Result,
    checks::Problems,
    topics::{RuleInput, rules::Vocabulary},
};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, KeywordsRule, PublicId, RuleKind};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// Begins to try a keywords rule and answers the back-test's id. Problems of the rule are those of
/// saving it, fields `rules.0.…`. Whoever begins another one gives up the one before; `unavailable`
/// while too many run.
pub async fn start(app: &App, caller: &Caller, rule: KeywordsRule) -> Result<PublicId> {
    let now = app.now();
    let scope = caller.scope_new(Permission::EditTopics, now)?;
    let vocabulary = Vocabulary::load(app, &scope).await?;
    let mut problems = Problems::default();
    let input = RuleInput::Keywords { id: None, rule };
    let checked = vocabulary.check(&[input], None, &mut problems);
    problems.settle()?;
    let Some(RuleKind::Keywords(rule)) = checked.into_iter().next().map(|rule| rule.kind) else {
        return Err(AppError::invalid(vec![Diagnostic::new(
            "required", "rules",
        )]));
    };
    let test = Arc::new(Test {
        id: app.ids.public_id(),
        org: scope.org(),
        user: caller.principal.user(),
        began_at: now,
        rule,
        total: AtomicU64::new(0),
        looked_at: AtomicU64::new(0),
        cancelled: AtomicBool::new(false),
        ended: Mutex::default(),
    });
    enlist(app, &test)?;
    let (store, passed) = (app.store.clone(), app.ingest.passed());
    let running = Arc::clone(&test);
    tokio::spawn(async move {
        let ended = match run::run(&store, &scope, &running, passed).await {
            Ok(outcome) => Ended::Done(Box::new(outcome)),
            Err(error) => {
                tracing::error!(%error, source = ?error.source, "a back-test failed");
                Ended::Failed
            }
        };
        *running.ended() = Some(ended);
    });
    Ok(test.id)
}

fn enlist(app: &App, test: &Arc<Test>) -> Result<()> {
    let mut all = app.back_tests.all();
    let since = test.began_at.plus(-KEPT);
    for old in all.iter() {
        if (old.org, old.user) == (test.org, test.user) || old.began_at < since {
            old.cancelled.store(true, Ordering::Relaxed);
        }
    }
    all.retain(|old| old.began_at >= since && (old.org, old.user) != (test.org, test.user));
    if all.iter().filter(|one| one.runs()).count() >= AT_ONCE {
        return Err(AppError::new(Code::Unavailable));
    }
    all.push(Arc::clone(test));
    Ok(())
}
