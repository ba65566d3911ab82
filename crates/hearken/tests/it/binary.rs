//! The binary over a temporary data folder.

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

/// An installation that commands are run on.
pub(crate) struct Installation {
    folder: TempDir,
}

impl Installation {
    /// An empty folder, with networks switched off.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let quiet = "[bluesky]\nenabled = false\n[feeds]\nenabled = false\n";
        std::fs::write(folder.path().join("hearken.toml"), quiet).unwrap();
        Self { folder }
    }

    /// The same with one organization, `tea-house`, and one topic of the keyword `zephyrine`.
    pub(crate) fn with_topic() -> Self {
        let installation = Self::new();
        let words = ["init", "--organization", "Tea House", "--slug", "tea-house"];
        let more = [
            "--country",
            "DE",
            "--admin-email",
            "admin@tea.example",
            "--json",
        ];
        installation.json(&[&words[..], &more[..]].concat());
        let words = [
            "topic",
            "create",
            "--organization",
            "tea-house",
            "--category",
            "Brands",
        ];
        let more = ["--name", "Kettles", "--keywords", "zephyrine", "--json"];
        installation.json(&[&words[..], &more[..]].concat());
        installation
    }

    /// A file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command to its end: whether it succeeded, standard output, standard error.
    pub(crate) fn run(&self, words: &[&str]) -> (bool, String, String) {
        let output = self.command(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.success(),
            text(output.stdout),
            text(output.stderr),
        )
    }

    /// Runs a command that prints JSON.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let (ok, out, err) = self.run(words);
        assert!(ok, "{words:?}: {out}{err}");
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{words:?}: {error}: {out}"))
    }

    /// Writes a file of so many posts, each a minute after the one before, with its word.
    pub(crate) fn write_posts(
        &self,
        count: usize,
        word: impl Fn(usize) -> &'static str,
    ) -> PathBuf {
        let line = |n: usize| {
            let (at, word) = (1_790_000_000 + n * 60, word(n));
            format!(
                "{{\"id\":\"p{n}\",\"source\":\"forum\",\"published_at\":{at},\
                 \"text\":\"my {word} number {n} sings in the kitchen\"}}\n"
            )
        };
        let file = self.path("posts.ndjson");
        std::fs::write(&file, (0..count).map(line).collect::<String>()).unwrap();
        file
    }

    /// The words of an import of such a file.
    pub(crate) fn import(file: &Path) -> Vec<&str> {
        let words = "import --organization tea-house --format ndjson --json";
        words.split(' ').chain(file.to_str()).collect()
    }

    /// Starts such an import.
    pub(crate) fn start_import(&self, file: &Path) -> Child {
        self.command(&Self::import(file))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// What the report says of everything.
    pub(crate) fn report(&self) -> Value {
        self.json(&["report", "--organization", "tea-house", "--json"])
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearken"));
        command
            .arg("--data")
            .arg(self.folder.path())
            .args(words)
            .stdin(Stdio::null());
        command
    }
}
