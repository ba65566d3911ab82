//! Mails that wait, and what is left of them.

use crate::conformance;
use hearken_model::time::{DAY, MINUTE};
use hearken_store::{MailContent, MailState, NewMail};

fn mail(content: Option<&str>) -> NewMail {
    NewMail {
        kind: "test",
        sender: "Contoso".to_owned(),
        recipient: "ann@contoso.example".to_owned(),
        subject: "Hello".to_owned(),
        content: content.map(|text| MailContent {
            text: text.to_owned(),
            html: format!("<p>{text}</p>"),
        }),
        useful_until: hearken_model::Timestamp(9),
    }
}

conformance! {
    async fn what_a_mail_says_goes_when_it_is_sent(world: World) {
        let org = world.organization("contoso").await;
        let (store, install) = (&world.store, &world.install);
        let mut tx = store.begin().await.unwrap();
        let id = tx.add_mail(&world.scope(org), &mail(Some("secret"))).await.unwrap();
        let other = tx.add_installation_mail(install, &mail(Some("secret"))).await.unwrap();
        tx.commit().await.unwrap();
        let found = store.find_mail(install, id).await.unwrap().unwrap();
        assert_eq!((found.org, found.state), (Some(org), MailState::Queued));
        assert_eq!(found.content.unwrap().text, "secret");

        store.note_mail(install, id, MailState::Queued, Some("away")).await.unwrap();
        let found = store.find_mail(install, id).await.unwrap().unwrap();
        assert_eq!((found.attempts, found.error.as_deref()), (1, Some("away")));
        assert!(found.content.is_some(), "it is tried again");
        store.note_mail(install, id, MailState::Sent, None).await.unwrap();
        let sent = store.find_mail(install, id).await.unwrap().unwrap();
        assert_eq!((sent.state, sent.attempts, sent.content), (MailState::Sent, 2, None));
        assert_eq!(sent.public_id, found.public_id);
        store.note_mail(install, other, MailState::Expired, None).await.unwrap();
        let expired = store.find_mail(install, other).await.unwrap().unwrap();
        assert_eq!((expired.org, expired.content), (None, None));
    }

    async fn undelivered_mails_are_listed_and_swept(world: World) {
        let (store, install) = (&world.store, &world.install);
        let mut tx = store.begin().await.unwrap();
        let queued = tx.add_installation_mail(install, &mail(Some("a"))).await.unwrap();
        let sent = tx.add_installation_mail(install, &mail(Some("b"))).await.unwrap();
        let unsent = tx.add_installation_mail(install, &mail(None)).await.unwrap();
        tx.commit().await.unwrap();
        store.note_mail(install, sent, MailState::Sent, None).await.unwrap();
        let list = store.list_undelivered_mails(install, 10).await.unwrap();
        let told: Vec<_> = list.iter().map(|m| (m.id, m.state)).collect();
        assert_eq!(told, [(unsent, MailState::Unsent), (queued, MailState::Queued)]);
        assert!(list.iter().all(|m| m.content.is_none()), "what it says is nobody's to read");

        world.clock.advance(DAY);
        let now = list[0].created_at.plus(DAY - MINUTE);
        assert_eq!(store.sweep_mails(install, now).await.unwrap(), 2);
        assert!(store.find_mail(install, queued).await.unwrap().is_some());
    }
}
