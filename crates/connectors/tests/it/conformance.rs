//! The suite that every connector of the registry passes: its samples decode, checkpoints never go
//! back, going on from any of them loses nothing, empty, oversized and senseless input is survived
//! and counted. A connector without a case here fails the suite.

use crate::{
    context::{NOON, clock, drain_until, options, with},
    jetstream_server::{Behave, Happening, JetstreamServer, Script, commit, create, v1},
    server::{Reply, Server},
};
use hearken_connectors::{
    Acquire, Batch, Checkpoint, Connector, ConnectorKind, Context, ErrorKind, Item, Job,
    feeds::{FeedSubscription, Subscriber},
    files::{ColumnMap, Format, ImportJob},
    registry,
};
use hearken_model::{OrgId, PublicId};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::atomic::Ordering};
use tempfile::TempDir;

/// What a connector is fed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Input {
    /// At least 3,000 posts (streams and files), or three feeds of 20.
    Sample,
    Empty,
    /// One thing that is too large, and one post.
    Oversize,
    /// Senseless bytes, and one post.
    Garbage,
}

/// A connector with what it reads from; the servers live as long as it does.
struct Case {
    connector: &'static dyn Connector,
    context: Context,
    settings: Value,
    job: Job,
    _alive: Alive,
}

#[expect(dead_code, reason = "kept for their drop")]
enum Alive {
    Folder(TempDir),
    Jetstream(JetstreamServer),
    Http(Server),
}

impl Case {
    async fn new(connector: &'static dyn Connector, input: Input) -> Self {
        let descriptor = connector.descriptor();
        let (settings, job, alive) = match descriptor.kind {
            ConnectorKind::Import => file(descriptor.name, input),
            ConnectorKind::Stream => match descriptor.name {
                "bluesky" => bluesky(input).await,
                other => panic!("{other} has no case in the conformance suite"),
            },
            ConnectorKind::Feeds => feeds(input).await,
        };
        Self {
            connector,
            context: with(options(), &clock()),
            settings,
            job,
            _alive: alive,
        }
    }

    fn open(&self, from: &[Checkpoint]) -> Box<dyn Acquire> {
        let job = self.job.clone();
        self.connector
            .open(&self.context, &self.settings, job, from)
            .unwrap()
    }

    /// Reads until there are so many items, or the end.
    async fn read(&self, from: &[Checkpoint], items: usize) -> Vec<Batch> {
        drain_until(self.open(from).as_mut(), |all| keys(all).len() >= items).await
    }

    /// How many items the sample has.
    fn sample(&self) -> usize {
        match self.connector.descriptor().kind {
            ConnectorKind::Import => 5000,
            ConnectorKind::Stream => 3099,
            ConnectorKind::Feeds => 60,
        }
    }
}

fn file(name: &str, input: Input) -> (Value, Job, Alive) {
    let format: Format = name
        .parse()
        .unwrap_or_else(|_| panic!("{name} has no case"));
    let line = |n: usize| match format {
        Format::Reddit => {
            format!("{{\"id\":\"r{n}\",\"created_utc\":1201238066,\"title\":\"t {n}\"}}")
        }
        Format::Ndjson => format!("{{\"id\":{n},\"text\":\"t {n}\",\"published_at\":1706933106}}"),
        Format::Csv => format!("{n},2024-02-03,\"t\n{n}\""),
        Format::Jetstream => v1(&create(
            n as u64,
            NOON,
            "did:plc:demo",
            &format!("k{n}"),
            "text",
        )),
    };
    let mut lines = match (format, input) {
        (Format::Csv, Input::Sample | Input::Oversize | Input::Garbage) => {
            vec!["id,date,text".into()]
        }
        _ => Vec::new(),
    };
    match input {
        Input::Sample => lines.extend((0..5000).map(line)),
        Input::Empty => {}
        Input::Oversize => lines.extend(["x".repeat(3 << 20), line(1)]),
        Input::Garbage => lines.extend(["{\u{0}]\u{7f}".into(), line(1)]),
    }
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, lines.join("\n")).unwrap();
    let job = ImportJob {
        org: OrgId(3),
        format,
        path,
        columns: ColumnMap::default(),
    };
    (Value::Null, Job::Import(job), Alive::Folder(folder))
}

async fn bluesky(input: Input) -> (Value, Job, Alive) {
    let did = "did:plc:demo";
    let one = |n: u64| {
        let time = NOON - 3_600_000_000 + i64::try_from(n).unwrap() * 1000;
        match n % 50 {
            49 => commit(n, time, did, &format!("k{}", n - 1), "delete", None),
            _ => create(n, time, did, &format!("k{n}"), &format!("post {n}")),
        }
    };
    let (events, say): (Vec<Happening>, _) = match input {
        Input::Sample => ((1..3100).map(one).collect(), None),
        Input::Empty => (Vec::new(), None),
        Input::Oversize => (vec![one(1)], Some("x".repeat(3 << 20))),
        Input::Garbage => (vec![one(1)], Some("{\u{0}]\u{7f}".to_owned())),
    };
    let server = JetstreamServer::start(Script {
        events,
        behave: vec![say.map_or(Behave::Serve, Behave::Say)],
        ..Script::default()
    })
    .await;
    let settings = json!({"endpoints": [server.url()], "compress": false});
    (settings, Job::Stream, Alive::Jetstream(server))
}

async fn feeds(input: Input) -> (Value, Job, Alive) {
    let server = Server::start(move |asked| {
        let item = |n: usize| {
            format!(
                "<item><guid>{n}</guid><title>{}/{n}</title>\
                <pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>",
                asked.target
            )
        };
        let items: String = (0..20).map(item).collect();
        let whole = |items: &str| {
            format!("<rss version='2.0'><channel><title>F</title>{items}</channel></rss>")
        };
        let odd = asked.target == "/1";
        match input {
            Input::Empty => Reply::new(200, &[], ""),
            Input::Oversize if odd => Reply::new(200, &[], whole(&" ".repeat(9 << 20))),
            Input::Garbage if odd => Reply::new(
                200,
                &[],
                whole("<item><guid>\u{7f}</guid></item><item>&nope;</item>"),
            ),
            _ => Reply::new(200, &[], whole(&items)),
        }
    })
    .await;
    let subscribers = vec![Subscriber {
        org: OrgId(3),
        group: PublicId(9),
    }];
    let feeds = (0..3).map(|n| FeedSubscription {
        url: server.url(&format!("/{n}")),
        subscribers: subscribers.clone(),
    });
    (
        Value::Null,
        Job::Feeds(feeds.collect()),
        Alive::Http(server),
    )
}

fn keys(batches: &[Batch]) -> Vec<String> {
    let items = batches.iter().flat_map(|b| &b.items);
    let key = |item: &Item| match item {
        Item::Upsert(post) | Item::Revised(post) => format!("{}/{}", post.source, post.native_id),
        Item::Delete { source, native_id } => format!("-{source}/{native_id}"),
        Item::DeleteAuthor { source, native_id } => format!("--{source}/{native_id}"),
        Item::RenameAuthor {
            source, native_id, ..
        } => format!("~{source}/{native_id}"),
    };
    items.map(key).collect()
}

/// The last checkpoint of each key, as a store keeps them.
fn stored(batches: &[Batch]) -> Vec<Checkpoint> {
    let mut stored: Vec<Checkpoint> = Vec::new();
    for checkpoint in batches.iter().filter_map(|b| b.checkpoint.clone()) {
        stored.retain(|c| c.key != checkpoint.key);
        stored.push(checkpoint);
    }
    stored
}

#[test]
fn descriptors_are_whole_and_settings_checked() {
    let mut names = BTreeSet::new();
    for connector in registry::connectors() {
        let descriptor = connector.descriptor();
        let name = descriptor.name;
        assert!(names.insert(name), "{name} stands there twice");
        assert!(std::ptr::eq(
            registry::find(name).unwrap().descriptor(),
            descriptor
        ));
        connector.check_settings(&Value::Null).unwrap();
        connector.check_settings(&json!({})).unwrap();
        let unknown = connector.check_settings(&json!({"no_such_setting": 1}));
        assert_eq!(unknown.unwrap_err().kind, ErrorKind::Reject, "{name}");
        for field in descriptor.settings {
            let wrong = connector.check_settings(&json!({ field.name: {"no": "value"} }));
            let error = wrong.expect_err(field.name);
            assert!(
                !error.message.contains("unknown field"),
                "{name}.{}",
                field.name
            );
            assert!(!field.required || field.default.is_none());
        }
    }
    assert!(registry::find("nobody").is_none());
    for format in Format::ALL {
        assert_eq!(
            registry::importer(format).descriptor().name,
            format.as_str()
        );
    }
}

#[tokio::test]
async fn a_job_of_another_connector_is_our_mistake() {
    for connector in registry::connectors() {
        let job = match connector.descriptor().kind {
            ConnectorKind::Stream => Job::Feeds(Vec::new()),
            ConnectorKind::Feeds | ConnectorKind::Import => Job::Stream,
        };
        let context = with(options(), &clock());
        let opened = connector.open(&context, &Value::Null, job, &[]);
        assert_eq!(opened.err().unwrap().kind, ErrorKind::Bug);
    }
}

#[tokio::test]
async fn samples_are_read_with_rising_checkpoints_and_honest_counters() {
    for connector in registry::connectors() {
        let name = connector.descriptor().name;
        let case = Case::new(*connector, Input::Sample).await;
        let mut acquire = case.open(&[]);
        let sample = case.sample();
        let batches = drain_until(acquire.as_mut(), |all| keys(all).len() >= sample).await;
        let posts: usize = batches.iter().map(|b| b.posts().count()).sum();
        assert!(posts >= 60, "{name}: {posts}");
        assert!(batches.len() > 1, "{name}: in one piece");
        for key in stored(&batches).iter().map(|c| c.key.as_str()) {
            let of_key = batches.iter().filter_map(|b| b.checkpoint.as_ref());
            let positions: Vec<u64> = of_key
                .filter(|c| c.key == key)
                .map(|c| c.position)
                .collect();
            assert!(positions.is_sorted(), "{name} {key}: {positions:?}");
        }
        for batch in &batches {
            let state = batch.checkpoint.as_ref().map_or(0, |c| c.state.len());
            assert!(state <= Checkpoint::STATE_LIMIT, "{name}: {state}");
            for post in batch.posts() {
                assert!(!post.native_id.is_empty());
                let source = &connector.descriptor().source;
                assert!(source.as_ref().is_none_or(|s| *s == post.source), "{name}");
            }
        }
        let status = acquire.status();
        let counter = |c: &std::sync::atomic::AtomicU64| c.load(Ordering::Relaxed);
        assert_eq!(counter(&status.counters.posts), posts as u64, "{name}");
        let read: u64 = batches.iter().map(|b| b.read).sum();
        assert_eq!(counter(&status.counters.read), read, "{name}");
        assert!(read >= posts as u64, "{name}");
        assert!(counter(&status.counters.bytes) > 0, "{name}");
        assert!(status.health().last_read_at.is_some(), "{name}");
    }
}

#[tokio::test]
async fn going_on_from_any_checkpoint_loses_nothing() {
    for connector in registry::connectors() {
        let descriptor = connector.descriptor();
        let case = Case::new(*connector, Input::Sample).await;
        let whole = case.read(&[], case.sample()).await;
        let all: BTreeSet<String> = keys(&whole).into_iter().collect();
        assert_eq!(
            keys(&whole).len(),
            all.len(),
            "{}: something came twice",
            descriptor.name
        );
        let places: Vec<usize> = (0..whole.len())
            .filter(|n| whole[*n].checkpoint.is_some())
            .collect();
        let step = (places.len() / 5).max(1);
        for place in places.into_iter().step_by(step) {
            let before = &whole[..=place];
            let seen: BTreeSet<String> = keys(before).into_iter().collect();
            let complete = |after: &[Batch]| {
                let after: BTreeSet<String> = keys(after).into_iter().collect();
                seen.union(&after).count() >= all.len()
            };
            let after = drain_until(case.open(&stored(before)).as_mut(), complete).await;
            let after_keys: BTreeSet<String> = keys(&after).into_iter().collect();
            let lost = all
                .iter()
                .filter(|k| !seen.contains(*k) && !after_keys.contains(*k));
            assert_eq!(lost.count(), 0, "{} from batch {place}", descriptor.name);
            if descriptor.kind != ConnectorKind::Stream {
                let twice = keys(before).len() + keys(&after).len() - all.len();
                assert_eq!(twice, 0, "{} from batch {place}", descriptor.name);
            }
        }
    }
}

#[tokio::test]
async fn empty_input_is_no_trouble() {
    for connector in registry::connectors() {
        let case = Case::new(*connector, Input::Empty).await;
        let batches = case.read(&[], 0).await;
        assert_eq!(keys(&batches), [""; 0], "{}", connector.descriptor().name);
    }
}

#[tokio::test]
async fn what_is_too_large_or_senseless_is_counted_and_the_rest_read() {
    for connector in registry::connectors() {
        for input in [Input::Oversize, Input::Garbage] {
            let name = connector.descriptor().name;
            let case = Case::new(*connector, input).await;
            let mut acquire = case.open(&[]);
            let status = acquire.status();
            let noticed = |all: &[Batch]| {
                let rejects = all.iter().any(|b| !b.rejects.is_empty());
                let failures = status.counters.failures.load(Ordering::Relaxed) > 0;
                !keys(all).is_empty() && (rejects || failures)
            };
            let batches = drain_until(acquire.as_mut(), noticed).await;
            let posts: usize = batches.iter().map(|b| b.posts().count()).sum();
            assert!(posts >= 1, "{name} {input:?}");
            let rejects: usize = batches.iter().map(|b| b.rejects.len()).sum();
            let counters = &acquire.status().counters;
            assert_eq!(
                counters.rejects.load(Ordering::Relaxed),
                rejects as u64,
                "{name}"
            );
            let failures = counters.failures.load(Ordering::Relaxed);
            assert!(
                rejects as u64 + failures >= 1,
                "{name} {input:?}: nobody noticed"
            );
        }
    }
}
