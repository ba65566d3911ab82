//! Many organizations, little memory, and a folder that another process holds.

use crate::{conformance::same_answers, restart::start, support::*};
use hearken_archive::{Archive, Change, Files, generator::Random};
use hearken_model::Seq;

fn puts(random: &mut Random, from: i64) -> Vec<Change> {
    let rows = (from..from + 50).map(|id| row(random, id));
    rows.map(|row| Change::Put(Box::new(row))).collect()
}

/// With room for one organization at most, all of them answer as if there were room for all.
#[test]
fn organizations_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::new(folder.path());
    files.budget_bytes = 1;
    let (archive, oracle) = (start(&files), naive());
    let mut random = Random::new(6);
    for seq in 1..=4 {
        for org in 1..=5 {
            let changes = puts(&mut random, seq * 50);
            archive.apply(&scope(org), Seq(seq), &changes).unwrap();
            if org == 1 {
                oracle.apply(&scope(org), Seq(seq), &changes).unwrap();
            }
        }
    }
    for org in 1..=5 {
        assert_eq!(archive.applied(&scope(org)).unwrap(), Seq(4));
        assert_eq!(archive.status(&scope(org)).unwrap().posts, 200);
    }
    for _ in 0..20 {
        let dataset = dataset(&mut random);
        same_answers(&archive, &*oracle, &dataset, &mut random);
    }
}

/// Whoever comes second works in memory, and takes the folder over when it is free.
#[test]
fn a_folder_has_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    let scope = scope(1);
    let mut random = Random::new(8);
    let first = start(&files);
    let changes = puts(&mut random, 1);
    first.apply(&scope, Seq(1), &changes).unwrap();
    assert_eq!(first.persist(&scope).unwrap(), Seq(1));
    let second = start(&files);
    assert_eq!(second.applied(&scope).unwrap(), Seq(0));
    second.apply(&scope, Seq(1), &changes).unwrap();
    second
        .apply(&scope, Seq(2), &puts(&mut random, 51))
        .unwrap();
    assert_eq!(second.persist(&scope).unwrap(), Seq(0), "it cannot");
    drop(first);
    assert_eq!(second.persist(&scope).unwrap(), Seq(2), "now it can");
    drop(second);
    let third = start(&files);
    let status = third.status(&scope).unwrap();
    assert_eq!((status.applied, status.posts), (Seq(2), 100));
    assert!(status.mapped_bytes > 0);
}

#[test]
fn a_dropped_organization_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    let archive = start(&files);
    let changes = puts(&mut Random::new(8), 1);
    archive.apply(&scope(3), Seq(1), &changes).unwrap();
    archive.persist(&scope(3)).unwrap();
    assert!(files.folder.join("3").exists());
    archive.drop_organization(&scope(3)).unwrap();
    assert!(!files.folder.join("3").exists());
    assert_eq!(archive.applied(&scope(3)).unwrap(), Seq(0));
}
