//! Putting the house together.

use crate::{
    background::Background,
    config::{Config, SignUp},
    ports::{Notices, PipelineIngest},
    sign_in_provider::OpenIdProvider,
    smtp::Smtp,
    system::{SystemClock, SystemIds, random},
    text_records::Resolver,
};
use anyhow::Context as _;
use hearken_app::{
    App, Limits, Parts, domains::TextRecords, mail::Mailer, ports::LocalEvents,
    session::SignInProvider, sign_up::SignUpPolicy,
};
use hearken_archive::{Archive, Files, SegmentArchive};
use hearken_authz::{
    Denied, InstallScope, OrgScope, Permission, Principal, Resource, Wiring, decide,
};
use hearken_connectors::{HttpClient, HttpOptions};
use hearken_model::{OrgId, time::DAY};
use hearken_pipeline::{Pipeline, PipelineParts, StoreTextFilter, StreamTask};
use hearken_store::{Clock, Ids, Location, Store, StoreConfig};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Time and randomness of a house; tests bring their own.
#[derive(Clone)]
pub struct HouseParts {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Public ids and secrets.
    pub ids: Arc<dyn Ids>,
    /// Cost of a password hash, KiB; none: as in production.
    pub password_memory_kib: Option<u32>,
    /// Takes mails instead of the configured server, where one is configured.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Stands in for the configured sign-in provider.
    pub provider: Option<Arc<dyn SignInProvider>>,
    /// The domain name system.
    pub records: Arc<dyn TextRecords>,
}

impl Default for HouseParts {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            password_memory_kib: None,
            mailer: None,
            provider: None,
            records: Arc::new(Resolver::default()),
        }
    }
}

/// Everything of one process.
#[derive(Clone)]
pub struct House {
    /// The use-cases.
    pub app: Arc<App>,
    /// Acquisition and indexing.
    pub pipeline: Arc<Pipeline>,
    /// What is kept.
    pub store: Store,
    /// What is counted.
    pub archive: Arc<dyn Archive>,
    /// For work that belongs to no organization.
    pub install: InstallScope,
    /// The configuration.
    pub config: Config,
    background: Background,
}

/// Threads of the archive's readers are the runtime's blocking ones; this many rows of connections
/// serve them.
const CONNECTIONS: u32 = 4;

impl House {
    /// Opens the data folder (or the configured database) and puts the parts together. Nothing
    /// runs yet; see [`House::start`].
    pub async fn open(data: &Path, config: Config, parts: HouseParts) -> anyhow::Result<Self> {
        let store = open_store(data, &config, &parts).await?;
        let wiring = Wiring::claim();
        let install = wiring.install_scope("hearken");
        let filter = StoreTextFilter::new(store.clone(), tokio::runtime::Handle::current());
        let files = files(data, &config);
        let archive: Arc<dyn Archive> = Arc::new(SegmentArchive::open(Arc::new(filter), files));
        let events = Arc::new(LocalEvents::default());
        let network = network(&config, &parts)?;
        let notices = Notices::new(Arc::clone(&events) as Arc<_>);
        let pipeline = Pipeline::new(PipelineParts {
            store: store.clone(),
            archive: Arc::clone(&archive),
            clock: Arc::clone(&parts.clock),
            install: wiring.install_scope("pipeline"),
            notices: Arc::new(move |org, notice| notices.tell(org, notice)),
            network: network.clone(),
            retention_months: Some(config.retention.months).filter(|months| *months > 0),
            sample_posts: config.sample.posts,
        });
        let ingest = PipelineIngest {
            pipeline: Arc::clone(&pipeline),
            store: store.clone(),
            network,
            install: install.clone(),
            bluesky: bluesky_settings(&config),
            bluesky_enabled: config.bluesky.enabled,
        };
        let mailer = mailer(&config, parts.mailer)?;
        let sign_up = sign_up(&config, mailer.is_some())?;
        let provider = OpenIdProvider::of(&config)?;
        let app = App::new(
            Parts {
                store: store.clone(),
                archive: Arc::clone(&archive),
                clock: parts.clock,
                ids: parts.ids,
                ingest: Arc::new(ingest),
                events,
                uploads: data.join("uploads"),
                base_url: config.base_url.clone(),
                mailer,
                sign_up,
                provider: parts.provider.or(provider),
                records: parts.records,
                limits: limits(&config, parts.password_memory_kib),
            },
            &wiring,
        );
        Ok(Self {
            app: Arc::new(app),
            pipeline,
            store,
            archive,
            install,
            config,
            background: Background::default(),
        })
    }

    /// Starts what runs all the time: feeder, jobs, housekeeping, networks as configured, and
    /// imports that a restart interrupted.
    pub async fn start(&self) -> anyhow::Result<()> {
        self.pipeline.reload().await?;
        self.pipeline.start();
        self.background.start(&self.app);
        if self.config.bluesky.enabled {
            self.pipeline.start_stream(StreamTask {
                connector: hearken_connectors::registry::find("bluesky")
                    .context("bluesky is registered")?,
                settings: bluesky_settings(&self.config),
            });
        }
        if self.config.feeds.enabled {
            let minutes = self.config.feeds.poll_minutes;
            self.pipeline.start_feeds(json!({
                "interval_minutes": minutes,
                "interval_unconditional_minutes": minutes.max(60) * 4,
            }));
        }
        crate::ports::resume_imports(self).await?;
        Ok(())
    }

    /// Stops everything after its current step.
    pub async fn stop(&self) {
        self.background.stop().await;
        if let Err(error) = hearken_app::audit::write_denials(&self.app, true).await {
            tracing::warn!(%error, "what was denied lately is not in the audit");
        }
        self.pipeline.shut_down(Duration::from_secs(20)).await;
        if let Err(error) = self.pipeline.persist().await {
            tracing::warn!(%error, "the archive is not all in files; the next start catches up");
        }
        self.store.close().await;
    }

    /// The routes of pages and API.
    pub fn router(&self, settings: hearken_web::WebSettings) -> axum::Router {
        let state = hearken_web::WebState {
            app: Arc::clone(&self.app),
            settings: Arc::new(settings),
            once: Arc::default(),
        };
        let routes = hearken_web::router(state).merge(hearken_api::router(Arc::clone(&self.app)));
        crate::metrics::measured(self, routes)
    }

    /// A scope for work of the process itself in an organization.
    pub(crate) fn job_scope(&self, job: &'static str, org: OrgId) -> Result<OrgScope, Denied> {
        let principal = Principal::System { job };
        let resource = Resource::organization(org);
        decide(
            &principal,
            Permission::RecordPosts,
            &resource,
            self.app.now(),
        )
    }
}

fn files(data: &Path, config: &Config) -> Files {
    let mut files = Files::new(archive_folder(data));
    if let Some(mib) = config.archive.memory_mib {
        files.budget_bytes = mib.saturating_mul(1 << 20);
    }
    files
}

fn limits(config: &Config, password_memory_kib: Option<u32>) -> Limits {
    let usual = Limits::default();
    Limits {
        month_quota: config.quota.posts_per_month,
        password_memory_kib: password_memory_kib.unwrap_or(usual.password_memory_kib),
        demand_second_factor: config.delegation.second_factor,
        entries: config.delegation.customers_in_ten_minutes,
        declaration: config.access.declaration,
        trial: i64::from(config.access.trial_days) * DAY,
        sign_up_trial: config.access.sign_up_trial,
        ..usual
    }
}

/// Where the data is.
pub fn location(data: &Path, config: &Config) -> Location {
    match &config.database.url {
        Some(url) => Location::Postgres(url.clone()),
        None => Location::Folder(data.to_path_buf()),
    }
}

/// Where the archive keeps its files.
pub fn archive_folder(data: &Path) -> PathBuf {
    data.join("archive")
}

async fn open_store(data: &Path, config: &Config, parts: &HouseParts) -> anyhow::Result<Store> {
    tokio::fs::create_dir_all(data.join("uploads"))
        .await
        .with_context(|| format!("cannot make the data folder {}", data.display()))?;
    let mut options = StoreConfig::new(location(data, config));
    options.connections = CONNECTIONS;
    options.max_bytes = config.database.max_bytes;
    Ok(Store::open(options, Arc::clone(&parts.clock), Arc::clone(&parts.ids)).await?)
}

fn network(config: &Config, parts: &HouseParts) -> anyhow::Result<hearken_connectors::Context> {
    let contact = config
        .network
        .contact
        .as_deref()
        .unwrap_or("no contact configured");
    let options = HttpOptions {
        user_agent: format!("hearken/{} ({contact})", env!("CARGO_PKG_VERSION")),
        allow_private: config.network.allow_private_addresses,
        ..HttpOptions::default()
    };
    let http = HttpClient::new(options).context("the HTTP client cannot be set up")?;
    let clock = Arc::clone(&parts.clock);
    Ok(hearken_connectors::Context::new(
        http,
        move || clock.now(),
        random,
    ))
}

/// Where mails go: to the configured server, or to who stands in for it.
fn mailer(
    config: &Config,
    instead: Option<Arc<dyn Mailer>>,
) -> anyhow::Result<Option<Arc<dyn Mailer>>> {
    let Some(smtp) = Smtp::new(&config.mail)? else {
        return Ok(None);
    };
    if config.base_url.is_none() {
        anyhow::bail!("mail.url needs base_url: mails link to the pages");
    }
    Ok(Some(instead.unwrap_or_else(|| Arc::new(smtp))))
}

fn sign_up(config: &Config, mails: bool) -> anyhow::Result<SignUpPolicy> {
    let policy = match config.signup {
        SignUp::Off => SignUpPolicy::Off,
        SignUp::Approval => SignUpPolicy::Approval,
        SignUp::Open => SignUpPolicy::Open,
    };
    if policy != SignUpPolicy::Off && !mails {
        anyhow::bail!("signup needs mail.url: addresses are confirmed by mail");
    }
    Ok(policy)
}

fn bluesky_settings(config: &Config) -> serde_json::Value {
    json!({ "endpoints": config.bluesky.jetstream, "search_host": config.bluesky.search })
}
