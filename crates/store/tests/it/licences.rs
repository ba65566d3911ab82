//! Subscriptions, places, groups, approval, kept answers; and that two who change people at once
//! wait for each other, on both databases.

use crate::{
    conformance,
    people::{add_user, membership},
};
use hearken_authz::{MembershipState, OrgScope};
use hearken_model::{
    ConfigurationRole, LicenceType, Plan, SubscriptionSource, SubscriptionState, Timestamp, UserId,
};
use hearken_store::{
    AccessSettings, Error, GroupEdit, Kept, KeptAnswer, NewMembership, NewSubscription, Store,
};

fn seats(quantity: u32) -> NewSubscription {
    NewSubscription {
        plan: Plan::FullSeats,
        quantity,
        trial_ends_at: None,
        source: SubscriptionSource::PartnerOrder,
        reference: Some("order 7".to_owned()),
        state: SubscriptionState::Active,
    }
}

fn group(name: &str, members: Vec<UserId>) -> GroupEdit {
    GroupEdit {
        name: name.to_owned(),
        directory_id: None,
        is_from_directory: false,
        members,
    }
}

/// Demotes a person unless they are the last administrator: what use-cases do.
async fn demote(store: Store, scope: OrgScope, user: UserId) -> bool {
    let mut tx = store.begin().await.unwrap();
    tx.lock_people(&scope).await.unwrap();
    let demoted = membership(user, ConfigurationRole::Analyst);
    tx.update_member(&scope, &demoted).await.unwrap();
    // Without the lock the other one would have counted by now.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    if tx.count_administrators(&scope).await.unwrap() == 0 {
        return false;
    }
    tx.commit().await.unwrap();
    true
}

conformance! {
    async fn subscriptions_are_kept_and_changed(world: World) {
        let (one, two) = (world.organization("one").await, world.organization("two").await);
        let scope = world.scope(one);
        let mut tx = world.store.begin().await.unwrap();
        let made = tx.add_subscription(&scope, &seats(5)).await.unwrap();
        tx.commit().await.unwrap();
        let list = world.store.list_subscriptions(&scope).await.unwrap();
        assert_eq!(list, [made.clone()]);
        assert_eq!(world.store.list_subscriptions(&world.scope(two)).await.unwrap(), []);
        let mut tx = world.store.begin().await.unwrap();
        let ended = SubscriptionState::Ended;
        let foreign = tx.update_subscription(&world.scope(two), made.id, 1, ended).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        tx.update_subscription(&scope, made.id, 7, ended).await.unwrap();
        let list = tx.list_subscriptions(&scope).await.unwrap();
        assert_eq!((list[0].quantity, list[0].state), (7, ended));
        tx.commit().await.unwrap();
        assert_eq!(world.store.list_all_subscriptions(&world.install).await.unwrap().len(), 1);
    }

    async fn places_are_counted_by_kind(world: World) {
        let org = world.organization("contoso").await;
        let scope = world.scope(org);
        let mut tx = world.store.begin().await.unwrap();
        for (n, licence) in [
            Some(LicenceType::Full),
            Some(LicenceType::Full),
            Some(LicenceType::Restricted),
            None,
        ].into_iter().enumerate() {
            let user = crate::people::new_user(&format!("p{n}@example.com"));
            let user = tx.create_user(&world.install, &user).await.unwrap();
            let administrator = membership(user.id, ConfigurationRole::Administrator);
            let new = NewMembership { licence, ..administrator };
            tx.add_member(&scope, &new).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut counts = world.store.count_licences(&scope).await.unwrap();
        counts.sort();
        assert_eq!(counts, [(LicenceType::Full, 2), (LicenceType::Restricted, 1)]);
        let all = world.store.count_all_licences(&world.install).await.unwrap();
        assert_eq!(all, [(org, 3)]);
        let mut tx = world.store.begin().await.unwrap();
        assert_eq!(tx.count_administrators(&scope).await.unwrap(), 3, "with a place");
        assert_eq!(tx.count_global_administrators(&scope).await.unwrap(), 4, "with or without");
    }

    async fn of_two_who_demote_each_other_one_is_refused(world: World) {
        let scope = world.scope(world.organization("contoso").await);
        let ann = add_user(&world, "ann@example.com").await.unwrap().id;
        let bob = add_user(&world, "bob@example.com").await.unwrap().id;
        let mut tx = world.store.begin().await.unwrap();
        for user in [ann, bob] {
            let administrator = membership(user, ConfigurationRole::Administrator);
            tx.add_member(&scope, &administrator).await.unwrap();
        }
        tx.commit().await.unwrap();
        let first = tokio::spawn(demote(world.store.clone(), scope.clone(), ann));
        let second = tokio::spawn(demote(world.store.clone(), scope.clone(), bob));
        let done = [first.await.unwrap(), second.await.unwrap()];
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        let mut tx = world.store.begin().await.unwrap();
        assert_eq!(tx.count_administrators(&scope).await.unwrap(), 1);
    }

    async fn groups_hold_people_of_their_organization(world: World) {
        let (one, two) = (world.organization("one").await, world.organization("two").await);
        let ann = add_user(&world, "ann@example.com").await.unwrap().id;
        let bob = add_user(&world, "bob@example.com").await.unwrap().id;
        let (scope, other) = (world.scope(one), world.scope(two));
        let mut tx = world.store.begin().await.unwrap();
        tx.add_member(&scope, &membership(ann, ConfigurationRole::Analyst)).await.unwrap();
        tx.add_member(&other, &membership(bob, ConfigurationRole::Analyst)).await.unwrap();
        let made = tx.create_group(&scope, &group("Service", vec![ann, bob])).await.unwrap();
        assert_eq!(made.size, 1, "a stranger is left out");
        tx.create_group(&other, &group("service", vec![])).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        let taken = tx.create_group(&scope, &group(" SERVICE ", vec![])).await.unwrap_err();
        assert!(matches!(taken, Error::Taken(ref field) if field == "name"), "{taken:?}");
        drop(tx);
        assert_eq!(world.store.list_group_members(&scope, made.id).await.unwrap(), [ann]);
        assert_eq!(world.store.groups_of(&scope, ann).await.unwrap()[0].name, "Service");
        assert_eq!(world.store.find_group(&other, made.public_id).await.unwrap(), None);
        let mut tx = world.store.begin().await.unwrap();
        let stale = tx.update_group(&scope, &made, Some(9), &group("X", vec![])).await;
        assert!(matches!(stale, Err(Error::Stale)));
        let next = tx.update_group(&scope, &made, Some(1), &group("X", vec![ann])).await.unwrap();
        assert_eq!((next.version, next.name.as_str(), next.size), (2, "X", 1));
        tx.commit().await.unwrap();
        let mut tx = world.store.begin().await.unwrap();
        tx.remove_member(&scope, ann).await.unwrap();
        let gone = tx.remove_member(&scope, ann).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        assert_eq!(tx.load_user_group(&scope, made.public_id).await.unwrap().size, 0);
        tx.delete_group(&scope, made.id).await.unwrap();
        let gone = tx.delete_group(&scope, made.id).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        tx.commit().await.unwrap();
        assert_eq!(world.store.list_groups(&scope).await.unwrap(), []);
    }

    async fn who_waits_is_listed_and_settings_are_replaced(world: World) {
        let org = world.organization("contoso").await;
        let scope = world.scope(org);
        let ann = add_user(&world, "ann@example.com").await.unwrap().id;
        let mut tx = world.store.begin().await.unwrap();
        let waiting = NewMembership {
            state: MembershipState::Pending,
            licence: None,
            ..membership(ann, ConfigurationRole::Analyst)
        };
        tx.add_member(&scope, &waiting).await.unwrap();
        let pending = tx.list_pending(&scope).await.unwrap();
        assert_eq!(pending.len(), 1);
        assert_eq!(tx.access_settings(&scope).await.unwrap(), AccessSettings::default());
        for declared in [None, Some((Timestamp(5), ann))] {
            let settings = AccessSettings { automatic_approval: true, declared };
            tx.set_access_settings(&scope, &settings).await.unwrap();
            assert_eq!(tx.access_settings(&scope).await.unwrap(), settings);
        }
        tx.commit().await.unwrap();
    }

    async fn a_key_is_claimed_once_and_keeps_its_answer(world: World) {
        let org = world.organization("contoso").await;
        let ann = add_user(&world, "ann@example.com").await.unwrap().id;
        let (scope, other) = (world.scope_of(org, ann), world.scope(org));
        let (key, request) = ([1; 32], [2; 32]);
        let store = &world.store;
        assert_eq!(store.claim_key(&scope, &key, &request).await.unwrap(), Kept::Fresh);
        assert_eq!(store.claim_key(&scope, &key, &request).await.unwrap(), Kept::Pending);
        assert_eq!(store.claim_key(&other, &key, &request).await.unwrap(), Kept::Fresh);
        let answer = KeptAnswer { status: 201, body: "{}".to_owned() };
        store.keep_answer(&scope, &key, &answer).await.unwrap();
        let again = store.claim_key(&scope, &key, &request).await.unwrap();
        assert_eq!(again, Kept::Answered(answer));
        assert_eq!(store.claim_key(&scope, &key, &[3; 32]).await.unwrap(), Kept::Other);
        store.release_key(&scope, &key).await.unwrap();
        assert_eq!(store.claim_key(&scope, &key, &[3; 32]).await.unwrap(), Kept::Fresh);
        let later = Timestamp(i64::MAX);
        assert_eq!(store.forget_keys(&world.install, later).await.unwrap(), 2);
    }
}
