//! `/o/{slug}/settings`: people, languages, tokens.

use hearken_model::{DelegationLevel, RolePair};
use hearken_testkit::{Ask, TestApp, access::delegate};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_person_gets_a_password_that_must_be_changed() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let new = "/o/acme/settings/users/new";
    let bad = [("name", ""), ("email", "bea")];
    assert_eq!(app.ask(Ask::form(new, &bad).by(&ann)).await.status, 422);
    let right = [("name", "Bea"), ("email", "bea@acme.example")];
    let made = app.ask(Ask::form(new, &right).by(&ann)).await;
    assert_eq!(made.status, 200, "the password is shown this once");
    let list = app.get(Some(&ann), "/o/acme/settings/users").await;
    assert!(list.text.contains("bea@acme.example"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_and_withdrawn_people_are_out_at_once() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let bea = app.member(&ann, "Bea", RolePair::default(), None).await;
    let id = |member: &hearken_testkit::Member| {
        member
            .caller
            .person()
            .expect("a person")
            .public_id
            .to_string()
    };
    let users = "/o/acme/settings/users";
    let (ann_id, bea_id) = (id(&ann), id(&bea));
    let alone = [("user", ann_id.as_str()), ("access", "no")];
    assert_eq!(app.ask(Ask::form(users, &alone).by(&ann)).await.status, 422);
    assert_eq!(app.get(Some(&bea), "/o/acme/analytics").await.status, 200);
    let out = [("user", bea_id.as_str()), ("access", "no")];
    assert_eq!(app.ask(Ask::form(users, &out).by(&ann)).await.status, 303);
    assert_eq!(app.get(Some(&bea), "/o/acme/analytics").await.status, 403);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_shown_once_and_end_at_once() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let tokens = "/o/acme/settings/tokens";
    let made = app
        .ask(Ask::form(tokens, &[("name", "Nightly")]).by(&ann))
        .await;
    assert_eq!(made.status, 303, "a reload makes nothing anew");
    let shown = made.headers["location"]
        .to_str()
        .expect("an address")
        .to_owned();
    let bea = app.member(&ann, "Bea", RolePair::default(), None).await;
    let others = app.get(Some(&bea), &shown).await;
    assert!(!others.text.contains("hkn_"), "it is shown to its maker");
    let made = app.get(Some(&ann), &shown).await;
    let again = app.get(Some(&ann), &shown).await;
    assert!(!again.text.contains("hkn_"), "it is shown once");
    let (_, rest) = made.text.split_once("hkn_").expect("the token");
    let secret = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let token = format!("hkn_{}", secret.collect::<String>());
    let ask = || {
        let bearer = format!("Bearer {token}");
        Ask::get("/api/v1/organizations/acme").header("authorization", &bearer)
    };
    assert_eq!(app.ask(ask()).await.json()["slug"], "acme");
    let list = app.get(Some(&ann), tokens).await.text;
    assert!(
        list.contains("Nightly") && !list.contains(&token),
        "shown once"
    );
    // The newest stands first; another is the one that the organization was made with.
    let id = list
        .split("/tokens/")
        .nth(1)
        .and_then(|rest| rest.get(..32));
    let revoke = format!("{tokens}/{}/revoke", id.expect("the token's id"));
    assert_eq!(app.ask(Ask::form(revoke, &[]).by(&ann)).await.status, 303);
    assert_eq!(app.ask(ask()).await.status, 401);
    app.stop().await;
}

/// A method that a page does not take is answered with a page of ours.
#[tokio::test(flavor = "multi_thread")]
async fn other_methods_are_refused_by_a_page() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let refused = app.ask(Ask::form("/o/acme/analytics", &[]).by(&ann)).await;
    assert_eq!(refused.status, 405);
    assert!(refused.text.contains("<h1"), "{}", refused.text);
    app.stop().await;
}

/// GLO-02, DEL-59: a solution's language is for whoever chose none; who acts for a customer gets the
/// customer's, or the one they choose for it, and keeps their own at home.
#[tokio::test(flavor = "multi_thread")]
async fn a_solution_speaks_its_language() {
    let app = TestApp::with(|config| config.delegation.second_factor = false).await;
    let acme = app.organization("acme").await;
    let page = "/o/acme/search-setup";
    let lang = |text: &str| text.contains("<html lang=\"de\"");
    assert!(!lang(&app.get(Some(&acme), page).await.text));
    let general = [
        ("name", "acme"),
        ("zone", ""),
        ("time_frame", "month"),
        ("locale", "de"),
    ];
    let saved = Ask::form("/o/acme/settings/general", &general).by(&acme);
    assert_eq!(app.ask(saved).await.status, 303);
    assert!(lang(&app.get(Some(&acme), page).await.text));
    let (agency, _) = delegate(&app, &acme, "agency", DelegationLevel::Full).await;
    assert!(lang(&app.get(Some(&agency), page).await.text));
    let choose = |locale: &str| {
        let fields = [("name", "Ann"), ("zone", ""), ("locale", locale)];
        Ask::form("/me", &fields).by(&agency)
    };
    assert_eq!(app.ask(choose("en")).await.status, 303);
    assert!(!lang(&app.get(Some(&agency), page).await.text));
    let home = app.at_home("agency").await;
    let own = home.caller.person().expect("a person");
    assert_eq!((own.name.as_str(), &own.locale), ("Ann", &None));
    assert_eq!(app.ask(choose("")).await.status, 303);
    assert!(lang(&app.get(Some(&agency), page).await.text));
    // One's own choice is stronger than the organization's.
    let fields = [("name", "Ann"), ("zone", ""), ("locale", "en")];
    let own = Ask::form("/me", &fields).by(&acme);
    assert_eq!(app.ask(own).await.status, 303);
    assert!(!lang(&app.get(Some(&acme), page).await.text));
}
