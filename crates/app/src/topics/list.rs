//! The topics with their numbers (SEA-011, SEA-012).

use crate::{
    App, Caller, Result,
    analytics::{ask, open_dataset},
};
use hearken_archive::{Ask, Data, Dimension, Key, TermsAsk};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{
    CategoryId, Focus, PublicId, SearchTopic, TimeFrame, Timestamp, TopicId,
    topic::{Category, TopicState},
};
use std::{cmp::Reverse, collections::HashMap};

/// Order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TopicSort {
    /// By name.
    #[default]
    Name,
    /// Most posts first.
    Posts,
    /// By category, then name.
    Category,
}

impl TopicSort {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Name, Self::Posts, Self::Category];

    /// The word in URLs and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Posts => "posts",
            Self::Category => "category",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word)
    }
}

/// Which topics.
#[derive(Clone, Debug, Default)]
pub struct TopicFilter {
    /// Part of a topic's or category's name, whatever the case; empty: all.
    pub search: String,
    /// Of this category.
    pub category: Option<PublicId>,
    /// Order.
    pub sort: TopicSort,
}

/// A topic of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicRow {
    /// Its id.
    pub id: PublicId,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: PublicId,
    /// The category's name.
    pub category_name: String,
    /// Its owner.
    pub owner: Option<PublicId>,
    /// Its owner's name.
    pub owner_name: Option<String>,
    /// Whether it acquires posts.
    pub state: TopicState,
    /// Number of rules.
    pub rules: u64,
    /// Stored posts that match it.
    pub posts: u64,
    /// Its version.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether the caller may edit and delete it.
    pub editable: bool,
}

/// The topics of the visited organization.
pub async fn list(app: &App, caller: &Caller, filter: TopicFilter) -> Result<Vec<TopicRow>> {
    let scope = caller.scope(Permission::ViewSearchSetup, app.now())?;
    let topics = app.store.list_topics(&scope).await?;
    let shown = rows(app, caller, &scope, topics).await?;
    let search = filter.search.trim().to_lowercase();
    let has = |name: &str| search.is_empty() || name.to_lowercase().contains(&search);
    let mut shown: Vec<TopicRow> = shown
        .into_iter()
        .filter(|row| has(&row.name) || has(&row.category_name))
        .filter(|row| {
            filter
                .category
                .is_none_or(|category| row.category == category)
        })
        .collect();
    let name = |row: &TopicRow| (row.name.to_lowercase(), row.id);
    match filter.sort {
        TopicSort::Name => shown.sort_by_cached_key(name),
        TopicSort::Posts => shown.sort_by_cached_key(|row| (Reverse(row.posts), name(row))),
        TopicSort::Category => {
            shown.sort_by_cached_key(|row| (row.category_name.to_lowercase(), name(row)));
        }
    }
    Ok(shown)
}

/// Topics as shown, with their numbers from the index.
pub(super) async fn rows(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    topics: Vec<SearchTopic>,
) -> Result<Vec<TopicRow>> {
    let people = app.people(scope).await?;
    let categories: HashMap<CategoryId, Category> = app
        .store
        .list_categories(scope)
        .await?
        .into_iter()
        .map(|category| (category.id, category))
        .collect();
    let numbers = numbers(app, caller).await?;
    let rows = topics.into_iter().filter_map(|topic| {
        let category = categories.get(&topic.category)?;
        let posts = numbers.get(&topic.id).copied().unwrap_or_default();
        Some(TopicRow {
            id: topic.public_id,
            name: topic.name,
            category: category.public_id,
            category_name: category.name.clone(),
            owner: people.public_id(topic.owner),
            owner_name: people.name(topic.owner),
            state: topic.state,
            rules: topic.rules.len() as u64,
            posts,
            version: topic.version,
            created_at: topic.created_at,
            editable: caller.may_with(Permission::EditTopics, topic.owner),
        })
    });
    Ok(rows.collect())
}

/// Stored posts of each topic.
async fn numbers(app: &App, caller: &Caller) -> Result<HashMap<TopicId, u64>> {
    let view = open_dataset(app, caller, Focus::All, TimeFrame::All).await?;
    let most = app.archive.caps().most_rows;
    let terms = Ask::Terms(TermsAsk::new(Dimension::Topic, most));
    let answers = ask(app, &view, vec![terms]).await?;
    let Some(Data::Terms(terms)) = answers.into_iter().next().map(|answer| answer.data) else {
        return Ok(HashMap::new());
    };
    let numbers = terms.rows.into_iter().filter_map(|term| match term.key {
        Key::Topic(topic) => Some((topic, term.posts)),
        _ => None,
    });
    Ok(numbers.collect())
}
