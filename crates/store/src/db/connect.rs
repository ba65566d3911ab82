//! Opening connections with the settings that the house relies on.

use super::Db;
use crate::{Durability, Error, Location, Result, StoreConfig};
use sqlx::{
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

/// How long a statement waits for a lock, and a caller for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// "Hrkn": marks an SQLite file as ours.
const APPLICATION_ID: i64 = 0x4872_6B6E;
const PAGE_BYTES: u64 = 4096;

/// SQLite's file within the data folder.
pub(crate) fn sqlite_file(folder: &Path) -> PathBuf {
    folder.join("hearken.db")
}

/// Opens the database of a configuration; the schema is looked at later.
pub(crate) async fn connect(config: &StoreConfig) -> Result<Db> {
    match &config.location {
        Location::Folder(folder) => sqlite(folder, config).await,
        Location::Postgres(url) => postgres(url, config).await,
    }
}

async fn sqlite(folder: &Path, config: &StoreConfig) -> Result<Db> {
    std::fs::create_dir_all(folder).map_err(|source| Error::File {
        what: format!("cannot make the data folder {}", folder.display()),
        source,
    })?;
    let file = sqlite_file(folder);
    let is_new = std::fs::metadata(&file).map_or(true, |meta| meta.len() == 0);
    let mut options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(match config.durability {
            Durability::Normal => SqliteSynchronous::Normal,
            Durability::Full => SqliteSynchronous::Full,
        })
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
        .statement_cache_capacity(256)
        // Rows pass from SQLite's thread in one go rather than one by one.
        .row_buffer_size(1024)
        // A batch of a thousand posts is about this many pages: folding the log into the file after
        // each of them would write most pages twice. 40 MB are replayed in a moment after a crash.
        .pragma("wal_autocheckpoint", "10000")
        .pragma("journal_size_limit", "67108864")
        .pragma("temp_store", "MEMORY");
    if let Some(bytes) = config.max_bytes {
        options = options.pragma("max_page_count", (bytes / PAGE_BYTES).max(1).to_string());
    }
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_mins(1))
        // 32 MB: the random indexes of a large store stay in memory while posts are recorded.
        .connect_with(options.clone().pragma("cache_size", "-32768"))
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(config.connections.max(1))
        .acquire_timeout(Duration::from_secs(30))
        .connect_lazy_with(
            options
                .create_if_missing(false)
                .read_only(true)
                .pragma("cache_size", "-4096"),
        );
    let db = Db::Sqlite { readers, writer };
    claim(&db, is_new, &file).await?;
    Ok(db)
}

/// Marks a new file as ours and refuses one that is somebody else's.
async fn claim(db: &Db, is_new: bool, file: &Path) -> Result<()> {
    let Db::Sqlite { writer, .. } = db else {
        return Ok(());
    };
    let found: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(writer)
        .await?;
    if found == APPLICATION_ID {
        return Ok(());
    }
    if !is_new || found != 0 {
        return Err(Error::Corrupt(format!(
            "{} is not a database of this program",
            file.display()
        )));
    }
    sqlx::query("PRAGMA application_id = 1215458158")
        .execute(writer)
        .await?;
    Ok(())
}

async fn postgres(url: &str, config: &StoreConfig) -> Result<Db> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("hearken")
        .statement_cache_capacity(256);
    let pool = PgPoolOptions::new()
        .max_connections(config.connections.max(2))
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await?;
    Ok(Db::Postgres(pool))
}
