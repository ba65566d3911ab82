//! `/sign-in/provider`: signing in elsewhere. The provider here is one that can be told to lie; a
//! real one is in the journeys.

use crate::second_factor::{cookie, enrolled};
use async_trait::async_trait;
use hearken_app::session::{Identity, ProviderError, SignInProvider, Unlike};
use hearken_testkit::{Answer, Ask, TestApp};
use std::sync::{Arc, Mutex};
use url::Url;

/// Says of everybody who comes with the code `good` that they are whom it was told.
#[derive(Default)]
pub(crate) struct Teller {
    says: Mutex<Option<Identity>>,
    is_away: Mutex<bool>,
}

impl Teller {
    pub(crate) fn say(&self, subject: &str, verified_email: Option<&str>) {
        *self.says.lock().expect("unpoisoned") = Some(Identity {
            issuer: "https://id.example".to_owned(),
            subject: subject.to_owned(),
            verified_email: verified_email.map(str::to_owned),
            name: None,
        });
    }
}

#[async_trait]
impl SignInProvider for Teller {
    fn label(&self) -> &'static str {
        "Example ID"
    }

    async fn address(&self, unlike: &Unlike) -> Result<Url, ProviderError> {
        if *self.is_away.lock().expect("unpoisoned") {
            return Err(ProviderError::Away("no route".to_owned()));
        }
        let address = format!("https://id.example/authorize?state={}", unlike.state);
        Ok(address.parse().expect("an address"))
    }

    async fn identify(&self, code: &str, _: &Unlike) -> Result<Identity, ProviderError> {
        let says = self.says.lock().expect("unpoisoned").clone();
        says.filter(|_| code == "good")
            .ok_or_else(|| ProviderError::Refused("invalid_grant".to_owned()))
    }
}

/// A sign-in under way: the cookie of the browser, and what it has to bring back.
struct Away {
    pass: String,
    state: String,
}

async fn leave(app: &TestApp) -> Away {
    let answer = app
        .ask(Ask::get("/sign-in/provider?next=/o/acme/analytics"))
        .await;
    let there: Url = answer.location().expect("a way").parse().expect("a URL");
    let state = there.query_pairs().find(|pair| pair.0 == "state");
    Away {
        pass: cookie(&answer, "hk_away").expect("a pass"),
        state: state.expect("a state").1.into_owned(),
    }
}

async fn come_back(app: &TestApp, pass: &str, query: &str) -> Answer {
    let ask = Ask::get(format!("/sign-in/provider/back?{query}"));
    app.ask(ask.header("cookie", &format!("hk_away={pass}")))
        .await
}

pub(crate) async fn whole(app: &TestApp) -> Answer {
    let away = leave(app).await;
    come_back(app, &away.pass, &format!("code=good&state={}", away.state)).await
}

async fn world() -> (Arc<Teller>, TestApp) {
    let teller = Arc::new(Teller::default());
    let app = TestApp::with_provider(Arc::clone(&teller) as Arc<_>).await;
    app.organization("acme").await;
    (teller, app)
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_provider_knows_is_known_by_address_and_then_by_subject() {
    let (teller, app) = world().await;
    let page = app.get(None, "/sign-in").await;
    assert!(page.text.contains("Sign in with Example ID"));

    teller.say("s-1", Some("Admin@Acme.example"));
    let answer = whole(&app).await;
    assert_eq!(answer.location(), Some("/o/acme/analytics"));
    let session = cookie(&answer, "hk_session").expect("a session");
    let inside = Ask::get("/o/acme/analytics").header("cookie", &format!("hk_session={session}"));
    assert_eq!(app.ask(inside).await.status, 200);

    // Another address by now, the same person; and the address of somebody else's account.
    teller.say("s-1", None);
    assert!(cookie(&whole(&app).await, "hk_session").is_some());
    for (subject, email) in [("s-2", None), ("s-2", Some("nobody@acme.example"))] {
        teller.say(subject, email);
        let answer = whole(&app).await;
        assert_eq!(answer.status, 403, "{email:?}");
        assert_eq!(cookie(&answer, "hk_session"), None);
        assert!(answer.text.contains("Nobody has added you here yet"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_is_ended_once_by_the_browser_that_began_it() {
    let (teller, app) = world().await;
    teller.say("s-1", Some("admin@acme.example"));
    let away = leave(&app).await;
    let other = leave(&app).await;
    let good = |state: &str| format!("code=good&state={state}");
    for (pass, query, what) in [
        ("", good(&away.state), "no pass"),
        ("x", good(&away.state), "no such pass"),
        (
            &*other.pass,
            good(&away.state),
            "the state of another sign-in",
        ),
    ] {
        let answer = come_back(&app, pass, &query).await;
        assert_eq!(answer.location(), Some("/sign-in"), "{what}");
        assert_eq!(cookie(&answer, "hk_session"), None, "{what}");
    }
    let answer = come_back(&app, &away.pass, &good(&away.state)).await;
    assert!(cookie(&answer, "hk_session").is_some());
    let again = come_back(&app, &away.pass, &good(&away.state)).await;
    assert_eq!(again.location(), Some("/sign-in"), "once");

    let away = leave(&app).await;
    let turned_back = format!("error=access_denied&state={}", away.state);
    let answer = come_back(&app, &away.pass, &turned_back).await;
    assert_eq!(answer.location(), Some("/sign-in"));
    let away = leave(&app).await;
    let lie = format!("code=bad&state={}", away.state);
    let answer = come_back(&app, &away.pass, &lie).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("answer was refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_away_leaves_the_password() {
    let (teller, app) = world().await;
    *teller.is_away.lock().expect("unpoisoned") = true;
    let answer = app.ask(Ask::get("/sign-in/provider")).await;
    assert_eq!(answer.status, 502);
    assert!(answer.text.contains("does not answer"));
    assert!(answer.text.contains("name=\"password\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_factor_is_asked_for_all_the_same() {
    let (teller, app) = world().await;
    let ann = app.organization("other").await;
    enrolled(&app, &ann).await;
    teller.say("s-9", Some("admin@other.example"));
    let answer = whole(&app).await;
    assert_eq!(cookie(&answer, "hk_session"), None);
    assert!(cookie(&answer, "hk_step").is_some());
    assert_eq!(
        answer.location(),
        Some("/sign-in/code?next=%2Fo%2Facme%2Fanalytics")
    );
}
