//! All location groups.

use crate::{App, Caller, Result, act::People};
use hearken_authz::Permission;
use hearken_model::{
    Continent, CountryCode, Location, LocationGroup, LocationGroupKey, PublicId, location,
};

/// A location group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationGroupRow {
    /// Its name in URLs and lists.
    pub key: LocationGroupKey,
    /// Its name; none for a group that every organization has, whose name the catalogues know.
    pub name: Option<String>,
    /// What it lists; nothing for a group that every organization has.
    pub locations: Vec<Location>,
    /// Its countries, those of groups inside included, rising.
    pub countries: Vec<CountryCode>,
    /// Names of the groups that it is in.
    pub inside: Vec<String>,
    /// Its owner.
    pub owner: Option<PublicId>,
    /// Its owner's name.
    pub owner_name: Option<String>,
    /// Rises with every change.
    pub version: i64,
    /// Whether the caller may change and delete it.
    pub editable: bool,
}

/// The groups that every organization has, then those of the visited one by name.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<LocationGroupRow>> {
    let scope = caller.scope(Permission::ViewAnalysis, app.now())?;
    let groups = app.store.list_location_groups(&scope).await?;
    let people = app.people(&scope).await?;
    let continents = Continent::ALL.iter().map(|continent| {
        let key = LocationGroupKey::Continent(*continent);
        LocationGroupRow {
            key,
            name: None,
            locations: Vec::new(),
            countries: location::countries_of(key, &groups),
            inside: inside(key, &groups),
            owner: None,
            owner_name: None,
            version: 0,
            editable: false,
        }
    });
    let custom = groups
        .iter()
        .map(|group| row(group, &groups, &people, caller));
    Ok(continents.chain(custom).collect())
}

/// A group as shown.
pub(super) fn row(
    group: &LocationGroup,
    groups: &[LocationGroup],
    people: &People,
    caller: &Caller,
) -> LocationGroupRow {
    let key = LocationGroupKey::Custom(group.id);
    LocationGroupRow {
        key,
        name: Some(group.name.clone()),
        locations: group.locations.clone(),
        countries: location::countries_of(key, groups),
        inside: inside(key, groups),
        owner: people.public_id(group.owner),
        owner_name: people.name(group.owner),
        version: group.version,
        editable: caller.may_with(Permission::EditLocationGroups, group.owner),
    }
}

/// Names of the groups that list a group.
pub(super) fn inside(key: LocationGroupKey, groups: &[LocationGroup]) -> Vec<String> {
    let lists = |group: &&LocationGroup| group.locations.contains(&Location::Group(key));
    let names = groups.iter().filter(lists).map(|group| group.name.clone());
    names.collect()
}
