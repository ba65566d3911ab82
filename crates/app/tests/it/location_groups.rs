//! Location groups: who makes them, what they may list, what they filter.

use crate::{
    support::{World, pairs, post, problems},
    topics::{keywords, topic},
};
use hearken_app::{
    Caller, Code, analytics,
    location_groups::{self, LocationGroupRow, SaveLocationGroup},
    topics,
};
use hearken_model::{
    ConfigurationRole, LocationGroupKey, PublicId, dataset::FilterKey, post::DeclaredPlace,
};

fn new(name: &str, locations: &[&str]) -> SaveLocationGroup {
    SaveLocationGroup {
        name: name.to_owned(),
        locations: locations.iter().map(|l| (*l).to_owned()).collect(),
        ..SaveLocationGroup::default()
    }
}

fn id(row: &LocationGroupRow) -> PublicId {
    match row.key {
        LocationGroupKey::Custom(id) => id,
        LocationGroupKey::Continent(one) => panic!("{one} is given"),
    }
}

async fn save(world: &World, by: &Caller, input: SaveLocationGroup) -> LocationGroupRow {
    let saved = location_groups::save(&world.app, by, input).await;
    saved.expect("a location group can be saved")
}

#[tokio::test]
async fn groups_list_countries_and_other_groups() {
    let (world, admin, other) = World::two().await;
    let inner = save(&world, &admin, new(" Nordics ", &["SE", "DK", "SE"])).await;
    assert_eq!(inner.name.as_deref(), Some("Nordics"));
    let inner_id = id(&inner).to_string();
    let outer = save(&world, &admin, new("North", &[&inner_id, "DE"])).await;
    let codes: Vec<String> = outer.countries.iter().map(ToString::to_string).collect();
    assert_eq!(codes, ["DE", "DK", "SE"]);

    // Each problem is said, and nothing is written.
    let wrong = new("Wrong", &["atlantis", "ZZ", "europe"]);
    let error = location_groups::save(&world.app, &admin, wrong).await;
    let expect = vec![("locations".to_owned(), "not_a_location".to_owned()); 2];
    assert_eq!(problems(error.unwrap_err()), expect);
    let error = location_groups::save(&world.app, &admin, new("", &[])).await;
    let expect = [("name", "required"), ("locations", "no_locations")];
    assert_eq!(problems(error.unwrap_err()), pairs(&expect));
    let taken = location_groups::save(&world.app, &admin, new("NORTH", &["DE"])).await;
    assert_eq!(taken.unwrap_err().diagnostics[0].field, "name");

    // A group that another one has in it can't have that one in it, and stays.
    let circle = SaveLocationGroup {
        id: Some(id(&inner)),
        ..new("Nordics", &[&id(&outer).to_string()])
    };
    let error = location_groups::save(&world.app, &admin, circle).await;
    assert_eq!(
        problems(error.unwrap_err()),
        [("locations".to_owned(), "location_in_itself".to_owned())]
    );
    let used = location_groups::delete(&world.app, &admin, id(&inner)).await;
    let used = used.unwrap_err();
    assert_eq!(used.code, Code::LocationGroupInUse);
    assert_eq!(used.diagnostics[0].entry.as_deref(), Some("North"));
    let stale = SaveLocationGroup {
        id: Some(id(&outer)),
        version: Some(7),
        ..new("North", &["DE"])
    };
    let stale = location_groups::save(&world.app, &admin, stale).await;
    assert_eq!(stale.unwrap_err().code, Code::StaleVersion);

    // The other organization has the given ones alone, and can't name these.
    let rows = location_groups::list(&world.app, &other).await.unwrap();
    assert_eq!(rows.len(), 6);
    let foreign = location_groups::save(&world.app, &other, new("X", &[&inner_id])).await;
    assert_eq!(foreign.unwrap_err().code, Code::Invalid);
    location_groups::delete(&world.app, &admin, id(&outer))
        .await
        .unwrap();
    location_groups::delete(&world.app, &admin, id(&inner))
        .await
        .unwrap();
    let gone = location_groups::delete(&world.app, &admin, id(&inner)).await;
    assert_eq!(gone.unwrap_err().code, Code::NotFound);
}

/// GLO-12: power analysts make groups and change their own.
#[tokio::test]
async fn power_analysts_keep_their_own() {
    let (world, admin, _) = World::two().await;
    let power = ConfigurationRole::PowerAnalyst;
    let power = world.person(&admin, "Pia", power).await;
    let own = save(&world, &power, new("Own", &["FR"])).await;
    let foreign = save(&world, &admin, new("Of the administrator", &["DE"])).await;
    let rows = location_groups::list(&world.app, &power).await.unwrap();
    let editable: Vec<&str> = rows
        .iter()
        .filter(|row| row.editable)
        .filter_map(|row| row.name.as_deref())
        .collect();
    assert_eq!(editable, ["Own"]);
    let refused = location_groups::delete(&world.app, &power, id(&foreign)).await;
    assert_eq!(refused.unwrap_err().code, Code::Forbidden);
    let change = SaveLocationGroup {
        id: Some(id(&own)),
        ..new("Own too", &["FR", "africa"])
    };
    assert_eq!(save(&world, &power, change).await.version, 2);
    location_groups::delete(&world.app, &admin, id(&own))
        .await
        .unwrap();
}

/// ANA-056: a group filters as its countries do, and says so when it is gone.
#[tokio::test]
async fn a_group_filters_by_its_countries() {
    let (world, admin, _) = World::two().await;
    let input = topic("Phones", "Brands", vec![keywords(&["phone"])]);
    topics::save(&world.app, &admin, input).await.expect("made");
    let places = [
        ("DE", 52.5, 13.4),
        ("DK", 55.7, 12.6),
        ("SE", 59.3, 18.1),
        ("US", 40.7, -74.0),
    ];
    let posts = places
        .iter()
        .enumerate()
        .map(|(n, (country, latitude, longitude))| {
            let mut post = post(&n.to_string(), "a phone", "2026-11-20T08:00:00Z");
            post.place = Some(DeclaredPlace {
                latitude: *latitude,
                longitude: *longitude,
                name: None,
                country: Some(country.parse().expect("a country")),
            });
            post
        });
    world.record("contoso", posts.collect()).await;
    let group = save(&world, &admin, new("Nordics", &["SE", "DK"])).await;
    let named = id(&group).to_string();
    let count = async |query: &[(&str, &str)]| {
        let view = analytics::open(&world.app, &admin, &pairs(query)).await;
        let view = view.expect("a view");
        let page = analytics::overview(&world.app, &view).await;
        (page.expect("an overview").summary.posts, view)
    };
    assert_eq!(count(&[("country", &named)]).await.0, 2);
    assert_eq!(count(&[("country", &format!("{named},DE"))]).await.0, 3);
    assert_eq!(count(&[("-country", &named)]).await.0, 2);
    assert_eq!(count(&[("country", "europe")]).await.0, 3);
    assert_eq!(
        count(&[("country", "europe"), ("-country", &named)])
            .await
            .0,
        1
    );
    let (_, view) = count(&[("country", &named)]).await;
    assert_eq!(view.chips()[0].name.as_deref(), Some("Nordics"));
    let offered = analytics::suggest(&world.app, &view, FilterKey::Country, "")
        .await
        .expect("suggestions");
    let offered: Vec<(&str, u64)> = offered
        .iter()
        .map(|s| (s.value.as_str(), s.posts))
        .collect();
    assert_eq!(
        offered[..3],
        [(named.as_str(), 2), ("europe", 3), ("north-america", 1)]
    );
    location_groups::delete(&world.app, &admin, id(&group))
        .await
        .expect("deleted");
    let (_, view) = count(&[("country", &named)]).await;
    assert_eq!(view.problems[0].code, "unknown_location_group");
}
