//! Where the data is and how carefully it is kept.

use std::{fmt, path::PathBuf};

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// Where the data is.
    pub location: Location,
    /// What a commit waits for.
    pub durability: Durability,
    /// Connections for reading, besides SQLite's one for writing; for PostgreSQL all of them.
    pub connections: u32,
    /// Whether [`crate::Store::open`] brings an older schema up to date; otherwise it refuses one.
    pub migrate: bool,
    /// Largest size of the SQLite file in bytes; beyond it writes end as on a full disk.
    pub max_bytes: Option<u64>,
}

impl StoreConfig {
    /// A store with the defaults: commits that survive a crash of the process (of the machine with
    /// [`Durability::Full`]), 4 connections, migration at opening.
    pub fn new(location: Location) -> Self {
        Self {
            location,
            durability: Durability::Normal,
            connections: 4,
            migrate: true,
            max_bytes: None,
        }
    }
}

/// Where the data is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder with SQLite's files in it; made when it is not there.
    Folder(PathBuf),
    /// A PostgreSQL database, by URL. The URL holds a password: it is never printed.
    Postgres(String),
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Self::Postgres(_) => f.write_str("Postgres(..)"),
        }
    }
}

/// What a commit waits for on SQLite. PostgreSQL follows its own `synchronous_commit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The operating system has it: a crash of the process loses nothing, a power cut may lose the
    /// last moments, never the consistency.
    Normal,
    /// The disk has it.
    Full,
}
