//! `/Users`.

use super::{
    Directory, Resource,
    errors::Refusal,
    list::Wish,
    parse, patch as patches,
    resources::{read_user, show_user},
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
    let users = directory::list_users(&inside.app, &inside.caller).await?;
    let shown = users.iter().map(|user| show_user(user, &inside.base));
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
    let input = read_user(&body, true)?;
    let user = directory::create_user(&inside.app, &inside.caller, input).await?;
    let shown = show_user(&user, &inside.base);
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
    let user = directory::find_user(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(wish.one(StatusCode::OK, show_user(&user, &inside.base)))
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
    let user = directory::find_user(&inside.app, &inside.caller, parse(&id)?).await?;
    let mut resource = show_user(&user, &inside.base);
    patches::apply(&mut resource, &body)?;
    save(&inside, &id, &wish, &resource).await
}

async fn save(
    inside: &Directory,
    id: &str,
    wish: &Wish,
    resource: &Value,
) -> Result<Response, Refusal> {
    let input = read_user(resource, false)?;
    let user = directory::replace_user(&inside.app, &inside.caller, parse(id)?, input).await?;
    Ok(wish.one(StatusCode::OK, show_user(&user, &inside.base)))
}

pub(super) async fn delete(
    inside: Directory,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    directory::delete_user(&inside.app, &inside.caller, parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
