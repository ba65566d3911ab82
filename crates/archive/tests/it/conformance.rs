//! One suite for every engine: whatever changes come and whatever is asked, an engine answers as
//! the oracle does. An engine that is not exact by its own word is judged by its error bounds; for
//! now there is none.

use crate::support::*;
use hearken_archive::{
    Archive, Ask, Change, Data, Dimension, Split, TermsAsk, TopicGroup, generator::Random,
};
use hearken_model::{
    CategoryId, Sentiment, Seq, TopicId,
    dataset::{BoundDataset, Bucket},
};

#[test]
fn oracle_conforms() {
    suite(&naive);
}

#[test]
fn segments_in_memory_conform() {
    suite(&memory);
}

#[test]
fn segments_on_disk_conform() {
    suite(&on_disk);
}

/// Stopped, or killed between two writes, and started again at any moment: nobody can tell.
#[test]
fn segments_that_restart_conform() {
    suite(&restarting);
}

/// Everything that an engine has to keep.
fn suite(make: Factory<'_>) {
    for seed in 0..60 {
        random_changes(make, seed, 40, 25);
    }
    for seed in 100..104 {
        random_changes(make, seed, 3_000, 900);
    }
    organizations_are_apart(make);
    batches_are_idempotent(make);
}

pub(crate) fn dimensions() -> Vec<Dimension> {
    let group = |category, topics: &[i64]| TopicGroup {
        category: CategoryId(category),
        topics: topics.iter().copied().map(TopicId).collect(),
    };
    vec![
        Dimension::Source,
        Dimension::Language,
        Dimension::Sentiment,
        Dimension::PostType,
        Dimension::Reach,
        Dimension::Country,
        Dimension::LocationType,
        Dimension::Author,
        Dimension::Phrase,
        Dimension::Topic,
        Dimension::Category(vec![
            group(8, &[0, 1, 2]),
            group(3, &[2, 5]),
            group(5, &[4]),
            group(8, &[3]),
            group(9, &[77]),
        ]),
    ]
}

/// Every kind of ask, with random sizes.
pub(crate) fn asks(random: &mut Random) -> Vec<Ask> {
    let mut asks = vec![
        Ask::Count,
        Ask::Tones,
        Ask::Latest(random.below(30) as usize),
        Ask::Histogram {
            bucket: None,
            split: None,
        },
        Ask::Cells {
            zoom: random.below(25) as u8,
            limit: random.below(20) as usize,
        },
    ];
    for tone in Sentiment::ALL {
        asks.push(Ask::TonePhrases {
            tone,
            limit: random.below(20) as usize,
            at_least: random.below(3),
        });
    }
    for by in dimensions() {
        asks.push(Ask::Distinct(by.clone()));
        asks.push(Ask::Histogram {
            bucket: Some([Bucket::Hour, Bucket::Day, Bucket::Week][random.below(3) as usize]),
            split: Some(Split {
                by: by.clone(),
                limit: random.below(5) as usize,
            }),
        });
        asks.push(Ask::Terms(TermsAsk {
            by,
            limit: random.below(8) as usize,
            at_least: random.below(4),
            tones: random.per_mille(500),
            trend: random.per_mille(500),
        }));
    }
    // Engines share work among asks; the order must not matter.
    for n in (1..asks.len()).rev() {
        asks.swap(n, random.below(n as u64 + 1) as usize);
    }
    asks
}

/// Two archives answer the same to everything about a dataset. Tells whether it had posts.
pub(crate) fn same_answers(
    engine: &dyn Archive,
    oracle: &dyn Archive,
    dataset: &BoundDataset,
    random: &mut Random,
) -> bool {
    let scope = scope(1);
    let asks = asks(random);
    let some = random.below(asks.len() as u64) as usize;
    let asks = if random.per_mille(500) {
        &asks[..]
    } else {
        &asks[some..]
    };
    let got = engine.ask(&scope, dataset, asks).unwrap();
    let expect = oracle.ask(&scope, dataset, asks).unwrap();
    assert_eq!(got.len(), asks.len());
    for ((ask, got), expect) in asks.iter().zip(&got).zip(&expect) {
        assert_eq!(got, expect, "{ask:?} of {dataset:?}");
    }
    let mut after = None;
    let limit = 1 + random.below(40) as usize;
    for _ in 0..8 {
        let got = engine.page(&scope, dataset, after, limit).unwrap();
        let expect = oracle.page(&scope, dataset, after, limit).unwrap();
        assert_eq!(
            got, expect,
            "page of {limit} after {after:?} of {dataset:?}"
        );
        after = got.next;
        if after.is_none() {
            break;
        }
    }
    let count = engine.ask(&scope, dataset, &[Ask::Count]).unwrap();
    matches!(&count[0].data, Data::Count(count) if count.now > 0)
}

fn random_changes(make: Factory<'_>, seed: u64, steps: u64, posts: u64) {
    let (engine, oracle) = (make(), naive());
    let scope = scope(1);
    let mut random = Random::new(seed);
    let mut seq = 0;
    let (mut asked, mut with_posts) = (0, 0);
    for step in 0..steps {
        let count = if random.per_mille(50) {
            posts
        } else {
            random.below(9)
        };
        let changes: Vec<Change> = (0..count).map(|_| change(&mut random, posts)).collect();
        seq += random.below(5) as i64;
        for archive in [&engine, &oracle] {
            archive.apply(&scope, Seq(seq), &changes).unwrap();
        }
        assert_eq!(
            engine.applied(&scope).unwrap(),
            oracle.applied(&scope).unwrap()
        );
        if random.per_mille(if steps > 100 { 10 } else { 300 }) || step + 1 == steps {
            let dataset = dataset(&mut random);
            asked += 1;
            with_posts += u64::from(same_answers(&*engine, &*oracle, &dataset, &mut random));
            let (got, expect) = (
                engine.status(&scope).unwrap(),
                oracle.status(&scope).unwrap(),
            );
            assert_eq!(
                (got.applied, got.posts, got.oldest, got.newest, got.complete),
                (
                    expect.applied,
                    expect.posts,
                    expect.oldest,
                    expect.newest,
                    true
                )
            );
        }
    }
    assert!(
        steps < 100 || with_posts * 3 > asked,
        "{with_posts} of {asked} had posts"
    );
}

fn organizations_are_apart(make: Factory<'_>) {
    let archive = make();
    let mut random = Random::new(4);
    let put = |random: &mut Random, id| Change::Put(Box::new(row(random, id)));
    let (one, two) = (scope(1), scope(2));
    archive
        .apply(&one, Seq(3), &[put(&mut random, 1), put(&mut random, 2)])
        .unwrap();
    archive.apply(&two, Seq(1), &[put(&mut random, 1)]).unwrap();
    let posts = |scope: &_| archive.status(scope).unwrap().posts;
    assert_eq!((posts(&one), posts(&two)), (2, 1));
    archive.drop_organization(&one).unwrap();
    assert_eq!((posts(&one), posts(&two)), (0, 1));
    assert_eq!(archive.applied(&one).unwrap(), Seq(0));
    assert_eq!(archive.applied(&two).unwrap(), Seq(1));
}

/// Whatever was applied before: applying an earlier stretch of the outbox again, up to a later
/// position, ends where the whole outbox ends.
fn batches_are_idempotent(make: Factory<'_>) {
    for seed in 0..200 {
        let mut random = Random::new(seed);
        let outbox: Vec<Change> = (0..30).map(|_| change(&mut random, 6)).collect();
        let cut = |random: &mut Random, from: usize| {
            from + random.below((outbox.len() - from) as u64 + 1) as usize
        };
        let first = cut(&mut random, 0);
        let from = random.below(first as u64 + 1) as usize;
        let (engine, oracle) = (make(), naive());
        let scope = scope(1);
        engine
            .apply(&scope, Seq(first as i64), &outbox[..first])
            .unwrap();
        engine
            .apply(&scope, Seq(first as i64), &outbox[from..])
            .unwrap();
        engine.apply(&scope, Seq(30), &outbox[from..]).unwrap();
        oracle.apply(&scope, Seq(30), &outbox).unwrap();
        for _ in 0..3 {
            let dataset = dataset(&mut random);
            same_answers(&*engine, &*oracle, &dataset, &mut random);
        }
    }
}
