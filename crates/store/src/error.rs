//! What can go wrong, and what the caller can do about it.

use std::borrow::Cow;

/// The result of a store call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a store call did not do what was asked. Whenever one is returned from within a
/// transaction, nothing of that transaction is kept once it is dropped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing is not there, or not in this organization.
    #[error("not found")]
    NotFound,
    /// Somebody else changed the thing meanwhile: load it again.
    #[error("changed by somebody else meanwhile")]
    Stale,
    /// Another thing has this value already; the word names the field (`slug`, `email`, `name`,
    /// `initials`, `url`, `value`).
    #[error("{0} is already taken")]
    Taken(Cow<'static, str>),
    /// The relationship under which this was decided is over, held or changed (DEL-86).
    #[error("the delegation ended")]
    Ended,
    /// The thing is still used by others and cannot be removed.
    #[error("still in use")]
    InUse,
    /// The outbox no longer reaches back that far: what is derived from it must be rebuilt.
    #[error("the outbox no longer reaches back that far")]
    Pruned,
    /// No space is left. The transaction left nothing half done.
    #[error(
        "no space left for the database: nothing of this change was kept, free some space and try again"
    )]
    DiskFull,
    /// The database is locked by somebody else for too long.
    #[error("the database is busy")]
    Busy,
    /// The schema is older than this program and was not to be migrated.
    #[error(
        "the database is at schema {found}, this program needs {needed}: run `hearken migrate`"
    )]
    SchemaBehind {
        /// Version of the database; 0 for an empty one.
        found: i64,
        /// Version of this program.
        needed: i64,
    },
    /// The schema was written by a newer program.
    #[error(
        "the database is at schema {found}, this program knows {known} at most: use a newer version"
    )]
    SchemaAhead {
        /// Version of the database.
        found: i64,
        /// Version of this program.
        known: i64,
    },
    /// What is stored contradicts itself. Nothing goes on from here.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// This database cannot do that; the text says what can.
    #[error("{0}")]
    Unsupported(&'static str),
    /// A file could not be read or written.
    #[error("{what}: {source}")]
    File {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// Anything else the database said.
    #[error("database: {0}")]
    Database(Box<dyn std::error::Error + Send + Sync>),
}

/// SQLITE_FULL and SQLITE_IOERR_SHMSIZE: no room for the file or for the index of its log.
const SQLITE_FULL: [&str; 2] = ["13", "4874"];
/// PostgreSQL's class 53: disk full, and a table space that is.
const POSTGRES_FULL: [&str; 2] = ["53100", "53200"];

impl Error {
    /// Something stored that cannot be understood.
    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(source) if source.kind() == std::io::ErrorKind::StorageFull => {
                Self::DiskFull
            }
            sqlx::Error::Database(ref database) => {
                let code = database.code().unwrap_or_default();
                if SQLITE_FULL.contains(&&*code) || POSTGRES_FULL.contains(&&*code) {
                    Self::DiskFull
                } else if database.is_unique_violation() {
                    Self::Taken(taken_field(database.constraint(), database.message()))
                } else if database.is_foreign_key_violation() {
                    Self::InUse
                } else if matches!(
                    &*code,
                    "5" | "6" | "261" | "517" | "40001" | "40P01" | "55P03"
                ) {
                    Self::Busy
                } else if matches!(&*code, "11" | "26") {
                    Self::Corrupt(database.message().to_owned())
                } else {
                    Self::Database(Box::new(error))
                }
            }
            other => Self::Database(Box::new(other)),
        }
    }
}

/// PostgreSQL names the index (`topics_name`), SQLite the columns
/// (`UNIQUE constraint failed: topics.org_id, topics.name_key`).
fn taken_field(constraint: Option<&str>, message: &str) -> Cow<'static, str> {
    let word = if let Some(index) = constraint {
        index.rsplit('_').next().unwrap_or(index)
    } else {
        let column = message.rsplit('.').next().unwrap_or(message);
        column.strip_suffix("_key").unwrap_or(column)
    };
    Cow::Owned(word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_name_the_field() {
        for (constraint, message, expect) in [
            (Some("topics_name"), "", "name"),
            (Some("organizations_slug"), "", "slug"),
            (
                None,
                "UNIQUE constraint failed: topics.org_id, topics.name_key",
                "name",
            ),
            (None, "UNIQUE constraint failed: users.email_key", "email"),
            (
                None,
                "UNIQUE constraint failed: feeds.org_id, feeds.group_id, feeds.url",
                "url",
            ),
        ] {
            assert_eq!(taken_field(constraint, message), expect, "{message}");
        }
    }
}
