//! Groups of people: list, one with its people, making, changing, deleting (ADM-40..42).

use super::{Choice, Link, nav, only, shell};
use crate::{
    error::WebError,
    format,
    forms::{Fields, Problems},
    shell::Shell,
    visit::Visit,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    groups::{self, GroupView, SaveGroup},
    users::{self, UserFilter},
};
use hearken_authz::Permission;
use hearken_model::PublicId;

#[derive(Template)]
#[template(path = "pages/settings/groups.html")]
struct GroupsPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<Line>,
    may_edit: bool,
    action: String,
    saved: bool,
}

struct Line {
    id: String,
    name: String,
    size: String,
    is_from_directory: bool,
}

#[derive(Template)]
#[template(path = "pages/settings/group.html")]
struct GroupPage {
    shell: Shell,
    nav: Vec<Link>,
    fields: Fields,
    problems: Problems,
    version: String,
    people: Vec<Choice>,
    may_edit: bool,
    from_directory: bool,
    action: String,
    delete: Option<String>,
    list: String,
}

type Ids = Path<(String, String)>;

/// `GET /o/{slug}/settings/groups`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    let rows = groups::list(visit.app(), &visit.caller).await?;
    let line = |row: groups::GroupRow| Line {
        id: row.id.to_string(),
        name: row.name,
        size: format::number(row.size, visit.texts()),
        is_from_directory: row.is_from_directory,
    };
    let page = GroupsPage {
        shell: shell(&visit, "settings-groups").await,
        nav: nav(&visit, "groups"),
        rows: rows.into_iter().map(line).collect(),
        may_edit: visit.caller.may(Permission::ManageGroups),
        action: visit.path("/settings/groups"),
        saved: visit.person.guest.here.ends_with("?saved"),
    };
    Ok(Html(page.render()?).into_response())
}

/// `GET /o/{slug}/settings/groups/new`
pub(super) async fn blank(visit: Visit) -> Result<Response, WebError> {
    only(&visit, Permission::ManageGroups)?;
    let (fields, problems) = (Fields::default(), Problems::default());
    page(&visit, StatusCode::OK, None, fields, problems).await
}

/// `POST /o/{slug}/settings/groups/new`
pub(super) async fn create(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    save(&visit, None, fields).await
}

/// `GET /o/{slug}/settings/groups/{id}`
pub(super) async fn show(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let view = groups::get(visit.app(), &visit.caller, super::parse(&id)?).await?;
    let fields = Fields::from_pairs([
        ("name", view.row.name.clone()),
        ("version", view.row.version.to_string()),
    ]);
    page(
        &visit,
        StatusCode::OK,
        Some(view),
        fields,
        Problems::default(),
    )
    .await
}

/// `POST /o/{slug}/settings/groups/{id}`
pub(super) async fn change(
    visit: Visit,
    Path((_, id)): Ids,
    fields: Fields,
) -> Result<Response, WebError> {
    save(&visit, Some(super::parse(&id)?), fields).await
}

/// `POST /o/{slug}/settings/groups/{id}/delete`
pub(super) async fn delete(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    groups::delete(visit.app(), &visit.caller, super::parse(&id)?).await?;
    Ok(Redirect::to(&visit.path("/settings/groups?saved")).into_response())
}

async fn save(visit: &Visit, id: Option<PublicId>, fields: Fields) -> Result<Response, WebError> {
    let members = fields.all("member").map(super::parse);
    let input = SaveGroup {
        id,
        version: fields.get("version").parse().ok(),
        name: fields.get("name").to_owned(),
        members: members.collect::<Result<_, _>>()?,
    };
    match groups::save(visit.app(), &visit.caller, input).await {
        Ok(_) => Ok(Redirect::to(&visit.path("/settings/groups?saved")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let view = match id {
                Some(id) => Some(groups::get(visit.app(), &visit.caller, id).await?),
                None => None,
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(visit, status, view, fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    view: Option<GroupView>,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    let from_directory = view.as_ref().is_some_and(|v| v.row.is_from_directory);
    let may_edit = visit.caller.may(Permission::ManageGroups) && !from_directory;
    let list = visit.path("/settings/groups");
    let action = match &view {
        Some(view) => format!("{list}/{}", view.row.id),
        None => format!("{list}/new"),
    };
    let mut shell = shell(visit, "group-new").await;
    if let Some(view) = &view {
        shell.title.clone_from(&view.row.name);
    }
    let page = GroupPage {
        shell,
        nav: nav(visit, "groups"),
        version: fields.get("version").to_owned(),
        people: people(visit, view.as_ref(), &fields, may_edit).await?,
        may_edit,
        from_directory,
        delete: view.map(|_| format!("{action}/delete")),
        action,
        list,
        fields,
        problems,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// Everybody to choose from for those who change the group; else those who are in it.
async fn people(
    visit: &Visit,
    view: Option<&GroupView>,
    fields: &Fields,
    may_edit: bool,
) -> Result<Vec<Choice>, WebError> {
    let inside = view.map(|view| view.members.as_slice()).unwrap_or_default();
    let typed: Vec<&str> = fields.all("member").collect();
    let choice = |id: PublicId, text: String| Choice {
        chosen: inside.iter().any(|(member, _)| *member == id)
            || typed.contains(&id.to_string().as_str()),
        value: id.to_string(),
        text,
    };
    if !may_edit {
        let members = inside.iter().cloned();
        return Ok(members.map(|(id, name)| choice(id, name)).collect());
    }
    let everybody = users::list(visit.app(), &visit.caller, UserFilter::default()).await?;
    let own = everybody.into_iter().filter(|row| !row.is_locked());
    let named = |row: users::UserRow| choice(row.id, format!("{} · {}", row.name, row.email));
    Ok(own.map(named).collect())
}
