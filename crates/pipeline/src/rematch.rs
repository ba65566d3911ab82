//! Looking at stored posts again after a topic's rules changed (SEA-029, SEA-181): in the
//! background, restartable at the last part that was written.

use crate::{PipelineError, context::Shared};
use hearken_model::{OrgId, PostId, PublicId, RuleId, SourceGroupId, TopicId, topic::SearchTopic};
use hearken_rules::{Matcher, Subject};
use hearken_store::Job;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use tokio_util::sync::CancellationToken;

/// The kind of these jobs.
pub(crate) const KIND: &str = "rematch_topic";
/// Posts looked at between two writes.
const PART: u32 = 2_000;
/// How long a part may take before somebody else may take the job over.
pub(crate) const LEASE: i64 = 5 * hearken_model::time::MINUTE;

/// Does a claimed job, part by part.
pub(crate) async fn run(
    shared: &Arc<Shared>,
    job: &Job,
    stop: &CancellationToken,
) -> Result<bool, PipelineError> {
    let (Some(org), Some(topic)) = (job.org, job.payload.get("topic").and_then(Value::as_i64))
    else {
        return Ok(true);
    };
    let topic = TopicId(topic);
    let scope = shared.scope("rematch", org)?;
    let current = match shared.store.load_topic(&scope, topic).await {
        Ok(topic) => Some(topic),
        Err(hearken_store::Error::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let matcher = Arc::new(matcher(shared, org, current.as_ref()).await?);
    let mut after = PostId(
        job.progress
            .get("after")
            .and_then(Value::as_i64)
            .unwrap_or(0),
    );
    loop {
        if stop.is_cancelled() {
            return Ok(false);
        }
        let posts = shared.store.stream_texts(&scope, after, PART).await?;
        let Some(last) = posts.last().map(|(id, _, _)| *id) else {
            break;
        };
        let range = (PostId(after.0 + 1), last);
        let matcher = Arc::clone(&matcher);
        let hits: Vec<(PostId, RuleId)> = tokio::task::spawn_blocking(move || {
            let found = posts.iter().flat_map(|(id, language, post)| {
                let hits = matcher.matches_for(org, &Subject::new(post, language));
                hits.into_iter().map(|hit| (*id, hit.rule))
            });
            found.collect()
        })
        .await?;
        let mut tx = shared.store.begin().await?;
        tx.replace_topic_hits(&scope, topic, range, &hits).await?;
        tx.commit().await?;
        // Progress after the hits: a part that is matched twice comes out the same.
        let progress = json!({ "after": last });
        shared
            .store
            .progress_job(&shared.install, job, &progress, LEASE)
            .await?;
        shared.recorded.notify_one();
        after = last;
    }
    Ok(true)
}

/// The rules of this topic alone; a topic that is gone matches nothing.
async fn matcher(
    shared: &Shared,
    org: OrgId,
    topic: Option<&SearchTopic>,
) -> Result<Matcher, PipelineError> {
    let groups: BTreeMap<SourceGroupId, PublicId> = shared
        .store
        .list_all_source_groups(&shared.install)
        .await?
        .into_iter()
        .filter(|(owner, _, _)| *owner == org)
        .map(|(_, id, public)| (id, public))
        .collect();
    let rules = topic
        .into_iter()
        .flat_map(|topic| topic.rules.iter().map(move |rule| (topic.id, rule)));
    Ok(Matcher::build(
        rules.map(|(topic, rule)| (org, topic, rule.id, &rule.kind)),
        |_, id| groups.get(&id).copied(),
    ))
}
