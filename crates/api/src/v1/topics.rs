//! `/organizations/{slug}/topics`

use crate::{caller::Inside, problem::Problem};
use axum::{Json, Router, extract::Path, http::StatusCode, routing::get};
use hearken_app::{
    App, Code,
    topics::{
        self, CategoryChoice, RuleInput, RuleView, SaveTopic, TopicFilter, TopicRow, TopicView,
    },
};
use hearken_model::{KeywordsRule, PublicId, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/organizations/{slug}/topics", get(list).post(create))
        .route(
            "/organizations/{slug}/topics/{id}",
            get(show).put(change).delete(remove),
        )
}

#[derive(Serialize)]
struct Topic {
    id: PublicId,
    name: String,
    category: PublicId,
    category_name: String,
    state: &'static str,
    posts: u64,
    version: i64,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<Rule>>,
}

/// A rule on the wire; `type` tells which.
#[derive(Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Rule {
    Keywords {
        #[serde(default)]
        id: Option<PublicId>,
        #[serde(flatten)]
        rule: KeywordsRule,
    },
    CustomSources {
        #[serde(default)]
        id: Option<PublicId>,
        groups: Vec<PublicId>,
    },
}

/// A topic to be stored. `category` names an existing one by id, `category_name` any by name.
#[derive(Deserialize)]
struct NewTopic {
    name: String,
    #[serde(default)]
    category: Option<PublicId>,
    #[serde(default)]
    category_name: String,
    #[serde(default)]
    owner: Option<PublicId>,
    #[serde(default)]
    version: Option<i64>,
    rules: Vec<Rule>,
}

impl NewTopic {
    fn input(self, id: Option<PublicId>) -> SaveTopic {
        let rule = |rule| match rule {
            Rule::Keywords { id, rule } => RuleInput::Keywords { id, rule },
            Rule::CustomSources { id, groups } => RuleInput::CustomSources { id, groups },
        };
        SaveTopic {
            id,
            version: self.version,
            name: self.name,
            category: match self.category {
                Some(id) => CategoryChoice::Existing(id),
                None => CategoryChoice::Named(self.category_name),
            },
            owner: self.owner,
            rules: self.rules.into_iter().map(rule).collect(),
        }
    }
}

fn row(row: TopicRow) -> Topic {
    Topic {
        id: row.id,
        name: row.name,
        category: row.category,
        category_name: row.category_name,
        state: row.state.as_str(),
        posts: row.posts,
        version: row.version,
        created_at: Timestamp::to_rfc3339(row.created_at),
        rules: None,
    }
}

fn whole(topic: TopicView) -> Topic {
    let rule = |rule| match rule {
        RuleView::Keywords { id, rule } => Rule::Keywords { id: Some(id), rule },
        RuleView::CustomSources { id, groups } => Rule::CustomSources {
            id: Some(id),
            groups: groups.into_iter().map(|(id, _)| id).collect(),
        },
    };
    let rules = topic.rules.into_iter().map(rule).collect();
    Topic {
        rules: Some(rules),
        ..row(topic.row)
    }
}

fn parse(id: &str) -> Result<PublicId, Problem> {
    id.parse().map_err(|_| Problem::new(Code::NotFound))
}

async fn list(inside: Inside) -> Result<Json<Vec<Topic>>, Problem> {
    let rows = topics::list(&inside.app, &inside.caller, TopicFilter::default()).await?;
    Ok(Json(rows.into_iter().map(row).collect()))
}

async fn show(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Topic>, Problem> {
    Ok(Json(whole(
        topics::get(&inside.app, &inside.caller, parse(&id)?).await?,
    )))
}

async fn create(
    inside: Inside,
    Json(new): Json<NewTopic>,
) -> Result<(StatusCode, Json<Topic>), Problem> {
    let topic = topics::save(&inside.app, &inside.caller, new.input(None)).await?;
    Ok((StatusCode::CREATED, Json(whole(topic))))
}

async fn change(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Json(new): Json<NewTopic>,
) -> Result<Json<Topic>, Problem> {
    let input = new.input(Some(parse(&id)?));
    Ok(Json(whole(
        topics::save(&inside.app, &inside.caller, input).await?,
    )))
}

async fn remove(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    topics::delete(&inside.app, &inside.caller, parse(&id)?, None).await?;
    Ok(StatusCode::NO_CONTENT)
}
