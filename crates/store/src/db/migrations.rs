//! The migrations of both databases, by the same numbers.

use super::Db;
use crate::{Error, Result};
use sqlx::{
    SqlStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};
use std::borrow::Cow;

macro_rules! migrations {
    ($folder:literal) => {
        [
            (
                1,
                "create people",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0001_create_people.sql"
                )),
            ),
            (
                2,
                "create searches",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0002_create_searches.sql"
                )),
            ),
            (
                3,
                "create posts",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0003_create_posts.sql"
                )),
            ),
            (
                4,
                "index intake",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0004_index_intake.sql"
                )),
            ),
            (
                6,
                "create delegation",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0006_create_delegation.sql"
                )),
            ),
            (
                7,
                "create accounts",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0007_create_accounts.sql"
                )),
            ),
            (
                9,
                "chain audit",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0009_chain_audit.sql"
                )),
            ),
            (
                10,
                "add licences",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0010_add_licences.sql"
                )),
            ),
            (
                11,
                "add domains",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0011_add_domains.sql"
                )),
            ),
            (
                12,
                "end solutions",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0012_end_solutions.sql"
                )),
            ),
            (
                13,
                "add location groups",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0013_add_location_groups.sql"
                )),
            ),
            (
                14,
                "note setup changes",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0014_note_setup_changes.sql"
                )),
            ),
            (
                15,
                "keep preferences",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0015_keep_preferences.sql"
                )),
            ),
            (
                16,
                "style pages",
                include_str!(concat!(
                    "../../migrations/",
                    $folder,
                    "/0016_style_pages.sql"
                )),
            ),
        ]
    };
}

type Text = (i64, &'static str, &'static str);
const SQLITE: &[Text] = &migrations!("sqlite");
const POSTGRES: &[Text] = &migrations!("postgres");

/// Where a database stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// At the schema of this program.
    Current,
    /// At an older one (0: empty).
    Behind(i64),
    /// At a newer one.
    Ahead(i64),
}

/// The newest schema this program knows.
pub(crate) fn latest() -> i64 {
    SQLITE.last().map_or(0, |migration| migration.0)
}

fn migrator(texts: &[Text]) -> Migrator {
    let migrations = texts.iter().map(|(version, description, sql)| {
        Migration::new(
            *version,
            Cow::Borrowed(*description),
            MigrationType::Simple,
            SqlStr::from_static(sql),
            false,
        )
    });
    Migrator::with_migrations(migrations.collect())
}

/// Tells where a database stands, without changing it.
pub(crate) async fn standing(db: &Db) -> Result<Standing> {
    let table = match db {
        Db::Sqlite { .. } => "SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'",
        Db::Postgres(_) => {
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() \
             AND tablename = '_sqlx_migrations'"
        }
    };
    let there: Option<(i64,)> = db.opt(super::q!(table)).await?;
    if there.is_none_or(|(count,)| count == 0) {
        return Ok(Standing::Behind(0));
    }
    let found: Option<(Option<i64>,)> = db
        .opt(super::q!("SELECT MAX(version) FROM _sqlx_migrations"))
        .await?;
    let found = found.and_then(|(version,)| version).unwrap_or(0);
    Ok(match found.cmp(&latest()) {
        std::cmp::Ordering::Less => Standing::Behind(found),
        std::cmp::Ordering::Equal => Standing::Current,
        std::cmp::Ordering::Greater => Standing::Ahead(found),
    })
}

/// Brings the schema up to date, each step in a transaction; refuses one that was changed by hand.
pub(crate) async fn migrate(db: &Db) -> Result<()> {
    let outcome = match db {
        Db::Sqlite { writer, .. } => migrator(SQLITE).run(writer).await,
        Db::Postgres(pool) => migrator(POSTGRES).run(pool).await,
    };
    outcome.map_err(|error| match error {
        MigrateError::VersionMissing(found) => Error::SchemaAhead {
            found,
            known: latest(),
        },
        MigrateError::VersionMismatch(version) => Error::Corrupt(format!(
            "migration {version} differs from the one that was run"
        )),
        MigrateError::Dirty(version) => {
            Error::Corrupt(format!("migration {version} was interrupted"))
        }
        MigrateError::Execute(error) => error.into(),
        other => Error::Database(Box::new(other)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that is not listed would never run.
    #[test]
    fn every_file_is_listed() {
        for (folder, texts) in [("sqlite", SQLITE), ("postgres", POSTGRES)] {
            let path = format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
            let names = std::fs::read_dir(path).unwrap();
            let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let mut names: Vec<String> = names.collect();
            names.sort();
            let listed = texts.iter().map(|(version, description, _)| {
                format!("{version:04}_{}.sql", description.replace(' ', "_"))
            });
            assert_eq!(names, listed.collect::<Vec<_>>(), "{folder}");
        }
    }
}
