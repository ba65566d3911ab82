//! The Jetstream connector against a server: both versions, cursors, faults.

use crate::{
    context::{NOON, clock, context, drain_until, options, with},
    jetstream_server::{
        Behave, Happening, JetstreamServer, Script, account, commit, create, identity,
    },
};
use hearken_connectors::{
    Acquire, Batch, Checkpoint, ErrorKind, HealthState, Item,
    bluesky::{Endpoint, JetstreamOptions, JetstreamStream, Timing},
};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::time::Instant;

pub(crate) const DID: &str = "did:plc:demoauthor";
const SECOND: i64 = 1_000_000;

fn timing() -> Timing {
    Timing {
        backoff_first: Duration::from_millis(20),
        backoff_longest: Duration::from_millis(100),
        stable: Duration::from_secs(10),
        handshake: Duration::from_secs(2),
        silence: Duration::from_secs(5),
        batch_wait: Duration::from_millis(30),
        heartbeat: Duration::from_millis(60),
        ..Timing::default()
    }
}

pub(crate) fn listen(servers: &[&JetstreamServer]) -> JetstreamOptions {
    let endpoints = servers.iter().map(|s| Endpoint::parse(&s.url()).unwrap());
    JetstreamOptions {
        endpoints: endpoints.collect(),
        compress: false,
        v1_dictionary: None,
        timing: timing(),
    }
}

/// One post a second, up to a second before noon.
pub(crate) fn posts(n: u64) -> Vec<Happening> {
    let first = NOON - i64::try_from(n).unwrap() * SECOND;
    let post = |i: u64| {
        let time = first + i64::try_from(i).unwrap() * SECOND;
        create(i + 1, time, DID, &format!("key{i}"), &format!("post {i}"))
    };
    (0..n).map(post).collect()
}

pub(crate) fn texts(batches: &[Batch]) -> Vec<String> {
    let posts = batches.iter().flat_map(Batch::posts);
    posts.map(|post| post.text.clone()).collect()
}

pub(crate) fn expected(from: u64, to: u64) -> Vec<String> {
    (from..to).map(|i| format!("post {i}")).collect()
}

pub(crate) async fn read(stream: &mut JetstreamStream, posts: usize) -> Vec<Batch> {
    drain_until(stream, |batches| texts(batches).len() >= posts).await
}

fn last(batches: &[Batch]) -> Checkpoint {
    batches
        .iter()
        .rev()
        .find_map(|b| b.checkpoint.clone())
        .unwrap()
}

#[tokio::test]
async fn both_versions_tell_the_same() {
    let mut events = posts(3);
    events.push(commit(4, NOON, DID, "key1", "delete", None));
    events.push(account(5, NOON, "did:plc:gone", false, "deleted"));
    events.push(account(6, NOON, "did:plc:away", false, "deactivated"));
    events.push(account(7, NOON, "did:plc:back", true, ""));
    events.push(identity(8, NOON, DID, "demo.example"));
    let mut told = Vec::new();
    for only_v1 in [false, true] {
        let script = Script {
            events: events.clone(),
            only_v1,
            ..Script::default()
        };
        let server = JetstreamServer::start(script).await;
        let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
        let batches = drain_until(&mut stream, |b| {
            b.iter().map(|b| b.items.len()).sum::<usize>() >= 6
        })
        .await;
        let items: Vec<Item> = batches.into_iter().flat_map(|b| b.items).collect();
        assert_eq!(items.len(), 6, "{items:?}");
        assert!(matches!(&items[3], Item::Delete { native_id, .. }
            if native_id == "at://did:plc:demoauthor/app.bsky.feed.post/key1"));
        assert!(matches!(&items[4], Item::DeleteAuthor { native_id, .. }
            if native_id == "did:plc:gone"));
        assert!(matches!(&items[5], Item::RenameAuthor { handle, .. } if handle == "demo.example"));
        told.push(items);
        let paths: Vec<_> = server.log().iter().map(|u| u.path().to_owned()).collect();
        let v2 = "/xrpc/network.bsky.jetstream.subscribeEvents";
        let expect: &[&str] = if only_v1 { &[v2, "/subscribe"] } else { &[v2] };
        assert_eq!(paths, expect, "falls back without waiting");
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn a_lost_connection_goes_on_by_cursor_without_loss_or_repetition() {
    for only_v1 in [false, true] {
        let script = Script {
            events: posts(20),
            behave: vec![Behave::CloseAfter(7), Behave::CloseAfter(9), Behave::Serve],
            only_v1,
            ..Script::default()
        };
        let server = JetstreamServer::start(script).await;
        let mut options = listen(&[&server]);
        if only_v1 {
            let v1 = format!("{}/subscribe", server.url());
            options.endpoints = vec![Endpoint::parse(&v1).unwrap()];
        }
        let mut stream = JetstreamStream::new(&context(), options, None).unwrap();
        let batches = read(&mut stream, 20).await;
        assert_eq!(texts(&batches), expected(0, 20), "v1: {only_v1}");
        let positions: Vec<_> = batches
            .iter()
            .filter_map(|b| b.checkpoint.as_ref())
            .map(|c| c.position)
            .collect();
        assert!(positions.is_sorted(), "{positions:?}");
        let cursors = server.cursors();
        assert_eq!(cursors[0], None, "the first time from the live end");
        if only_v1 {
            let seventh = NOON - 14 * SECOND;
            assert_eq!(
                cursors[1],
                u64::try_from(seventh - 5 * SECOND).ok(),
                "a bit before"
            );
        } else {
            assert_eq!(
                cursors[1],
                Some(7),
                "the number seen last, which is included"
            );
        }
        let counters = &stream.status().counters;
        assert_eq!(counters.connects.load(Ordering::Relaxed), 3);
        assert_eq!(counters.failures.load(Ordering::Relaxed), 2);
        assert!(counters.repeats.load(Ordering::Relaxed) > 0);
    }
}

#[tokio::test]
async fn a_stopped_stream_goes_on_from_its_checkpoint() {
    let script = Script {
        events: posts(10),
        behave: vec![Behave::CloseAfter(4), Behave::Serve],
        ..Script::default()
    };
    let server = JetstreamServer::start(script).await;
    let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
    let first = stream.next().await.unwrap().unwrap();
    assert!(!texts(std::slice::from_ref(&first)).is_empty());
    let checkpoint = first.checkpoint.clone().unwrap();
    drop(stream);
    let mut stream =
        JetstreamStream::new(&context(), listen(&[&server]), Some(&checkpoint)).unwrap();
    let rest = drain_until(&mut stream, |b| {
        texts(b).last().is_some_and(|t| t == "post 9")
    })
    .await;
    let mut all = texts(&[first]);
    for text in texts(&rest) {
        if !all.contains(&text) {
            all.push(text); // the event at the cursor is sent again; stores know it by its id
        }
    }
    assert_eq!(all, expected(0, 10));
    assert!(last(&rest).position >= checkpoint.position);
}

#[tokio::test]
async fn another_host_goes_on_by_time_and_further_back() {
    // The numbers of the second host are its own.
    let events = posts(100);
    let elsewhere = events.iter().cloned().map(|mut event| {
        event.seq += 5000;
        event
    });
    let one = JetstreamServer::start(Script {
        events: events.clone(),
        behave: vec![Behave::CloseAfter(90), Behave::Refuse(503, "")],
        ..Script::default()
    })
    .await;
    let two = JetstreamServer::start(Script {
        events: elsewhere.collect(),
        ..Script::default()
    })
    .await;
    let mut stream = JetstreamStream::new(&context(), listen(&[&one, &two]), None).unwrap();
    let batches = read(&mut stream, 100).await;
    assert_eq!(
        texts(&batches),
        expected(0, 100),
        "told apart by what they are, not by number"
    );
    assert_eq!(one.cursors(), [None, Some(90)]);
    let last_seen = NOON - 11 * SECOND;
    assert_eq!(two.cursors(), [u64::try_from(last_seen - 60 * SECOND).ok()]);
    let health = stream.status().health();
    assert_eq!(health.state, HealthState::Running);
    assert!(health.endpoint.unwrap().contains(&two.address.to_string()));
}

#[tokio::test]
async fn a_position_that_is_too_old_is_left_and_said() {
    let too_old = r#"{"error":"CursorTooOld","message":"the floor is 50"}"#;
    let script = Script {
        events: posts(5),
        behave: vec![
            Behave::CloseAfter(2),
            Behave::Refuse(400, too_old),
            Behave::Serve,
        ],
        ..Script::default()
    };
    let server = JetstreamServer::start(script).await;
    let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
    let batches = read(&mut stream, 5).await;
    assert_eq!(texts(&batches), expected(0, 5));
    let cursors = server.cursors();
    assert_eq!(cursors[1], Some(2));
    assert!(
        cursors[2].unwrap() > 1_000_000_000_000_000,
        "by time: {cursors:?}"
    );
    assert!(
        stream
            .status()
            .health()
            .last_error
            .unwrap()
            .contains("missed")
    );
}

#[tokio::test]
async fn notices_and_errors_of_the_server_are_understood() {
    let info = r#"{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#info","name":"OutdatedCursor"}}"#;
    let slow = r#"{"$type":"error","error":"ConsumerTooSlow","message":"bye"}"#;
    let script = Script {
        events: posts(3),
        behave: vec![Behave::Say(slow.into()), Behave::Say(info.into())],
        ..Script::default()
    };
    let server = JetstreamServer::start(script).await;
    let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
    let batches = read(&mut stream, 3).await;
    assert_eq!(texts(&batches), expected(0, 3));
    assert_eq!(server.log().len(), 2, "an error ends the connection");
    assert!(
        stream
            .status()
            .health()
            .last_error
            .unwrap()
            .contains("missed")
    );
}

#[tokio::test]
async fn failures_wait_longer_each_time_and_obey_retry_after() {
    let script = Script {
        events: posts(1),
        behave: vec![
            Behave::Refuse(503, ""),
            Behave::Refuse(500, ""),
            Behave::Refuse(502, ""),
            Behave::Serve,
        ],
        ..Script::default()
    };
    let server = JetstreamServer::start(script).await;
    let began = Instant::now();
    let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!(texts(&[first]), expected(0, 1));
    // At least half of 20 + 40 + 80 ms.
    assert!(
        began.elapsed() >= Duration::from_millis(70),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(server.log().len(), 4);
    let health = stream.status().health();
    assert_eq!(health.state, HealthState::Running);
    assert!(health.last_error.unwrap().contains("502"));
}

#[tokio::test]
async fn a_server_that_wants_credentials_needs_a_person() {
    let script = Script {
        behave: vec![Behave::Refuse(401, "")],
        ..Script::default()
    };
    let server = JetstreamServer::start(script).await;
    let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
    assert_eq!(stream.next().await.unwrap_err().kind, ErrorKind::Auth);
}

#[tokio::test]
async fn a_silent_server_is_left() {
    let script = Script {
        events: posts(2),
        behave: vec![Behave::Silent, Behave::Serve],
        ..Script::default()
    };
    let server = JetstreamServer::start(script).await;
    let mut options = listen(&[&server]);
    options.timing.silence = Duration::from_millis(60);
    let mut stream = JetstreamStream::new(&context(), options, None).unwrap();
    let batches = read(&mut stream, 2).await;
    assert_eq!(texts(&batches), expected(0, 2));
    assert!(server.log().len() >= 2);
}

#[tokio::test]
async fn what_cannot_be_understood_is_counted_and_passed() {
    let large = "x".repeat(600 * 1024);
    for garbage in [
        "{",
        "not json at all",
        r#"{"did":"did:plc:x","time_us":1}"#,
        &large,
    ] {
        let script = Script {
            events: posts(2),
            behave: vec![Behave::Say(garbage.to_owned())],
            ..Script::default()
        };
        let server = JetstreamServer::start(script).await;
        let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
        let batches = read(&mut stream, 2).await;
        assert_eq!(texts(&batches), expected(0, 2));
        let rejects: usize = batches.iter().map(|b| b.rejects.len()).sum();
        assert_eq!(rejects, 1);
        assert_eq!(stream.status().counters.rejects.load(Ordering::Relaxed), 1);
        assert_eq!(server.log().len(), 1, "the connection holds");
    }
}

#[tokio::test]
async fn progress_without_items_is_told() {
    let like = Happening {
        seq: 9,
        time: NOON,
        v1: serde_json::json!({"did": DID, "kind": "commit", "commit": {"rev": "r",
            "operation": "create", "collection": "app.bsky.feed.like", "rkey": "k", "record": {}}}),
    };
    let script = Script {
        events: vec![like],
        ..Script::default()
    };
    let server = JetstreamServer::start(script).await;
    let mut stream = JetstreamStream::new(&context(), listen(&[&server]), None).unwrap();
    let batch = stream.next().await.unwrap().unwrap();
    assert_eq!((batch.items.len(), batch.read), (0, 1));
    assert_eq!(batch.checkpoint.unwrap().position, NOON.unsigned_abs());
}

#[tokio::test]
async fn the_inside_is_guarded_here_too() {
    let server = JetstreamServer::start(Script::default()).await;
    let guarded = hearken_connectors::HttpOptions {
        allowed_networks: Vec::new(),
        ..options()
    };
    let context = with(guarded, &clock());
    let mut stream = JetstreamStream::new(&context, listen(&[&server]), None).unwrap();
    let nothing = tokio::time::timeout(Duration::from_secs(1), stream.next()).await;
    assert!(nothing.is_err());
    let error = stream.status().health().last_error.unwrap();
    assert!(error.contains("private"), "{error}");
    assert!(server.log().is_empty());
}
