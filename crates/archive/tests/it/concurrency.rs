//! Readers beside a writer see whole batches.

use crate::support::*;
use hearken_archive::{
    Archive, Ask, Change, Data, Dimension, PostRow, TermsAsk, generator::Random,
};
use hearken_model::{
    PostId, Seq, Span, TopicId, Zone,
    dataset::{BoundDataset, Bucket, Filters},
};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

/// Stops the readers, also when the writer fails.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The ten posts of a batch, and the move of those of the one before.
fn batch(random: &mut Random, seq: i64) -> Vec<Change> {
    let mut changes: Vec<Change> = (0..10)
        .map(|n| {
            Change::Put(Box::new(PostRow {
                topics: vec![TopicId(1)],
                ..row(random, seq * 10 + n)
            }))
        })
        .collect();
    let ids = |seq: i64| (seq * 10..seq * 10 + 10).map(PostId).collect::<Vec<_>>();
    let (add, remove) = (ids(seq - 1), ids(seq - 1));
    changes.push(Change::Topics {
        topic: TopicId(2),
        add,
        remove: Vec::new(),
    });
    changes.push(Change::Topics {
        topic: TopicId(1),
        add: Vec::new(),
        remove,
    });
    changes
}

/// Every batch moves ten posts from one topic to the other and adds ten: a reader that saw half of
/// one would see other sums.
#[test]
fn a_dashboard_is_of_one_state() {
    for archive in engines() {
        one_state(&*archive);
    }
}

fn one_state(archive: &dyn Archive) {
    let scope = scope(1);
    let dataset = BoundDataset {
        span: Span::EVER,
        past: Vec::new(),
        topics: vec![TopicId(1), TopicId(2)],
        filters: Filters::default(),
        zone: Zone::UTC,
        bucket: Bucket::Week,
    };
    let topics = Ask::Terms(TermsAsk::new(Dimension::Topic, 5).with_tones());
    let asks = [Ask::Count, topics, Ask::Tones, Ask::Latest(1)];
    let done = AtomicBool::new(false);
    thread::scope(|threads| {
        let reader = || {
            let mut seen = 0;
            while !done.load(Ordering::Relaxed) {
                let answers = archive.ask(&scope, &dataset, &asks).unwrap();
                let seq = answers[0].as_of.0 as u64;
                assert!(seq >= seen, "time runs forward");
                seen = seq;
                assert!(matches!(&answers[0].data, Data::Count(c) if c.now == seq * 10));
                let Data::Terms(terms) = &answers[1].data else {
                    panic!()
                };
                let posts: Vec<u64> = terms.rows.iter().map(|row| row.posts).collect();
                assert!(seq == 0 || posts == [10 * seq] || posts.iter().sum::<u64>() == 10 * seq);
            }
            seen
        };
        let readers = [threads.spawn(reader), threads.spawn(reader)];
        let stop = Stop(&done);
        let mut random = Random::new(1);
        for seq in 1..=400_i64 {
            let changes = batch(&mut random, seq);
            archive.apply(&scope, Seq(seq), &changes).unwrap();
            if seq % 20 == 0 {
                archive.persist(&scope).unwrap();
            }
        }
        assert!(
            archive
                .wait_visible(&scope, Seq(400), Duration::ZERO)
                .unwrap()
        );
        drop(stop);
        for reader in readers {
            assert!(reader.join().unwrap() <= 400);
        }
    });
}

#[test]
fn waiting_ends_with_the_change_or_the_time() {
    let archive = memory();
    let scope = scope(1);
    assert!(
        !archive
            .wait_visible(&scope, Seq(1), Duration::from_millis(5))
            .unwrap()
    );
    thread::scope(|threads| {
        let waiting =
            threads.spawn(|| archive.wait_visible(&scope, Seq(2), Duration::from_mins(1)));
        archive.apply(&scope, Seq(1), &[]).unwrap();
        archive.apply(&scope, Seq(2), &[]).unwrap();
        assert!(waiting.join().unwrap().unwrap());
    });
}
