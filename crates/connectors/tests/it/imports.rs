//! Imports: every form, compressed or not, stopped and resumed, damaged, and the real file.

use crate::context::{context, drain};
use flate2::{Compression, write::GzEncoder};
use hearken_connectors::{
    Acquire, Audience, Batch, Checkpoint, ConnectorError, ErrorKind, HealthState, Item, Job,
    files::{ColumnMap, Format, ImportJob, LINE_LIMIT},
    registry,
};
use hearken_model::{OrgId, Post, PostKind};
use std::{
    collections::HashSet,
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    time::Duration,
};
use tempfile::TempDir;

fn file(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn open(
    format: Format,
    path: &Path,
    from: &[Checkpoint],
) -> Result<Box<dyn Acquire>, ConnectorError> {
    let job = ImportJob {
        org: OrgId(7),
        format,
        path: path.to_owned(),
        columns: ColumnMap::default(),
    };
    let settings = serde_json::Value::Null;
    registry::importer(format).open(&context(), &settings, Job::Import(job), from)
}

async fn read(format: Format, path: &Path, from: &[Checkpoint]) -> Vec<Batch> {
    let mut import = open(format, path, from).unwrap();
    let batches = drain(import.as_mut()).await;
    assert_eq!(import.status().health().state, HealthState::Finished);
    batches
}

fn posts(batches: &[Batch]) -> Vec<&Post> {
    batches.iter().flat_map(Batch::posts).collect()
}

fn line(n: usize) -> String {
    format!("{{\"id\":\"p{n}\",\"text\":\"post {n}\",\"published_at\":\"2024-02-03T04:05:06Z\"}}\n")
}

#[tokio::test]
async fn compression_is_told_by_the_first_bytes() {
    let folder = TempDir::new().unwrap();
    let plain: String = (0..5000).map(line).collect();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(plain.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(plain.as_bytes(), 3).unwrap();
    // Two members one after the other, as log rotation makes them.
    let halves = plain.split_at(plain.len() / 2);
    let two: Vec<u8> = [halves.0, halves.1]
        .iter()
        .flat_map(|half| zstd::encode_all(half.as_bytes(), 3).unwrap())
        .collect();
    for (name, bytes) in [
        ("a", plain.into_bytes()),
        ("misnamed.csv", gzip),
        ("b.gz", zstd),
        ("c", two),
    ] {
        let batches = read(Format::Ndjson, &file(&folder, name, &bytes), &[]).await;
        assert_eq!(posts(&batches).len(), 5000, "{name}");
        assert!(
            batches
                .iter()
                .all(|b| b.audience == Audience::Organization(OrgId(7)))
        );
        assert!(batches.len() > 1, "in several batches");
    }
}

#[tokio::test]
async fn every_checkpoint_can_be_gone_on_from() {
    let folder = TempDir::new().unwrap();
    let plain: String = (0..9000).map(line).collect();
    let csv: String = std::iter::once("id,date,text\r\n".to_owned())
        .chain((0..9000).map(|n| format!("p{n},2024-02-03,\"post\r\n\r\n{n}\"\r\n")))
        .collect();
    let zstd = zstd::encode_all(plain.as_bytes(), 1).unwrap();
    for (format, bytes) in [
        (Format::Ndjson, plain.into_bytes()),
        (Format::Ndjson, zstd),
        (Format::Csv, csv.into()),
    ] {
        let path = file(&folder, "file", &bytes);
        let all = read(format, &path, &[]).await;
        assert_eq!(posts(&all).len(), 9000, "{format}");
        let mut before = 0;
        for (n, batch) in all.iter().enumerate() {
            let checkpoint = batch.checkpoint.clone().unwrap();
            assert!(checkpoint.position > before);
            before = checkpoint.position;
            let rest = read(format, &path, &[checkpoint]).await;
            assert_eq!(
                posts(&rest),
                posts(&all[n + 1..]),
                "{format} from batch {n}"
            );
        }
    }
}

#[tokio::test]
async fn another_file_is_not_gone_on_with() {
    let folder = TempDir::new().unwrap();
    let plain: String = (0..5000).map(line).collect();
    let path = file(&folder, "a", &plain);
    let checkpoint = read(Format::Ndjson, &path, &[]).await[0]
        .checkpoint
        .clone()
        .unwrap();
    file(&folder, "a", plain.replace("post 4999", "POST 4999"));
    let error = open(Format::Ndjson, &path, std::slice::from_ref(&checkpoint))
        .err()
        .unwrap();
    assert_eq!(error.kind, ErrorKind::Reject);
    assert!(error.message.contains("changed"), "{error}");
    let broken = Checkpoint {
        state: "{}".to_owned(),
        ..checkpoint
    };
    assert_eq!(
        open(Format::Ndjson, &path, &[broken]).err().unwrap().kind,
        ErrorKind::Reject
    );
}

#[tokio::test]
async fn bad_lines_are_told_by_number_and_stop_nothing() {
    let folder = TempDir::new().unwrap();
    let mut bytes = line(1).into_bytes();
    bytes.extend(b"{ not json\n");
    bytes.extend(b"\n");
    bytes.extend(b"\xff\xfe\n");
    bytes.extend(format!("{{\"id\":\"x\",\"text\":\"{}\"}}\n", "y".repeat(LINE_LIMIT)).bytes());
    bytes.extend(b"{\"id\":\"a\",\"text\":\"t\"}\n");
    bytes.extend(line(2).bytes());
    bytes.extend(b"{\"id\":\"cut off");
    let path = file(&folder, "bad", &bytes);
    let mut import = open(Format::Ndjson, &path, &[]).unwrap();
    let batches = drain(import.as_mut()).await;
    assert_eq!(posts(&batches).len(), 2);
    let rejects: Vec<_> = batches[0]
        .rejects
        .iter()
        .map(|r| (r.line, r.code.as_str()))
        .collect();
    assert_eq!(
        rejects,
        [
            (Some(2), "malformed"),
            (Some(4), "encoding"),
            (Some(5), "too-large"),
            (Some(6), "missing-field"),
            (Some(8), "malformed"),
        ]
    );
    assert_eq!(batches[0].read, 7);
    let status = import.status();
    assert_eq!(status.counters.rejects.load(Ordering::Relaxed), 5);
    assert_eq!(status.counters.read.load(Ordering::Relaxed), 7);
    assert_eq!(
        status.counters.bytes.load(Ordering::Relaxed),
        bytes.len() as u64
    );
}

#[tokio::test]
async fn damaged_archives_end_in_words() {
    let folder = TempDir::new().unwrap();
    let plain: String = (0..20_000).map(line).collect();
    let zstd = zstd::encode_all(plain.as_bytes(), 3).unwrap();
    for (name, bytes) in [
        ("cut.zst", &zstd[..zstd.len() / 2]),
        ("magic.zst", &[0x28, 0xb5, 0x2f, 0xfd, 9, 9, 9, 9][..]),
        ("magic.gz", &[0x1f, 0x8b, 9, 9, 9, 9][..]),
    ] {
        let path = file(&folder, name, bytes);
        let mut import = open(Format::Ndjson, &path, &[]).unwrap();
        let error = loop {
            match import.next().await {
                Ok(Some(_)) => {}
                Ok(None) => panic!("{name}: ended well"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind, ErrorKind::Reject, "{name}: {error}");
    }
    let error = open(Format::Ndjson, &folder.path().join("none"), &[])
        .err()
        .unwrap();
    assert!(error.message.contains("not there"), "{error}");
    let error = open(Format::Ndjson, folder.path(), &[]).err();
    assert!(error.is_some(), "a folder is no file");
}

#[tokio::test]
async fn a_csv_without_usable_header_is_refused_in_words() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "a.csv", "a,b\n1,2\n");
    let mut import = open(Format::Csv, &path, &[]).unwrap();
    let error = import.next().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Reject);
    assert!(
        error.message.contains("line 1: no column for text"),
        "{error}"
    );
}

#[tokio::test]
async fn a_dropped_read_asks_to_be_reopened() {
    let folder = TempDir::new().unwrap();
    let plain: String = (0..50_000).map(line).collect();
    let path = file(&folder, "a", plain);
    let mut import = open(Format::Ndjson, &path, &[]).unwrap();
    let first = import.next().await.unwrap().unwrap();
    drop(tokio::time::timeout(Duration::ZERO, import.next()).await);
    match import.next().await {
        Err(error) => assert_eq!(error.kind, ErrorKind::Bug),
        Ok(_) => return, // it was quicker
    }
    let rest = read(Format::Ndjson, &path, &[first.checkpoint.clone().unwrap()]).await;
    assert_eq!(posts(&rest).len() + posts(&[first]).len(), 50_000);
}

#[tokio::test]
async fn captures_of_both_versions_are_read() {
    use crate::{
        context::NOON,
        jetstream_server::{account, commit, create, v1, v2},
    };
    let folder = TempDir::new().unwrap();
    let did = "did:plc:demo";
    let lines = [
        v1(&create(1, NOON, did, "a", "one")),
        v2(&create(2, NOON, did, "b", "two")),
        v2(&commit(3, NOON, did, "a", "delete", None)),
        v1(&account(4, NOON, did, false, "takendown")),
        v1(&account(5, NOON, did, true, "")),
    ];
    let path = file(&folder, "capture", lines.join("\n"));
    let batches = read(Format::Jetstream, &path, &[]).await;
    let items = &batches[0].items;
    assert_eq!((items.len(), batches[0].read), (4, 5));
    assert!(matches!(items[2], Item::Delete { .. }));
    assert!(matches!(items[3], Item::DeleteAuthor { .. }));
}

/// The folder of real data, where there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "tests on real posts are switched on from outside"
)]
pub(crate) fn test_data() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("HEARKEN_TEST_DATA") else {
        eprintln!("skipped: HEARKEN_TEST_DATA is not set");
        return None;
    };
    let folder = PathBuf::from(folder);
    assert!(
        folder.is_dir(),
        "HEARKEN_TEST_DATA is set to {}, which is not there",
        folder.display()
    );
    Some(folder)
}

#[tokio::test]
async fn the_real_reddit_file_gives_all_its_posts() {
    let Some(folder) = test_data() else {
        return;
    };
    let path = folder.join("posts/reddit-2008-2013.ndjson.zst");
    let began = tokio::time::Instant::now();
    let batches = read(Format::Reddit, &path, &[]).await;
    let seconds = began.elapsed().as_secs_f64();
    let posts = posts(&batches);
    eprintln!("{} posts in {seconds:.2} s", posts.len());
    let rejects: usize = batches.iter().map(|b| b.rejects.len()).sum();
    assert_eq!((posts.len(), rejects), (71_756, 0));
    let ids: HashSet<_> = posts.iter().map(|p| p.native_id.as_str()).collect();
    assert_eq!(ids.len(), 71_756);
    let first = posts[0];
    assert_eq!(first.native_id, "669rm");
    assert_eq!((first.kind, &first.author), (PostKind::Post, &None));
    assert_eq!(first.published_at.to_rfc3339(), "2008-01-22T20:58:02Z");
    assert!(posts.is_sorted_by_key(|p| p.published_at), "oldest first");
    // One of them writes about entities; every other one had them unescaped.
    let escaped = posts
        .iter()
        .filter(|p| p.text.contains("&gt;") || p.text.contains("&lt;"));
    assert_eq!(escaped.count(), 1);
    let middle = batches[batches.len() / 2].checkpoint.clone().unwrap();
    let rest = read(Format::Reddit, &path, &[middle]).await;
    let expect: usize = batches[batches.len() / 2 + 1..]
        .iter()
        .map(|b| b.items.len())
        .sum();
    assert_eq!(rest.iter().map(|b| b.items.len()).sum::<usize>(), expect);
}
