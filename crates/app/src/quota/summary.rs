//! The Search Setup Summary: what the month brought and will bring (SEA-161, SEA-162).

use super::forecast::Month;
use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::{PublicId, Span};
use hearken_store::Intake;

/// Posts of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Taken in so far, hidden ones included.
    pub current: u64,
    /// Expected at the month's end; none before the first full day.
    pub expected: Option<u64>,
}

/// How a month stands to its quota (SEA-163).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaState {
    /// It fits, as far as can be foreseen.
    Within,
    /// It will not, if the days go on like the last ones.
    ExpectedToExceed,
    /// It does not.
    Exceeded,
}

impl QuotaState {
    /// The word in the API and the catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::ExpectedToExceed => "expected_to_exceed",
            Self::Exceeded => "exceeded",
        }
    }
}

/// A topic's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicUsage {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its posts.
    pub usage: Usage,
}

/// A category's part. Posts of several topics count once, so it may be less than their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryUsage {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its posts.
    pub usage: Usage,
    /// Its topics, most posts first.
    pub topics: Vec<TopicUsage>,
}

/// The month of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The calendar month, UTC.
    pub month: Span,
    /// All posts.
    pub usage: Usage,
    /// Posts that the organization may take in each month; none: no limit.
    pub quota: Option<u64>,
    /// By category, most posts first; those without topics are left out.
    pub categories: Vec<CategoryUsage>,
}

impl Summary {
    /// How the month stands to the quota; none where there is none.
    pub fn quota_state(&self) -> Option<QuotaState> {
        let quota = self.quota?;
        Some(if self.usage.current > quota {
            QuotaState::Exceeded
        } else if self.usage.expected.is_some_and(|posts| posts > quota) {
            QuotaState::ExpectedToExceed
        } else {
            QuotaState::Within
        })
    }
}

/// The current month of the visited organization.
pub async fn summary(app: &App, caller: &Caller) -> Result<Summary> {
    let now = app.now();
    let scope = caller.scope(Permission::ViewSearchSetup, now)?;
    let month = Month::of(now, app.store.first_recorded_at(&scope).await?);
    let current = app.store.count_intake(&scope, month.span).await?;
    let basis = match month.basis {
        Some(span) => app.store.count_intake(&scope, span).await?,
        None => Intake::default(),
    };
    let usage = |current, in_basis| Usage {
        current,
        expected: month.expected(current, in_basis),
    };
    let topics = app.store.list_topics(&scope).await?;
    let categories = app.store.list_categories(&scope).await?;
    let mut shown: Vec<CategoryUsage> = categories
        .into_iter()
        .map(|category| {
            let own = topics.iter().filter(|topic| topic.category == category.id);
            let mut topics: Vec<TopicUsage> = own
                .map(|topic| TopicUsage {
                    id: topic.public_id,
                    name: topic.name.clone(),
                    usage: usage(of(&current.topics, topic.id), of(&basis.topics, topic.id)),
                })
                .collect();
            topics.sort_by_key(|topic| std::cmp::Reverse(topic.usage.current));
            CategoryUsage {
                id: category.public_id,
                usage: usage(
                    of(&current.categories, category.id),
                    of(&basis.categories, category.id),
                ),
                name: category.name,
                topics,
            }
        })
        .filter(|category| !category.topics.is_empty())
        .collect();
    shown.sort_by_key(|category| std::cmp::Reverse(category.usage.current));
    Ok(Summary {
        month: month.span,
        usage: usage(current.posts, basis.posts),
        quota: app.limits.month_quota,
        categories: shown,
    })
}

fn of<K: PartialEq>(counts: &[(K, u64)], key: K) -> u64 {
    let found = counts.iter().find(|(each, _)| *each == key);
    found.map_or(0, |(_, posts)| *posts)
}
