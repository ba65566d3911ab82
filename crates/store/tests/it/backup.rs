//! Backup and restore.

use crate::world::{World, post};
use hearken_store::{Error, Location, StoreConfig, restore};

#[tokio::test]
async fn a_backup_brings_everything_back() {
    let world = World::sqlite().await;
    let here = world.listening("contoso").await;
    world
        .record(vec![post("p1", "x", "ann", &[here.hit])])
        .await;
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("hearken.backup");
    world.store.backup(&world.install, &file).await.unwrap();
    world
        .record(vec![post("p2", "later", "ann", &[here.hit])])
        .await;
    let again = world.store.backup(&world.install, &file).await;
    assert!(
        matches!(again, Err(Error::File { .. })),
        "a backup is never overwritten"
    );

    let target = StoreConfig::new(Location::Folder(elsewhere.path().join("data")));
    restore(&target, &file, false).await.unwrap();
    let restored = World::open(target.clone()).await;
    assert_eq!(restored.posts(here.org).await.len(), 1);
    let twice = restore(&target, &file, false).await;
    assert!(matches!(twice, Err(Error::File { .. })));
    let in_use = restore(&target, &file, true).await;
    assert!(matches!(in_use, Err(Error::Busy)), "{in_use:?}");
    restored
        .record(vec![post("p3", "lost", "ann", &[here.hit])])
        .await;
    restored.store.close().await;
    restore(&target, &file, true).await.unwrap();
    let restored = World::open(target).await;
    assert_eq!(restored.posts(here.org).await.len(), 1);
    assert!(elsewhere.path().join("data/hearken.db.replaced").exists());
    assert!(!elsewhere.path().join("data/restoring").exists());
}

#[tokio::test]
async fn what_is_no_backup_is_refused_and_nothing_touched() {
    let world = World::sqlite().await;
    world.organization("contoso").await;
    world.store.close().await;
    let Location::Folder(folder) = &world.config.location else {
        panic!("a folder")
    };
    let before = std::fs::read(folder.join("hearken.db")).unwrap();
    let file = folder.join("not-a-backup");
    std::fs::write(&file, "hello ".repeat(5000)).unwrap();
    let error = restore(&world.config, &file, true).await.unwrap_err();
    assert!(matches!(error, Error::Corrupt(_)), "{error:?}");
    let error = restore(&world.config, &folder.join("missing"), true)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::File { .. }), "{error:?}");
    assert_eq!(std::fs::read(folder.join("hearken.db")).unwrap(), before);
}

#[tokio::test]
async fn postgres_says_what_to_use() {
    let Some(world) = World::postgres().await else {
        return;
    };
    let guard = world.guard();
    let error = world
        .store
        .backup(&world.install, "/nowhere".as_ref())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("pg_dump"), "{error}");
    let error = restore(&world.config, "/nowhere".as_ref(), true)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("pg_dump"), "{error}");
    guard.drop_database().await;
}
