//! The queue of jobs.

use crate::conformance;
use hearken_model::time::{MINUTE, SECOND};
use hearken_store::{Error, JobState, NewJob};
use serde_json::json;

fn job(dedupe: Option<&str>) -> NewJob {
    NewJob {
        kind: "rematch_topic",
        payload: json!({"topic": 1}),
        run_after: None,
        dedupe: dedupe.map(str::to_owned),
    }
}

const KINDS: &[&str] = &["rematch_topic"];

conformance! {
    async fn a_job_is_done_once(world: World) {
        let org = world.organization("contoso").await;
        let (store, install) = (&world.store, &world.install);
        let mut tx = store.begin().await.unwrap();
        let id = tx.enqueue(&world.scope(org), &job(None)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.claim_job(install, &["other"], MINUTE).await.unwrap(), None);
        let claimed = store.claim_job(install, KINDS, MINUTE).await.unwrap().unwrap();
        assert_eq!((claimed.id, claimed.org, claimed.attempts), (id, Some(org), 1));
        assert_eq!(claimed.payload, json!({"topic": 1}));
        assert_eq!(store.claim_job(install, KINDS, MINUTE).await.unwrap(), None);
        store.progress_job(install, &claimed, &json!({"after": 9}), MINUTE).await.unwrap();
        store.finish_job(install, &claimed).await.unwrap();
        let list = store.list_jobs(&world.scope(org), 10).await.unwrap();
        assert_eq!((list[0].state, &list[0].progress), (JobState::Done, &json!({"after": 9})));
        let twice = store.finish_job(install, &claimed).await;
        assert!(matches!(twice, Err(Error::Stale)));
        world.clock.advance(MINUTE);
        assert_eq!(store.sweep_jobs(install, claimed.created_at.plus(SECOND)).await.unwrap(), 1);
    }

    async fn a_job_whose_worker_died_is_claimed_again(world: World) {
        let org = world.organization("contoso").await;
        let (store, install) = (&world.store, &world.install);
        let mut tx = store.begin().await.unwrap();
        tx.enqueue(&world.scope(org), &job(None)).await.unwrap();
        tx.commit().await.unwrap();
        let dead = store.claim_job(install, KINDS, MINUTE).await.unwrap().unwrap();
        store.progress_job(install, &dead, &json!(5), MINUTE).await.unwrap();
        world.clock.advance(2 * MINUTE);
        let alive = store.claim_job(install, KINDS, MINUTE).await.unwrap().unwrap();
        assert_eq!((alive.id, alive.attempts, &alive.progress), (dead.id, 2, &json!(5)));
        let late = store.progress_job(install, &dead, &json!(6), MINUTE).await;
        assert!(matches!(late, Err(Error::Stale)), "the dead worker is fenced off");
        store.finish_job(install, &alive).await.unwrap();
    }

    async fn a_failed_job_runs_again_later_or_never(world: World) {
        let (store, install) = (&world.store, &world.install);
        let mut tx = store.begin().await.unwrap();
        tx.enqueue_installation(install, &job(None)).await.unwrap();
        tx.commit().await.unwrap();
        let first = store.claim_job(install, KINDS, MINUTE).await.unwrap().unwrap();
        assert_eq!(first.org, None);
        let at = first.created_at.plus(10 * SECOND);
        store.fail_job(install, &first, "no network", Some(at)).await.unwrap();
        assert_eq!(store.claim_job(install, KINDS, MINUTE).await.unwrap(), None);
        world.clock.advance(10 * SECOND);
        let second = store.claim_job(install, KINDS, MINUTE).await.unwrap().unwrap();
        assert_eq!(second.error.as_deref(), Some("no network"));
        store.fail_job(install, &second, "gone", None).await.unwrap();
        world.clock.advance(MINUTE);
        assert_eq!(store.claim_job(install, KINDS, MINUTE).await.unwrap(), None);
    }

    async fn one_of_a_kind_waits(world: World) {
        let org = world.organization("contoso").await;
        let (store, install) = (&world.store, &world.install);
        let enqueue = || async {
            let mut tx = store.begin().await.unwrap();
            let id = tx.enqueue(&world.scope(org), &job(Some("topic 1"))).await.unwrap();
            tx.commit().await.unwrap();
            id
        };
        assert!(enqueue().await.is_some());
        assert_eq!(enqueue().await, None);
        let running = store.claim_job(install, KINDS, MINUTE).await.unwrap().unwrap();
        assert!(enqueue().await.is_some(), "the running one may have read too early");
        store.fail_job(install, &running, "later", Some(running.run_after)).await.unwrap();
        let list = store.list_jobs(&world.scope(org), 10).await.unwrap();
        let states: Vec<_> = list.iter().map(|j| j.state).collect();
        assert_eq!(states, [JobState::Queued, JobState::Failed]);
    }

    async fn a_job_of_a_deed_that_was_undone_is_not_there(world: World) {
        let org = world.organization("contoso").await;
        let mut tx = world.store.begin().await.unwrap();
        tx.enqueue(&world.scope(org), &job(None)).await.unwrap();
        drop(tx);
        assert_eq!(world.store.claim_job(&world.install, KINDS, MINUTE).await.unwrap(), None);
    }

    async fn workers_share_without_doing_twice(world: World) {
        let org = world.organization("contoso").await;
        let mut tx = world.store.begin().await.unwrap();
        for _ in 0..20 {
            tx.enqueue(&world.scope(org), &job(None)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let (store, install) = (world.store.clone(), world.install.clone());
                tokio::spawn(async move {
                    let mut done = Vec::new();
                    let mut misses = 0;
                    while misses < 5 {
                        match store.claim_job(&install, KINDS, MINUTE).await.unwrap() {
                            Some(job) => {
                                store.finish_job(&install, &job).await.unwrap();
                                done.push(job.id);
                            }
                            None => misses += 1,
                        }
                    }
                    done
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        all.sort();
        let count = all.len();
        all.dedup();
        assert_eq!((count, all.len()), (20, 20));
    }
}
