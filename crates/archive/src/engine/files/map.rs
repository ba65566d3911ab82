//! Bytes of a file without a copy: the only `unsafe` of the project (docs/adr/0008).

use memmap2::Mmap;
use std::{fs::File, io, ops::Deref};

/// The bytes of a file, or of memory in its stead; their start is a multiple of 8.
#[derive(Debug)]
pub(in crate::engine) enum Map {
    File(Mmap),
    /// Words, of which so many bytes count.
    Memory(Vec<u64>, usize),
}

impl Map {
    /// Maps a whole file.
    #[expect(
        unsafe_code,
        reason = "a mapping is sound as long as nobody changes the file"
    )]
    pub(in crate::engine) fn of_file(file: &File) -> io::Result<Self> {
        // SAFETY: the files that are mapped are written once, under a name that is never used
        // again, before anything maps them; from then on they are at most unlinked, which leaves
        // mappings whole. The folder is locked against other processes of ours. Whatever the bytes
        // are, they are read as numbers, of which every pattern is one.
        unsafe { Mmap::map(file) }.map(Self::File)
    }

    /// A copy of bytes.
    pub(in crate::engine) fn of_bytes(bytes: &[u8]) -> Self {
        let word = |chunk: &[u8]| {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            u64::from_ne_bytes(word)
        };
        Self::Memory(bytes.chunks(8).map(word).collect(), bytes.len())
    }
}

impl Deref for Map {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::File(map) => map,
            Self::Memory(words, bytes) => bytemuck::cast_slice(words)
                .get(..*bytes)
                .unwrap_or_default(),
        }
    }
}
