//! The form of every file: a checked head, then sections that begin at multiples of 8.
//!
//! ```text
//! 0   magic and version   8 bytes
//! 8   kind of file        u32, in the byte order of the machine
//! 12  byte order          u32, 0x01020304
//! 16  checksum            u64, XXH3 of everything behind it
//! 24  number of sections  u64
//! 32  their lengths       u64 each, in bytes; sections follow in that order, padded with zeros
//! ```

use super::Map;
use crate::engine::column::Column;
use bytemuck::Pod;
use std::{io, io::Read, ops::Range, sync::Arc};
use xxhash_rust::xxh3::Xxh3;

/// The last byte is the form of what is in files, and the tokens of `hearken_rules` are part of it.
/// With another one every archive is built anew from its store.
const MAGIC: &[u8; 8] = b"HKARCH\x00\x04";
const ORDER: u32 = 0x0102_0304;
const CHECKED_FROM: usize = 24;
const LENGTHS_FROM: usize = 32;
const MOST_SECTIONS: usize = 64;
const PADDING: [u8; 8] = [0; 8];
/// Bytes read at a time; checking a file leaves nothing of it in memory.
const CHUNK: usize = 1 << 18;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Kind {
    Manifest = 1,
    Columns = 2,
    State = 3,
    Keys = 4,
}

/// Why a file is not what it should be.
#[derive(Debug, thiserror::Error)]
pub(in crate::engine) enum Flaw {
    /// It could not be read.
    #[error("cannot be read")]
    Io(#[from] io::Error),
    /// Another version of this program wrote it.
    #[error("was written by another version")]
    Form,
    /// It is not what was written.
    #[error("is damaged: {0}")]
    Damaged(&'static str),
}

fn ensure(holds: bool, what: &'static str) -> Result<(), Flaw> {
    if holds {
        Ok(())
    } else {
        Err(Flaw::Damaged(what))
    }
}

fn padding_of(length: usize) -> &'static [u8] {
    let missing = length.next_multiple_of(8) - length;
    PADDING.get(..missing).unwrap_or_default()
}

/// A file to be written.
pub(in crate::engine) struct Draft<'s> {
    head: Vec<u8>,
    sections: Vec<&'s [u8]>,
    pub(in crate::engine) checksum: u64,
}

impl<'s> Draft<'s> {
    pub(in crate::engine) fn new(kind: Kind, sections: Vec<&'s [u8]>) -> Self {
        let mut tail = (sections.len() as u64).to_ne_bytes().to_vec();
        for section in &sections {
            tail.extend((section.len() as u64).to_ne_bytes());
        }
        let mut hash = Xxh3::new();
        hash.update(&tail);
        for section in &sections {
            hash.update(section);
            hash.update(padding_of(section.len()));
        }
        let checksum = hash.digest();
        let mut head = MAGIC.to_vec();
        head.extend((kind as u32).to_ne_bytes());
        head.extend(ORDER.to_ne_bytes());
        head.extend(checksum.to_ne_bytes());
        head.extend(tail);
        Self {
            head,
            sections,
            checksum,
        }
    }

    /// Its bytes, one part after the other.
    pub(in crate::engine) fn parts(&self) -> Vec<&[u8]> {
        let mut parts = vec![self.head.as_slice()];
        for section in &self.sections {
            parts.extend([*section, padding_of(section.len())]);
        }
        parts
    }
}

/// A file that was checked.
pub(in crate::engine) struct Container {
    map: Arc<Map>,
    sections: Vec<Range<usize>>,
    pub(in crate::engine) checksum: u64,
}

impl Container {
    /// Reads all of a file to see that it is whole, then maps it.
    pub(in crate::engine) fn of_file(file: &std::fs::File, kind: Kind) -> Result<Self, Flaw> {
        let (sections, checksum) = check(&mut &*file, kind)?;
        Self::new(Map::of_file(file)?, sections, checksum)
    }

    /// The same from bytes in memory.
    pub(in crate::engine) fn of_bytes(bytes: &[u8], kind: Kind) -> Result<Self, Flaw> {
        let (sections, checksum) = check(&mut &*bytes, kind)?;
        Self::new(Map::of_bytes(bytes), sections, checksum)
    }

    fn new(map: Map, sections: Vec<Range<usize>>, checksum: u64) -> Result<Self, Flaw> {
        let end = sections.last().map_or(LENGTHS_FROM, |s| s.end);
        ensure(map.len() >= end, "it has become shorter")?;
        Ok(Self {
            map: Arc::new(map),
            sections,
            checksum,
        })
    }

    /// A section as numbers.
    pub(in crate::engine) fn column<T: Pod>(&self, section: usize) -> Result<Column<T>, Flaw> {
        let range = self.sections.get(section).cloned();
        let column = range.and_then(|range| Column::mapped(&self.map, range));
        column.ok_or(Flaw::Damaged("a section is missing or broken"))
    }

    /// A section as lines of text.
    pub(in crate::engine) fn lines(&self, section: usize) -> Result<Vec<String>, Flaw> {
        let bytes = self.column::<u8>(section)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Flaw::Damaged("a text is none"))?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}

/// Reads to the end and compares the checksum; answers where the sections are.
fn check(read: &mut impl Read, kind: Kind) -> Result<(Vec<Range<usize>>, u64), Flaw> {
    let mut head = [0; LENGTHS_FROM];
    read.read_exact(&mut head).map_err(short)?;
    let u32_at = |at: usize| head.get(at..at + 4).and_then(|b| b.try_into().ok());
    let u64_at = |at: usize| head.get(at..at + 8).and_then(|b| b.try_into().ok());
    let (name, form) = MAGIC.split_at(MAGIC.len() - 1);
    ensure(head.starts_with(name), "it is no file of an archive")?;
    if !head
        .get(name.len()..)
        .is_some_and(|rest| rest.starts_with(form))
    {
        return Err(Flaw::Form);
    }
    ensure(
        u32_at(12).map(u32::from_ne_bytes) == Some(ORDER),
        "its byte order is another",
    )?;
    ensure(
        u32_at(8).map(u32::from_ne_bytes) == Some(kind as u32),
        "it is of another kind",
    )?;
    let checksum = u64_at(16).map_or(0, u64::from_ne_bytes);
    let count = u64_at(CHECKED_FROM).map_or(0, u64::from_ne_bytes) as usize;
    ensure(count <= MOST_SECTIONS, "it has too many sections")?;
    let mut hash = Xxh3::new();
    hash.update(head.get(CHECKED_FROM..).unwrap_or_default());
    let mut lengths = vec![0; count * 8];
    read.read_exact(&mut lengths).map_err(short)?;
    hash.update(&lengths);
    let mut buffer = vec![0; CHUNK];
    let mut size = LENGTHS_FROM + lengths.len();
    loop {
        let read = read.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(buffer.get(..read).unwrap_or_default());
        size += read;
    }
    ensure(hash.digest() == checksum, "its checksum is another")?;
    Ok((sections(&lengths, size)?, checksum))
}

fn sections(lengths: &[u8], size: usize) -> Result<Vec<Range<usize>>, Flaw> {
    let mut start = LENGTHS_FROM + lengths.len();
    let mut sections = Vec::new();
    for length in lengths.chunks_exact(8) {
        let length = length.try_into().map_or(u64::MAX, u64::from_ne_bytes);
        let end = usize::try_from(length)
            .ok()
            .and_then(|n| start.checked_add(n));
        let end = end.filter(|end| *end <= size);
        let end = end.ok_or(Flaw::Damaged("a section is longer than the file"))?;
        sections.push(start..end);
        start = end.next_multiple_of(8);
    }
    ensure(start == size, "it is longer or shorter than its sections")?;
    Ok(sections)
}

fn short(error: io::Error) -> Flaw {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Flaw::Damaged("it is too short"),
        _ => Flaw::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(sections: &[&[u8]]) -> Vec<u8> {
        Draft::new(Kind::State, sections.to_vec()).parts().concat()
    }

    #[test]
    fn what_is_written_is_read() {
        let numbers: [u32; 3] = [1, 2, 1 << 31];
        let bytes = file(&[b"one\ntwo", &[], bytemuck::cast_slice(&numbers)]);
        let container = Container::of_bytes(&bytes, Kind::State).unwrap();
        assert_eq!(container.lines(0).unwrap(), ["one", "two"]);
        assert!(container.column::<u64>(1).unwrap().is_empty());
        assert_eq!(*container.column::<u32>(2).unwrap(), numbers);
        assert!(container.column::<u64>(2).is_err(), "12 bytes are no u64s");
        assert!(
            container.column::<u8>(3).is_err(),
            "there is no such section"
        );
    }

    /// Every byte counts, every length but the right one is refused.
    #[test]
    fn any_damage_is_seen() {
        let good = file(&[b"some text", &[7; 40]]);
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x10;
            let read = Container::of_bytes(&bytes, Kind::State);
            assert!(read.is_err(), "byte {at} changed");
            let read = Container::of_bytes(&good[..at], Kind::State);
            assert!(read.is_err(), "cut to {at} bytes");
        }
        let longer = [&good[..], &[0; 8]].concat();
        assert!(Container::of_bytes(&longer, Kind::State).is_err());
        assert!(Container::of_bytes(&good, Kind::Columns).is_err());
    }
}
