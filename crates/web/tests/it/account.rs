//! `/first-run`, `/sign-in`, `/sign-out`, `/me`

use hearken_testkit::{Answer, Ask, PASSWORD, TestApp};

fn cookie(answer: &Answer) -> String {
    let set = answer.headers.get("set-cookie").expect("a cookie");
    let pair = set.to_str().expect("text").split(';').next();
    pair.expect("a pair").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_makes_the_operator_once() {
    let app = TestApp::new().await;
    assert_eq!(app.get(None, "/").await.location(), Some("/first-run"));

    let bad = [
        ("name", "Kettle & Sons"),
        ("country", "XX"),
        ("admin_email", "ann"),
    ];
    let answer = app.ask(Ask::form("/first-run", &bad)).await;
    assert_eq!(answer.status, 422);
    // Everything that is wrong at once, and what was typed is still there.
    for field in ["country", "admin_email", "admin_password"] {
        let error = format!("id=\"{field}-error\"");
        assert!(answer.text.contains(&error), "{field}");
    }
    assert!(
        answer.text.contains("value=\"Kettle &amp; Sons\"")
            || answer.text.contains("value=\"Kettle &#38; Sons\"")
    );

    let good = [
        ("name", "Kettle & Sons"),
        ("slug", "kettle"),
        ("country", "DE"),
        ("admin_name", "Ann"),
        ("admin_email", "ann@kettle.example"),
        ("admin_password", PASSWORD),
    ];
    let answer = app.ask(Ask::form("/first-run", &good)).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let target = answer.location().expect("a way on").to_owned();
    assert_eq!(target, "/o/kettle/analytics");
    let session = cookie(&answer);
    let page = app.ask(Ask::get(target).header("cookie", &session)).await;
    assert_eq!(page.status, 200);

    let again = app.ask(Ask::form("/first-run", &good)).await;
    assert_eq!(again.status, 409);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_sign_in_where_they_wanted_to_go_and_out_again() {
    let app = TestApp::new().await;
    app.organization("acme").await;
    let wanted = "/o/acme/search-setup?search=a";
    let sent = app.get(None, wanted).await;
    let sign_in = sent.location().expect("sent to sign-in").to_owned();
    assert!(sign_in.starts_with("/sign-in?next="), "{sign_in}");

    let wrong = [
        ("email", "admin@acme.example"),
        ("password", "guess"),
        ("next", wanted),
    ];
    let answer = app.ask(Ask::form("/sign-in", &wrong)).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("value=\"admin@acme.example\""));
    assert!(
        !answer.text.contains("guess"),
        "a password is not sent back"
    );
    assert!(answer.headers.get("set-cookie").is_none());

    let right = [
        ("email", "admin@acme.example"),
        ("password", PASSWORD),
        ("next", wanted),
    ];
    let answer = app.ask(Ask::form("/sign-in", &right)).await;
    assert_eq!(answer.location(), Some(wanted));
    let set = answer.headers["set-cookie"].to_str().expect("text");
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite="),
        "{set}"
    );
    let session = cookie(&answer);
    let me = || Ask::get("/me").header("cookie", &session);
    assert_eq!(app.ask(me()).await.status, 200);

    let out = Ask::form("/sign-out", &[]).header("cookie", &session);
    assert_eq!(app.ask(out).await.location(), Some("/sign-in"));
    assert_eq!(
        app.ask(me()).await.status,
        303,
        "the session has ended, not just its cookie"
    );
    app.stop().await;
}
