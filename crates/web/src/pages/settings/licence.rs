//! One person and their place: giving it, taking it away, taking the person out of the organization;
//! the last two after a page that says what goes (ADM-32..34).

use super::{
    Choice, Link,
    licences::kind_name,
    nav, only,
    people::mailto,
    shell,
    users::{state_kind, why},
};
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
    AppError, Code,
    licences::{self, Assign, Loss},
    users,
};
use hearken_authz::Permission;
use hearken_model::{LicenceType, PublicId};

#[derive(Template)]
#[template(path = "pages/settings/licence.html")]
struct LicencePage {
    shell: Shell,
    nav: Vec<Link>,
    fields: Fields,
    problems: Problems,
    name: String,
    email: String,
    mailto: String,
    state: String,
    state_kind: &'static str,
    has_licence: bool,
    locked: bool,
    kinds: Vec<Choice>,
    may_delete: bool,
    action: String,
    list: String,
    saved: bool,
    alert: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/settings/licence_remove.html")]
struct RemovePage {
    shell: Shell,
    text: String,
    goes: Vec<String>,
    stays: Vec<String>,
    alert: Option<String>,
    action: String,
    back: String,
}

type Ids = Path<(String, String)>;

/// `GET /o/{slug}/settings/licences/{id}`
pub(super) async fn show(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let id = super::parse(&id)?;
    page(&visit, id, None, Problems::default(), None).await
}

/// `POST /o/{slug}/settings/licences/{id}`
pub(super) async fn assign(
    visit: Visit,
    Path((_, id)): Ids,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = super::parse(&id)?;
    let Some(kind) = LicenceType::from_word(fields.get("licence")) else {
        let text = visit.texts().get("licence-choose");
        return page(&visit, id, Some(fields), Problems::default(), Some(text)).await;
    };
    let input = Assign {
        user: id,
        kind,
        usage_location: fields.get("usage_location").to_owned(),
    };
    match licences::assign(visit.app(), &visit.caller, input).await {
        Ok(_) => {
            let target = format!("/settings/licences/{id}?saved");
            Ok(Redirect::to(&visit.path(&target)).into_response())
        }
        Err(error) if error.code == Code::Invalid => {
            let problems = Problems::of(&error.diagnostics, visit.texts());
            page(&visit, id, Some(fields), problems, None).await
        }
        Err(error) => match why(error.code) {
            Some(why) => {
                let text = visit.texts().get(why);
                page(&visit, id, Some(fields), Problems::default(), Some(text)).await
            }
            None => Err(error.into()),
        },
    }
}

async fn page(
    visit: &Visit,
    id: PublicId,
    fields: Option<Fields>,
    problems: Problems,
    alert: Option<String>,
) -> Result<Response, WebError> {
    only(visit, Permission::ManageLicences)?;
    let row = users::get(visit.app(), &visit.caller, id).await?;
    let overview = licences::overview(visit.app(), &visit.caller).await?;
    let texts = visit.texts();
    let kinds = overview.seats.iter().map(|seats| {
        let left = format::number(seats.left(), texts);
        let name = kind_name(visit, Some(seats.kind));
        Choice {
            value: seats.kind.as_str().to_owned(),
            text: texts.with(
                "licence-left",
                &[("name", name.into()), ("left", left.into())],
            ),
            chosen: row.licence == Some(seats.kind),
        }
    });
    let status = match (problems.is_empty(), &alert) {
        (true, None) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let location = row.usage_location.unwrap_or(visit.organization.country);
    let page = LicencePage {
        shell: shell(visit, "licence").await,
        nav: nav(visit, "licences"),
        fields: fields
            .unwrap_or_else(|| Fields::from_pairs([("usage_location", location.to_string())])),
        problems,
        kinds: kinds.collect(),
        state: texts.get(&format!("user-state-{}", row.state.as_str())),
        state_kind: state_kind(row.state),
        has_licence: row.licence.is_some(),
        locked: row.is_locked(),
        may_delete: visit.caller.may(Permission::ManageUsers),
        action: visit.path(&format!("/settings/licences/{id}")),
        list: visit.path("/settings/licences"),
        saved: visit.person.guest.here.ends_with("?saved"),
        alert,
        mailto: mailto(&row.email),
        name: row.name,
        email: row.email,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /o/{slug}/settings/licences/{id}/remove`
pub(super) async fn confirm_remove(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    confirm(&visit, super::parse(&id)?, "licence-remove", None).await
}

/// `POST /o/{slug}/settings/licences/{id}/remove`
pub(super) async fn remove(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let id = super::parse(&id)?;
    let done = licences::remove(visit.app(), &visit.caller, id).await;
    let target = format!("/settings/licences/{id}?saved");
    settled(&visit, id, "licence-remove", &target, done.map(drop)).await
}

/// `GET /o/{slug}/settings/licences/{id}/delete`
pub(super) async fn confirm_delete(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    only(&visit, Permission::ManageUsers)?;
    confirm(&visit, super::parse(&id)?, "user-delete", None).await
}

/// `POST /o/{slug}/settings/licences/{id}/delete`
pub(super) async fn delete(visit: Visit, Path((_, id)): Ids) -> Result<Response, WebError> {
    let id = super::parse(&id)?;
    let done = users::delete(visit.app(), &visit.caller, id).await;
    let target = "/settings/licences?saved=1";
    settled(&visit, id, "user-delete", target, done).await
}

async fn settled(
    visit: &Visit,
    id: PublicId,
    what: &str,
    target: &str,
    done: Result<(), AppError>,
) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(Redirect::to(&visit.path(target)).into_response()),
        Err(error) => match why(error.code) {
            Some(why) => confirm(visit, id, what, Some(visit.texts().get(why))).await,
            None => Err(error.into()),
        },
    }
}

/// The page that says what goes and what stays. `what` is the key of its title; its text is
/// `<what>-text`.
async fn confirm(
    visit: &Visit,
    id: PublicId,
    what: &str,
    alert: Option<String>,
) -> Result<Response, WebError> {
    let ahead = licences::look_ahead(visit.app(), &visit.caller, id).await?;
    let texts = visit.texts();
    let told = |losses: Vec<Loss>| -> Vec<String> {
        let text = |loss: Loss| {
            let count = i64::try_from(loss.count).unwrap_or(i64::MAX);
            texts.with(&format!("loss-{}", loss.what), &[("count", count.into())])
        };
        losses.into_iter().map(text).collect()
    };
    let status = match alert {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let back = visit.path(&format!("/settings/licences/{id}"));
    let verb = what.rsplit('-').next().unwrap_or_default();
    let page = RemovePage {
        shell: shell(visit, what).await,
        text: texts.with(&format!("{what}-text"), &[("name", ahead.user.name.into())]),
        goes: told(ahead.goes),
        stays: told(ahead.stays),
        alert,
        action: format!("{back}/{verb}"),
        back,
    };
    Ok((status, Html(page.render()?)).into_response())
}
