//! Who reaches what: another tenant's things are not found, an analyst changes nothing.

use crate::{
    support::{World, post},
    topics::{keywords, topic},
};
use hearken_app::{
    AppError, Caller, Code, analytics, blocked, categories, custom_sources, imports, operations,
    posts, settings, tokens, topics, users,
};
use hearken_model::{ConfigurationRole, PublicId, Sentiment};

/// The things of `contoso` that somebody else might ask for.
struct Things {
    topic: PublicId,
    category: PublicId,
    post: PublicId,
    user: PublicId,
}

async fn things(world: &World, admin: &Caller) -> Things {
    let saved = topics::save(
        &world.app,
        admin,
        topic("T", "C", vec![keywords(&["word"])]),
    )
    .await;
    let saved = saved.expect("made").row;
    world
        .record("contoso", vec![post("1", "a word", "2026-11-22T08:00:00Z")])
        .await;
    let view = analytics::open(&world.app, admin, &[])
        .await
        .expect("a view");
    let page = posts::page(&world.app, &view, None, 0)
        .await
        .expect("a page");
    Things {
        topic: saved.id,
        category: saved.category,
        post: page.posts[0].id.expect("stored"),
        user: admin.person().expect("a person").public_id,
    }
}

/// Calls every use-case that names a thing, and some that change; the answers by name.
async fn calls(
    world: &World,
    caller: &Caller,
    it: &Things,
) -> Vec<(&'static str, Result<(), AppError>)> {
    let app = &world.app;
    let save = topics::SaveTopic {
        id: Some(it.topic),
        ..topic("X", "C", vec![keywords(&["x"])])
    };
    let mut all = vec![
        (
            "topics::save",
            topics::save(app, caller, save).await.map(drop),
        ),
        (
            "topics::delete",
            topics::delete(app, caller, it.topic, None).await,
        ),
        (
            "topics::delete_effects",
            topics::delete_effects(app, caller, it.topic)
                .await
                .map(drop),
        ),
        (
            "topics::change_owner",
            topics::change_owner(app, caller, it.topic, it.user)
                .await
                .map(drop),
        ),
        (
            "categories::rename",
            categories::rename(app, caller, it.category, "Y")
                .await
                .map(drop),
        ),
        (
            "categories::delete",
            categories::delete(app, caller, it.category).await,
        ),
        (
            "posts::delete",
            posts::delete(app, caller, &[it.post]).await.map(drop),
        ),
    ];
    all.extend(other_calls(world, caller, it).await);
    all
}

/// Those about people, sources, settings and the installation.
async fn other_calls(
    world: &World,
    caller: &Caller,
    it: &Things,
) -> Vec<(&'static str, Result<(), AppError>)> {
    let app = &world.app;
    let roles = users::ChangeRoles {
        users: vec![it.user],
        roles: hearken_model::RolePair::default(),
        organization_role: None,
    };
    vec![
        (
            "users::change_roles",
            users::change_roles(app, caller, roles).await.map(drop),
        ),
        (
            "users::set_access",
            users::set_access(app, caller, vec![it.user], false)
                .await
                .map(drop),
        ),
        (
            "users::reset_password",
            users::reset_password(app, caller, it.user).await.map(drop),
        ),
        (
            "custom_sources::delete",
            custom_sources::delete(app, caller, PublicId(7)).await,
        ),
        (
            "imports::get",
            imports::get(app, caller, PublicId(7)).await.map(drop),
        ),
        (
            "blocked::remove",
            blocked::remove(app, caller, PublicId(7)).await.map(drop),
        ),
        (
            "blocked::preview",
            blocked::preview(app, caller, blocked::BlockedKind::Phrase, "word")
                .await
                .map(drop),
        ),
        (
            "settings::set_languages",
            settings::set_languages(app, caller, &["en".to_owned()], true)
                .await
                .map(drop),
        ),
        (
            "operations::info",
            operations::info(app, caller).await.map(drop),
        ),
        (
            "operations::rebuild",
            operations::rebuild(app, caller, None).await.map(drop),
        ),
    ]
}

#[tokio::test]
async fn another_tenants_things_are_not_found() {
    let (world, admin, other) = World::two().await;
    let it = things(&world, &admin).await;
    // What the other's administrator may do in their own organization with an id of their own.
    let harmless = ["blocked::preview", "settings::set_languages"];
    for (name, answer) in calls(&world, &other, &it).await {
        match answer {
            Ok(()) => assert!(harmless.contains(&name), "{name}"),
            Err(error) => assert_eq!(error.code, Code::NotFound, "{name}"),
        }
    }
    let seen = topics::get(&world.app, &other, it.topic)
        .await
        .expect_err("not found");
    assert_eq!(seen.code, Code::NotFound);
    let seen = posts::get(&world.app, &other, it.post)
        .await
        .expect_err("not found");
    assert_eq!(seen.code, Code::NotFound);
    let edited = posts::set_sentiment(&world.app, &other, it.post, Sentiment::Positive).await;
    assert_eq!(edited.expect_err("not found").code, Code::NotFound);
    let found = blocked::preview(&world.app, &other, blocked::BlockedKind::Phrase, "word").await;
    assert_eq!(found.expect("a preview").posts, 0);
    // Everything of the first organization is as it was.
    let row = topics::get(&world.app, &admin, it.topic)
        .await
        .expect("there")
        .row;
    assert_eq!((row.name.as_str(), row.posts), ("T", 1));
}

#[tokio::test]
async fn analysts_change_nothing_but_sentiment() {
    let (world, admin, _) = World::two().await;
    let it = things(&world, &admin).await;
    let ana = world
        .person(&admin, "Ana", ConfigurationRole::Analyst)
        .await;
    let outside = ["operations::info", "operations::rebuild"];
    for (name, answer) in calls(&world, &ana, &it).await {
        let expect = if outside.contains(&name) {
            Code::NotFound
        } else {
            Code::Forbidden
        };
        assert_eq!(answer.expect_err(name).code, expect, "{name}");
    }
    let edited = posts::set_sentiment(&world.app, &ana, it.post, Sentiment::Positive).await;
    let edited = edited.expect("every role may");
    assert!(edited.sentiment_edited);
    assert_eq!(edited.sentiment, Sentiment::Positive);
    assert!(topics::get(&world.app, &ana, it.topic).await.is_ok());
    assert!(blocked::list(&world.app, &ana).await.is_ok());
    assert!(tokens::list(&world.app, &ana).await.is_ok());
}

#[tokio::test]
async fn nobody_acts_without_entering() {
    let (world, admin, _) = World::two().await;
    let it = things(&world, &admin).await;
    let outside = world.resume("admin@contoso.example").await;
    for (name, answer) in calls(&world, &outside, &it).await {
        if !name.starts_with("operations") {
            assert_eq!(answer.expect_err(name).code, Code::NotFound, "{name}");
        }
    }
}
