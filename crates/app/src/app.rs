//! The struct that use-cases are called with: parts, ports and limits, put together by `hearken`.

use crate::{
    audit::Denials,
    domains::TextRecords,
    mail::Mailer,
    ports::{Events, Ingest},
    session::{Attempts, SignInProvider},
    sign_up::SignUpPolicy,
    topics::back_test::BackTests,
};
use hearken_archive::Archive;
use hearken_authz::{InstallScope, Wiring};
use hearken_model::{
    Timestamp,
    time::{DAY, HOUR, MINUTE},
};
use hearken_store::{Clock, Ids, Store};
use std::{path::PathBuf, sync::Arc};

/// What `hearken` gives.
pub struct Parts {
    /// What is kept.
    pub store: Store,
    /// What is counted.
    pub archive: Arc<dyn Archive>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Public ids and secrets.
    pub ids: Arc<dyn Ids>,
    /// Acquisition.
    pub ingest: Arc<dyn Ingest>,
    /// News for live pages.
    pub events: Arc<dyn Events>,
    /// Folder for uploaded files until their import has ended.
    pub uploads: PathBuf,
    /// The address under which people reach the pages, for links in mails; needed with a mailer.
    pub base_url: Option<String>,
    /// Gives mails to a server; none: no mails are sent.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Who may create an organization; needs a mailer.
    pub sign_up: SignUpPolicy,
    /// Where people may sign in instead of here.
    pub provider: Option<Arc<dyn SignInProvider>>,
    /// The domain name system.
    pub records: Arc<dyn TextRecords>,
    /// Limits.
    pub limits: Limits,
}

/// Limits that an operator may change. Lengths of time are in microseconds.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A session ends when it was not used for this long.
    pub session_idle: i64,
    /// A session ends after this long in any case.
    pub session_absolute: i64,
    /// Failed sign-ins of one account, or from one address, within `attempt_window`.
    pub attempts: u32,
    /// See `attempts`.
    pub attempt_window: i64,
    /// How long blocked content can be given free again before its posts are deleted (SEA-141).
    pub blocked_undo: i64,
    /// Posts that an organization may take in each calendar month; none: no limit (SEA-160).
    pub month_quota: Option<u64>,
    /// Largest upload, bytes.
    pub upload_bytes: u64,
    /// Whether an organization opens only after its first-run declaration (ADM-21).
    pub declaration: bool,
    /// How long a trial lasts (TRI-09).
    pub trial: i64,
    /// Whether the places that come with a sign-up are a trial.
    pub sign_up_trial: bool,
    /// Memory that a password hash uses, KiB (argon2id).
    pub password_memory_kib: u32,
    /// Whether acting for customers demands a second factor (DEL-65). Off only where people try the
    /// product on their own machine.
    pub demand_second_factor: bool,
    /// Customers that one person may enter within ten minutes.
    pub entries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            session_idle: 14 * DAY,
            session_absolute: 90 * DAY,
            attempts: 10,
            attempt_window: 15 * MINUTE,
            blocked_undo: 4 * HOUR,
            month_quota: None,
            upload_bytes: 2 << 30,
            declaration: false,
            trial: 30 * DAY,
            sign_up_trial: false,
            password_memory_kib: 19_456,
            demand_second_factor: true,
            entries: 50,
        }
    }
}

/// The use-cases' parts. Cheap to share behind an `Arc`; nothing in it belongs to one request.
pub struct App {
    pub(crate) store: Store,
    pub(crate) archive: Arc<dyn Archive>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) ingest: Arc<dyn Ingest>,
    pub(crate) events: Arc<dyn Events>,
    pub(crate) uploads: PathBuf,
    pub(crate) base_url: String,
    pub(crate) mailer: Option<Arc<dyn Mailer>>,
    pub(crate) sign_up: SignUpPolicy,
    pub(crate) provider: Option<Arc<dyn SignInProvider>>,
    pub(crate) records: Arc<dyn TextRecords>,
    pub(crate) limits: Limits,
    pub(crate) install: InstallScope,
    pub(crate) attempts: Attempts,
    pub(crate) denials: Arc<Denials>,
    pub(crate) back_tests: BackTests,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts, wiring: &Wiring) -> Self {
        let base_url = parts.base_url.unwrap_or_default();
        Self {
            store: parts.store,
            archive: parts.archive,
            clock: parts.clock,
            ids: parts.ids,
            ingest: parts.ingest,
            events: parts.events,
            uploads: parts.uploads,
            base_url: base_url.trim_end_matches('/').to_owned(),
            mailer: parts.mailer,
            sign_up: parts.sign_up,
            provider: parts.provider,
            records: parts.records,
            attempts: Attempts::new(parts.limits.attempts, parts.limits.attempt_window),
            limits: parts.limits,
            denials: Arc::default(),
            back_tests: BackTests::default(),
            install: wiring.install_scope("app"),
        }
    }

    /// What the provider is called where people may sign in instead of here, if there is one.
    pub fn provider_label(&self) -> Option<&str> {
        self.provider.as_ref().map(|provider| provider.label())
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// When the second factor of a session counts as confirmed.
    pub(crate) fn second_factor_of(&self, confirmed_at: Option<Timestamp>) -> Option<Timestamp> {
        if self.limits.demand_second_factor {
            confirmed_at
        } else {
            Some(self.now())
        }
    }

    /// The folder for uploads, so that an edge can write one before it starts an import.
    pub fn uploads(&self) -> &std::path::Path {
        &self.uploads
    }

    /// A path for an upload that nobody else has.
    pub fn new_upload(&self) -> PathBuf {
        self.uploads.join(self.ids.public_id().to_string())
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
