//! The choice of database, hidden once: native pools behind two enums. Not public: the rest of the
//! crate speaks of nouns, the rest of the house of scopes.

mod connect;
mod migrations;
mod query;

pub(crate) use connect::{connect, sqlite_file};
pub(crate) use migrations::{Standing, latest, migrate, standing};
pub(crate) use query::{Arg, Q, clean, json_list, q};

use crate::Result;
use sqlx::{
    FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction, postgres::PgRow, sqlite::SqliteRow,
};

/// Rows that both databases can fill; derived by `sqlx::FromRow`.
pub(crate) trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{}

/// An open database.
#[derive(Clone, Debug)]
pub(crate) enum Db {
    /// Readers are read-only; the writer is one connection, so that writes queue instead of failing.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// An open transaction; dropped without `commit`, it leaves nothing.
#[derive(Debug)]
pub(crate) enum DbTx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    pub(crate) async fn begin(&self) -> Result<DbTx> {
        Ok(match self {
            // A deferred transaction that turns into a writing one fails at once when another got
            // there first, whatever the busy timeout is.
            Self::Sqlite { writer, .. } => {
                DbTx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => DbTx::Postgres(pool.begin().await?),
        })
    }

    pub(crate) async fn all<T: Row>(&self, q: Q<'_>) -> Result<Vec<T>> {
        let rows: sqlx::Result<Vec<T>> = match self {
            Self::Sqlite { readers, .. } => {
                let rows = q.sqlite().fetch_all(readers).await?;
                rows.iter().map(T::from_row).collect()
            }
            Self::Postgres(pool) => {
                let rows = q.postgres().fetch_all(pool).await?;
                rows.iter().map(T::from_row).collect()
            }
        };
        Ok(rows?)
    }

    pub(crate) async fn opt<T: Row>(&self, q: Q<'_>) -> Result<Option<T>> {
        let row: sqlx::Result<Option<T>> = match self {
            Self::Sqlite { readers, .. } => {
                let row = q.sqlite().fetch_optional(readers).await?;
                row.as_ref().map(T::from_row).transpose()
            }
            Self::Postgres(pool) => {
                let row = q.postgres().fetch_optional(pool).await?;
                row.as_ref().map(T::from_row).transpose()
            }
        };
        Ok(row?)
    }

    /// One write of its own.
    pub(crate) async fn exec(&self, q: Q<'_>) -> Result<u64> {
        let mut tx = self.begin().await?;
        let changed = tx.exec(q).await?;
        tx.commit().await?;
        Ok(changed)
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl DbTx {
    pub(crate) async fn exec(&mut self, q: Q<'_>) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(tx) => q.sqlite().execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => q.postgres().execute(&mut **tx).await?.rows_affected(),
        })
    }

    pub(crate) async fn all<T: Row>(&mut self, q: Q<'_>) -> Result<Vec<T>> {
        let rows: sqlx::Result<Vec<T>> = match self {
            Self::Sqlite(tx) => {
                let rows = q.sqlite().fetch_all(&mut **tx).await?;
                rows.iter().map(T::from_row).collect()
            }
            Self::Postgres(tx) => {
                let rows = q.postgres().fetch_all(&mut **tx).await?;
                rows.iter().map(T::from_row).collect()
            }
        };
        Ok(rows?)
    }

    pub(crate) async fn opt<T: Row>(&mut self, q: Q<'_>) -> Result<Option<T>> {
        let row: sqlx::Result<Option<T>> = match self {
            Self::Sqlite(tx) => {
                let row = q.sqlite().fetch_optional(&mut **tx).await?;
                row.as_ref().map(T::from_row).transpose()
            }
            Self::Postgres(tx) => {
                let row = q.postgres().fetch_optional(&mut **tx).await?;
                row.as_ref().map(T::from_row).transpose()
            }
        };
        Ok(row?)
    }

    /// Inserts many rows, 32 a statement, then fewer, so that only a handful of texts is prepared.
    pub(crate) async fn insert(
        &mut self,
        template: &'static str,
        columns: usize,
        cells: Vec<Arg<'_>>,
    ) -> Result<u64> {
        let mut cells = cells.into_iter();
        let mut changed = 0;
        for rows in [32, 8, 1] {
            while cells.len() >= rows * columns {
                let part = cells.by_ref().take(rows * columns).collect();
                changed += self.exec(Q::rows(template, columns, part)).await?;
            }
        }
        Ok(changed)
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(crate) async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

/// Where a reading statement runs: on its own, or within a transaction.
pub(crate) enum Reader<'a> {
    Db(&'a Db),
    Tx(&'a mut DbTx),
}

impl<'a> From<&'a Db> for Reader<'a> {
    fn from(db: &'a Db) -> Self {
        Self::Db(db)
    }
}

impl<'a> From<&'a mut DbTx> for Reader<'a> {
    fn from(tx: &'a mut DbTx) -> Self {
        Self::Tx(tx)
    }
}

impl Reader<'_> {
    pub(crate) async fn all<T: Row>(&mut self, q: Q<'_>) -> Result<Vec<T>> {
        match self {
            Self::Db(db) => db.all(q).await,
            Self::Tx(tx) => tx.all(q).await,
        }
    }

    pub(crate) async fn opt<T: Row>(&mut self, q: Q<'_>) -> Result<Option<T>> {
        match self {
            Self::Db(db) => db.opt(q).await,
            Self::Tx(tx) => tx.opt(q).await,
        }
    }
}
