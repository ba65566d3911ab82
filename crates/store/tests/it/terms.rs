//! How long solutions live, and that emptying one leaves nothing of it and everything of others, on
//! both databases.

use crate::{conformance, world::post};
use hearken_model::{Plan, Standing, SubscriptionSource, SubscriptionState, Timestamp};
use hearken_store::NewSubscription;

fn seats(trial_ends_at: Option<Timestamp>) -> NewSubscription {
    NewSubscription {
        plan: Plan::FullSeats,
        quantity: 3,
        trial_ends_at,
        source: SubscriptionSource::Operator,
        reference: None,
        state: SubscriptionState::Active,
    }
}

conformance! {
    async fn a_term_follows_what_is_subscribed_to(world: World) {
        let org = world.organization("one").await;
        let scope = world.scope(org);
        let ends = || async { world.store.find_term(&world.install, org).await.unwrap().ends_at };
        assert_eq!(ends().await, None);
        let trial_end = Timestamp(world.store_now().0 + 1_000);
        let mut tx = world.store.begin().await.unwrap();
        let trial = tx.add_subscription(&scope, &seats(Some(trial_end))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ends().await, Some(trial_end));
        let mut tx = world.store.begin().await.unwrap();
        let good = tx.add_subscription(&scope, &seats(None)).await.unwrap();
        let ended = SubscriptionState::Ended;
        tx.update_subscription(&scope, trial.id, 3, ended).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ends().await, None);
        let now = world.store_now();
        let mut tx = world.store.begin().await.unwrap();
        tx.update_subscription(&scope, good.id, 3, ended).await.unwrap();
        // To end what is over changes nothing.
        tx.update_subscription(&scope, trial.id, 3, ended).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ends().await, Some(now));
    }

    async fn a_standing_is_written_once(world: World) {
        let org = world.organization("one").await;
        let scope = world.scope(org);
        let before = world.store.setup_revision(&world.install).await.unwrap();
        for expect in [true, false] {
            let mut tx = world.store.begin().await.unwrap();
            let (from, to) = (Standing::Running, Standing::ReadOnly);
            assert_eq!(tx.set_standing(&scope, from, to).await.unwrap(), expect);
            tx.commit().await.unwrap();
        }
        let after = world.store.setup_revision(&world.install).await.unwrap();
        assert_eq!(after, before + 1, "rules are compiled anew");
        let rows = world.store.list_terms(&world.install).await.unwrap();
        assert_eq!((rows[0].standing, rows[0].since), (Standing::ReadOnly, world.store_now()));
    }

    async fn nothing_is_matched_for_a_solution_that_ended(world: World) {
        let one = world.listening("one").await;
        let two = world.listening("two").await;
        let mut tx = world.store.begin().await.unwrap();
        tx.set_standing(&world.scope(one.org), Standing::Running, Standing::ReadOnly).await.unwrap();
        tx.commit().await.unwrap();
        let rules = world.store.list_all_rules(&world.install).await.unwrap();
        let orgs: Vec<_> = rules.iter().map(|rule| rule.org).collect();
        assert_eq!(orgs, [two.org]);
    }

    async fn emptying_a_solution_leaves_others_alone(world: World) {
        let one = world.listening("one").await;
        let two = world.listening("two").await;
        let posts = (0..5).map(|n| {
            post(&format!("p{n}"), "text", "a1", &[one.hit, two.hit])
        });
        world.record(posts.collect()).await;
        let scope = world.scope(one.org);
        let mut parts = 1;
        loop {
            let mut tx = world.store.begin().await.unwrap();
            let has_more = tx.empty_part(&scope).await.unwrap();
            tx.commit().await.unwrap();
            if !has_more {
                break;
            }
            parts += 1;
            assert!(parts < 10, "it never ends");
        }
        assert_eq!(world.posts(one.org).await, []);
        assert_eq!(world.posts(two.org).await.len(), 5);
        assert_eq!(world.store.list_topics(&scope).await.unwrap(), []);
        assert_eq!(world.store.list_topics(&world.scope(two.org)).await.unwrap(), [two.topic]);
        let rows = world.store.list_terms(&world.install).await.unwrap();
        let is_empty: Vec<bool> = rows.iter().map(|row| row.is_empty).collect();
        assert_eq!(is_empty, [true, false]);
    }
}
