//! Where things lie: the root of the checkout and the folders that chores read and write.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The checkout that this xtask was built from.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// From the manifest folder of xtask, which cargo names when it runs or builds it.
    pub(crate) fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .context("run this as `cargo xtask`: CARGO_MANIFEST_DIR is not set")?;
        let root = Path::new(&manifest)
            .parent()
            .context("xtask has no parent folder")?;
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    /// The root of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The folder of build output; honours `CARGO_TARGET_DIR`.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), PathBuf::from)
    }

    /// A folder of xtask's own below the build output, made when it is not there.
    pub(crate) fn cache(&self, name: &str) -> Result<PathBuf> {
        let folder = self.target().join("xtask").join(name);
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// Every file that git tracks or would track, relative to the root, sorted. Without git (an
    /// unpacked archive): every file but what is built or installed.
    pub(crate) fn files(&self) -> Result<Vec<String>> {
        let listed = crate::shell::Command::new("git")
            .args(&[
                "ls-files",
                "--cached",
                "--others",
                "--exclude-standard",
                "-z",
            ])
            .folder(&self.root)
            .read();
        let mut files: Vec<String> = match listed {
            Ok(listed) => listed.split('\0').map(str::to_owned).collect(),
            Err(_) => self.walk()?,
        };
        files.retain(|name| !name.is_empty() && self.path(name).is_file());
        files.sort();
        files.dedup();
        Ok(files)
    }

    fn walk(&self) -> Result<Vec<String>> {
        const BUILT: [&str; 6] = [".git", "target", "node_modules", "dist", "data", "results"];
        let mut files = vec![];
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                let name = path
                    .file_name()
                    .and_then(|name| name.to_str())
                    .unwrap_or_default();
                if path.is_dir() && !BUILT.contains(&name) {
                    folders.push(path);
                } else if let Some(relative) = path.strip_prefix(&self.root)?.to_str() {
                    files.push(relative.to_owned());
                }
            }
        }
        Ok(files)
    }

    /// The text of a file below the root; what is not UTF-8 gives an error.
    pub(crate) fn read(&self, relative: &str) -> Result<String> {
        std::fs::read_to_string(self.path(relative))
            .with_context(|| format!("cannot read {relative}"))
    }
}
