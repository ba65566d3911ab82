//! `/organizations/{slug}/topics`

use super::rules::Rule;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id, Instant, Query, parse},
};
use axum::{Json, extract::Path, http::StatusCode};
use hearken_app::{
    App,
    topics::{
        self, CategoryChoice, DeleteEffects, RuleInput, SaveTopic, TopicFilter, TopicRow,
        TopicSort, TopicView,
    },
};
use hearken_model::PublicId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_topics, create_topic))
        .routes(routes!(get_topic, change_topic, delete_topic))
        .routes(routes!(get_topic_effects))
        .routes(routes!(change_owner))
}

/// A search topic.
#[derive(Serialize, ToSchema)]
struct Topic {
    id: Id,
    name: String,
    /// Id of its category.
    category: Id,
    category_name: String,
    /// Whose it is; null when they have left.
    owner: Option<Id>,
    owner_name: Option<String>,
    /// `active`, or `inactive` when it lost its last rule.
    state: &'static str,
    /// Stored posts that match it.
    posts: u64,
    /// To be sent with a change, so that nobody's change is lost.
    version: i64,
    created_at: Instant,
    /// Whether the caller may change and delete it.
    editable: bool,
    /// Its rules; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<Rule>>,
}

/// A topic to be stored. `category` names an existing one by id, `category_name` any by name, which
/// is made when there is none.
#[derive(Deserialize, ToSchema)]
struct NewTopic {
    /// 1 to 35 characters, unique in the organization.
    name: String,
    #[serde(default)]
    category: Option<Id>,
    #[serde(default)]
    category_name: String,
    /// Left out: the caller, or the owner it has.
    #[serde(default)]
    owner: Option<Id>,
    /// The version that the change is based on; left out: any.
    #[serde(default)]
    version: Option<i64>,
    /// At least one.
    rules: Vec<Rule>,
}

impl NewTopic {
    fn input(self, id: Option<PublicId>) -> SaveTopic {
        SaveTopic {
            id,
            version: self.version,
            name: self.name,
            category: match self.category {
                Some(Id(id)) => CategoryChoice::Existing(id),
                None => CategoryChoice::Named(self.category_name),
            },
            owner: self.owner.map(|Id(id)| id),
            rules: self.rules.into_iter().map(RuleInput::from).collect(),
        }
    }
}

impl From<TopicRow> for Topic {
    fn from(row: TopicRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            category: row.category.into(),
            category_name: row.category_name,
            owner: row.owner.map(Id),
            owner_name: row.owner_name,
            state: row.state.as_str(),
            posts: row.posts,
            version: row.version,
            created_at: row.created_at.into(),
            editable: row.editable,
            rules: None,
        }
    }
}

impl From<TopicView> for Topic {
    fn from(view: TopicView) -> Self {
        Self {
            rules: Some(view.rules.into_iter().map(Rule::from).collect()),
            ..view.row.into()
        }
    }
}

/// Which topics, and in what order.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct ListTopics {
    /// Part of a topic's or category's name.
    search: String,
    /// Id of a category.
    category: Option<Id>,
    /// `name` where nothing else is said.
    #[param(schema_with = wire::topic_sort, required = false)]
    sort: Option<String>,
}

/// Topics without their rules.
#[utoipa::path(get, path = "/organizations/{slug}/topics", params(ListTopics),
    responses((status = 200, description = "the topics", body = [Topic])))]
async fn list_topics(
    inside: Inside,
    Query(query): Query<ListTopics>,
) -> Result<Json<Vec<Topic>>, Problem> {
    let sort = match query.sort.as_deref() {
        None => TopicSort::default(),
        Some(word) => {
            TopicSort::from_word(word).ok_or_else(|| Problem::unknown_value("sort", word))?
        }
    };
    let filter = TopicFilter {
        search: query.search,
        category: query.category.map(|Id(id)| id),
        sort,
    };
    let rows = topics::list(&inside.app, &inside.caller, filter).await?;
    Ok(Json(rows.into_iter().map(Topic::from).collect()))
}

/// A topic with its rules.
#[utoipa::path(get, path = "/organizations/{slug}/topics/{id}",
    responses((status = 200, description = "the topic", body = Topic)))]
async fn get_topic(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<Topic>, Problem> {
    let topic = topics::get(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(topic.into()))
}

/// Creates a topic.
#[utoipa::path(post, path = "/organizations/{slug}/topics", request_body = NewTopic,
    responses((status = 201, description = "the topic", body = Topic)))]
async fn create_topic(
    inside: Inside,
    Body(new): Body<NewTopic>,
) -> Result<(StatusCode, Json<Topic>), Problem> {
    let topic = topics::save(&inside.app, &inside.caller, new.input(None)).await?;
    Ok((StatusCode::CREATED, Json(topic.into())))
}

/// Changes a topic; a version that is not the newest is refused as `stale_version`.
#[utoipa::path(put, path = "/organizations/{slug}/topics/{id}", request_body = NewTopic,
    responses((status = 200, description = "the topic", body = Topic)))]
async fn change_topic(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewTopic>,
) -> Result<Json<Topic>, Problem> {
    let input = new.input(Some(parse(&id)?));
    let topic = topics::save(&inside.app, &inside.caller, input).await?;
    Ok(Json(topic.into()))
}

/// Deletes a topic; its posts stay stored.
#[utoipa::path(delete, path = "/organizations/{slug}/topics/{id}",
    responses((status = 204, description = "it is gone")))]
async fn delete_topic(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    topics::delete(&inside.app, &inside.caller, parse(&id)?, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What deleting a topic would do.
#[derive(Serialize, ToSchema)]
struct TopicEffects {
    name: String,
    category_name: String,
    /// Stored posts that match it.
    posts: u64,
    /// Of these, posts that no other topic matches: they would vanish from Analytics.
    posts_alone: u64,
}

impl From<DeleteEffects> for TopicEffects {
    fn from(effects: DeleteEffects) -> Self {
        Self {
            name: effects.name,
            category_name: effects.category_name,
            posts: effects.posts,
            posts_alone: effects.posts_alone,
        }
    }
}

/// What deleting the topic would do; changes nothing.
#[utoipa::path(get, path = "/organizations/{slug}/topics/{id}/delete-effects",
    responses((status = 200, description = "the effects", body = TopicEffects)))]
async fn get_topic_effects(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<TopicEffects>, Problem> {
    let effects = topics::delete_effects(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(Json(effects.into()))
}

/// The next owner of a topic.
#[derive(Deserialize, ToSchema)]
struct NewOwner {
    /// Id of an active user of the organization.
    owner: Id,
}

/// Gives a topic to another owner.
#[utoipa::path(put, path = "/organizations/{slug}/topics/{id}/owner", request_body = NewOwner,
    responses((status = 200, description = "the topic", body = Topic)))]
async fn change_owner(
    inside: Inside,
    Path((_, id)): Path<(String, String)>,
    Body(new): Body<NewOwner>,
) -> Result<Json<Topic>, Problem> {
    let (app, caller) = (&inside.app, &inside.caller);
    let topic = topics::change_owner(app, caller, parse(&id)?, new.owner.0).await?;
    Ok(Json(topic.into()))
}
