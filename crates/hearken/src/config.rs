//! Configuration: a TOML file, then the environment over it. Secrets and the database address come
//! from here and never from the command line, where every process could read them.

mod keys;
mod people;
mod posts;

pub use keys::KEYS;
pub use people::{Access, Delegation, Mail, SignInProviderConfig, SignUp};
pub use posts::{Quota, Retention, Sample};

use keys::nearest;
use serde::Deserialize;
use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Everything an operator may set. Every key has a default that works.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Address that `serve` listens on.
    pub listen: SocketAddr,
    /// Address under which people reach the server; decides secure cookies and links in exports.
    pub base_url: Option<String>,
    /// What is logged, in the syntax of `tracing_subscriber::EnvFilter`.
    pub log: String,
    /// The database.
    pub database: Database,
    /// Outgoing connections.
    pub network: Network,
    /// The Bluesky connector.
    pub bluesky: Bluesky,
    /// Custom sources.
    pub feeds: Feeds,
    /// How long posts are kept.
    pub retention: Retention,
    /// The sample of what passes by.
    pub sample: Sample,
    /// How much an organization may take in.
    pub quota: Quota,
    /// The archive.
    pub archive: ArchiveConfig,
    /// Who is let in.
    pub access: Access,
    /// What monitoring may read.
    pub metrics: Metrics,
    /// Outgoing mail.
    pub mail: Mail,
    /// Acting for customers.
    pub delegation: Delegation,
    /// Who may create an organization.
    pub signup: SignUp,
    /// Where people may sign in instead of here.
    pub provider: SignInProviderConfig,
}

/// What monitoring may read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Metrics {
    /// The bearer token that opens `/metrics`; absent: there is no such page.
    pub token: Option<String>,
}

/// The archive, from which pages are counted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArchiveConfig {
    /// Memory and mapped files in MiB over which organizations that nobody looks at are closed;
    /// absent means 1024.
    pub memory_mib: Option<u64>,
}

/// Where things are kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Database {
    /// `postgres://...`; absent means SQLite in the data folder.
    pub url: Option<String>,
    /// Largest size of the SQLite file in bytes; beyond it writes wait as on a full disk.
    pub max_bytes: Option<u64>,
}

/// Outgoing connections.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Network {
    /// Whether feeds may live at private, loopback and link-local addresses.
    pub allow_private_addresses: bool,
    /// Contact address or page that the User-Agent names.
    pub contact: Option<String>,
}

/// The Bluesky connector.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Bluesky {
    /// Whether the installation listens to Bluesky.
    pub enabled: bool,
    /// Jetstream servers, tried in order.
    pub jetstream: Vec<String>,
    /// Server that answers searches.
    pub search: String,
}

/// Custom sources.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Feeds {
    /// Whether feeds are read.
    pub enabled: bool,
    /// Shortest time between two reads of a feed, in minutes.
    pub poll_minutes: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: None,
            log: "info".to_owned(),
            database: Database::default(),
            network: Network::default(),
            bluesky: Bluesky::default(),
            feeds: Feeds::default(),
            retention: Retention::default(),
            sample: Sample::default(),
            quota: Quota::default(),
            archive: ArchiveConfig::default(),
            access: Access::default(),
            metrics: Metrics::default(),
            mail: Mail::default(),
            delegation: Delegation::default(),
            signup: SignUp::default(),
            provider: SignInProviderConfig::default(),
        }
    }
}

impl Default for Bluesky {
    fn default() -> Self {
        Self {
            enabled: true,
            jetstream: [
                "wss://jetstream.us-east.bsky.network",
                "wss://jetstream2.us-east.bsky.network",
                "wss://jetstream1.us-west.bsky.network",
            ]
            .map(str::to_owned)
            .to_vec(),
            search: "https://public.api.bsky.app".to_owned(),
        }
    }
}

impl Default for Feeds {
    fn default() -> Self {
        Self {
            enabled: true,
            poll_minutes: 60,
        }
    }
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there but cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not TOML, or a value of the wrong form.
    #[error("{path}: {message}")]
    Form {
        /// The file or variable.
        path: String,
        /// What is wrong, with line and column where there are any.
        message: String,
    },
    /// A key that does not exist.
    #[error("{path}: unknown key `{key}`{}", suggestion.map_or(String::new(), |s| format!("; did you mean `{s}`?")))]
    UnknownKey {
        /// The file or variable.
        path: String,
        /// The key as written.
        key: String,
        /// The nearest key that exists.
        suggestion: Option<&'static str>,
    },
}

impl Config {
    /// Reads `file` (or `hearken.toml` in the data folder, if it is there) and the variables
    /// `HEARKEN_*`: `HEARKEN_DATABASE_URL` sets `database.url`, `HEARKEN_LISTEN` sets `listen`.
    pub fn load(
        data: &Path,
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let path = file.map_or_else(|| data.join("hearken.toml"), Path::to_path_buf);
        let mut table = match std::fs::read_to_string(&path) {
            Ok(text) => text.parse::<toml::Table>().map_err(|e| ConfigError::Form {
                path: path.display().to_string(),
                message: e.to_string(),
            })?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && file.is_none() => {
                toml::Table::new()
            }
            Err(source) => return Err(ConfigError::Read { path, source }),
        };
        check_keys(&table, &path.display().to_string())?;
        for (name, value) in environment {
            set_variable(&mut table, &name, &value)?;
        }
        table
            .try_into()
            .map_err(|e: toml::de::Error| ConfigError::Form {
                path: path.display().to_string(),
                message: e.message().to_owned(),
            })
    }
}

/// Variables that are read elsewhere, by tests and benchmarks or by the command line.
const OTHER_VARIABLES: &[&str] = &["HEARKEN_DATA", "HEARKEN_CONFIG", "HEARKEN_ADMIN_PASSWORD"];
const TEST_PREFIXES: &[&str] = &["HEARKEN_TEST_", "HEARKEN_KILL_", "HEARKEN_BENCH_"];

fn set_variable(table: &mut toml::Table, name: &str, value: &str) -> Result<(), ConfigError> {
    let Some(rest) = name.strip_prefix("HEARKEN_") else {
        return Ok(());
    };
    if OTHER_VARIABLES.contains(&name) || TEST_PREFIXES.iter().any(|p| name.starts_with(p)) {
        return Ok(());
    }
    let wanted = rest.to_ascii_lowercase();
    let found = KEYS
        .iter()
        .map(|(key, _)| *key)
        .find(|key| key.replace('.', "_") == wanted);
    let Some(key) = found else {
        let names = KEYS.iter().map(|(key, _)| *key);
        return Err(ConfigError::UnknownKey {
            path: "environment".to_owned(),
            key: name.to_owned(),
            suggestion: nearest(&wanted, names),
        });
    };
    let value = typed(key, value);
    match key.split_once('.') {
        Some((section, leaf)) => {
            let section = table
                .entry(section.to_owned())
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let Some(section) = section.as_table_mut() {
                section.insert(leaf.to_owned(), value);
            }
        }
        None => {
            table.insert(key.to_owned(), value);
        }
    }
    Ok(())
}

/// The value of a variable in the form its key wants; a wrong one is left as text and refused later.
fn typed(key: &str, value: &str) -> toml::Value {
    match key {
        "bluesky.jetstream" => toml::Value::Array(
            value
                .split(',')
                .map(|s| toml::Value::String(s.trim().to_owned()))
                .collect(),
        ),
        "database.url" | "base_url" | "log" | "network.contact" | "bluesky.search" | "listen"
        | "metrics.token" | "signup" => toml::Value::String(value.to_owned()),
        text if text.starts_with("mail.") || text.starts_with("provider.") => {
            toml::Value::String(value.to_owned())
        }
        _ => value
            .parse::<bool>()
            .map(toml::Value::Boolean)
            .or_else(|_| value.parse::<i64>().map(toml::Value::Integer))
            .unwrap_or_else(|_| toml::Value::String(value.to_owned())),
    }
}

fn check_keys(table: &toml::Table, path: &str) -> Result<(), ConfigError> {
    let mut written: BTreeSet<String> = BTreeSet::new();
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) => {
                written.extend(inner.keys().map(|leaf| format!("{key}.{leaf}")));
                if inner.is_empty() && !KEYS.iter().any(|(k, _)| k.starts_with(&format!("{key}.")))
                {
                    written.insert(key.clone());
                }
            }
            _ => {
                written.insert(key.clone());
            }
        }
    }
    match written
        .into_iter()
        .find(|key| !KEYS.iter().any(|(known, _)| known == key))
    {
        Some(key) => {
            let suggestion = nearest(&key, KEYS.iter().map(|(known, _)| *known));
            Err(ConfigError::UnknownKey {
                path: path.to_owned(),
                key,
                suggestion,
            })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        std::fs::write(folder.path().join("hearken.toml"), text).map_err(|e| e.to_string())?;
        let environment = environment
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::load(folder.path(), None, environment).map_err(|e| e.to_string())
    }

    #[test]
    fn file_and_environment_are_read() {
        let config = load(
            "listen = \"127.0.0.1:9000\"\n[bluesky]\nenabled = false\n",
            &[
                ("HEARKEN_DATABASE_URL", "postgres://localhost/x"),
                ("HEARKEN_FEEDS_POLL_MINUTES", "5"),
                ("PATH", "/bin"),
            ],
        );
        let config = config.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(config.listen.port(), 9000);
        assert!(!config.bluesky.enabled);
        assert_eq!(
            config.database.url.as_deref(),
            Some("postgres://localhost/x")
        );
        assert_eq!(config.feeds.poll_minutes, 5);
    }

    #[test]
    fn unknown_keys_are_refused_with_a_suggestion() {
        for (text, environment, expect) in [
            (
                "lisen = \"x\"",
                &[][..],
                "unknown key `lisen`; did you mean `listen`?",
            ),
            (
                "[bluesky]\nenabeld = true",
                &[][..],
                "unknown key `bluesky.enabeld`; did you mean `bluesky.enabled`?",
            ),
            ("[blue]", &[][..], "unknown key `blue`"),
            (
                "",
                &[("HEARKEN_DATABASE_ULR", "x")][..],
                "unknown key `HEARKEN_DATABASE_ULR`; did you mean `database.url`?",
            ),
            ("listen = 5", &[][..], "invalid"),
            ("listen = ", &[][..], "TOML parse error"),
        ] {
            let error = load(text, environment).err().unwrap_or_default();
            assert!(error.contains(expect), "{text}: {error}");
        }
    }
}
