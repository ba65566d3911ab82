//! Second factors, one-time secrets, sessions as listed.

use crate::conformance;
use hearken_model::{Timestamp, UserId, time::MINUTE};
use hearken_store::{NewSession, NewUser, OneTime};
use serde_json::json;

async fn ann(world: &crate::world::World) -> UserId {
    let mut tx = world.store.begin().await.unwrap();
    let new = NewUser {
        email: "ann@contoso.example".to_owned(),
        name: "Ann".to_owned(),
        password_hash: None,
        locale: None,
        time_zone: None,
        is_operator: false,
    };
    let user = tx.create_user(&world.install, &new).await.unwrap();
    tx.commit().await.unwrap();
    user.id
}

conformance! {
    async fn a_code_is_used_up(world: World) {
        let ann = ann(&world).await;
        let (store, install) = (&world.store, &world.install);
        let mut tx = store.begin().await.unwrap();
        tx.offer_second_factor(install, ann, b"one").await.unwrap();
        tx.offer_second_factor(install, ann, b"two").await.unwrap();
        assert!(!tx.use_step(install, ann, 7).await.unwrap(), "not confirmed yet");
        assert!(tx.confirm_second_factor(install, ann, 7).await.unwrap());
        assert!(!tx.confirm_second_factor(install, ann, 8).await.unwrap());
        tx.offer_second_factor(install, ann, b"three").await.unwrap();
        for (step, expect) in [(7, false), (6, false), (8, true), (8, false), (10, true), (9, false)] {
            assert_eq!(tx.use_step(install, ann, step).await.unwrap(), expect, "{step}");
        }
        tx.set_recovery_codes(install, ann, &["a".to_owned(), "b".to_owned()]).await.unwrap();
        assert!(tx.use_recovery_code(install, ann, "a").await.unwrap());
        assert!(!tx.use_recovery_code(install, ann, "a").await.unwrap());
        tx.commit().await.unwrap();
        let found = store.find_second_factor(install, ann).await.unwrap().unwrap();
        assert_eq!((found.secret, found.recovery_codes), (b"two".to_vec(), 1));
        let mut tx = store.begin().await.unwrap();
        tx.remove_second_factor(install, ann).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.find_second_factor(install, ann).await.unwrap(), None);
    }

    async fn one_time_secrets_are_good_once_and_for_a_while(world: World) {
        let ann = ann(&world).await;
        let (store, install) = (&world.store, &world.install);
        let mut tx = store.begin().await.unwrap();
        let new = OneTime {
            user: Some(ann),
            detail: json!({"a": 1}),
            expires_at: tx.now().plus(MINUTE),
        };
        let one = tx.add_one_time(install, "one", &new).await.unwrap();
        let late = tx.add_one_time(install, "one", &new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.find_one_time(install, "other", &one).await.unwrap(), None);
        assert_eq!(store.find_one_time(install, "one", &one).await.unwrap(), Some(new.clone()));
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.take_one_time(install, "other", &one).await.unwrap(), None);
        assert_eq!(tx.take_one_time(install, "one", &one).await.unwrap(), Some(new));
        assert_eq!(tx.take_one_time(install, "one", &one).await.unwrap(), None);
        tx.commit().await.unwrap();
        world.clock.advance(MINUTE);
        assert_eq!(store.find_one_time(install, "one", &late).await.unwrap(), None);
        assert_eq!(store.sweep_one_time(install).await.unwrap(), 1);
    }

    async fn sessions_are_listed_and_ended_by_their_person_alone(world: World) {
        let ann = ann(&world).await;
        let (store, install) = (&world.store, &world.install);
        let new = NewSession {
            expires_at: Timestamp(i64::MAX),
            device: "Firefox, Linux".to_owned(),
            address: Some("192.0.2.7".to_owned()),
            confirmed: true,
        };
        let mut tx = store.begin().await.unwrap();
        let one = tx.begin_session(install, ann, &new).await.unwrap();
        let two = tx.begin_session(install, ann, &new).await.unwrap();
        assert!(!tx.confirm_session(install, UserId(999), &one).await.unwrap());
        tx.commit().await.unwrap();
        let listed = store.list_sessions(install, ann, Some(&two)).await.unwrap();
        assert_eq!(listed.len(), 2);
        let other = listed.iter().find(|session| !session.is_asked).unwrap();
        assert_eq!(other.device, "Firefox, Linux");
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.end_session_of(install, UserId(999), other.public_id).await.unwrap());
        assert!(tx.end_session_of(install, ann, other.public_id).await.unwrap());
        tx.forget_confirmations(install, ann).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.find_session(install, &one).await.unwrap(), None);
        let left = store.find_session(install, &two).await.unwrap().unwrap();
        assert_eq!(left.second_factor_at, None);
    }
}
