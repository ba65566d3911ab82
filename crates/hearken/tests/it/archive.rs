//! The archive's files in a data folder: used by the next start, mended where they are damaged,
//! held by one process.

use crate::binary::Installation;
use hearken::{House, HouseParts, config::Config};
use hearken_archive::{BoxError, PostRow, PostSource};
use hearken_authz::{Permission, Principal, Resource, decide};
use hearken_model::{OrgId, Seq, Timestamp};
use std::{
    fs::{File, TryLockError},
    io::{BufRead, BufReader},
    path::PathBuf,
    process::Stdio,
};

const POSTS: usize = 300;

fn with_posts() -> Installation {
    let installation = Installation::with_topic();
    let file = installation.write_posts(POSTS, |_| "zephyrine");
    assert!(installation.start_import(&file).wait().unwrap().success());
    installation
}

/// The organization's folder.
fn folder(installation: &Installation) -> PathBuf {
    let mut entries = std::fs::read_dir(installation.path("archive")).unwrap();
    entries.next().unwrap().unwrap().path()
}

#[test]
fn damaged_files_are_named_and_made_anew() {
    let installation = with_posts();
    assert_eq!(installation.report()["posts"], POSTS);
    let folder = folder(&installation);
    let manifest = folder.join("manifest");
    let before = std::fs::read(&manifest).unwrap();
    assert_eq!(installation.report()["posts"], POSTS);
    assert_eq!(
        std::fs::read(&manifest).unwrap(),
        before,
        "nothing is written twice"
    );
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("lock") || !path.exists() {
            continue;
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let words = ["report", "--organization", "tea-house", "--json"];
        let (ok, out, err) = installation.run(&words);
        let posts = format!("\"posts\":{POSTS}");
        assert!(ok && out.contains(&posts), "{}: {out}{err}", path.display());
        let named = path.display().to_string();
        assert!(err.contains(&named), "{named} is not in {err}");
    }
}

#[test]
fn a_server_holds_the_files() {
    let installation = with_posts();
    assert_eq!(installation.report()["posts"], POSTS);
    let mut server = installation
        .command(&["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("listening"));
    let lock = File::open(folder(&installation).join("lock")).unwrap();
    while !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
        lock.unlock().unwrap();
        std::thread::yield_now();
    }
    let (ok, _, err) = installation.run(&["rebuild-index"]);
    assert!(!ok && err.contains("another process"), "{err}");
    assert_eq!(installation.report()["posts"], POSTS, "counted in memory");
    server.kill().unwrap();
    server.wait().unwrap();
    let (ok, out, err) = installation.run(&["rebuild-index"]);
    assert!(ok && out.contains(&POSTS.to_string()), "{out}{err}");
}

struct Nothing(Seq);

impl PostSource for Nothing {
    fn as_of(&self) -> Seq {
        self.0
    }

    fn next_rows(&mut self) -> Result<Vec<PostRow>, BoxError> {
        Ok(Vec::new())
    }
}

/// An archive that counts otherwise than the store is found and mended.
#[test]
fn a_check_finds_what_differs_from_the_store() {
    let installation = with_posts();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let house = open(&installation).await;
        let (org, head) = house.store.outbox_heads(&house.install).await.unwrap()[0];
        assert_eq!(house.pipeline.catch_up(org).await.unwrap(), head);
        assert!(!house.pipeline.check(org).await.unwrap());
        let archive = house.archive.clone();
        tokio::task::spawn_blocking(move || archive.rebuild(&scope(org), &mut Nothing(head)))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(house.archive.status(&scope(org)).unwrap().posts, 0);
        assert!(house.pipeline.check(org).await.unwrap());
        let status = house.archive.status(&scope(org)).unwrap();
        assert_eq!((status.posts, status.applied), (POSTS as u64, head));
        assert!(!house.pipeline.check(org).await.unwrap());
    });
}

/// An archive that is ahead of the store belongs to another one, such as that before a backup was
/// put back.
#[test]
fn an_archive_ahead_of_the_store_is_made_anew() {
    let installation = with_posts();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let house = open(&installation).await;
        let (org, head) = house.store.outbox_heads(&house.install).await.unwrap()[0];
        let archive = house.archive.clone();
        let ahead = Seq(head.0 + 5);
        tokio::task::spawn_blocking(move || archive.rebuild(&scope(org), &mut Nothing(ahead)))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(house.pipeline.catch_up(org).await.unwrap(), head);
        assert_eq!(
            house.archive.status(&scope(org)).unwrap().posts,
            POSTS as u64
        );
    });
}

pub(crate) async fn open(installation: &Installation) -> House {
    let data = installation.path("");
    let house = House::open(&data, Config::default(), HouseParts::default());
    house.await.unwrap()
}

pub(crate) fn scope(org: OrgId) -> hearken_authz::OrgScope {
    decide(
        &Principal::System {
            job: "archive-test",
        },
        Permission::RecordPosts,
        &Resource::organization(org),
        Timestamp(0),
    )
    .unwrap()
}
