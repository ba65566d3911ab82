//! The open store and its transactions.

use crate::{
    Clock, Error, Ids, Result, StoreConfig,
    db::{self, Db, DbTx, Reader, Standing, q},
};
use hearken_model::{OrgId, Timestamp};
use std::sync::Arc;

/// Everything that is kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) config: Arc<StoreConfig>,
    pub(crate) env: Env,
}

/// Time and randomness, as they came in.
#[derive(Clone, Debug)]
pub(crate) struct Env {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
}

/// A transaction: several writes that are kept together, or not at all. Dropped without
/// [`Tx::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Tx {
    pub(crate) db: DbTx,
    pub(crate) env: Env,
    /// One instant for everything that is written together.
    pub(crate) now: Timestamp,
}

/// The "organization" of rows that belong to the installation.
pub(crate) const INSTALLATION: OrgId = OrgId(0);

impl Store {
    /// Opens the database, brings its schema up to date (unless told not to) and looks whether it
    /// is sound as far as can be told quickly; [`Store::check`] looks closer.
    pub async fn open(
        config: StoreConfig,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self> {
        let db = db::connect(&config).await?;
        match db::standing(&db).await? {
            Standing::Current => {}
            Standing::Ahead(found) => {
                return Err(Error::SchemaAhead {
                    found,
                    known: db::latest(),
                });
            }
            Standing::Behind(found) if !config.migrate => {
                return Err(Error::SchemaBehind {
                    found,
                    needed: db::latest(),
                });
            }
            Standing::Behind(_) => db::migrate(&db).await?,
        }
        let store = Self {
            db,
            config: Arc::new(config),
            env: Env { clock, ids },
        };
        store.check_quickly().await?;
        Ok(store)
    }

    /// Begins a transaction.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx {
            db: self.db.begin().await?,
            env: self.env.clone(),
            now: self.env.clock.now(),
        })
    }

    /// Closes every connection, after what runs has ended. SQLite folds its log into the file.
    pub async fn close(&self) {
        self.db.close().await;
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader::from(&self.db)
    }
}

impl Tx {
    /// Keeps everything.
    pub async fn commit(self) -> Result<()> {
        self.db.commit().await
    }

    /// Keeps nothing; the same as dropping it, but waits until it is undone.
    pub async fn rollback(self) -> Result<()> {
        self.db.rollback().await
    }

    /// The instant of the transaction.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Takes the next `count` ids of a noun and answers the last of them. Concurrent takers of the
    /// same organization wait for this transaction to end; `count` 0 is a lock alone.
    pub(crate) async fn take_ids(
        &mut self,
        org: OrgId,
        noun: &'static str,
        count: i64,
    ) -> Result<i64> {
        let last: Option<(i64,)> = self
            .db
            .opt(q!(
                "INSERT INTO counters (org_id, noun, last) VALUES ($1, $2, $3) \
                 ON CONFLICT (org_id, noun) DO UPDATE SET last = counters.last + excluded.last \
                 RETURNING last",
                org,
                noun,
                count
            ))
            .await?;
        last.map(|(last,)| last)
            .ok_or_else(|| Error::corrupt("no counter"))
    }

    /// Takes one id of a noun.
    pub(crate) async fn take_id(&mut self, org: OrgId, noun: &'static str) -> Result<i64> {
        self.take_ids(org, noun, 1).await
    }

    pub(crate) fn reader(&mut self) -> Reader<'_> {
        Reader::from(&mut self.db)
    }
}

/// The sixteen bytes of a stored public id.
pub(crate) fn public_id(bytes: &[u8]) -> Result<hearken_model::PublicId> {
    bytes
        .try_into()
        .map(hearken_model::PublicId::from_bytes)
        .map_err(|_| Error::corrupt("a public id is not 16 bytes long"))
}

/// A stored word that must be one of ours.
pub(crate) fn word<T>(what: &str, text: &str, parsed: Option<T>) -> Result<T> {
    parsed.ok_or_else(|| Error::Corrupt(format!("unknown {what} {text:?}")))
}

/// A stored text that must parse.
pub(crate) fn parsed<T: std::str::FromStr>(what: &str, text: &str) -> Result<T> {
    word(what, text, text.parse().ok())
}

/// Stored JSON that must fit.
pub(crate) fn json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Corrupt(format!("stored {what}: {e}")))
}

/// JSON to be stored.
pub(crate) fn to_json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Database(Box::new(e)))
}

/// How names are compared: without regard to case and outer white space.
pub(crate) fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}
