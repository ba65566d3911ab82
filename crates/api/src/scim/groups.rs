//! `/Groups`.

use super::{
    Directory, Resource,
    errors::Refusal,
    list::Wish,
    parse, patch as patches,
    resources::{read_group, show_group},
};
use axum::{
    extract::{Path, Query},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hearken_app::directory;
use serde_json::Value;

/// All of them, as they are read.
pub(super) async fn shown(inside: &Directory) -> Result<Vec<Value>, Refusal> {
    let groups = directory::list_groups(&inside.app, &inside.caller).await?;
    let shown = groups.iter().map(|group| show_group(group, &inside.base));
    Ok(shown.collect())
}

pub(super) async fn list(inside: Directory, Query(wish): Query<Wish>) -> Result<Response, Refusal> {
    wish.page(shown(&inside).await?)
}

pub(super) async fn search(
    inside: Directory,
    Resource(body): Resource,
) -> Result<Response, Refusal> {
    Wish::of(&body).page(shown(&inside).await?)
}

pub(super) async fn create(
    inside: Directory,
    Query(wish): Query<Wish>,
    Resource(body): Resource,
) -> Result<Response, Refusal> {
    let input = read_group(&body)?;
    let group = directory::create_group(&inside.app, &inside.caller, input).await?;
    let shown = show_group(&group, &inside.base);
    let location = shown.pointer("/meta/location").and_then(Value::as_str);
    let location = location.map(HeaderValue::from_str);
    let mut response = wish.one(StatusCode::CREATED, shown);
    if let Some(Ok(location)) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

pub(super) async fn get(
    inside: Directory,
    Path((_, id)): Path<(String, String)>,
    Query(wish): Query<Wish>,
) -> Result<Response, Refusal> {
    let group = directory::find_group(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(wish.one(StatusCode::OK, show_group(&group, &inside.base)))
}

pub(super) async fn replace(
    inside: Directory,
    Path((_, id)): Path<(String, String)>,
    Query(wish): Query<Wish>,
    Resource(body): Resource,
) -> Result<Response, Refusal> {
    save(&inside, &id, &wish, &body).await
}

pub(super) async fn patch(
    inside: Directory,
    Path((_, id)): Path<(String, String)>,
    Query(wish): Query<Wish>,
    Resource(body): Resource,
) -> Result<Response, Refusal> {
    let group = directory::find_group(&inside.app, &inside.caller, parse(&id)?).await?;
    let mut resource = show_group(&group, &inside.base);
    patches::apply(&mut resource, &body)?;
    save(&inside, &id, &wish, &resource).await
}

async fn save(
    inside: &Directory,
    id: &str,
    wish: &Wish,
    resource: &Value,
) -> Result<Response, Refusal> {
    let input = read_group(resource)?;
    let group = directory::replace_group(&inside.app, &inside.caller, parse(id)?, input).await?;
    Ok(wish.one(StatusCode::OK, show_group(&group, &inside.base)))
}

pub(super) async fn delete(
    inside: Directory,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    directory::delete_group(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
