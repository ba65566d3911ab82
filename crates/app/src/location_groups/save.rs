//! Making a location group and changing it.

use super::{LocationGroupRow, list::row};
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{
    Diagnostic, Location, LocationGroup, LocationGroupKey, PublicId,
    location::{GROUPS_LIMIT, LOCATIONS_LIMIT, NAME_LIMIT, contains},
};
use hearken_text::places;
use serde_json::json;

/// What a location group is to be.
#[derive(Clone, Debug, Default)]
pub struct SaveLocationGroup {
    /// The group; none: a new one.
    pub id: Option<PublicId>,
    /// The version that was read; none: whatever it is.
    pub version: Option<i64>,
    /// Name, 1 to 50 characters, unique in the organization; field `name`.
    pub name: String,
    /// Countries (`DE`) and groups (`europe`, or an id), 1 to 250; field `locations`.
    pub locations: Vec<String>,
}

/// Makes a group, owned by the caller, or changes one.
pub async fn save(
    app: &App,
    caller: &Caller,
    input: SaveLocationGroup,
) -> Result<LocationGroupRow> {
    let now = app.now();
    let looking = caller.scope(Permission::ViewAnalysis, now)?;
    let scope = match input.id {
        None => caller.scope_new(Permission::EditLocationGroups, now)?,
        Some(id) => {
            let groups = app.store.list_location_groups(&looking).await?;
            caller.scope_of(
                Permission::EditLocationGroups,
                find(&groups, id)?.owner,
                now,
            )?
        }
    };
    let mut tx = app.store.begin().await?;
    let groups = tx.list_location_groups(&scope).await?;
    let mut problems = Problems::default();
    let name = problems.name(&input.name, NAME_LIMIT, "name");
    if input.id.is_none() && groups.len() >= GROUPS_LIMIT {
        let problem = Diagnostic::new("too_many", "name");
        problems.add(problem.with("limit", GROUPS_LIMIT as i64));
    }
    let locations = locations(&input, &groups, &mut problems);
    problems.settle()?;
    let (verb, id) = match input.id {
        None => {
            let owner = caller.principal.user();
            let made = tx.create_location_group(&scope, &name, &locations, owner);
            ("location_group.created", made.await?.id)
        }
        Some(id) => {
            tx.update_location_group(&scope, id, input.version, &name, &locations)
                .await?;
            ("location_group.changed", id)
        }
    };
    let listed: Vec<String> = locations.iter().map(Location::to_string).collect();
    let detail = json!({ "name": name, "locations": listed });
    tx.audit(&scope, deed(verb, id, detail)).await?;
    tx.commit().await?;
    saved(app, caller, &scope, id).await
}

async fn saved(
    app: &App,
    caller: &Caller,
    scope: &OrgScope,
    id: PublicId,
) -> Result<LocationGroupRow> {
    let groups = app.store.list_location_groups(scope).await?;
    let people = app.people(scope).await?;
    Ok(row(find(&groups, id)?, &groups, &people, caller))
}

/// The group of that id.
pub(super) fn find(groups: &[LocationGroup], id: PublicId) -> Result<&LocationGroup> {
    let group = groups.iter().find(|group| group.id == id);
    group.ok_or_else(|| AppError::new(Code::NotFound))
}

/// What is listed, sorted, each once: countries that exist, groups that are there and don't have the
/// group itself in them.
fn locations(
    input: &SaveLocationGroup,
    groups: &[LocationGroup],
    problems: &mut Problems,
) -> Vec<Location> {
    const FIELD: &str = "locations";
    let mut found = Vec::new();
    for text in &input.locations {
        let refused = match text.parse() {
            Ok(Location::Country(code)) if places::country(code).is_none() => "not_a_location",
            Ok(Location::Group(LocationGroupKey::Custom(id))) if find(groups, id).is_err() => {
                "not_a_location"
            }
            Ok(Location::Group(LocationGroupKey::Custom(id)))
                if input.id.is_some_and(|own| contains(id, own, groups)) =>
            {
                "location_in_itself"
            }
            Ok(location) => {
                found.push(location);
                continue;
            }
            Err(_) => "not_a_location",
        };
        let named = groups.iter().find(|group| group.id.to_string() == *text);
        let entry = named.map_or(text, |group| &group.name);
        problems.add(Diagnostic::new(refused, FIELD).entry(entry));
    }
    found.sort_unstable();
    found.dedup();
    if input.locations.is_empty() {
        problems.add(Diagnostic::new("no_locations", FIELD));
    } else if found.len() > LOCATIONS_LIMIT {
        let problem = Diagnostic::new("too_many", FIELD);
        problems.add(problem.with("limit", LOCATIONS_LIMIT as i64));
    }
    found
}
