//! An organization's files: reading a state, and putting the next one in its place.
//!
//! Files are written once, under numbers that are never used again, and then only read or removed.
//! A state is what the manifest names; the manifest is written aside and renamed. Whatever is cut
//! off before the rename leaves the old state, whatever is cut off after it leaves the new one and
//! some files that nobody names, which the next start removes.

mod container;
mod manifest;
mod map;
mod segment_file;

pub(super) use self::{container::Flaw, manifest::Part, map::Map, segment_file::read_fuzzed};

use super::{
    dictionary::{Dictionaries, Numbers},
    segment::{Kept, Segment},
    snapshot::Snapshot,
};
use crate::{ArchiveError, disk::Disk};
use container::{Container, Draft, Kind};
use hashbrown::HashSet;
use hearken_model::Seq;
use manifest::{Manifest, SegmentEntry};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

const MANIFEST: &str = "manifest";
const NEXT_MANIFEST: &str = "manifest.next";
const LOCK: &str = "lock";
/// A state is written anew when a start would have to look for more codes of phrases than that.
const LATE_CODES: usize = 16_384;

/// The folder of an organization, held against other processes as long as this lives.
pub(super) struct Folder {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    _lock: File,
    /// What the manifest on the disk says, if there is one.
    kept: Mutex<Option<Manifest>>,
    /// The next number of a file or name of a segment.
    names: Arc<AtomicU64>,
}

/// What a folder had.
pub(super) enum Loaded {
    /// Nothing.
    Nothing,
    /// A whole state.
    State(Snapshot),
    /// Something that is not whole: which file, and why.
    Damaged(String, Flaw),
}

impl Folder {
    /// Takes hold of a folder; none if another process has it.
    pub(super) fn open(
        disk: Arc<dyn Disk>,
        path: &Path,
        names: Arc<AtomicU64>,
    ) -> Result<Option<Self>, ArchiveError> {
        let at = |file: &str| file_error(path, file);
        disk.make_folder(path).map_err(at(""))?;
        let lock = disk.lock(&path.join(LOCK)).map_err(at(LOCK))?;
        Ok(lock.map(|lock| Self {
            disk,
            path: path.to_path_buf(),
            _lock: lock,
            kept: Mutex::default(),
            names,
        }))
    }

    /// Reads what is there and removes what is left of a write that was cut off. Every byte is
    /// compared with its checksum.
    pub(super) fn load(&self) -> Result<Loaded, ArchiveError> {
        let names = self.disk.list(&self.path).map_err(self.failed(""))?;
        if !names.iter().any(|name| name == MANIFEST) {
            self.clear()?;
            return Ok(Loaded::Nothing);
        }
        let manifest = match self
            .read(MANIFEST, Kind::Manifest)
            .and_then(|file| Manifest::read(&file))
        {
            Ok(manifest) => manifest,
            Err(flaw) => return self.refuse(MANIFEST.to_owned(), flaw),
        };
        let highest = names.iter().filter_map(|name| name.parse().ok()).max();
        self.names
            .fetch_max(highest.unwrap_or(0) + 1, Ordering::Relaxed);
        let state = match self.read_state(&manifest) {
            Ok(state) => state,
            Err((file, flaw)) => return self.refuse(file.to_string(), flaw),
        };
        self.remove_unnamed(&names, &manifest)?;
        *self.kept() = Some(manifest);
        Ok(Loaded::State(state))
    }

    /// A file that cannot be read is an error; one that is not whole or not there is damage.
    fn refuse(&self, file: String, flaw: Flaw) -> Result<Loaded, ArchiveError> {
        match flaw {
            Flaw::Io(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(self.failed(&file)(error))
            }
            flaw => Ok(Loaded::Damaged(
                self.path.join(file).display().to_string(),
                flaw,
            )),
        }
    }

    /// Removes all files, the manifest first.
    pub(super) fn clear(&self) -> Result<(), ArchiveError> {
        *self.kept() = None;
        let mut names = self.disk.list(&self.path).map_err(self.failed(""))?;
        names.sort_by_key(|name| name != MANIFEST);
        let highest = names.iter().filter_map(|name| name.parse().ok()).max();
        self.names
            .fetch_max(highest.unwrap_or(0) + 1, Ordering::Relaxed);
        for name in names.iter().filter(|name| *name != LOCK) {
            self.remove(name)?;
        }
        self.disk.sync_folder(&self.path).map_err(self.failed(""))
    }

    /// Removes the folder itself.
    pub(super) fn remove_all(&self) -> Result<(), ArchiveError> {
        self.clear()?;
        self.disk.remove_folder(&self.path).map_err(self.failed(""))
    }

    /// The position of the state on the disk.
    pub(super) fn applied(&self) -> Seq {
        self.kept()
            .as_ref()
            .map_or(Seq(0), |manifest| manifest.applied)
    }

    /// Writes what a segment has that is in no file yet, and maps what was written.
    pub(super) fn keep(
        &self,
        segment: &mut Arc<Segment>,
        phrases: &Numbers,
    ) -> Result<(), ArchiveError> {
        self.entry(segment, phrases).map(drop)
    }

    fn entry(
        &self,
        segment: &mut Arc<Segment>,
        phrases: &Numbers,
    ) -> Result<SegmentEntry, ArchiveError> {
        let columns = match segment.columns_kept {
            Some(kept) => kept,
            None => segment_file::write_columns(&segment.columns, |draft| self.create(draft))?,
        };
        let is_behind = phrases.len().saturating_sub(segment.late_kept()) > LATE_CODES;
        let state = match segment.state_kept.filter(|_| !is_behind) {
            Some(kept) => kept,
            None => {
                let late = segment.late(phrases);
                segment_file::write_state(segment, &late, |draft| self.create(draft))?
            }
        };
        let entry = SegmentEntry {
            name: segment.name,
            columns,
            state,
        };
        if segment.columns_kept.is_none() || segment.state_kept != Some(state) {
            let written = self.read_segment(&entry);
            let mut written = written.map_err(|(file, flaw)| self.unusable(file, flaw))?;
            written.partials = Arc::clone(&segment.partials);
            *segment = Arc::new(written);
        }
        Ok(entry)
    }

    /// Makes a state the one on the disk. Files that it does not have are removed: all of them, or
    /// only those of the state before while another state is being written beside it.
    pub(super) fn commit(&self, state: &mut Snapshot, is_alone: bool) -> Result<(), ArchiveError> {
        let manifest = self.manifest_of(state)?;
        let before = self.kept().clone();
        if before.as_ref() == Some(&manifest) {
            return Ok(());
        }
        let (next, place) = (self.path.join(NEXT_MANIFEST), self.path.join(MANIFEST));
        let written = manifest.write(|draft| self.disk.write(&next, &draft.parts()));
        written.map_err(self.failed(NEXT_MANIFEST))?;
        // The names of the new files first, then that of the manifest which names them.
        self.disk.sync_folder(&self.path).map_err(self.failed(""))?;
        self.disk
            .rename(&next, &place)
            .map_err(self.failed(MANIFEST))?;
        self.disk.sync_folder(&self.path).map_err(self.failed(""))?;
        let old: Vec<String> = if is_alone {
            self.disk.list(&self.path).map_err(self.failed(""))?
        } else {
            before
                .iter()
                .flat_map(Manifest::files)
                .map(|file| file.to_string())
                .collect()
        };
        self.remove_unnamed(&old, &manifest)?;
        *self.kept() = Some(manifest);
        Ok(())
    }

    fn remove_unnamed(&self, names: &[String], manifest: &Manifest) -> Result<(), ArchiveError> {
        let named: HashSet<u64> = manifest.files().collect();
        for name in names {
            let is_named = name.parse().is_ok_and(|file: u64| named.contains(&file));
            if !is_named && name != MANIFEST && name != LOCK {
                self.remove(name)?;
            }
        }
        Ok(())
    }

    /// Compares every byte on the disk with its checksum again.
    pub(super) fn verify(&self) -> Result<(), ArchiveError> {
        let Some(manifest) = self.kept().clone() else {
            return Ok(());
        };
        let read = self.read_state(&manifest);
        read.map(drop)
            .map_err(|(file, flaw)| self.unusable(file, flaw))
    }

    /// What is to be said of a state, once all of it is in files.
    fn manifest_of(&self, state: &mut Snapshot) -> Result<Manifest, ArchiveError> {
        let known = state.dictionaries.read();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        let entries = state.segments.iter_mut();
        let entries = entries.map(|segment| self.entry(segment, &known.phrases));
        let segments = entries.collect::<Result<_, _>>()?;
        drop(known);
        let known = state.dictionaries.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        Ok(Manifest {
            applied: state.applied,
            segments,
            authors: self.keep_numbers(&mut known.authors)?,
            phrases: self.keep_numbers(&mut known.phrases)?,
            sources: known.sources.words().map(ToString::to_string).collect(),
            languages: known.languages.words().map(ToString::to_string).collect(),
        })
    }

    fn keep_numbers(&self, numbers: &mut Numbers) -> Result<Vec<Part>, ArchiveError> {
        if let Some((stay, first)) = numbers.next_part() {
            let keys = numbers.keys_from(first);
            let draft = Draft::new(Kind::Keys, vec![bytemuck::cast_slice(keys)]);
            let part = Part {
                kept: self.create(&draft)?,
                first: first as u64,
                count: keys.len() as u64,
            };
            numbers.parts.truncate(stay);
            numbers.parts.push(part);
        }
        Ok(numbers.parts.clone())
    }

    fn read_state(&self, manifest: &Manifest) -> Result<Snapshot, (u64, Flaw)> {
        let segments = manifest.segments.iter();
        let segments = segments.map(|entry| self.read_segment(entry).map(Arc::new));
        let mut known = Dictionaries::default();
        for source in &manifest.sources {
            let source = source.parse().map_err(bad_word)?;
            known.new_source(&source).map_err(too_many)?;
        }
        for language in &manifest.languages {
            let language = language.parse().map_err(bad_word)?;
            known.new_language(&language).map_err(too_many)?;
        }
        self.read_numbers(&mut known.authors, &manifest.authors)?;
        self.read_numbers(&mut known.phrases, &manifest.phrases)?;
        let segments: Vec<Arc<Segment>> = segments.collect::<Result<_, _>>()?;
        if segments.iter().any(|s| s.late_kept() > known.phrases.len()) {
            return Err((
                0,
                Flaw::Damaged("a segment knows more phrases than there are"),
            ));
        }
        Ok(Snapshot {
            segments,
            dictionaries: Arc::new(RwLock::new(known)),
            applied: manifest.applied,
            complete: true,
        })
    }

    fn read_segment(&self, entry: &SegmentEntry) -> Result<Segment, (u64, Flaw)> {
        let of_columns = |flaw| (entry.columns.file, flaw);
        let of_state = |flaw| (entry.state.file, flaw);
        let columns = self
            .read_kept(entry.columns, Kind::Columns)
            .map_err(of_columns)?;
        let columns = segment_file::read_columns(&columns).map_err(of_columns)?;
        let state = self.read_kept(entry.state, Kind::State).map_err(of_state)?;
        let segment = segment_file::read_segment(entry.name, columns, &state);
        let mut segment = segment.map_err(of_state)?;
        segment.columns_kept = Some(entry.columns);
        segment.state_kept = Some(entry.state);
        Ok(segment)
    }

    fn read_numbers(&self, numbers: &mut Numbers, parts: &[Part]) -> Result<(), (u64, Flaw)> {
        for part in parts {
            let of_part = |flaw| (part.kept.file, flaw);
            let file = self.read_kept(part.kept, Kind::Keys).map_err(of_part)?;
            let keys = file.column::<u64>(0).map_err(of_part)?;
            if part.first != numbers.len() as u64 || part.count != keys.len() as u64 {
                return Err(of_part(Flaw::Damaged(
                    "its keys are not those of its codes",
                )));
            }
            numbers.extend(&keys).map_err(too_many)?;
            numbers.parts.push(*part);
        }
        Ok(())
    }

    fn read_kept(&self, kept: Kept, kind: Kind) -> Result<Container, Flaw> {
        let file = self.read(&kept.file.to_string(), kind)?;
        if file.checksum == kept.checksum {
            Ok(file)
        } else {
            Err(Flaw::Damaged("it is not the file that the manifest names"))
        }
    }

    fn read(&self, name: &str, kind: Kind) -> Result<Container, Flaw> {
        Container::of_file(&self.disk.open(&self.path.join(name))?, kind)
    }

    fn create(&self, draft: &Draft<'_>) -> Result<Kept, ArchiveError> {
        let file = self.names.fetch_add(1, Ordering::Relaxed);
        let name = file.to_string();
        let written = self.disk.write(&self.path.join(&name), &draft.parts());
        written.map_err(self.failed(&name))?;
        Ok(Kept {
            file,
            checksum: draft.checksum,
        })
    }

    fn remove(&self, name: &str) -> Result<(), ArchiveError> {
        self.disk
            .remove(&self.path.join(name))
            .map_err(self.failed(name))
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Manifest>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, file: &str) -> impl FnOnce(std::io::Error) -> ArchiveError {
        file_error(&self.path, file)
    }

    fn unusable(&self, file: u64, flaw: Flaw) -> ArchiveError {
        let file = self.path.join(file.to_string()).display().to_string();
        match flaw {
            Flaw::Io(source) => ArchiveError::File { file, source },
            flaw => ArchiveError::Damaged {
                file,
                what: flaw.to_string(),
            },
        }
    }
}

fn file_error(folder: &Path, file: &str) -> impl FnOnce(std::io::Error) -> ArchiveError + use<> {
    let file = folder.join(file).display().to_string();
    |source| ArchiveError::File { file, source }
}

fn bad_word<E>(_: E) -> (u64, Flaw) {
    (
        0,
        Flaw::Damaged("a source or language in the manifest is none"),
    )
}

fn too_many(_: ArchiveError) -> (u64, Flaw) {
    (0, Flaw::Damaged("it has more keys than can be numbered"))
}
