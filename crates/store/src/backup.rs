//! A copy of everything in one file, and back. SQLite only: PostgreSQL has its own tools.

use crate::{
    Error, Location, Result, Store, StoreConfig,
    db::{Db, Standing, connect, latest, sqlite_file, standing},
};
use hearken_authz::InstallScope;
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use std::path::Path;

const USE_PG_DUMP: &str = "PostgreSQL is backed up by its own tools: use pg_dump and pg_restore";

impl Store {
    /// Writes a consistent copy to a file that is not there yet, while everything goes on.
    pub async fn backup(&self, _scope: &InstallScope, file: &Path) -> Result<()> {
        let Location::Folder(folder) = &self.config.location else {
            return Err(Error::Unsupported(USE_PG_DUMP));
        };
        if file.exists() {
            return Err(file_error(
                format!("cannot write the backup {}", file.display()),
                std::io::ErrorKind::AlreadyExists.into(),
            ));
        }
        let mut connection = SqliteConnectOptions::new()
            .filename(sqlite_file(folder))
            .connect()
            .await?;
        let outcome = sqlx::query("VACUUM INTO ?1")
            .bind(file.to_string_lossy().into_owned())
            .execute(&mut connection)
            .await;
        connection.close().await?;
        if let Err(error) = outcome {
            // Half a copy must not be taken for a whole one.
            let _ = std::fs::remove_file(file);
            return Err(error.into());
        }
        sync(file)
    }
}

/// Puts a backup in place of the data of a configuration that no process has open. An existing
/// database is kept beside it as `hearken.db.replaced` (and only with `replace`).
pub async fn restore(config: &StoreConfig, file: &Path, replace: bool) -> Result<()> {
    let Location::Folder(folder) = &config.location else {
        return Err(Error::Unsupported(USE_PG_DUMP));
    };
    let target = sqlite_file(folder);
    if target.exists() {
        if !replace {
            return Err(file_error(
                format!("there is a database in {} already", folder.display()),
                std::io::ErrorKind::AlreadyExists.into(),
            ));
        }
        require_unused(&target).await?;
    }
    let staging = folder.join("restoring");
    let copied = copy(file, &staging).await;
    let outcome = match copied {
        Ok(()) => put_in_place(&sqlite_file(&staging), &target),
        Err(error) => Err(error),
    };
    let _ = std::fs::remove_dir_all(&staging);
    outcome
}

/// Copies a backup to a folder of its own and looks whether it is a sound database of ours.
async fn copy(file: &Path, staging: &Path) -> Result<()> {
    let what = || format!("cannot restore {}", file.display());
    std::fs::create_dir_all(staging).map_err(|e| file_error(what(), e))?;
    let copy = sqlite_file(staging);
    std::fs::copy(file, &copy).map_err(|e| file_error(what(), e))?;
    let config = StoreConfig::new(Location::Folder(staging.to_owned()));
    let db = connect(&config).await?;
    let sound = examine(&db).await;
    db.close().await;
    sound?;
    sync(&copy)
}

async fn examine(db: &Db) -> Result<()> {
    if let Standing::Ahead(found) = standing(db).await? {
        return Err(Error::SchemaAhead {
            found,
            known: latest(),
        });
    }
    let row: Option<(String,)> = db.opt(crate::db::q!("PRAGMA integrity_check(1)")).await?;
    match row {
        Some((verdict,)) if verdict == "ok" => Ok(()),
        Some((verdict,)) => Err(Error::Corrupt(verdict)),
        None => Err(Error::corrupt("no verdict")),
    }
}

/// Refuses a database that another process has open.
async fn require_unused(file: &Path) -> Result<()> {
    let mut connection = SqliteConnectOptions::new()
        .filename(file)
        .pragma("locking_mode", "EXCLUSIVE")
        .busy_timeout(std::time::Duration::from_millis(200))
        .connect()
        .await?;
    let outcome = sqlx::raw_sql("BEGIN EXCLUSIVE; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut connection)
        .await;
    connection.close().await?;
    outcome.map(|_| ()).map_err(Error::from)
}

fn put_in_place(copy: &Path, target: &Path) -> Result<()> {
    let what = || format!("cannot write {}", target.display());
    if target.exists() {
        let kept = target.with_extension("db.replaced");
        std::fs::rename(target, kept).map_err(|e| file_error(what(), e))?;
    }
    for suffix in ["db-wal", "db-shm"] {
        // The log of the database that was there must not be played into this one.
        let _ = std::fs::remove_file(target.with_extension(suffix));
    }
    std::fs::rename(copy, target).map_err(|e| file_error(what(), e))?;
    match target.parent() {
        Some(folder) => sync(folder),
        None => Ok(()),
    }
}

fn sync(path: &Path) -> Result<()> {
    std::fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|e| file_error(format!("cannot write {}", path.display()), e))
}

fn file_error(what: String, source: std::io::Error) -> Error {
    if source.kind() == std::io::ErrorKind::StorageFull {
        return Error::DiskFull;
    }
    Error::File { what, source }
}
