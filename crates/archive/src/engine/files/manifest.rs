//! The manifest: which files make up an organization's state, and which position that is. Putting
//! a new one in the place of the old one is the commit.

use super::container::{Container, Draft, Flaw, Kind};
use crate::engine::{column::Column, segment::Kept};
use hearken_model::Seq;

/// A segment's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SegmentEntry {
    pub(super) name: u64,
    pub(super) columns: Kept,
    pub(super) state: Kept,
}

/// A file of keys of a dictionary: those of the codes from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Part {
    pub(in crate::engine) kept: Kept,
    pub(in crate::engine) first: u64,
    pub(in crate::engine) count: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) applied: Seq,
    pub(super) segments: Vec<SegmentEntry>,
    pub(super) authors: Vec<Part>,
    pub(super) phrases: Vec<Part>,
    pub(super) sources: Vec<String>,
    pub(super) languages: Vec<String>,
}

const SEGMENT_NUMBERS: usize = 5;
const PART_NUMBERS: usize = 4;

impl Manifest {
    pub(super) fn write<T>(&self, write: impl FnOnce(&Draft<'_>) -> T) -> T {
        let segment = |s: &SegmentEntry| {
            [
                s.name,
                s.columns.file,
                s.columns.checksum,
                s.state.file,
                s.state.checksum,
            ]
        };
        let part = |p: &Part| [p.kept.file, p.kept.checksum, p.first, p.count];
        let numbers = |parts: &[Part]| -> Column<u64> {
            parts.iter().flat_map(part).collect::<Vec<_>>().into()
        };
        let applied: Column<i64> = vec![self.applied.0].into();
        let segments: Column<u64> = self
            .segments
            .iter()
            .flat_map(segment)
            .collect::<Vec<_>>()
            .into();
        let (authors, phrases) = (numbers(&self.authors), numbers(&self.phrases));
        let (sources, languages) = (self.sources.join("\n"), self.languages.join("\n"));
        write(&Draft::new(
            Kind::Manifest,
            vec![
                applied.as_bytes(),
                segments.as_bytes(),
                authors.as_bytes(),
                phrases.as_bytes(),
                sources.as_bytes(),
                languages.as_bytes(),
            ],
        ))
    }

    pub(super) fn read(file: &Container) -> Result<Self, Flaw> {
        let applied: Column<i64> = file.column(0)?;
        let segments: Column<u64> = file.column(1)?;
        let segment = |n: &[u64; SEGMENT_NUMBERS]| {
            let [name, columns, columns_sum, state, state_sum] = *n;
            let kept = |file, checksum| Kept { file, checksum };
            SegmentEntry {
                name,
                columns: kept(columns, columns_sum),
                state: kept(state, state_sum),
            }
        };
        let (segments, rest) = segments.as_chunks::<SEGMENT_NUMBERS>();
        let [applied] = *applied else {
            return Err(Flaw::Damaged("it has no position"));
        };
        if !rest.is_empty() {
            return Err(Flaw::Damaged("it breaks off within a segment"));
        }
        Ok(Self {
            applied: Seq(applied),
            segments: segments.iter().map(segment).collect(),
            authors: parts(&file.column(2)?)?,
            phrases: parts(&file.column(3)?)?,
            sources: file.lines(4)?,
            languages: file.lines(5)?,
        })
    }

    /// The numbers of all its files.
    pub(super) fn files(&self) -> impl Iterator<Item = u64> {
        let segments = self.segments.iter();
        let parts = self.authors.iter().chain(&self.phrases);
        segments
            .flat_map(|s| [s.columns.file, s.state.file])
            .chain(parts.map(|part| part.kept.file))
    }
}

fn parts(numbers: &[u64]) -> Result<Vec<Part>, Flaw> {
    let (parts, rest) = numbers.as_chunks::<PART_NUMBERS>();
    let part = |n: &[u64; PART_NUMBERS]| {
        let [file, checksum, first, count] = *n;
        Part {
            kept: Kept { file, checksum },
            first,
            count,
        }
    };
    if !rest.is_empty() {
        return Err(Flaw::Damaged("it breaks off within a part"));
    }
    Ok(parts.iter().map(part).collect())
}
