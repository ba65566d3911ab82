//! `/me/second-factor`, `/sign-in/code`: the second factor.

use hearken_app::{organizations, session};
use hearken_model::time::{HOUR, MINUTE, SECOND};
use hearken_testkit::{Answer, Ask, Member, PASSWORD, TestApp, authenticator::Authenticator};

pub(crate) fn cookie(answer: &Answer, name: &str) -> Option<String> {
    answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|value| value.to_str().ok()?.split(';').next())
        .find_map(|pair| pair.strip_prefix(&format!("{name}=")))
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

/// A person with a device, and their recovery codes.
pub(crate) async fn enrolled(app: &TestApp, member: &Member) -> (Authenticator, Vec<String>) {
    let page = app.get(Some(member), "/me/second-factor").await;
    assert_eq!(page.status, 200);
    let key = between(&page.text, "<code class=\"secret\">", "</code>");
    let device = Authenticator::new(&key.replace(' ', ""));
    let wrong = Ask::form("/me/second-factor", &[("code", "000000")]).by(member);
    assert_eq!(app.ask(wrong).await.status, 422);
    let code = device.code(app);
    let right = Ask::form("/me/second-factor", &[("code", &code)]).by(member);
    let page = app.ask(right).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let codes: Vec<String> = page
        .text
        .split("<li><code>")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(codes.len(), 10);
    app.clock.step(30 * SECOND);
    (device, codes)
}

fn between(text: &str, start: &str, end: &str) -> String {
    let rest = text.split(start).nth(1).expect("a start");
    rest.split(end).next().expect("an end").to_owned()
}

/// The first step; answers the cookie that leads to the second.
async fn first_step(app: &TestApp) -> String {
    let fields = [
        ("email", "admin@acme.example"),
        ("password", PASSWORD),
        ("next", "/o/acme/settings/tokens"),
    ];
    let answer = app.ask(Ask::form("/sign-in", &fields)).await;
    assert_eq!(
        answer.location(),
        Some("/sign-in/code?next=%2Fo%2Facme%2Fsettings%2Ftokens")
    );
    assert_eq!(
        cookie(&answer, "hk_session"),
        None,
        "a password alone opens nothing"
    );
    cookie(&answer, "hk_step").expect("a pass")
}

async fn second_step(app: &TestApp, pass: &str, code: &str) -> Answer {
    let fields = [("code", code), ("next", "/o/acme/settings/tokens")];
    let ask = Ask::form("/sign-in/code", &fields);
    app.ask(ask.header("cookie", &format!("hk_step={pass}")))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_asks_for_a_code_that_is_good_once() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let (device, codes) = enrolled(&app, &ann).await;

    let pass = first_step(&app).await;
    assert_eq!(second_step(&app, &pass, "000000").await.status, 422);
    let code = device.code(&app);
    let answer = second_step(&app, &pass, &code).await;
    assert_eq!(
        answer.location(),
        Some("/o/acme/settings/tokens"),
        "{}",
        answer.text
    );
    let token = cookie(&answer, "hk_session").expect("a session");
    let caller = session::resume(&app.house.app, &token)
        .await
        .expect("signed in");
    assert!(caller.has_fresh_second_factor());

    // The pass is used up, and so is the code: whoever saw it typed has nothing.
    assert_eq!(
        second_step(&app, &pass, &code).await.location(),
        Some("/sign-in")
    );
    let pass = first_step(&app).await;
    assert_eq!(second_step(&app, &pass, &code).await.status, 422);
    app.clock.step(30 * SECOND);
    assert_eq!(
        second_step(&app, &pass, &device.code(&app)).await.status,
        303
    );

    // A recovery code opens once, however it is typed.
    let typed = codes[0].to_uppercase().replace('-', " ");
    let pass = first_step(&app).await;
    assert_eq!(second_step(&app, &pass, &typed).await.status, 303);
    let pass = first_step(&app).await;
    assert_eq!(second_step(&app, &pass, &codes[0]).await.status, 422);
    // The first step is forgotten after ten minutes.
    app.clock.step(11 * MINUTE);
    let late = second_step(&app, &pass, &device.code(&app)).await;
    assert_eq!(late.location(), Some("/sign-in"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_helps_who_lost_everything() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    enrolled(&app, &ann).await;
    let forget = async |caller: &hearken_app::Caller, email: &str| {
        let done = hearken_app::operations::forget_second_factor(&app.house.app, caller, email);
        done.await.map_err(|error| error.code.as_str())
    };
    let other = app.organization("other").await;
    assert_eq!(forget(&other.caller, &ann.email).await, Err("not_found"));
    let operator = hearken_app::Caller::command_line();
    assert_eq!(
        forget(&operator, "nobody@acme.example").await,
        Err("not_found")
    );
    assert_eq!(
        forget(&operator, &other.email).await,
        Err("second_factor_missing")
    );
    assert_eq!(forget(&operator, &ann.email).await, Ok(()));
    assert_eq!(
        app.get(Some(&ann), "/me").await.status,
        303,
        "sessions have ended"
    );
    let fields = [("email", &*ann.email), ("password", PASSWORD)];
    let answer = app.ask(Ask::form("/sign-in", &fields)).await;
    assert!(cookie(&answer, "hk_session").is_some());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_bounded() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let (device, _) = enrolled(&app, &ann).await;
    let pass = first_step(&app).await;
    let mut refused = 0;
    for guess in 0..12 {
        let answer = second_step(&app, &pass, &format!("{guess:06}")).await;
        refused += u32::from(answer.status == 429);
    }
    assert_eq!(refused, 2);
    // Not even the right one passes now; a while later it does.
    assert_eq!(
        second_step(&app, &pass, &device.code(&app)).await.status,
        429
    );
    app.clock.step(16 * MINUTE);
    let pass = first_step(&app).await;
    assert_eq!(
        second_step(&app, &pass, &device.code(&app)).await.status,
        303
    );
    app.stop().await;
}

/// A26: what was confirmed goes stale, what never was is not fresh, and no way around exists.
#[tokio::test(flavor = "multi_thread")]
async fn a26_a_factor_is_fresh_for_twelve_hours_in_its_session_alone() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let (device, _) = enrolled(&app, &ann).await;
    let fresh = async |token: &str| {
        let caller = session::resume(&app.house.app, token).await;
        caller.expect("signed in").has_fresh_second_factor()
    };
    // Taking the device into use confirmed that session; another one is not confirmed by it.
    assert!(fresh(&ann.session).await);
    let pass = first_step(&app).await;
    let answer = second_step(&app, &pass, &device.code(&app)).await;
    let other = cookie(&answer, "hk_session").expect("a session");
    app.clock.step(12 * HOUR - MINUTE);
    assert!(fresh(&other).await);
    app.clock.step(MINUTE);
    assert!(!fresh(&other).await && !fresh(&ann.session).await);

    let confirm = |code: &str, next: &str| {
        let ask = Ask::form(
            "/me/second-factor/confirm",
            &[("code", code), ("next", next)],
        );
        ask.header("cookie", &format!("hk_session={other}"))
    };
    assert_eq!(app.ask(confirm("000000", "/")).await.status, 422);
    assert!(!fresh(&other).await);
    // A36: only addresses of this site are gone on to.
    let code = device.code(&app);
    let answer = app.ask(confirm(&code, "//evil.example")).await;
    assert_eq!(answer.location(), Some("/"));
    assert!(fresh(&other).await && !fresh(&ann.session).await);
    // An API token of a session that is not confirmed carries nothing.
    let inside = organizations::enter(&app.house.app, &ann.caller, "acme").await;
    let token = ann.token.as_deref().expect("a token");
    assert!(inside.is_ok());
    let by_token = hearken_app::tokens::resume(&app.house.app, token).await;
    assert!(!by_token.expect("a token").has_fresh_second_factor());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn doing_without_asks_for_the_password() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let (device, old) = enrolled(&app, &ann).await;
    // A device in use is not replaced by whoever finds a session open.
    let again = Ask::form("/me/second-factor", &[("code", "000000")]).by(&ann);
    assert_eq!(app.ask(again).await.status, 409);
    let renew = |code: &str| Ask::form("/me/second-factor/recovery-codes", &[("code", code)]);
    assert_eq!(app.ask(renew("000000").by(&ann)).await.status, 422);
    assert_eq!(
        app.ask(renew(&device.code(&app)).by(&ann)).await.status,
        200
    );
    let pass = first_step(&app).await;
    assert_eq!(
        second_step(&app, &pass, &old[1]).await.status,
        422,
        "old codes are good no more"
    );

    let disable = |password: &str| Ask::form("/me/second-factor/disable", &[("current", password)]);
    assert_eq!(app.ask(disable("guess").by(&ann)).await.status, 422);
    assert_eq!(
        app.ask(disable(PASSWORD).by(&ann)).await.location(),
        Some("/me?saved")
    );
    let caller = session::resume(&app.house.app, &ann.session)
        .await
        .expect("signed in");
    assert!(!caller.has_fresh_second_factor());
    let fields = [("email", "admin@acme.example"), ("password", PASSWORD)];
    let answer = app.ask(Ask::form("/sign-in", &fields)).await;
    assert!(cookie(&answer, "hk_session").is_some());
    app.stop().await;
}
