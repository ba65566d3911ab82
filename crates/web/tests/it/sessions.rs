//! `/me/sessions`: where one is signed in.

use hearken_model::time::HOUR;
use hearken_testkit::{Ask, Member, PASSWORD, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn sign_in(app: &TestApp, member: &Member) -> String {
    let fields = [("email", &*member.email), ("password", PASSWORD)];
    let ask = Ask::form("/sign-in", &fields).header("user-agent", FIREFOX);
    let answer = app.ask(ask).await;
    let cookies = answer.headers.get_all("set-cookie").iter();
    let token = cookies
        .filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("hk_session="))
        .find_map(|rest| rest.split(';').next());
    token.expect("a session").to_owned()
}

fn ids(page: &str) -> Vec<String> {
    page.split("/me/sessions/")
        .skip(1)
        .filter_map(|rest| rest.split_once("/end"))
        .map(|(id, _)| id.to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_one_by_one() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let bob = app.organization("other").await;
    app.clock.step(HOUR);
    let phone = sign_in(&app, &ann).await;
    let by_phone = |ask: Ask| ask.header("cookie", &format!("hk_session={phone}"));
    let page = app.ask(by_phone(Ask::get("/me/sessions"))).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Firefox, Linux") && page.text.contains("127.0.0.1"));
    let [other] = &ids(&page.text)[..] else {
        panic!("one besides this one: {}", page.text)
    };
    // Not by somebody else, and not by another site.
    let end = |member: &Member| Ask::form(format!("/me/sessions/{other}/end"), &[]).by(member);
    assert_eq!(app.ask(end(&bob)).await.status, 404);
    assert_eq!(app.get(Some(&ann), "/me").await.status, 200);
    let foreign = end(&ann).header("sec-fetch-site", "cross-site");
    assert_eq!(app.ask(foreign).await.status, 403);

    let ended = app
        .ask(by_phone(Ask::form(
            format!("/me/sessions/{other}/end"),
            &[],
        )))
        .await;
    assert_eq!(ended.status, 303);
    assert_eq!(
        app.get(Some(&ann), "/me").await.status,
        303,
        "its next request finds nobody"
    );
    assert_eq!(app.ask(by_phone(Ask::get("/me"))).await.status, 200);

    sign_in(&app, &ann).await;
    sign_in(&app, &ann).await;
    app.ask(by_phone(Ask::form("/me/sign-out-others", &[])))
        .await;
    let page = app.ask(by_phone(Ask::get("/me/sessions"))).await;
    assert!(ids(&page.text).is_empty(), "this one alone is left");
    app.stop().await;
}

/// A27: a session's cookie is known by its whole value; nothing that a browser is given before
/// signing in is a session afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn a27_a_session_cannot_be_planted() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let planted = "ab".repeat(32);
    let fields = [("email", &*ann.email), ("password", PASSWORD)];
    let ask = Ask::form("/sign-in", &fields).header("cookie", &format!("hk_session={planted}"));
    let answer = app.ask(ask).await;
    let cookies = format!("{:?}", answer.headers);
    assert!(cookies.contains("hk_session=") && !cookies.contains(&planted));
    let me = Ask::get("/me").header("cookie", &format!("hk_session={planted}"));
    assert_eq!(app.ask(me).await.status, 303);
    // Nor does a header choose for whom a session acts.
    let ask = Ask::get("/o/acme/analytics").by(&ann);
    let plain = app.ask(ask.clone()).await;
    let with = app.ask(ask.header("x-hearken-acting-for", "other")).await;
    assert_eq!(
        (plain.status, plain.text.len()),
        (with.status, with.text.len())
    );
    app.stop().await;
}
