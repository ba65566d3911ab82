//! Mails: written with the deed, in the recipient's language, sent once, never kept.

use hearken_app::{mail, organizations, topics, users};
use hearken_model::{
    ConfigurationRole, InteractionRole, RolePair,
    time::{DAY, HOUR, MINUTE},
};
use hearken_testkit::{Member, TestApp};

const ANALYST: RolePair = RolePair {
    configuration: ConfigurationRole::Analyst,
    interaction: InteractionRole::Reader,
};

async fn change_roles(app: &TestApp, by: &Member, user: &Member, roles: RolePair) {
    let input = users::ChangeRoles {
        users: vec![user.caller.person().expect("a person").public_id],
        roles,
        organization_role: None,
    };
    let changed = users::change_roles(&app.house.app, &by.caller, input).await;
    changed.expect("roles can be changed");
}

async fn undelivered(app: &TestApp) -> Vec<mail::UndeliveredMail> {
    let caller = hearken_app::Caller::command_line();
    let listed = mail::list_undelivered(&app.house.app, &caller).await;
    listed.expect("the operator may look")
}

/// SEA-030
#[tokio::test(flavor = "multi_thread")]
async fn whose_topic_is_deleted_gets_a_mail() {
    let app = TestApp::with_mail().await;
    let ann = app.organization("acme").await;
    let power = RolePair::default();
    let bob = app.member(&ann, "Bob", power, None).await;
    let theirs = app.topic(&bob, "Kitchen", "Kettles", &["kettle"]).await;
    let own = app.topic(&ann, "Kitchen", "Stoves", &["stove"]).await;
    app.mails().await;

    let house = &app.house.app;
    let deleted = topics::delete(house, &ann.caller, theirs, None).await;
    deleted.expect("an administrator deletes every topic");
    let letter = app.mail().await;
    assert_eq!(letter.recipient, "bob@acme.example");
    assert_eq!(letter.subject, "The search topic “Kettles” was deleted");
    let name = &ann.caller.person().expect("a person").name;
    assert!(letter.text.contains(&**name), "{}", letter.text);

    let deleted = topics::delete(house, &ann.caller, own, None).await;
    deleted.expect("one's own, too");
    assert!(app.mails().await.is_empty(), "who deletes knows");
}

/// ADM-16, GLO-03
#[tokio::test(flavor = "multi_thread")]
async fn whose_roles_change_gets_a_mail_in_their_language() {
    let app = TestApp::with_mail().await;
    let ann = app.organization("acme").await;
    let bob = app.member(&ann, "Bob", RolePair::default(), None).await;
    let me = users::Me {
        name: "Bob".to_owned(),
        choices: users::MyChoices {
            locale: "de".to_owned(),
            ..users::MyChoices::default()
        },
        ..users::Me::default()
    };
    let saved = users::update_me(&app.house.app, &bob.caller, me).await;
    saved.expect("a profile can be saved");
    app.mails().await;

    change_roles(&app, &ann, &bob, ANALYST).await;
    let letter = app.mail().await;
    assert_eq!(
        (&*letter.sender, &*letter.recipient),
        ("acme", "bob@acme.example")
    );
    assert_eq!(letter.subject, "acme: Ihre Rollen haben sich geändert");
    assert!(letter.text.contains("Guten Tag Bob,"), "{}", letter.text);
    assert!(letter.text.contains("- Analyst: "), "{}", letter.text);
    assert!(letter.html.contains("lang=\"de\""));
    assert_eq!(TestApp::link(&letter, "/o/"), "/o/acme/analytics");

    // Nothing changed: nothing to tell. One's own change: one knows.
    change_roles(&app, &ann, &bob, ANALYST).await;
    assert!(app.mails().await.is_empty());
    let id = bob.caller.person().expect("a person").public_id;
    let withdrawn = users::set_access(&app.house.app, &ann.caller, vec![id], false).await;
    withdrawn.expect("access can be withdrawn");
    assert!(app.mail().await.text.contains("entzogen"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_tried_again_until_it_is_of_no_use() {
    let app = TestApp::with_mail().await;
    let ann = app.organization("acme").await;
    let bob = app.member(&ann, "Bob", RolePair::default(), None).await;
    app.mails().await;

    app.post.go_away();
    change_roles(&app, &ann, &bob, ANALYST).await;
    assert!(app.mails().await.is_empty());
    let [waiting] = &undelivered(&app).await[..] else {
        panic!("one mail waits")
    };
    assert_eq!((waiting.state, waiting.attempts), ("queued", 1));
    assert_eq!(waiting.error.as_deref(), Some("away"));
    // Not at once again, and ever less often.
    app.post.come_back();
    assert!(app.mails().await.is_empty());
    app.clock.step(MINUTE);
    assert_eq!(app.mail().await.recipient, "bob@acme.example");
    assert!(undelivered(&app).await.is_empty());
    app.clock.step(DAY);
    assert!(app.mails().await.is_empty(), "it is sent once");

    app.post.go_away();
    change_roles(&app, &ann, &bob, RolePair::default()).await;
    for _ in 0..24 {
        assert!(app.mails().await.is_empty());
        app.clock.step(4 * HOUR);
    }
    app.post.come_back();
    assert!(app.mails().await.is_empty(), "old news is no news");
    assert_eq!(undelivered(&app).await[0].state, "expired");

    app.post.refuse();
    change_roles(&app, &ann, &bob, ANALYST).await;
    assert!(app.mails().await.is_empty());
    app.post.come_back();
    app.clock.step(HOUR);
    assert!(
        app.mails().await.is_empty(),
        "a refused mail is not tried again"
    );
    assert_eq!(undelivered(&app).await[0].state, "refused");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_the_deed_is_done_and_the_operator_sees_it() {
    let app = TestApp::new().await;
    let ann = app.organization("acme").await;
    let bob = app.member(&ann, "Bob", RolePair::default(), None).await;
    change_roles(&app, &ann, &bob, ANALYST).await;
    let entered = organizations::enter(&app.house.app, &bob.caller, "acme").await;
    entered.expect("Bob may enter");
    assert!(app.mails().await.is_empty());
    let noted = undelivered(&app).await;
    let told = noted.iter().find(|mail| mail.kind == "roles_changed");
    assert_eq!(told.map(|mail| mail.state), Some("unsent"), "{noted:?}");
    assert!(noted.iter().all(|mail| mail.state == "unsent"));
    app.stop().await;
}

/// The registry: every mail in every language, whole in both forms.
#[test]
fn every_mail_can_be_read() {
    let mut seen = 0;
    for locale in ["en", "de"] {
        for preview in mail::previews(locale).expect("mails are written") {
            let name = format!("{} ({locale})", preview.name);
            for text in [&preview.subject, &preview.text, &preview.html] {
                assert!(!text.contains("mail-"), "{name}: a text is missing: {text}");
                assert!(!text.trim().is_empty(), "{name}");
            }
            assert!(!preview.text.contains('<'), "{name}");
            assert!(!preview.subject.contains('\n'), "{name}");
            // What is linked in one form is linked in the other.
            for word in preview.text.split_whitespace() {
                if word.starts_with("https://") {
                    let escaped = word.replace('&', "&#38;");
                    assert!(preview.html.contains(&escaped), "{name}: {word}");
                }
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 2 * mail::MAILS.len());
}
