//! Large worlds: many segments, merges and sweeps.

use crate::{conformance::same_answers, support::*};
use hearken_archive::{
    Change, Patch, PostRow,
    generator::{Generator, Random, Shape},
};
use hearken_model::{
    AuthorId, PostId, Sentiment, Seq, Span, TopicId,
    dataset::{BoundDataset, Bucket, FilterKey, FilterValue, Filters},
    time::DAY,
};

fn month(topics: i64) -> BoundDataset {
    let end = START.plus(DAYS * DAY);
    let span = |back: i64| Span {
        from: end.plus(-30 * (back + 1) * DAY),
        to: end.plus(-30 * back * DAY),
    };
    BoundDataset {
        span: span(0),
        past: vec![span(1)],
        topics: (1..=topics).map(TopicId).collect(),
        filters: Filters::default(),
        zone: "Europe/Berlin".parse().unwrap(),
        bucket: Bucket::Day,
    }
}

/// More than a segment holds, in time order with late posts, as one batch and as many.
#[test]
fn segments_are_answered_as_one() {
    let rows = Generator::new(Shape::of_posts(75_000, START.plus(DAYS * DAY)), 3);
    let rows = rows.map(|row| PostRow {
        words: words(row.id.0),
        ..row
    });
    let rows: Vec<PostRow> = rows.collect();
    let scope = scope(1);
    let mut random = Random::new(5);
    for size in [75_000, 4_000] {
        let (engine, oracle) = (on_disk(), naive());
        let mut seq = 0;
        for rows in rows.chunks(size) {
            let puts: Vec<Change> = rows
                .iter()
                .map(|r| Change::Put(Box::new(r.clone())))
                .collect();
            seq += 1;
            engine.apply(&scope, Seq(seq), &puts).unwrap();
            oracle.apply(&scope, Seq(seq), &puts).unwrap();
        }
        let mut datasets = [month(200), month(1), month(3)];
        datasets[2]
            .filters
            .include(FilterKey::Keywords, FilterValue::Keyword("3".into()));
        datasets[2].filters.exclude(
            FilterKey::Sentiment,
            FilterValue::Sentiment(Sentiment::Unknown),
        );
        // What was counted for the first answers is what the later ones are made from.
        for dataset in datasets.iter().cycle().take(9) {
            assert!(same_answers(&*engine, &*oracle, dataset, &mut random));
        }
        // Then a third of it changes.
        let mut changes: Vec<Change> = (0..25_000)
            .map(|n| match n % 4 {
                0 => Change::Delete(PostId(1 + random.below(75_000) as i64)),
                1 => Change::Put(Box::new(rows[random.below(75_000) as usize].clone())),
                _ => Change::Patch(
                    PostId(1 + random.below(75_000) as i64),
                    Patch {
                        sentiment: Some(tone(&mut random)),
                    },
                ),
            })
            .collect();
        changes.truncate(if size == 4_000 { 2_000 } else { 25_000 });
        changes.push(Change::EraseAuthor(AuthorId(1)));
        changes.push(Change::DropTopic(TopicId(2)));
        changes.push(Change::Topics {
            topic: TopicId(150),
            add: (1..=75_000).step_by(7).map(PostId).collect(),
            remove: (1..=75_000).step_by(21).map(PostId).collect(),
        });
        changes.sort_by_key(|change| !matches!(change, Change::Put(_)));
        engine.persist(&scope).unwrap();
        engine.apply(&scope, Seq(seq + 1), &changes).unwrap();
        oracle.apply(&scope, Seq(seq + 1), &changes).unwrap();
        for dataset in datasets.iter().cycle().take(9) {
            assert!(same_answers(&*engine, &*oracle, dataset, &mut random));
        }
    }
}

/// What is deleted goes from memory.
#[test]
fn deletions_give_memory_back() {
    let engine = memory();
    let scope = scope(1);
    let rows = Generator::new(Shape::of_posts(60_000, START), 3);
    let puts: Vec<Change> = rows.map(|row| Change::Put(Box::new(row))).collect();
    engine.apply(&scope, Seq(1), &puts).unwrap();
    let full = engine.status(&scope).unwrap();
    let deletes: Vec<Change> = (1..=50_000).map(|id| Change::Delete(PostId(id))).collect();
    engine.apply(&scope, Seq(2), &deletes).unwrap();
    let rest = engine.status(&scope).unwrap();
    assert_eq!((full.posts, rest.posts), (60_000, 10_000));
    let dictionaries = 6_000_000;
    assert!(
        rest.memory_bytes < full.memory_bytes / 4 + dictionaries,
        "{full:?} {rest:?}"
    );
}
