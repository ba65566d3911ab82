//! Mail domains, and people who come by themselves (ADM-14, ADM-20, TRI-20, TRI-21).

use crate::provider::{Teller, whole};
use crate::second_factor::cookie;
use hearken_app::{
    delegation, domains,
    users::{self, ChangeRoles, UserFilter, UserRow},
};
use hearken_authz::MembershipState;
use hearken_model::{DelegationLevel, PublicId, RolePair};
use hearken_testkit::{Ask, Member, TestApp, access::delegate, house::config::SignUp, with_mail};
use std::sync::Arc;

/// Names a domain on the page, lets its record stand, and looks for it.
async fn proven(app: &TestApp, by: &Member, name: &str) -> PublicId {
    let page = format!("/o/{}/settings/domains", by.slug);
    let named = app.ask(Ask::form(&page, &[("name", name)]).by(by)).await;
    assert_eq!(named.status, 303, "{}", named.text);
    let rows = domains::list(&app.house.app, &by.caller).await;
    let row = rows
        .expect("listed")
        .into_iter()
        .find(|row| row.name == name);
    let row = row.expect("named");
    app.records.set("_hearken.nowhere.example", "something");
    let verify = format!("{page}/{}/verify", row.id);
    let early = app.ask(Ask::form(&verify, &[]).by(by)).await;
    assert_eq!(early.status, 422);
    assert!(early.text.contains("does not stand yet"), "{}", early.text);
    assert!(early.text.contains(&row.value), "the record stays in view");
    app.records.set(&row.record, &row.value);
    let done = app.ask(Ask::form(&verify, &[]).by(by)).await;
    assert_eq!(done.status, 303, "{}", done.text);
    row.id
}

async fn people(app: &TestApp, by: &Member) -> Vec<UserRow> {
    let rows = users::list(&app.house.app, &by.caller, UserFilter::default()).await;
    rows.expect("listed")
}

async fn find(app: &TestApp, by: &Member, email: &str) -> UserRow {
    let rows = people(app, by).await;
    let row = rows.into_iter().find(|row| row.email == email);
    row.unwrap_or_else(|| panic!("{email} is not in {}", by.slug))
}

/// A domain is one organization's, and only once it is proven.
#[tokio::test(flavor = "multi_thread")]
async fn a_domain_is_proven_for_one_organization() {
    let app = TestApp::new().await;
    let (acme, other) = (
        app.organization("acme").await,
        app.organization("other").await,
    );
    let page = "/o/other/settings/domains";
    for bad in ["co.uk", "localhost", "not a domain", ""] {
        let answer = app.ask(Ask::form(page, &[("name", bad)]).by(&other)).await;
        assert_eq!(answer.status, 422, "{bad}");
        assert!(answer.text.contains("id=\"name-error\""), "{bad}");
    }
    proven(&app, &acme, "acme.example").await;
    // Naming it is open to everybody; proving it is not.
    let named = domains::add(&app.house.app, &other.caller, "Acme.Example.").await;
    let named = named.expect("named");
    assert_eq!(named.name, "acme.example");
    app.records.set(&named.record, &named.value);
    let verify = format!("{page}/{}/verify", named.id);
    let taken = app.ask(Ask::form(&verify, &[]).by(&other)).await;
    assert_eq!(taken.status, 409);
    let twice = domains::add(&app.house.app, &other.caller, "acme.example").await;
    assert!(twice.is_err(), "it is in the list already");
}

/// Whom nobody added and the provider vouches for asks the organization of their domain; an
/// administrator lets them in.
#[tokio::test(flavor = "multi_thread")]
async fn a_first_sign_in_at_the_provider_asks_for_access() {
    let teller = Arc::new(Teller::default());
    let app = TestApp::with_provider(Arc::clone(&teller) as Arc<_>).await;
    let acme = app.organization("acme").await;
    let id = proven(&app, &acme, "people.example").await;
    teller.say("s-7", Some("Kim@People.example"));
    let answer = whole(&app).await;
    let session = cookie(&answer, "hk_session").expect("a session");
    let session = format!("hk_session={session}");
    let inside = || Ask::get("/o/acme/analytics").header("cookie", &session);
    let waiting = app.ask(inside()).await;
    assert_eq!(waiting.status, 403);
    let row = find(&app, &acme, "kim@people.example").await;
    assert_eq!((row.state, row.licence), (MembershipState::Pending, None));
    let change = ChangeRoles {
        users: vec![row.id],
        roles: RolePair::default(),
        organization_role: None,
    };
    users::change_roles(&app.house.app, &acme.caller, change)
        .await
        .expect("approved");
    assert_eq!(app.ask(inside()).await.status, 200);
    // With automatic approval the next one is in at once.
    users::set_automatic_approval(&app.house.app, &acme.caller, true)
        .await
        .expect("on");
    teller.say("s-8", Some("lee@people.example"));
    assert!(cookie(&whole(&app).await, "hk_session").is_some());
    let row = find(&app, &acme, "lee@people.example").await;
    assert_eq!(row.state, MembershipState::Active);
    // A provider that has not seen the address vouches for nothing, nor does a domain that is gone.
    domains::remove(&app.house.app, &acme.caller, id)
        .await
        .expect("removed");
    for email in [None, Some("max@people.example")] {
        teller.say("s-9", email);
        assert_eq!(whole(&app).await.status, 403, "{email:?}");
    }
}

/// Signing up with an address of a proven domain creates no second organization.
#[tokio::test(flavor = "multi_thread")]
async fn a_sign_up_asks_the_organization_of_its_domain() {
    let app = TestApp::with(|config| {
        with_mail(config);
        config.signup = SignUp::Open;
    })
    .await;
    let acme = app.organization("acme").await;
    proven(&app, &acme, "people.example").await;
    let form = [
        ("organization", "A second Acme"),
        ("country", "FR"),
        ("size", "10-49"),
        ("name", "Kim"),
        ("email", "kim@people.example"),
        ("terms", "1"),
    ];
    assert_eq!(app.ask(Ask::form("/signup", &form)).await.status, 200);
    let letter = app.mail().await;
    let link = TestApp::link(&letter, "/signup/confirm?link=");
    let page = app.get(None, &link).await;
    assert!(page.text.contains("belong to acme"), "{}", page.text);
    assert!(!page.text.contains("A second Acme"));
    let secret = link.rsplit('=').next().expect("a secret");
    let asked = app
        .ask(Ask::form("/signup/confirm", &[("link", secret)]))
        .await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    assert!(
        asked
            .location()
            .is_some_and(|to| to.starts_with("/password/set?"))
    );
    let row = find(&app, &acme, "kim@people.example").await;
    assert_eq!(row.state, MembershipState::Pending);
    let told = app.mail().await;
    assert_eq!(told.recipient, acme.email);
    assert!(told.text.contains("kim@people.example"), "{}", told.text);
    let again = app
        .ask(Ask::form("/signup/confirm", &[("link", secret)]))
        .await;
    assert_eq!(again.status, 410, "a link is good once");
}

/// Who is told when somebody signs up with an address of Acme's domain.
async fn told_of(app: &TestApp, name: &str) -> Vec<String> {
    let email = format!("{name}@people.example");
    let form = [
        ("organization", "Another"),
        ("country", "FR"),
        ("size", "10-49"),
        ("name", name),
        ("email", &email),
        ("terms", "1"),
    ];
    app.mails().await;
    assert_eq!(app.ask(Ask::form("/signup", &form)).await.status, 200);
    let link = TestApp::link(&app.mail().await, "/signup/confirm?link=");
    let secret = link.rsplit('=').next().expect("a secret");
    let confirm = Ask::form("/signup/confirm", &[("link", secret)]);
    assert_eq!(app.ask(confirm).await.status, 303);
    let mails = app.mails().await;
    let told = mails.iter().filter(|mail| mail.text.contains(&email));
    told.map(|mail| mail.recipient.clone()).collect()
}

/// DEL-44: a partner's people who administer fully and have been there get administrator mails, until
/// they turn them off for themselves or the relationship ends.
#[tokio::test(flavor = "multi_thread")]
async fn delegated_administrators_get_administrator_mails_unless_muted() {
    let app = TestApp::with(|config| {
        with_mail(config);
        config.signup = SignUp::Open;
        config.delegation.second_factor = false;
    })
    .await;
    let acme = app.organization("acme").await;
    proven(&app, &acme, "people.example").await;
    let (agency, id) = delegate(&app, &acme, "agency", DelegationLevel::Full).await;
    let (_, limited) = delegate(&app, &acme, "desk", DelegationLevel::Limited).await;
    let both = [acme.email.clone(), agency.email.clone()];
    assert_eq!(told_of(&app, "kim").await, both);
    // From home, in the list of customers.
    let home = app.at_home("agency").await;
    let switch = |on: &str| {
        let path = format!("/o/agency/customers/{id}/mails");
        Ask::form(&path, &[("mails", on)]).by(&home)
    };
    let page = app.get(Some(&home), "/o/agency/customers").await;
    assert!(page.text.contains("Mails off"), "{}", page.text);
    assert_eq!(app.ask(switch("off")).await.status, 303);
    let page = app.get(Some(&home), "/o/agency/customers").await;
    assert!(page.text.contains("Mails on"), "{}", page.text);
    let own = &both[..1];
    assert_eq!(told_of(&app, "lee").await, own);
    assert_eq!(app.ask(switch("on")).await.status, 303);
    assert_eq!(told_of(&app, "max").await, both);
    let end = delegation::OurSide::End;
    delegation::change_partner(&app.house.app, &acme.caller, id, end)
        .await
        .expect("ended");
    assert_eq!(told_of(&app, "nia").await, own);
    // Whoever gets none has nothing to turn off.
    let home = app.at_home("desk").await;
    let page = app.get(Some(&home), "/o/desk/customers").await;
    assert!(!page.text.contains("Mails off"), "{}", page.text);
    let path = format!("/o/desk/customers/{id}/mails");
    let foreign = app
        .ask(Ask::form(&path, &[("mails", "off")]).by(&home))
        .await;
    assert_eq!(foreign.status, 404);
    assert_ne!(id, limited);
}
