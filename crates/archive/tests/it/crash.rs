//! Cut off at every write: whatever the moment, a start finds a whole state that was meant to be
//! kept, and what follows from the outbox makes it the right one.

use crate::{conformance::same_answers, restart::start, support::*};
use hearken_archive::{
    Archive, ArchiveError, Change, Files, PostRow, PostSource,
    disk::{Disk, RealDisk},
    generator::Random,
};
use hearken_model::{AuthorId, Seq};
use std::{
    fs::File,
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// A disk that does so many operations and then none; of a write it does half at last.
struct Breaking {
    left: AtomicI64,
}

impl Breaking {
    /// Whether the operation is done whole; the one after which none is done is not.
    fn step(&self) -> io::Result<bool> {
        match self.left.fetch_sub(1, Ordering::Relaxed) {
            left if left > 1 => Ok(true),
            1 => Ok(false),
            _ => Err(io::Error::other("the power is gone")),
        }
    }

    fn whole(&self, act: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        if self.step()? {
            return act();
        }
        // It may have been done or not; nobody is told.
        if self.left.load(Ordering::Relaxed) % 2 == 0 {
            act()?;
        }
        Err(io::Error::other("the power goes"))
    }
}

impl Disk for Breaking {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.make_folder(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        RealDisk.list(folder)
    }

    fn write(&self, file: &Path, parts: &[&[u8]]) -> io::Result<()> {
        if self.step()? {
            return RealDisk.write(file, parts);
        }
        let bytes = parts.concat();
        RealDisk.write(file, &[&bytes[..bytes.len() / 2]])?;
        Err(io::Error::other("the power goes"))
    }

    fn open(&self, file: &Path) -> io::Result<File> {
        RealDisk.open(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole(|| RealDisk.rename(from, to))
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.whole(|| RealDisk.remove(file))
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.whole(|| RealDisk.remove_folder(folder))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.whole(|| RealDisk.sync_folder(folder))
    }

    fn lock(&self, file: &Path) -> io::Result<Option<File>> {
        RealDisk.lock(file)
    }
}

/// What a store has after the outbox was followed: the source of a rebuild.
struct All(Seq, Vec<PostRow>);

impl PostSource for All {
    fn as_of(&self) -> Seq {
        self.0
    }

    fn next_rows(&mut self) -> Result<Vec<PostRow>, hearken_archive::BoxError> {
        Ok(std::mem::take(&mut self.1))
    }
}

/// The life that is cut off: batches, some made durable; an erasure; a rebuild in the midst.
struct Life {
    outbox: Vec<Vec<Change>>,
    rows: Vec<PostRow>,
}

const REBUILT_AT: usize = 5;

impl Life {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let rows: Vec<PostRow> = (1..60).map(|id| row(&mut random, id)).collect();
        let puts = |rows: &[PostRow]| {
            let puts = rows.iter().map(|row| Change::Put(Box::new(row.clone())));
            puts.collect::<Vec<_>>()
        };
        let mut outbox: Vec<Vec<Change>> = rows.chunks(12).map(puts).collect();
        assert_eq!(outbox.len(), REBUILT_AT);
        for _ in 0..4 {
            outbox.push((0..12).map(|_| change(&mut random, 70)).collect());
        }
        outbox.push(vec![Change::EraseAuthor(AuthorId(2))]);
        outbox.push((0..5).map(|_| change(&mut random, 70)).collect());
        Self { outbox, rows }
    }

    /// Lives until the disk breaks; answers the last position that was said to be durable.
    fn live(&self, archive: &dyn Archive, kept: &mut Seq) -> Result<(), ArchiveError> {
        let scope = scope(1);
        for (n, changes) in self.outbox.iter().enumerate() {
            if n == REBUILT_AT {
                let mut source = All(Seq(n as i64), self.rows.clone());
                archive.rebuild(&scope, &mut source)?;
            }
            archive.apply(&scope, Seq(n as i64 + 1), changes)?;
            if n % 2 == 1 {
                *kept = archive.persist(&scope)?;
            }
        }
        *kept = archive.persist(&scope)?;
        Ok(())
    }

    /// Follows the outbox from where the archive is.
    fn follow(&self, archive: &dyn Archive) {
        let scope = scope(1);
        let applied = archive.applied(&scope).unwrap();
        for (n, changes) in self.outbox.iter().enumerate() {
            if n as i64 >= applied.0 {
                archive.apply(&scope, Seq(n as i64 + 1), changes).unwrap();
            }
        }
    }
}

#[test]
fn a_cut_at_any_write_leaves_a_whole_state() {
    for seed in 0..3 {
        let life = Life::new(seed);
        let mut broken = 0;
        for operations in 1.. {
            let folder = tempfile::tempdir().unwrap();
            let mut files = Files::new(folder.path());
            files.disk = Arc::new(Breaking {
                left: AtomicI64::new(operations),
            });
            let mut kept = Seq(0);
            let lived = life.live(&start(&files), &mut kept);
            files.disk = Arc::new(RealDisk);
            let archive = start(&files);
            let scope = scope(1);
            let status = archive.status(&scope).unwrap();
            assert!(status.complete, "{operations}: nothing is damaged by a cut");
            assert!(
                status.applied >= kept,
                "{operations}: {status:?} after {kept:?}"
            );
            life.follow(&archive);
            let oracle = naive();
            life.follow(&*oracle);
            let mut random = Random::new(operations as u64);
            for _ in 0..3 {
                let dataset = dataset(&mut random);
                same_answers(&archive, &*oracle, &dataset, &mut random);
            }
            archive.persist(&scope).unwrap();
            archive.verify(&scope).unwrap();
            if lived.is_ok() {
                break;
            }
            broken += 1;
        }
        assert!(broken > 60, "{broken} writes were cut");
    }
}

/// A disk that is full for a while: nothing is lost, and what was kept meanwhile is right.
#[test]
fn a_disk_that_fails_is_asked_again() {
    let life = Life::new(9);
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::new(folder.path());
    let disk = Arc::new(Breaking {
        left: AtomicI64::new(1_000_000),
    });
    files.disk = Arc::clone(&disk) as Arc<dyn Disk>;
    let (scope, archive) = (scope(1), start(&files));
    assert_eq!(archive.applied(&scope).unwrap(), Seq(0));
    for (n, changes) in life.outbox.iter().enumerate() {
        disk.left.store(n as i64 % 7, Ordering::Relaxed);
        let applied = archive.apply(&scope, Seq(n as i64 + 1), changes);
        let kept = archive.persist(&scope);
        disk.left.store(1_000_000, Ordering::Relaxed);
        assert_eq!(
            archive.applied(&scope).unwrap(),
            Seq(n as i64 + 1),
            "an erasure wants its files at once, and is there without them: {applied:?} {kept:?}"
        );
    }
    assert_eq!(
        archive.persist(&scope).unwrap(),
        Seq(life.outbox.len() as i64)
    );
    drop(archive);
    let (archive, oracle) = (start(&files), naive());
    life.follow(&*oracle);
    let mut random = Random::new(1);
    for _ in 0..10 {
        let dataset = dataset(&mut random);
        same_answers(&archive, &*oracle, &dataset, &mut random);
    }
}
