//! Whether the archive still is what it should be: its files as they were written, its counts those
//! of the store. What is not is reported and built anew.

use crate::{PipelineError, context::Shared, rebuild};
use hearken_archive::{Archive, ArchiveError, Ask, Data, Dimension, Key, TermsAsk};
use hearken_authz::OrgScope;
use hearken_model::{
    OrgId, Sentiment, Span, TopicId, Zone,
    dataset::{BoundDataset, Bucket, Filters},
};
use hearken_store::VisibleCounts;
use std::{collections::BTreeMap, sync::Arc};

/// Compares, and rebuilds where something differs; tells whether it did. While posts are coming in
/// the two can't be compared, and nothing is said.
pub(crate) async fn run(shared: &Arc<Shared>, org: OrgId) -> Result<bool, PipelineError> {
    let scope = shared.scope("check", org)?;
    let problem = match find(shared, &scope).await {
        Err(PipelineError::Archive(error @ ArchiveError::Damaged { .. })) => {
            Some(error.to_string())
        }
        other => other?,
    };
    if let Some(problem) = &problem {
        tracing::error!(org.id = org.0, %problem, "the archive is not as it should be; rebuilding");
        let turn = shared.turn(org).await;
        rebuild::run(shared, org, &turn).await?;
    }
    Ok(problem.is_some())
}

async fn find(shared: &Arc<Shared>, scope: &OrgScope) -> Result<Option<String>, PipelineError> {
    let of = scope.clone();
    shared
        .with_archive(move |archive| archive.verify(&of))
        .await?;
    let head = shared.store.outbox_head(scope).await?;
    let stored = shared.store.count_visible(scope).await?;
    let (of, topics) = (scope.clone(), stored.topics.keys().copied().collect());
    let counted = shared
        .with_archive(move |archive| counts(archive, &of, topics))
        .await?;
    let of = scope.clone();
    let applied = shared
        .with_archive(move |archive| archive.applied(&of))
        .await?;
    if applied != head || shared.store.outbox_head(scope).await? != head {
        return Ok(None);
    }
    Ok(difference(&stored, &counted))
}

/// What the archive says of these topics and of the tones of their posts, over all times.
fn counts(
    archive: &dyn Archive,
    scope: &OrgScope,
    topics: Vec<TopicId>,
) -> Result<VisibleCounts, ArchiveError> {
    let by_topic = Ask::Terms(TermsAsk::new(Dimension::Topic, archive.caps().most_rows));
    let dataset = BoundDataset {
        span: Span::EVER,
        past: Vec::new(),
        topics,
        filters: Filters::default(),
        zone: Zone::UTC,
        bucket: Bucket::Week,
    };
    let (mut topics, mut tones) = (BTreeMap::new(), BTreeMap::new());
    for answer in archive.ask(scope, &dataset, &[by_topic, Ask::Tones])? {
        match answer.data {
            Data::Terms(terms) => {
                topics.extend(terms.rows.into_iter().filter_map(|row| match row.key {
                    Key::Topic(topic) => Some((topic, row.posts)),
                    _ => None,
                }));
            }
            Data::Tones { now, .. } => {
                let counted = Sentiment::ALL.into_iter().map(|tone| (tone, now.of(tone)));
                tones.extend(counted.filter(|count| count.1 > 0));
            }
            _ => {}
        }
    }
    Ok(VisibleCounts {
        posts: archive.status(scope)?.posts,
        topics,
        tones,
    })
}

fn difference(stored: &VisibleCounts, counted: &VisibleCounts) -> Option<String> {
    if stored.posts != counted.posts {
        return Some(format!(
            "{} posts instead of {}",
            counted.posts, stored.posts
        ));
    }
    let topic = stored.topics.iter().find_map(|(topic, posts)| {
        let counted = counted.topics.get(topic).copied().unwrap_or_default();
        let differs = counted != *posts;
        differs.then(|| format!("topic {}: {counted} posts instead of {posts}", topic.0))
    });
    let tone = || {
        Sentiment::ALL.into_iter().find_map(|tone| {
            let of = |counts: &VisibleCounts| counts.tones.get(&tone).copied().unwrap_or_default();
            let (stored, counted) = (of(stored), of(counted));
            let word = tone.as_str();
            (stored != counted).then(|| format!("{word}: {counted} posts instead of {stored}"))
        })
    };
    topic.or_else(tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named() {
        let counts = |posts, topic, negative| VisibleCounts {
            posts,
            topics: BTreeMap::from([(TopicId(4), topic)]),
            tones: BTreeMap::from([(Sentiment::Negative, negative), (Sentiment::Positive, 1)]),
        };
        let stored = counts(9, 8, 3);
        for (counted, expect) in [
            (counts(9, 8, 3), None),
            (counts(8, 8, 3), Some("8 posts instead of 9")),
            (counts(9, 7, 3), Some("topic 4: 7 posts instead of 8")),
            (counts(9, 8, 2), Some("negative: 2 posts instead of 3")),
        ] {
            assert_eq!(difference(&stored, &counted).as_deref(), expect);
        }
    }
}
