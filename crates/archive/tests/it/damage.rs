//! Files that are not what was written: seen at the start, never served, mended by a rebuild.

use crate::{conformance::same_answers, restart::start, support::*};
use hearken_archive::{
    Archive, ArchiveError, Ask, BoxError, Change, Data, Files, PostRow, PostSource,
    generator::Random,
};
use hearken_model::{
    Seq, Span, TopicId, Zone,
    dataset::{BoundDataset, Bucket, Filters},
};
use std::path::PathBuf;

struct Rows(Vec<PostRow>);

impl PostSource for Rows {
    fn as_of(&self) -> Seq {
        Seq(3)
    }

    fn next_rows(&mut self) -> Result<Vec<PostRow>, BoxError> {
        Ok(std::mem::take(&mut self.0))
    }
}

fn rows() -> Vec<PostRow> {
    let mut random = Random::new(5);
    (1..80).map(|id| row(&mut random, id)).collect()
}

fn fill(files: &Files) {
    let archive = start(files);
    let puts: Vec<Change> = rows()
        .into_iter()
        .map(|row| Change::Put(Box::new(row)))
        .collect();
    archive.apply(&scope(1), Seq(3), &puts).unwrap();
    assert_eq!(archive.persist(&scope(1)).unwrap(), Seq(3));
    archive.verify(&scope(1)).unwrap();
}

fn kept(files: &Files) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(files.folder.join("1")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| !path.ends_with("lock")).collect();
    paths.sort();
    paths
}

fn everything() -> BoundDataset {
    BoundDataset {
        span: Span::EVER,
        past: Vec::new(),
        topics: (0..9).map(TopicId).collect(),
        filters: Filters::default(),
        zone: Zone::UTC,
        bucket: Bucket::Week,
    }
}

/// Every file, in turn: a bit changed, an end cut off, all of it gone, or another file's bytes.
#[test]
fn damage_is_seen_and_not_served() {
    let scope = scope(1);
    let files_there = {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        fill(&files);
        kept(&files).len()
    };
    assert!(
        files_there >= 5,
        "manifest, columns, state, authors, phrases"
    );
    for number in 0..files_there {
        for how in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            let files = Files::new(folder.path());
            fill(&files);
            let all = kept(&files);
            let (path, other) = (&all[number], &all[(number + 1) % all.len()]);
            let mut bytes = std::fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            match how {
                0 => bytes[middle] ^= 4,
                1 => bytes.truncate(middle),
                2 => bytes.clear(),
                _ => bytes = std::fs::read(other).unwrap(),
            }
            std::fs::write(path, bytes).unwrap();
            let archive = start(&files);
            let status = archive.status(&scope).unwrap();
            let what = format!("{} {how}", path.display());
            let seen = (status.posts, status.applied, status.complete);
            assert_eq!(seen, (0, Seq(0), false), "{what}");
            let answers = archive.ask(&scope, &everything(), &[Ask::Count]).unwrap();
            assert!(!answers[0].exact, "{what}");
            assert!(matches!(&answers[0].data, Data::Count(count) if count.now == 0));
            let early = archive.apply(&scope, Seq(4), &[]);
            assert!(matches!(early, Err(ArchiveError::Incomplete)), "{what}");
            assert_eq!(archive.rebuild(&scope, &mut Rows(rows())).unwrap(), Seq(3));
            drop(archive);
            let (archive, oracle) = (start(&files), naive());
            oracle.rebuild(&scope, &mut Rows(rows())).unwrap();
            let mut random = Random::new(number as u64);
            assert!(
                same_answers(&archive, &*oracle, &everything(), &mut random),
                "{what}"
            );
        }
    }
}

/// A file that goes bad while it is used is found by the check that reads all of them.
#[test]
fn verify_names_the_damaged_file() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    fill(&files);
    let archive = start(&files);
    archive.verify(&scope(1)).unwrap();
    assert_eq!(archive.applied(&scope(1)).unwrap(), Seq(3));
    let path = kept(&files).remove(0);
    let mut bytes = std::fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let found = archive.verify(&scope(1));
    let named = matches!(&found, Err(ArchiveError::Damaged { file, .. }) if *file == path.display().to_string());
    assert!(named, "{found:?}");
}

/// Files of a newer or older form are not guessed at.
#[test]
fn another_version_is_rebuilt() {
    for step in [u8::MAX, 1] {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        fill(&files);
        let manifest = files.folder.join("1").join("manifest");
        let mut bytes = std::fs::read(&manifest).unwrap();
        bytes[7] = bytes[7].wrapping_add(step);
        std::fs::write(&manifest, bytes).unwrap();
        assert!(!start(&files).status(&scope(1)).unwrap().complete);
    }
}
