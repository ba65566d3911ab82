//! The file layer: the few things that the archive does to files, so that tests can break each.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::Path,
};

/// A place for files. Paths are whole; parents exist unless told otherwise.
pub trait Disk: Send + Sync {
    /// Makes a folder and its parents, if they are not there.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// The names of the files in a folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// Writes a new file (or over an old one) from parts; returns when it is on the medium.
    fn write(&self, file: &Path, parts: &[&[u8]]) -> io::Result<()>;

    /// Opens a file to be read or mapped.
    fn open(&self, file: &Path) -> io::Result<File>;

    /// Gives a file another name in its folder, at once and in place of what had that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, file: &Path) -> io::Result<()>;

    /// Removes a folder with all its files.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;

    /// Returns when the names in a folder are on the medium.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Makes and locks a file until what is returned is dropped; none if another holds it.
    fn lock(&self, file: &Path) -> io::Result<Option<File>>;
}

/// The operating system's files.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            // A name that is no text is none of ours.
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }

    fn write(&self, file: &Path, parts: &[&[u8]]) -> io::Result<()> {
        let mut out = io::BufWriter::new(File::create(file)?);
        for part in parts {
            out.write_all(part)?;
        }
        out.into_inner()?.sync_all()
    }

    fn open(&self, file: &Path) -> io::Result<File> {
        File::open(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn lock(&self, file: &Path) -> io::Result<Option<File>> {
        let handle = File::create(file)?;
        match handle.try_lock() {
            Ok(()) => Ok(Some(handle)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}
