//! `/password/forgotten`, `/password/set`: a password by a link from a mail.

use hearken_app::{Caller, mail, users};
use hearken_model::time::{DAY, HOUR, MINUTE};
use hearken_testkit::{Ask, PASSWORD, TestApp};

const NEW: &str = "a kettle sings at seven";

async fn forgotten(app: &TestApp, email: &str) -> hearken_testkit::Answer {
    app.ask(Ask::form("/password/forgotten", &[("email", email)]))
        .await
}

async fn set(app: &TestApp, link: &str, new: &str) -> u16 {
    let secret = link.rsplit('=').next().expect("a secret");
    let ask = Ask::form("/password/set", &[("link", secret), ("new", new)]);
    app.ask(ask).await.status.as_u16()
}

async fn signs_in(app: &TestApp, email: &str, password: &str) -> bool {
    let ask = Ask::form("/sign-in", &[("email", email), ("password", password)]);
    app.ask(ask).await.status == 303
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_sets_a_password_once_within_the_hour() {
    let app = TestApp::with_mail().await;
    let ann = app.organization("acme").await;
    forgotten(&app, " Admin@ACME.example ").await;
    let letter = app.mail().await;
    assert_eq!(
        (&*letter.sender, &*letter.recipient),
        ("Hearken", "admin@acme.example")
    );
    let old = TestApp::link(&letter, "/password/set?link=");
    // The newest link alone is good.
    forgotten(&app, "admin@acme.example").await;
    let link = TestApp::link(&app.mail().await, "/password/set?link=");
    assert_eq!(app.get(None, &old).await.status, 410);

    // A program that looks at links in mails does not use it up; nor does a weak password.
    let page = app.get(None, &link).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("admin@acme.example"));
    assert_eq!(set(&app, &link, "short").await, 422);
    assert_eq!(set(&app, &link, NEW).await, 303);
    assert_eq!(set(&app, &link, PASSWORD).await, 410, "it is good once");
    assert!(!signs_in(&app, &ann.email, PASSWORD).await);
    assert!(signs_in(&app, &ann.email, NEW).await);
    assert_eq!(
        app.get(Some(&ann), "/me").await.status,
        303,
        "sessions have ended"
    );
    assert_eq!(app.mail().await.subject, "Your password was changed");

    forgotten(&app, "admin@acme.example").await;
    let link = TestApp::link(&app.mail().await, "/password/set?link=");
    app.clock.step(HOUR);
    assert_eq!(app.get(None, &link).await.status, 410);
    assert_eq!(set(&app, &link, PASSWORD).await, 410);
    app.stop().await;
}

/// A31: whether an address is known shows neither in the answer nor in what is done for it.
#[tokio::test(flavor = "multi_thread")]
async fn a31_asking_for_a_link_tells_nothing() {
    let app = TestApp::with_mail().await;
    app.organization("acme").await;
    let known = forgotten(&app, "admin@acme.example").await;
    assert_eq!(app.mails().await.len(), 1);
    let unknown = forgotten(&app, "nobody@acme.example").await;
    let nonsense = forgotten(&app, "no address").await;
    assert!(app.mails().await.is_empty());
    for answer in [&unknown, &nonsense] {
        assert_eq!((answer.status, &answer.text), (known.status, &known.text));
    }
    // Asking is bounded alike, for addresses that are known and others.
    app.clock.step(16 * MINUTE);
    for email in ["admin@acme.example", "nobody@acme.example"] {
        let mut last = 0;
        for _ in 0..11 {
            last = forgotten(&app, email).await.status.as_u16();
        }
        assert_eq!(last, 429, "{email}");
        app.clock.step(16 * MINUTE);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_person_chooses_a_password_by_mail() {
    let app = TestApp::with_mail().await;
    let ann = app.organization("acme").await;
    let fields = [("name", "Bob"), ("email", "bob@acme.example")];
    let page = app
        .ask(Ask::form("/o/acme/settings/users/new", &fields).by(&ann))
        .await;
    assert_eq!(page.status, 200);
    let letter = app.mail().await;
    assert_eq!(
        (&*letter.sender, &*letter.recipient),
        ("acme", "bob@acme.example")
    );
    assert!(
        page.text.contains("bob@acme.example"),
        "the page says where the mail went"
    );
    let link = TestApp::link(&letter, "/password/set?link=");
    app.clock.step(6 * DAY);
    assert_eq!(set(&app, &link, NEW).await, 303);
    assert!(signs_in(&app, "bob@acme.example", NEW).await);

    // Somebody who signs in already gets a link to the organization, none to set a password.
    let other = app.organization("other").await;
    app.mails().await;
    let input = users::NewUser {
        email: "bob@acme.example".to_owned(),
        ..users::NewUser::default()
    };
    let created = users::create(&app.house.app, &other.caller, input).await;
    assert!(created.expect("a person can be added").is_mailed);
    let letter = app.mail().await;
    assert!(!letter.text.contains("/password/set"), "{}", letter.text);
    assert_eq!(TestApp::link(&letter, "/o/"), "/o/other/analytics");
    app.stop().await;
}

/// A29: the secret of a link is in the mail and nowhere else.
#[tokio::test(flavor = "multi_thread")]
async fn a29_secrets_of_links_stay_out_of_lists_and_audit() {
    let app = TestApp::with_mail().await;
    app.organization("acme").await;
    app.post.go_away();
    forgotten(&app, "admin@acme.example").await;
    assert!(app.mails().await.is_empty());
    let caller = Caller::command_line();
    let waiting = mail::list_undelivered(&app.house.app, &caller).await;
    let told = format!("{waiting:?}");
    assert!(
        told.contains("password_reset") && !told.contains("link="),
        "{told}"
    );
    // Longer than the link is good, nothing is sent and nothing of it is left.
    app.clock.step(2 * HOUR);
    app.post.come_back();
    assert!(app.mails().await.is_empty());
    let audit = app
        .house
        .store
        .list_installation_audit(&app.house.install, None, 100)
        .await;
    let audit = format!("{:?}", audit.expect("the audit"));
    assert!(audit.contains("user.password_reset_mailed"), "{audit}");
    assert!(!audit.contains("link"), "{audit}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_mail_the_page_says_what_to_do() {
    let app = TestApp::new().await;
    app.organization("acme").await;
    let page = app.get(None, "/password/forgotten").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("sends no mails") && !page.text.contains("<form"));
    app.stop().await;
}
