//! `/signup`, `/operator/sign-ups`: creating an organization oneself.

use hearken_app::{delegation, licences, organizations};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, OfferKind, OrganizationRole, Plan,
    time::{DAY, HOUR},
};
use hearken_testkit::{Answer, Ask, Member, TestApp, house::config::SignUp, with_mail};

const PASSWORD: &str = "a kettle sings at seven";

async fn app(policy: SignUp) -> (TestApp, Member) {
    let app = TestApp::with(|config| {
        with_mail(config);
        config.signup = policy;
    })
    .await;
    let operator = app.organization("house").await;
    (app, operator)
}

fn form<'f>(email: &'f str, organization: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("organization", organization),
        ("country", "FR"),
        ("size", "10-49"),
        ("name", "Ann"),
        ("email", email),
        ("terms", "1"),
        ("offer", "code-of-an-offer"),
    ]
}

async fn send(app: &TestApp, email: &str, organization: &str) -> Answer {
    app.ask(Ask::form("/signup", &form(email, organization)))
        .await
}

async fn follow(app: &TestApp, link: &str) -> Answer {
    let secret = link.rsplit('=').next().expect("a secret");
    app.ask(Ask::form("/signup/confirm", &[("link", secret)]))
        .await
}

async fn set_password(app: &TestApp, link: &str) {
    let secret = link.split(['=', '&']).nth(1).expect("a secret");
    let ask = Ask::form("/password/set", &[("link", secret), ("new", PASSWORD)]);
    assert_eq!(app.ask(ask).await.status, 303);
}

async fn sign_in(app: &TestApp, email: &str) -> hearken_app::Caller {
    let input = hearken_app::session::SignIn {
        email: email.to_owned(),
        password: hearken_app::Secret::new(PASSWORD),
        origin: hearken_app::session::Origin::default(),
    };
    let signed_in = hearken_app::session::sign_in(&app.house.app, input).await;
    signed_in.expect("the password is right").caller
}

/// TRI-03, TRI-04, TRI-06, TRI-08
#[tokio::test(flavor = "multi_thread")]
async fn an_organization_is_created_by_a_link_in_a_mail() {
    let (app, _) = app(SignUp::Open).await;
    let empty = app
        .ask(Ask::form("/signup", &[("organization", "Tea House")]))
        .await;
    assert_eq!(empty.status, 422);
    for field in ["country", "size", "name", "email", "terms"] {
        assert!(
            empty.text.contains(&format!("id=\"{field}-error\"")),
            "{field}"
        );
    }
    assert!(
        empty.text.contains("value=\"Tea House\""),
        "what was typed survives"
    );

    assert_eq!(send(&app, "ann@tea.example", "Tea House").await.status, 200);
    let letter = app.mail().await;
    assert_eq!(letter.recipient, "ann@tea.example");
    let said = format!("{}{}{}", letter.subject, letter.text, letter.html);
    assert!(
        !said.contains("Tea House"),
        "nothing of the form is mailed to strangers"
    );
    let link = TestApp::link(&letter, "/signup/confirm?link=");
    let page = app.get(None, &link).await;
    assert!(
        page.text.contains("Tea House") && page.text.contains("France"),
        "{}",
        page.text
    );
    let answer = follow(&app, &link).await;
    let onward = answer.location().expect("a way on").to_owned();
    assert!(onward.starts_with("/password/set?link="), "{onward}");
    assert!(
        onward.ends_with("&next=%2Foffers%2Fcode-of-an-offer"),
        "{onward}"
    );
    assert_eq!(follow(&app, &link).await.status, 410, "once");
    let welcome = app.mail().await;
    assert_eq!(
        (&*welcome.sender, &*welcome.recipient),
        ("Tea House", "ann@tea.example")
    );
    assert_eq!(TestApp::link(&welcome, "/o/"), "/o/tea-house/analytics");
    assert!(
        !welcome.text.contains("/password/set"),
        "the browser has the link"
    );

    set_password(&app, &onward).await;
    let caller = sign_in(&app, "ann@tea.example").await;
    let mine = organizations::list_mine(&app.house.app, &caller)
        .await
        .expect("mine");
    let [mine] = &mine[..] else { panic!("one") };
    assert_eq!(mine.organization.country.as_str(), "FR");
    assert_eq!(mine.roles.configuration, ConfigurationRole::Administrator);
    assert_eq!(mine.roles.interaction, InteractionRole::Manager);
    assert_eq!(
        mine.organization_role,
        OrganizationRole::GlobalAdministrator
    );
    assert!(!caller.is_operator());
    app.stop().await;
}

/// A31: the form answers the same for an address that has an account; who has one keeps it.
#[tokio::test(flavor = "multi_thread")]
async fn a31_the_form_tells_nothing_of_accounts() {
    let (app, operator) = app(SignUp::Open).await;
    let known = send(&app, &operator.email, "Tea House").await;
    let of_known = app.mail().await;
    let unknown = send(&app, "admin@other.example", "Tea House").await;
    let of_unknown = app.mail().await;
    assert_eq!(known.status, unknown.status);
    let told = |answer: &Answer, email: &str| answer.text.replace(email, "");
    assert_eq!(
        told(&known, &operator.email),
        told(&unknown, "admin@other.example")
    );
    assert_eq!(of_known.subject, of_unknown.subject);

    let link = TestApp::link(&of_known, "/signup/confirm?link=");
    let answer = follow(&app, &link).await;
    // Nobody is signed in and no password is set by it.
    assert_eq!(answer.location(), Some("/offers/code-of-an-offer"));
    assert!(answer.headers.get("set-cookie").is_none());
    let mine = organizations::list_mine(&app.house.app, &operator.caller).await;
    assert_eq!(mine.expect("mine").len(), 2);
    // The other one of the same name gets another address.
    app.mails().await;
    follow(&app, &TestApp::link(&of_unknown, "/signup/confirm?link=")).await;
    assert_eq!(
        TestApp::link(&app.mail().await, "/o/"),
        "/o/tea-house-2/analytics"
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_approves_or_refuses() {
    let (app, operator) = app(SignUp::Approval).await;
    let stranger = app.organization("other").await;
    for (email, name) in [
        ("ann@tea.example", "Tea House"),
        ("eve@spam.example", "Spam"),
    ] {
        send(&app, email, name).await;
        let link = TestApp::link(&app.mail().await, "/signup/confirm?link=");
        let page = follow(&app, &link).await;
        assert_eq!((page.status.as_u16(), page.location()), (200, None));
    }
    assert!(app.mails().await.is_empty());
    assert_eq!(
        app.get(Some(&stranger), "/operator/sign-ups").await.status,
        404
    );
    let page = app.get(Some(&operator), "/operator/sign-ups").await;
    let ids: Vec<&str> = page
        .text
        .split("/operator/sign-ups/")
        .filter_map(|rest| rest.split_once("/approve"))
        .map(|(id, _)| id)
        .filter(|id| id.len() == 32)
        .collect();
    assert_eq!(ids.len(), 2, "{}", page.text);
    let decide = |id: &str, verb: &str, by: &Member| {
        Ask::form(format!("/operator/sign-ups/{id}/{verb}"), &[]).by(by)
    };
    assert_eq!(
        app.ask(decide(ids[0], "approve", &stranger)).await.status,
        404
    );
    assert_eq!(
        app.ask(decide(ids[0], "approve", &operator)).await.status,
        303
    );
    let welcome = app.mail().await;
    set_password(&app, &TestApp::link(&welcome, "/password/set?link=")).await;
    sign_in(&app, "ann@tea.example").await;
    assert_eq!(
        app.ask(decide(ids[1], "refuse", &operator)).await.status,
        303
    );
    assert_eq!(app.mail().await.recipient, "eve@spam.example");
    for verb in ["approve", "refuse"] {
        assert_eq!(app.ask(decide(ids[1], verb, &operator)).await.status, 404);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_good_for_a_day_and_asking_is_bounded() {
    let (app, _) = app(SignUp::Open).await;
    send(&app, "ann@tea.example", "Tea House").await;
    let link = TestApp::link(&app.mail().await, "/signup/confirm?link=");
    app.clock.step(DAY);
    assert_eq!(app.get(None, &link).await.status, 410);
    assert_eq!(follow(&app, &link).await.status, 410);
    app.clock.step(HOUR);
    let mut last = 0;
    for _ in 0..11 {
        last = send(&app, "ann@tea.example", "Tea House")
            .await
            .status
            .as_u16();
    }
    assert_eq!(last, 429);
    app.stop().await;
}

/// A trial with delegation for somebody who has no organization yet.
async fn trial(app: &TestApp, by: &Member, mail: &str) -> String {
    let offer = delegation::Compose {
        kind: OfferKind::Trial,
        level: Some(DelegationLevel::Full),
        days: Some(30),
        audience: delegation::Audience::Mail(mail.to_owned()),
        valid_days: 30,
        details: delegation::OfferDetails {
            usage_location: "FR".to_owned(),
            subscriptions: vec![delegation::OfferedSubscription {
                plan: Plan::FullSeats,
                seats: 5,
            }],
            ..delegation::OfferDetails::default()
        },
    };
    let made = delegation::make_offer(&app.house.app, &by.caller, offer).await;
    made.expect("an offer").code.expose().to_owned()
}

/// DEL-24: a client without an organization creates one first; its yes then takes effect.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_organization_answers_its_first_offer() {
    let (app, _) = app(SignUp::Open).await;
    let agency = app.partner("agency").await;
    let code = trial(&app, &agency, "ann@tea.example").await;
    let asked: Vec<_> = form("ann@tea.example", "Tea House")
        .into_iter()
        .map(|(name, value)| (name, if name == "offer" { &*code } else { value }))
        .collect();
    assert_eq!(app.ask(Ask::form("/signup", &asked)).await.status, 200);
    let letters = app.mails().await;
    let letter = letters
        .iter()
        .find(|one| one.recipient == "ann@tea.example");
    let link = TestApp::link(letter.expect("a mail"), "/signup/confirm?link=");
    let onward = follow(&app, &link).await;
    let onward = onward.location().expect("a way on").to_owned();
    assert!(
        onward.ends_with(&format!("&next=%2Foffers%2F{code}")),
        "{onward}"
    );
    set_password(&app, &onward).await;
    let caller = sign_in(&app, "ann@tea.example").await;
    let page = delegation::look(&app.house.app, &caller, &code).await;
    let page = page.expect("the offer");
    assert!(page.is_first_contact);
    let customers = async || {
        let rows = delegation::customers(&app.house.app, &agency.caller).await;
        let rows = rows.expect("listed").into_iter();
        rows.map(|row| (row.name, row.status)).collect::<Vec<_>>()
    };
    assert_eq!(customers().await, [], "nothing before the yes");
    let inside = organizations::enter(&app.house.app, &caller, "tea-house").await;
    let inside = inside.expect("its own organization");
    let yes = delegation::Reply {
        terms_hash: page.terms_hash,
        delegate: true,
        product: true,
        seats: vec![5],
        level: DelegationLevel::Full,
        days: Some(30),
        password: hearken_app::Secret::new(PASSWORD),
    };
    let name = delegation::OfferName::Code(code);
    let answered = delegation::answer(&app.house.app, &inside, name, yes).await;
    let answered = answered.expect("answered");
    assert!(
        answered.ordered && answered.status == "active",
        "{answered:?}"
    );
    assert_eq!(customers().await, [("Tea House".to_owned(), "active")]);
    let licences = licences::overview(&app.house.app, &inside).await;
    let trial = licences.expect("looked").subscriptions.pop();
    let trial = trial.expect("a trial");
    assert_eq!(
        (trial.quantity, trial.advisor.as_deref()),
        (5, Some("agency"))
    );
    app.stop().await;
}
