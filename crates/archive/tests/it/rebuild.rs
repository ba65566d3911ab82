//! Rebuilding while serving.

use crate::{conformance::same_answers, support::*};
use hearken_archive::{
    Archive, ArchiveError, BoxError, Change, PostRow, PostSource, generator::Random,
};
use hearken_model::{PostId, Seq};

/// Batches of rows, and something that happens before each.
struct Batches<'b> {
    as_of: Seq,
    left: Vec<Result<Vec<PostRow>, BoxError>>,
    before_each: Box<dyn FnMut(usize) + 'b>,
}

impl PostSource for Batches<'_> {
    fn as_of(&self) -> Seq {
        self.as_of
    }

    fn next_rows(&mut self) -> Result<Vec<PostRow>, BoxError> {
        (self.before_each)(self.left.len());
        if self.left.is_empty() {
            return Ok(Vec::new());
        }
        self.left.remove(0)
    }
}

fn rows(random: &mut Random, ids: std::ops::Range<i64>) -> Vec<PostRow> {
    ids.map(|id| row(random, id)).collect()
}

fn puts(rows: &[PostRow]) -> Vec<Change> {
    rows.iter()
        .map(|row| Change::Put(Box::new(row.clone())))
        .collect()
}

fn check_same(engine: &dyn Archive, oracle: &dyn Archive, random: &mut Random) {
    for _ in 0..20 {
        let dataset = dataset(random);
        same_answers(engine, oracle, &dataset, random);
    }
}

#[test]
fn changes_during_a_rebuild_are_kept() {
    for engine in engines() {
        changes_during_rebuild(&*engine);
    }
}

fn changes_during_rebuild(engine: &dyn Archive) {
    let mut random = Random::new(9);
    let scope = scope(1);
    let oracle = naive();
    let old = rows(&mut random, 1..400);
    // The store knows better: half of the posts are others, some are gone.
    let new = rows(&mut random, 1..300);
    engine.apply(&scope, Seq(10), &puts(&old)).unwrap();
    let later: Vec<Change> = (0..40).map(|_| change(&mut random, 300)).collect();
    let mut source = Batches {
        as_of: Seq(10),
        left: new.chunks(50).map(|rows| Ok(rows.to_vec())).collect(),
        before_each: Box::new(|left| {
            let status = engine.status(&scope).unwrap();
            assert!(
                status.complete && status.posts > 300,
                "the old state is served"
            );
            engine
                .apply(&scope, Seq(20 - left as i64), &later[..40 - left * 5])
                .unwrap();
        }),
    };
    let applied = engine.rebuild(&scope, &mut source).unwrap();
    drop(source);
    assert_eq!(applied, Seq(20));
    oracle.apply(&scope, Seq(10), &puts(&new)).unwrap();
    oracle.apply(&scope, Seq(20), &later).unwrap();
    check_same(engine, &*oracle, &mut random);
}

#[test]
fn a_first_rebuild_shows_what_it_has_read() {
    for engine in engines() {
        first_rebuild(&*engine);
    }
}

fn first_rebuild(engine: &dyn Archive) {
    let mut random = Random::new(2);
    let scope = scope(1);
    let oracle = naive();
    let all = rows(&mut random, 1..40_000);
    let mut seen = Vec::new();
    let mut source = Batches {
        as_of: Seq(77),
        left: all.chunks(10_000).map(|rows| Ok(rows.to_vec())).collect(),
        before_each: Box::new(|_| {
            let status = engine.status(&scope).unwrap();
            let dataset = dataset(&mut Random::new(1));
            let answers = engine
                .ask(&scope, &dataset, &[hearken_archive::Ask::Count])
                .unwrap();
            assert!(status.posts == 0 || !answers[0].exact);
            seen.push((status.posts, status.complete, status.applied));
        }),
    };
    assert_eq!(engine.rebuild(&scope, &mut source).unwrap(), Seq(77));
    drop(source);
    assert_eq!(seen.first(), Some(&(0, true, Seq(0))));
    assert_eq!(seen.last(), Some(&(39_999, false, Seq(0))));
    oracle.apply(&scope, Seq(77), &puts(&all)).unwrap();
    let status = engine.status(&scope).unwrap();
    assert!(status.complete && status.applied == Seq(77));
    let dataset = dataset(&mut random);
    same_answers(engine, &*oracle, &dataset, &mut random);
}

#[test]
fn a_failed_rebuild_changes_nothing() {
    let mut random = Random::new(3);
    let scope = scope(1);
    for first in [true, false] {
        let engine = on_disk();
        if !first {
            engine
                .apply(&scope, Seq(5), &puts(&rows(&mut random, 1..30)))
                .unwrap();
        }
        let mut source = Batches {
            as_of: Seq(9),
            left: vec![
                Ok(rows(&mut random, 50..90)),
                Err("the disk is gone".into()),
            ],
            before_each: Box::new(|_| {}),
        };
        let failed = engine.rebuild(&scope, &mut source);
        assert!(matches!(failed, Err(ArchiveError::Source(_))));
        let status = engine.status(&scope).unwrap();
        let expect = if first {
            (0, Seq(0), false)
        } else {
            (29, Seq(5), true)
        };
        assert_eq!((status.posts, status.applied, status.complete), expect);
        // The next attempt, and changes after it, work.
        let mut source = Batches {
            as_of: Seq(9),
            left: vec![Ok(rows(&mut random, 50..90))],
            before_each: Box::new(|_| {}),
        };
        assert_eq!(engine.rebuild(&scope, &mut source).unwrap(), Seq(9));
        engine
            .apply(&scope, Seq(10), &[Change::Delete(PostId(50))])
            .unwrap();
        let status = engine.status(&scope).unwrap();
        assert_eq!(
            (status.posts, status.applied, status.complete),
            (39, Seq(10), true)
        );
    }
}
