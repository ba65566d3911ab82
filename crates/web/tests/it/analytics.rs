//! `/o/{slug}/analytics`, its widgets as page, JSON and CSV, and `/o/{slug}/posts`.

use hearken_testkit::{Ask, Member, TestApp, post};
use hearken_web::widgets::WIDGETS;

async fn with_posts() -> (TestApp, Member) {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    app.topic(&ann, "Brands", "Kettles", &["kettle"]).await;
    let posts = [
        post("1", "what a wonderful, excellent kettle")
            .source("bluesky")
            .language("en")
            .author("bea", 5)
            .build(),
        post("2", "a terrible, horrible kettle")
            .source("reddit")
            .language("en")
            .author("cem", 9)
            .place(52.5, 13.4, "DE")
            .build(),
        post("3", "<script>alert('kettle')</script>")
            .source("reddit")
            .author("cem", 9)
            .build(),
    ];
    app.import(&ann, &posts).await;
    (app, ann)
}

#[tokio::test(flavor = "multi_thread")]
async fn overview_teaches_then_shows_the_dataset_of_its_address() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let empty = app.get(Some(&ann), "/o/acme/analytics").await;
    assert!(
        empty.text.contains("/search-setup/start"),
        "the first topic is offered"
    );
    app.stop().await;

    let (app, ann) = with_posts().await;
    let all = app.get(Some(&ann), "/o/acme/analytics?time=all").await.text;
    for widget in WIDGETS.iter().map(|widget| widget.name) {
        assert!(
            all.contains(&format!("/analytics/widgets/{widget}")),
            "{widget}"
        );
    }
    assert!(
        all.contains("source=reddit"),
        "a mark is a link to a narrower dataset"
    );
    assert!(!all.contains("<script>alert"), "posts are hostile text");
    let reddit = app
        .get(Some(&ann), "/o/acme/posts?time=all&source=reddit")
        .await
        .text;
    assert!(reddit.contains("horrible") && !reddit.contains("wonderful"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn widgets_say_the_same_as_page_json_and_csv() {
    let (app, ann) = with_posts().await;
    // What rose cannot be told over all time.
    let timeless = WIDGETS.iter().map(|widget| widget.name);
    for widget in timeless.filter(|name| *name != "trending-phrases") {
        let path = format!("analytics/widgets/{widget}");
        let page = app
            .get(Some(&ann), &format!("/o/acme/{path}?time=all"))
            .await;
        assert_eq!(page.status, 200, "{widget}");
        assert!(page.text.contains("<table"), "{widget} has no table");
        let api = format!("/api/v1/organizations/acme/{path}");
        let json = app.get(Some(&ann), &format!("{api}?time=all")).await.json();
        let rows = json["rows"].as_array().expect("rows").len();
        let csv = app.get(Some(&ann), &format!("{api}.csv?time=all")).await;
        assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
        // A head, and a line for each row.
        let lines = csv.text.lines().count();
        assert_eq!(lines, if rows == 0 { 0 } else { rows + 1 }, "{widget}");
    }
    let api = "/api/v1/organizations/acme/analytics/widgets/sources?time=all";
    let sources = app.get(Some(&ann), api).await.json();
    assert_eq!(sources["rows"][0]["source"], "reddit");
    assert_eq!(sources["rows"][0]["posts"], 2);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_is_corrected_and_deleted() {
    let (app, ann) = with_posts().await;
    let list = app
        .get(Some(&ann), "/o/acme/posts?time=all&source=bluesky")
        .await
        .text;
    let id = list
        .split("/o/acme/posts/")
        .nth(1)
        .and_then(|rest| rest.get(..32));
    let path = format!("/o/acme/posts/{}", id.expect("the post's id"));
    let tone = Ask::form(format!("{path}/sentiment"), &[("sentiment", "negative")]).by(&ann);
    assert_eq!(app.ask(tone).await.status, 303);
    let api = path.replace("/o/", "/api/v1/organizations/");
    let told = app.get(Some(&ann), &api).await.json();
    assert_eq!(told["sentiment"], "negative");
    assert_eq!(told["sentiment_edited"], true);
    let sure = app.get(Some(&ann), &format!("{path}/delete")).await;
    assert!(sure.text.contains("wonderful"), "it shows what goes");
    assert_eq!(
        app.ask(Ask::form(format!("{path}/delete"), &[]).by(&ann))
            .await
            .status,
        303
    );
    assert_eq!(app.get(Some(&ann), &path).await.status, 404);
    app.stop().await;
}
