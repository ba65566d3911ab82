//! Compressed frames of Jetstream, with dictionaries trained here.

use crate::{
    context::{NOON, context},
    jetstream_server::{Behave, JetstreamServer, Script, create, v2},
    streams::{DID, expected, listen, posts, read, texts},
};
use hearken_connectors::{Acquire as _, bluesky::JetstreamStream};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn compressed_frames_are_unpacked() {
    let events = posts(50);
    let samples: Vec<Vec<u8>> = (0..200)
        .map(|i| {
            let event = create(i, NOON, DID, &format!("sample{i}"), "a text to learn from");
            v2(&event).into_bytes()
        })
        .collect();
    let dictionary = zstd::dict::from_samples(&samples, 4096).unwrap();
    for only_v1 in [false, true] {
        let script = Script {
            events: events.clone(),
            only_v1,
            dictionary: Some(dictionary.clone()),
            ..Script::default()
        };
        let server = JetstreamServer::start(script).await;
        let mut options = listen(&[&server]);
        options.compress = true;
        options.v1_dictionary = only_v1.then(|| dictionary.clone());
        let mut stream = JetstreamStream::new(&context(), options, None).unwrap();
        let batches = read(&mut stream, 50).await;
        assert_eq!(texts(&batches), expected(0, 50), "v1: {only_v1}");
        let asked = server.log().last().unwrap().query().unwrap().to_owned();
        let expect = if only_v1 {
            "compress=true"
        } else {
            "zstdDictionary="
        };
        assert!(asked.contains(expect), "{asked}");
        let bytes = stream.status().counters.bytes.load(Ordering::Relaxed);
        let plain: usize = events.iter().map(|e| v2(e).len()).sum();
        assert!(bytes < plain as u64 / 2, "{bytes} of {plain}");
    }
}

#[tokio::test]
async fn without_a_dictionary_frames_come_plain() {
    for dictionary_refused in [false, true] {
        let unknown = r#"{"error":"UnknownZstdDictionary","message":"current is 9"}"#;
        let behave = if dictionary_refused {
            vec![
                Behave::Refuse(400, unknown),
                Behave::Refuse(400, unknown),
                Behave::Serve,
            ]
        } else {
            vec![Behave::Serve]
        };
        let samples: Vec<Vec<u8>> = (0..200)
            .map(|i| format!("{{\"did\":\"{i}\",\"kind\":\"commit\"}}").into())
            .collect();
        let trained = zstd::dict::from_samples(&samples, 1024).unwrap();
        let script = Script {
            events: posts(2),
            behave,
            dictionary: dictionary_refused.then_some(trained),
            ..Script::default()
        };
        let server = JetstreamServer::start(script).await;
        let mut options = listen(&[&server]);
        options.compress = true;
        let mut stream = JetstreamStream::new(&context(), options, None).unwrap();
        assert_eq!(texts(&read(&mut stream, 2).await), expected(0, 2));
        let asked = server.log().last().unwrap().query().unwrap().to_owned();
        assert!(!asked.contains("zstdDictionary"), "{asked}");
    }
}
