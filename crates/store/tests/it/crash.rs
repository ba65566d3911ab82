//! Whatever stops a transaction, nothing of it is left.

use crate::{
    World, conformance,
    world::{new_post, post},
};
use hearken_model::{PostId, Seq, Source};
use hearken_store::{
    Audience, Checkpoint, Error, ImportStep, Location, PostChange, PostKey, RecordBatch,
    StoreConfig,
};

/// Everything that recording can change, as text.
async fn state(world: &World, org: hearken_model::OrgId) -> String {
    let scope = world.scope(org);
    let rows = world
        .store
        .stream_rows(&scope, PostId(0), 10_000)
        .await
        .unwrap();
    let ids: Vec<PostId> = rows.iter().map(|row| row.id).collect();
    let posts = world.store.load_posts(&scope, &ids).await.unwrap();
    let outbox = world
        .store
        .list_outbox(&scope, Seq(0), 10_000)
        .await
        .unwrap();
    let checkpoints = world
        .store
        .list_checkpoints(&world.install, Audience::Organization(org))
        .await
        .unwrap();
    let counts = world.store.count_posts(&scope).await.unwrap();
    format!("{rows:?}{posts:?}{outbox:?}{checkpoints:?}{counts:?}")
}

fn batch(org: hearken_model::OrgId, value: &str, changes: Vec<PostChange>) -> RecordBatch {
    let mut batch = RecordBatch::new(Audience::Organization(org));
    batch.changes = changes;
    batch.checkpoint = Some(Checkpoint {
        instance: "file".to_owned(),
        value: value.to_owned(),
        after: None,
    });
    batch
}

conformance! {
    /// The batch fails at its very end, in the step of an import that is not there, after posts,
    /// hits, authors, edits, deletions and outbox entries were written.
    async fn a_batch_that_fails_leaves_nothing(world: World) {
        let here = world.listening("contoso").await;
        let put = |id: &str, text: &str, by: &str| post(id, text, by, &[here.hit]);
        let first = batch(here.org, "1", vec![put("a", "1", "ann"), put("b", "1", "bob")]);
        world.store.record(&world.install, first).await.unwrap();
        let before = state(&world, here.org).await;
        let mut bad = batch(here.org, "2", vec![
            put("c", "1", "cid"),
            put("a", "2", "ann"),
            PostChange::Delete(PostKey { source: Source::BLUESKY, native_id: "b".to_owned() }),
        ]);
        bad.import = Some(ImportStep {
            import: hearken_model::ImportId(77),
            read: 3,
            rejected: 0,
            from: None,
            checkpoint: None,
        });
        let error = world.store.record(&world.install, bad.clone()).await.unwrap_err();
        assert!(matches!(error, Error::Stale), "{error:?}");
        assert_eq!(state(&world, here.org).await, before);
        bad.import = None;
        let outcome = world.store.record(&world.install, bad).await.unwrap();
        let told = &outcome.organizations[0];
        assert_eq!((told.recorded, told.edited, told.deleted, told.seq), (1, 1, 1, Some(Seq(4))));
    }

    /// The caller goes away in the middle: its future is dropped at every point where it waits.
    async fn a_dropped_call_leaves_all_or_nothing(world: World) {
        let here = world.listening("contoso").await;
        let mut whole = 0;
        let scope = world.scope(here.org);
        for polls in 0..200_u32 {
            let id = format!("p{polls}");
            let changes = vec![
                post(&id, "x", "ann", &[here.hit]),
                post(&format!("{id}b"), "x", &id, &[here.hit]),
            ];
            let batch = batch(here.org, &id, changes);
            let mut call = Box::pin(world.store.record(&world.install, batch));
            let mut done = false;
            for _ in 0..polls {
                let poll = std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx)));
                if poll.await.is_ready() {
                    done = true;
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_micros(100)).await;
            }
            drop(call);
            // A commit that was under way when its caller went may arrive a little later.
            for patience in (0..200).rev() {
                let entries = world.store.list_outbox(&scope, Seq(0), 1000).await.unwrap();
                let posts = world.store.count_posts(&scope).await.unwrap().posts;
                whole = entries.len() as u64;
                if posts == whole * 2 { break }
                assert!(patience > 0, "{posts} posts of {whole} batches");
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            if done {
                let audience = Audience::Organization(here.org);
                let kept = world.store.load_checkpoint(&world.install, audience, "file").await;
                assert_eq!(kept.unwrap(), Some(id), "a call that ended well was kept");
            }
            if done { break }
        }
        assert!(whole > 0);
        let list = world.store.list_outbox(&scope, Seq(0), 1000).await.unwrap();
        let seqs: Vec<u64> = list.iter().map(|entry| entry.seq.0 as u64).collect();
        assert_eq!(seqs, (1..=whole).collect::<Vec<u64>>(), "dense, one for each batch");
    }
}

#[tokio::test]
async fn a_full_disk_is_told_apart_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = StoreConfig::new(Location::Folder(folder.path().to_owned()));
    config.max_bytes = Some(1_500_000);
    let world = World::open(config.clone()).await;
    let here = world.listening("contoso").await;
    let mut kept = 0;
    let error = loop {
        let changes = (0..50).map(|n| {
            let text = "many words ".repeat(50);
            let new = new_post(&format!("p{}", kept * 50 + n), &text, "ann", &[here.hit]);
            PostChange::Put(Box::new(new))
        });
        let batch = batch(here.org, &kept.to_string(), changes.collect());
        let before = state(&world, here.org).await;
        match world.store.record(&world.install, batch).await {
            Ok(_) => kept += 1,
            Err(error) => {
                assert_eq!(state(&world, here.org).await, before);
                break error;
            }
        }
        assert!(kept < 1000, "the disk never fills");
    };
    assert!(matches!(error, Error::DiskFull), "{error:?}");
    assert!(error.to_string().contains("no space left"));
    assert!(kept > 3);
    world.store.close().await;
    // With room again, the same batch goes in where it stopped.
    config.max_bytes = None;
    let world = World::open(config).await;
    let posts = world
        .store
        .count_posts(&world.scope(here.org))
        .await
        .unwrap()
        .posts;
    assert_eq!(posts, kept * 50);
    assert_eq!(world.store.check(&world.install).await.unwrap(), []);
    world
        .record(vec![post("more", "x", "ann", &[here.hit])])
        .await;
}
