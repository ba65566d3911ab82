//! `/o/{slug}/search-setup`: topics, categories, custom sources, blocked content, imports.

use hearken_testkit::{Ask, TestApp, post, serve_feed};

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_that_is_wrong_comes_back_as_typed_with_all_problems() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let new = "/o/acme/search-setup/topics/new";
    let long = "x".repeat(40);
    let typed = [
        ("name", long.as_str()),
        ("new_category", ""),
        ("r0-type", "keywords"),
        ("r0-keywords", ""),
        ("r0-inclusions", "sings & dances"),
        ("r1-type", "custom_sources"),
    ];
    let answer = app.ask(Ask::form(new, &typed).by(&ann)).await;
    assert_eq!(answer.status, 422);
    let name = format!("value=\"{long}\"");
    assert!(answer.text.contains(&name), "the name is still there");
    assert!(
        answer.text.contains("sings &#38; dances") || answer.text.contains("sings &amp; dances")
    );
    // The name, the category, the first rule's keywords and the second rule's groups.
    let errors = answer.text.matches("class=\"error\"").count();
    assert!(errors >= 4, "{errors} problems of four are shown");
    let kept = app.get(Some(&ann), "/o/acme/search-setup").await;
    assert!(!kept.text.contains(&long), "nothing was saved");

    let right = [
        ("name", "Kettles"),
        ("new_category", "Brands"),
        ("r0-type", "keywords"),
        ("r0-keywords", "kettle"),
    ];
    let answer = app.ask(Ask::form(new, &right).by(&ann)).await;
    let saved = answer.location().expect("the topic's page").to_owned();
    assert!(saved.ends_with("?saved"), "{saved}");
    assert!(
        app.get(Some(&ann), &saved)
            .await
            .text
            .contains("value=\"Kettles\"")
    );

    // Somebody else saved in the meantime: nothing is overwritten.
    let path = saved.trim_end_matches("?saved");
    let stale: Vec<_> = right.iter().copied().chain([("version", "-1")]).collect();
    assert_eq!(app.ask(Ask::form(path, &stale).by(&ann)).await.status, 409);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_are_made_once_and_deleted_when_empty() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let path = "/o/acme/search-setup/categories";
    let made = app
        .ask(Ask::form(path, &[("name", "Brands")]).by(&ann))
        .await;
    assert_eq!(made.status, 303);
    let again = app
        .ask(Ask::form(path, &[("name", "BRANDS")]).by(&ann))
        .await;
    assert_eq!(again.status, 422);
    assert!(again.text.contains("BRANDS"), "what was typed is kept");
    let topic = app.topic(&ann, "Brands", "Kettles", &["kettle"]).await;
    let list = app.get(Some(&ann), path).await.text;
    let id = list
        .split("/categories/")
        .nth(1)
        .and_then(|rest| rest.get(..32));
    let delete = format!("{path}/{}/delete", id.expect("the category's id"));
    let refused = app.ask(Ask::form(&delete, &[]).by(&ann)).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(
        refused.text.contains("Kettles"),
        "it says which topic is in the way"
    );
    let gone = format!("/o/acme/search-setup/topics/{topic}/delete");
    assert_eq!(app.ask(Ask::form(gone, &[]).by(&ann)).await.status, 303);
    assert_eq!(app.ask(Ask::form(&delete, &[]).by(&ann)).await.status, 303);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_are_looked_at_before_they_are_kept() {
    let app = TestApp::with(|config| config.network.allow_private_addresses = true).await;
    let ann = app.organization("acme").await;
    let feed = serve_feed().await;
    let new = "/o/acme/search-setup/sources/new";
    let feeds = format!("{feed}/news\nftp://not.example/a");
    let typed = [
        ("name", "News"),
        ("initials", "n"),
        ("feeds", feeds.as_str()),
    ];
    let answer = app.ask(Ask::form(new, &typed).by(&ann)).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("ftp://not.example/a"));
    let right = [
        ("name", "News"),
        ("initials", "n"),
        ("feeds", &format!("{feed}/news")),
    ];
    assert_eq!(app.ask(Ask::form(new, &right).by(&ann)).await.status, 303);
    let list = app.get(Some(&ann), "/o/acme/search-setup/sources").await;
    assert!(list.text.contains(&format!("{feed}/news")));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocking_shows_what_it_hides_and_can_be_undone() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    app.topic(&ann, "Brands", "Kettles", &["kettle"]).await;
    let posts = [
        post("1", "a kettle sings").build(),
        post("2", "a kettle and nonsense").build(),
    ];
    app.import(&ann, &posts).await;
    let path = "/o/acme/search-setup/blocked";
    let entry = [("kind", "phrase"), ("entry", "nonsense")];
    let asked = app.ask(Ask::form(path, &entry).by(&ann)).await;
    assert_eq!(asked.status, 200);
    assert!(asked.text.contains("a kettle and") && asked.text.contains("Kettles"));
    let shown = "/o/acme/posts?time=all";
    assert!(
        app.get(Some(&ann), shown).await.text.contains("nonsense"),
        "asking hides nothing"
    );
    let confirmed: Vec<_> = entry.into_iter().chain([("confirmed", "1")]).collect();
    assert_eq!(
        app.ask(Ask::form(path, &confirmed).by(&ann)).await.status,
        303
    );
    let left = app.get(Some(&ann), shown).await.text;
    assert!(left.contains("sings") && !left.contains("nonsense"));
    let list = app.get(Some(&ann), path).await.text;
    let id = list
        .split("/blocked/")
        .nth(1)
        .and_then(|rest| rest.get(..32));
    let remove = format!("{path}/{}/remove", id.expect("the entry's id"));
    let removed = app.ask(Ask::form(remove, &[]).by(&ann)).await;
    assert_eq!(
        removed.location(),
        Some("/o/acme/search-setup/blocked?shown=1")
    );
    assert!(
        app.get(Some(&ann), shown).await.text.contains("nonsense"),
        "it came back"
    );
    app.stop().await;
}
