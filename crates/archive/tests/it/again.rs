//! What is asked again is answered from what was kept: counts of whole segments less what lies
//! outside the frame, packed rows of some topics. Each answer is the oracle's all the same, whatever
//! has changed between.

use crate::{conformance::same_answers, support::*};
use hearken_archive::{Change, generator::Random};
use hearken_model::{
    Seq, Span, TopicId,
    dataset::{BoundDataset, Filters},
    time::HOUR,
};

/// More often than anything waits before it keeps something.
const TIMES: usize = 4;

/// A frame that lacks little of everything at either end, and the same moved by a little.
fn nearly_all(random: &mut Random, topics: Vec<TopicId>) -> BoundDataset {
    let mut cut = || random.below(20) as i64 * HOUR;
    let mut span = || Span {
        from: START.plus(cut()),
        to: START.plus(DAYS * 24 * HOUR - cut()),
    };
    let (now, before) = (span(), span());
    BoundDataset {
        span: now,
        past: vec![before],
        topics,
        ..dataset(&mut Random::new(1))
    }
}

fn datasets(random: &mut Random) -> Vec<BoundDataset> {
    let topics = |which: &[i64]| which.iter().copied().map(TopicId).collect::<Vec<_>>();
    let all = topics(&[0, 1, 2, 3, 4, 5, 6]);
    let mut datasets: Vec<BoundDataset> = [all.clone(), topics(&[2]), topics(&[3, 5])]
        .into_iter()
        .chain([all])
        .map(|topics| nearly_all(random, topics))
        .collect();
    for dataset in datasets.iter_mut().take(3) {
        dataset.filters = Filters::default();
    }
    let mut some = dataset(random);
    some.topics = topics(&[1]);
    datasets.push(some);
    datasets
}

/// The posts' topics, thinned so that a topic is in few of them.
fn thinned(change: Change, random: &mut Random) -> Change {
    match change {
        Change::Put(mut row) => {
            row.topics.truncate(1);
            if random.per_mille(500) {
                row.topics = vec![TopicId(0)];
            }
            Change::Put(row)
        }
        other => other,
    }
}

#[test]
fn answers_stay_right_when_they_are_kept() {
    let scope = scope(1);
    for seed in 0..4 {
        let mut random = Random::new(900 + seed);
        let (engine, oracle) = (on_disk(), naive());
        let mut seq = 0;
        let mut apply = |changes: &[Change]| {
            seq += 1;
            engine.apply(&scope, Seq(seq), changes).unwrap();
            oracle.apply(&scope, Seq(seq), changes).unwrap();
        };
        let datasets = datasets(&mut random);
        for part in 0..6 {
            let size = if part % 2 == 0 { 400 } else { 3 };
            let changes: Vec<Change> = (0..size)
                .map(|_| thinned(change(&mut random, 1_500), &mut random))
                .filter(|change| size == 3 || !matches!(change, Change::EraseAuthor(_)))
                .collect();
            apply(&changes);
            engine.persist(&scope).unwrap();
            for dataset in &datasets {
                for _ in 0..TIMES {
                    let mut asked = Random::new(seed);
                    same_answers(&*engine, &*oracle, dataset, &mut asked);
                }
            }
        }
    }
}
