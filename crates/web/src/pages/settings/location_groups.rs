//! Location groups: list, making, changing, deleting (GLO-11, GLO-12).

use super::{Choice, Link, nav, only, shell};
use crate::{
    error::WebError,
    format,
    forms::{Fields, Problems},
    i18n::Texts,
    shell::Shell,
    visit::Visit,
    widgets::country_name,
};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    Code,
    location_groups::{self, LocationGroupRow, SaveLocationGroup},
    sign_up,
};
use hearken_authz::Permission;
use hearken_model::{Location, LocationGroupKey, PublicId};

#[derive(Template)]
#[template(path = "pages/settings/location_groups.html")]
struct ListPage {
    shell: Shell,
    nav: Vec<Link>,
    rows: Vec<Line>,
    action: String,
    saved: bool,
}

struct Line {
    /// None for those who may not change it.
    href: Option<String>,
    name: String,
    locations: String,
    countries: String,
    owner: String,
    is_given: bool,
}

#[derive(Template)]
#[template(path = "pages/settings/location_group.html")]
struct GroupPage {
    shell: Shell,
    nav: Vec<Link>,
    fields: Fields,
    problems: Problems,
    version: String,
    groups: Vec<Choice>,
    countries: Vec<Choice>,
    action: String,
    delete: Option<String>,
    /// Names of the groups that keep it from being deleted.
    inside: String,
    list: String,
}

type Ids = Path<(String, String)>;
/// Locations that a line of the list names.
const NAMED: usize = 6;

/// `GET /o/{slug}/settings/location-groups`
pub(super) async fn list(visit: Visit) -> Result<Response, WebError> {
    only(&visit, Permission::EditLocationGroups)?;
    let rows = location_groups::list(visit.app(), &visit.caller).await?;
    let action = visit.path("/settings/location-groups");
    let page = ListPage {
        shell: shell(&visit, "settings-location-groups").await,
        nav: nav(&visit, "location-groups"),
        rows: rows
            .iter()
            .map(|row| line(row, &rows, &action, visit.texts()))
            .collect(),
        action,
        saved: visit.person.guest.here.ends_with("?saved"),
    };
    Ok(Html(page.render()?).into_response())
}

fn line(row: &LocationGroupRow, rows: &[LocationGroupRow], base: &str, texts: Texts) -> Line {
    let given: Vec<Location> = row
        .countries
        .iter()
        .copied()
        .map(Location::Country)
        .collect();
    let listed = if row.name.is_some() {
        &row.locations
    } else {
        &given
    };
    let named = listed.iter().take(NAMED);
    let mut locations: Vec<String> = named.map(|one| name_of(*one, rows, texts)).collect();
    if listed.len() > NAMED {
        let more = listed.len() - NAMED;
        locations.push(texts.with("location-group-more", &[("count", more.into())]));
    }
    Line {
        href: row.editable.then(|| format!("{base}/{}", row.key)),
        name: group_name(row, texts),
        locations: locations.join(", "),
        countries: format::number(row.countries.len() as u64, texts),
        owner: row.owner_name.clone().unwrap_or_else(|| "–".to_owned()),
        is_given: row.name.is_none(),
    }
}

fn group_name(row: &LocationGroupRow, texts: Texts) -> String {
    let given = || texts.get(&format!("continent-{}", row.key));
    row.name.clone().unwrap_or_else(given)
}

fn name_of(location: Location, rows: &[LocationGroupRow], texts: Texts) -> String {
    match location {
        Location::Country(code) => country_name(code, texts),
        Location::Group(key) => {
            let row = rows.iter().find(|row| row.key == key);
            row.map_or_else(|| key.to_string(), |row| group_name(row, texts))
        }
    }
}

/// `GET /o/{slug}/settings/location-groups/new`
pub(super) async fn blank(visit: Visit) -> Result<Response, WebError> {
    only(&visit, Permission::EditLocationGroups)?;
    let (fields, problems) = (Fields::default(), Problems::default());
    page(&visit, StatusCode::OK, None, fields, problems).await
}

/// `POST /o/{slug}/settings/location-groups/new`
pub(super) async fn create(visit: Visit, fields: Fields) -> Result<Response, WebError> {
    save(&visit, None, fields).await
}

/// `GET /o/{slug}/settings/location-groups/{id}`
pub(super) async fn show(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let id = super::parse(&id)?;
    let rows = location_groups::list(visit.app(), &visit.caller).await?;
    let row = find(&rows, id)?;
    if !row.editable {
        return Err(WebError::new(Code::Forbidden));
    }
    let own = [
        ("name", row.name.clone().unwrap_or_default()),
        ("version", row.version.to_string()),
    ];
    let listed = row
        .locations
        .iter()
        .map(|one| ("location", one.to_string()));
    let fields = Fields::from_pairs(own.into_iter().chain(listed));
    page(
        &visit,
        StatusCode::OK,
        Some(id),
        fields,
        Problems::default(),
    )
    .await
}

/// `POST /o/{slug}/settings/location-groups/{id}`
pub(super) async fn change(
    visit: Visit,
    Path((_, id)): Ids,
    fields: Fields,
) -> Result<Response, WebError> {
    save(&visit, Some(super::parse(&id)?), fields).await
}

/// `POST /o/{slug}/settings/location-groups/{id}/delete`
pub(super) async fn delete(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    location_groups::delete(visit.app(), &visit.caller, super::parse(&id)?).await?;
    Ok(Redirect::to(&visit.path("/settings/location-groups?saved")).into_response())
}

async fn save(visit: &Visit, id: Option<PublicId>, fields: Fields) -> Result<Response, WebError> {
    let input = SaveLocationGroup {
        id,
        version: fields.get("version").parse().ok(),
        name: fields.get("name").to_owned(),
        locations: fields.all("location").map(str::to_owned).collect(),
    };
    match location_groups::save(visit.app(), &visit.caller, input).await {
        Ok(_) => Ok(Redirect::to(&visit.path("/settings/location-groups?saved")).into_response()),
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(visit, status, id, fields, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

fn find(rows: &[LocationGroupRow], id: PublicId) -> Result<&LocationGroupRow, WebError> {
    let key = LocationGroupKey::Custom(id);
    let row = rows.iter().find(|row| row.key == key);
    row.ok_or_else(|| WebError::new(Code::NotFound))
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    id: Option<PublicId>,
    fields: Fields,
    problems: Problems,
) -> Result<Response, WebError> {
    let texts = visit.texts();
    let rows = location_groups::list(visit.app(), &visit.caller).await?;
    let own = id.map(|id| find(&rows, id)).transpose()?;
    let list = visit.path("/settings/location-groups");
    let action = own.map_or_else(
        || format!("{list}/new"),
        |row| format!("{list}/{}", row.key),
    );
    let chosen: Vec<&str> = fields.all("location").collect();
    let choice = |value: String, text: String| Choice {
        chosen: chosen.contains(&value.as_str()),
        value,
        text,
    };
    let others = rows
        .iter()
        .filter(|row| own.is_none_or(|own| own.key != row.key));
    let groups = others.map(|row| choice(row.key.to_string(), group_name(row, texts)));
    let countries = sign_up::countries();
    let countries = countries.map(|code| choice(code.to_string(), country_name(code, texts)));
    let mut countries: Vec<Choice> = countries.collect();
    // What is chosen is seen first.
    countries.sort_by_key(|one| (!one.chosen, one.text.to_lowercase()));
    let mut shell = shell(visit, "location-group-new").await;
    if let Some(row) = own {
        shell.title = group_name(row, texts);
    }
    let page = GroupPage {
        shell,
        nav: nav(visit, "location-groups"),
        version: fields.get("version").to_owned(),
        groups: groups.collect(),
        countries,
        delete: own.map(|_| format!("{action}/delete")),
        inside: own.map(|row| row.inside.join(", ")).unwrap_or_default(),
        action,
        list,
        fields,
        problems,
    };
    Ok((status, Html(page.render()?)).into_response())
}
