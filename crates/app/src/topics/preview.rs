//! What rules would find, before they are saved (SEA-026, SEA-052): newest matches among stored
//! posts and from the sources themselves, and an estimate.

use super::{RuleInput, newest::Newest, rules::Vocabulary};
use crate::{
    App, AppError, Caller, Result,
    checks::Problems,
    ports::SourceSample,
    posts::{Cards, PostCard},
    quota::QuotaCheck,
};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{
    Diagnostic, Evidence, Language, OrgId, Post, RuleId, RuleKind, Source, TopicId, time::DAY,
};
use hearken_rules::{Matcher, Subject};
use hearken_store::StoredPost;
use hearken_text::Annotator;
use std::sync::Arc;

/// Posts shown of each when nothing is asked for.
const SHOWN: usize = 10;
/// Most posts shown of each.
const MOST_SHOWN: usize = 50;
/// Posts that a network is asked for.
const LOOKED_AT: usize = 100;
/// Stored posts that are looked at; beyond it the count of 30 days is an estimate.
const SCAN: usize = 20_000;

/// Rules to be tried.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewTopic {
    /// The rules, as for saving.
    pub rules: Vec<RuleInput>,
    /// Whether the networks themselves are asked too; their operators see the query. They are not
    /// where the organization's previews are local (SEA-054).
    pub ask_sources: bool,
    /// Posts shown of each, at most 50; 0 is 10.
    pub limit: usize,
}

/// A post that would be found.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewPost {
    /// The post; its id is none when it is not stored.
    pub card: PostCard,
    /// Numbers of the rules that match it, rising.
    pub rules: Vec<usize>,
    /// Where the matched words stand, in reading order; empty for whole feeds.
    pub matched: Vec<Evidence>,
}

/// What one network answered.
#[derive(Clone, Debug, PartialEq)]
pub struct SourcePreview {
    /// The network.
    pub source: Source,
    /// Its newest matches; empty with `failed`.
    pub posts: Vec<PreviewPost>,
    /// How many posts it gave to look at.
    pub looked_at: u64,
    /// Whether it could not be asked.
    pub failed: bool,
}

/// What the rules would find.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Problems of the rules, as for saving; with any, the rest is empty.
    pub problems: Vec<Diagnostic>,
    /// Newest stored posts that match, newest first.
    pub stored: Vec<PreviewPost>,
    /// Stored posts of the past 30 days that match.
    pub stored_30_days: u64,
    /// Whether `stored_30_days` was counted over a sample, because there are too many posts.
    pub sampled: bool,
    /// How they stand to the monthly quota (SEA-052); none where there is none.
    pub quota: Option<QuotaCheck>,
    /// What the networks answered.
    pub sources: Vec<SourcePreview>,
}

/// Tries rules. Needs the permission to edit topics; changes nothing.
pub async fn preview(app: &App, caller: &Caller, input: PreviewTopic) -> Result<Preview> {
    let scope = caller.scope_new(Permission::EditTopics, app.now())?;
    let vocabulary = Vocabulary::load(app, &scope).await?;
    let mut problems = Problems::default();
    // Ids of stored rules mean nothing here.
    let inputs: Vec<RuleInput> = input.rules.into_iter().map(RuleInput::anonymous).collect();
    let rules = vocabulary.check(&inputs, None, &mut problems);
    if !problems.0.is_empty() {
        return Ok(Preview {
            problems: problems.0,
            ..Preview::default()
        });
    }
    let kinds: Vec<RuleKind> = rules.into_iter().map(|rule| rule.kind).collect();
    let trial = Arc::new(Trial::new(scope.org(), &kinds, &vocabulary));
    let cards = Cards::load(app, &scope).await?;
    let limit = match input.limit {
        0 => SHOWN,
        n => n.min(MOST_SHOWN),
    };
    let mut preview = stored(app, &scope, &trial, &cards, limit).await?;
    let quota = app.limits.month_quota;
    preview.quota = quota.map(|quota| check(preview.stored_30_days, quota));
    if input.ask_sources && !vocabulary.local_previews {
        let samples = app.ingest.search_sources(&scope, &kinds, LOOKED_AT).await;
        for sample in samples {
            preview
                .sources
                .push(of_source(sample, &trial, &cards, limit).await?);
        }
    }
    Ok(preview)
}

/// What rules would bring in a month, beside the quota; none where there is none, and nothing is read.
pub(super) async fn check_quota(
    app: &App,
    scope: &OrgScope,
    rules: &[RuleKind],
    vocabulary: &Vocabulary,
) -> Result<Option<QuotaCheck>> {
    let Some(quota) = app.limits.month_quota else {
        return Ok(None);
    };
    let trial = Arc::new(Trial::new(scope.org(), rules, vocabulary));
    let cards = Cards::load(app, scope).await?;
    let found = stored(app, scope, &trial, &cards, 0).await?;
    Ok(Some(check(found.stored_30_days, quota)))
}

fn check(estimate: u64, quota: u64) -> QuotaCheck {
    QuotaCheck { estimate, quota }
}

impl RuleInput {
    fn anonymous(self) -> Self {
        match self {
            Self::Keywords { rule, .. } => Self::Keywords { id: None, rule },
            Self::CustomSources { groups, .. } => Self::CustomSources { id: None, groups },
        }
    }
}

/// The rules on trial, numbered as typed.
struct Trial {
    org: OrgId,
    matcher: Matcher,
}

/// Numbers of the rules that match, and where their words stand.
type Found = (Vec<usize>, Vec<Evidence>);

impl Trial {
    fn new(org: OrgId, kinds: &[RuleKind], vocabulary: &Vocabulary) -> Self {
        let rules = kinds.iter().enumerate();
        let rules = rules.map(|(n, kind)| (org, TopicId(0), RuleId(n as i64), kind));
        let matcher = Matcher::build(rules, |_, group| vocabulary.public_group(group));
        Self { org, matcher }
    }

    /// What the rules find in a post; none when nothing.
    fn find(&self, post: &Post, language: &Language) -> Option<Found> {
        let explained = self
            .matcher
            .explain_for(self.org, &Subject::new(post, language));
        if explained.is_empty() {
            return None;
        }
        let mut numbers = Vec::with_capacity(explained.len());
        let mut spans = Vec::new();
        for explanation in explained {
            numbers.extend(usize::try_from(explanation.hit.rule.0));
            spans.extend(explanation.proofs.into_iter().flat_map(|proof| proof.spans));
        }
        numbers.sort_unstable();
        numbers.dedup();
        spans.sort_unstable();
        spans.dedup();
        Some((numbers, spans))
    }
}

/// Tries the rules on the stored posts, newest first, until 30 days and `limit` matches are seen,
/// or the scan has looked at enough.
async fn stored(
    app: &App,
    scope: &OrgScope,
    trial: &Arc<Trial>,
    cards: &Cards,
    limit: usize,
) -> Result<Preview> {
    let now = app.now();
    let month = now.plus(-30 * DAY);
    let mut preview = Preview::default();
    let mut newest = Newest::default();
    while let Some((fresh, last)) = newest.next(&app.store, scope).await? {
        for (post, (rules, matched)) in try_all(trial, fresh).await? {
            preview.stored_30_days += u64::from(post.post.published_at >= month);
            if preview.stored.len() < limit {
                let card = cards.stored(post);
                preview.stored.push(PreviewPost {
                    card,
                    rules,
                    matched,
                });
            }
        }
        if last < month && preview.stored.len() >= limit {
            break;
        }
        if newest.seen() >= SCAN {
            // The rest of the 30 days is taken to be like what was seen of them.
            let looked = now.0.saturating_sub(last.max(month).0).max(1);
            if last > month {
                preview.sampled = true;
                let share = (30 * DAY) as f64 / looked as f64;
                preview.stored_30_days = (preview.stored_30_days as f64 * share).round() as u64;
            }
            break;
        }
    }
    Ok(preview)
}

async fn try_all(trial: &Arc<Trial>, posts: Vec<StoredPost>) -> Result<Vec<(StoredPost, Found)>> {
    let trial = Arc::clone(trial);
    let tried = tokio::task::spawn_blocking(move || {
        let found = posts.into_iter().filter_map(|post| {
            let found = trial.find(&post.post, &post.language)?;
            Some((post, found))
        });
        found.collect()
    });
    tried.await.map_err(AppError::internal)
}

async fn of_source(
    sample: SourceSample,
    trial: &Arc<Trial>,
    cards: &Cards,
    limit: usize,
) -> Result<SourcePreview> {
    let mut shown = SourcePreview {
        source: sample.source,
        posts: Vec::new(),
        looked_at: 0,
        failed: false,
    };
    let posts = match sample.posts {
        Ok(posts) => posts,
        Err(error) => {
            tracing::warn!(source = %shown.source, %error, "a source could not be asked");
            shown.failed = true;
            return Ok(shown);
        }
    };
    shown.looked_at = posts.len() as u64;
    let trial = Arc::clone(trial);
    let tried = tokio::task::spawn_blocking(move || {
        let annotator = Annotator::new();
        let found = posts.into_iter().filter_map(|post| {
            let annotations = annotator.annotate(&post);
            let found = trial.find(&post, &annotations.language)?;
            Some((post, annotations, found))
        });
        found.take(limit).collect::<Vec<_>>()
    });
    for (post, annotations, (rules, matched)) in tried.await.map_err(AppError::internal)? {
        let mut card = cards.fresh(post, annotations.language);
        card.sentiment = annotations.tone.sentiment;
        card.sentiment_value = annotations.tone.value;
        card.sentiment_evidence = annotations.tone.evidence;
        shown.posts.push(PreviewPost {
            card,
            rules,
            matched,
        });
    }
    Ok(shown)
}
