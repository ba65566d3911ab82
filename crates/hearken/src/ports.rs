//! The ports of the use-cases, bound to the pipeline and the connectors.

use crate::wiring::House;
use async_trait::async_trait;
use hearken_app::ports::{
    Events, FeedCheck, Hint, ImportFile, Ingest, Passed, PortError, SourceSample,
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_connectors::{
    Context, Job, SearchRequest,
    feeds::{self, FeedRefusal, FeedSubscription, Subscriber},
    files::{ColumnMap, ImportJob},
    registry,
};
use hearken_model::{ImportId, OrgId, RuleKind, Source};
use hearken_pipeline::{ImportTask, Notice, Pipeline, Trouble};
use hearken_store::{ImportState, Store};
use std::sync::Arc;

/// Tells those who listen.
pub(crate) struct Notices {
    events: Arc<dyn Events>,
}

impl Notices {
    pub(crate) fn new(events: Arc<dyn Events>) -> Self {
        Self { events }
    }

    pub(crate) fn tell(&self, org: OrgId, notice: Notice) {
        let hint = match notice {
            Notice::Posts { added } => Hint::Posts { added },
            Notice::Import(import) => Hint::Import { import },
        };
        self.events.publish(org, hint);
    }
}

/// Acquisition, as use-cases start it.
pub(crate) struct PipelineIngest {
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) store: Store,
    pub(crate) network: Context,
    pub(crate) install: InstallScope,
    pub(crate) bluesky: serde_json::Value,
    pub(crate) bluesky_enabled: bool,
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PortError {
    PortError::Broken(error.into())
}

#[async_trait]
impl Ingest for PipelineIngest {
    async fn start_import(
        &self,
        scope: &OrgScope,
        import: ImportId,
        file: ImportFile,
    ) -> Result<(), PortError> {
        let row = self
            .store
            .load_import(scope, import)
            .await
            .map_err(broken)?;
        let task = ImportTask {
            import,
            public_id: row.public_id,
            job: job(scope.org(), &file)?,
            temporary: file.temporary,
        };
        self.pipeline.start_import(task);
        Ok(())
    }

    fn import_trouble(&self, org: OrgId, import: ImportId) -> Option<&'static str> {
        let trouble = self.pipeline.import_trouble(org, import)?;
        Some(match trouble {
            Trouble::DiskFull => "disk_full",
            Trouble::Database => "database_unavailable",
        })
    }

    async fn cancel_import(&self, scope: &OrgScope, import: ImportId) -> Result<(), PortError> {
        self.pipeline.stop_import(scope.org(), import);
        Ok(())
    }

    async fn reload(&self, _org: OrgId) -> Result<(), PortError> {
        self.pipeline.reload().await.map_err(broken)
    }

    async fn catch_up(&self, scope: &OrgScope) -> Result<(), PortError> {
        self.pipeline
            .catch_up(scope.org())
            .await
            .map(drop)
            .map_err(broken)
    }

    async fn check_feed(&self, _scope: &OrgScope, url: &str) -> Result<FeedCheck, PortError> {
        let check = feeds::check(&self.network, url).await.map_err(refusal)?;
        Ok(FeedCheck {
            url: check.url,
            title: check.title,
            form: check.form.as_str().to_owned(),
            items: check.items,
            newest: check.newest.iter().map(|post| post.published_at).max(),
        })
    }

    fn passed(&self) -> Vec<Passed> {
        let kept = self.pipeline.passed().into_iter();
        kept.map(|one| Passed {
            source: one.source,
            posts: one.posts,
            passed: one.passed,
            since: one.since,
        })
        .collect()
    }

    fn searchable(&self, rules: &[RuleKind]) -> Vec<Source> {
        let asks_bluesky = rules.iter().any(|rule| match rule {
            RuleKind::Keywords(rule) => {
                rule.is_anywhere() || rule.sources.contains(&Source::BLUESKY)
            }
            RuleKind::CustomSources { .. } => false,
        });
        let asks_feeds = rules.iter().any(|rule| match rule {
            RuleKind::Keywords(rule) => {
                rule.sources.contains(&Source::FEED) || !rule.groups.is_empty()
            }
            RuleKind::CustomSources { .. } => true,
        });
        let bluesky = (asks_bluesky && self.bluesky_enabled).then_some(Source::BLUESKY);
        bluesky
            .into_iter()
            .chain(asks_feeds.then_some(Source::FEED))
            .collect()
    }

    async fn search_sources(
        &self,
        scope: &OrgScope,
        rules: &[RuleKind],
        limit: usize,
    ) -> Vec<SourceSample> {
        let mut samples = Vec::new();
        for source in self.searchable(rules) {
            let posts = self.search(scope, &source, rules, limit).await;
            samples.push(SourceSample { source, posts });
        }
        samples
    }

    async fn rebuild(&self, scope: &OrgScope) -> Result<(), PortError> {
        self.pipeline
            .rebuild(scope.org())
            .await
            .map(drop)
            .map_err(broken)
    }
}

impl PipelineIngest {
    async fn search(
        &self,
        scope: &OrgScope,
        source: &Source,
        rules: &[RuleKind],
        limit: usize,
    ) -> Result<Vec<hearken_model::Post>, PortError> {
        let connector = registry::find(source.as_str()).ok_or(PortError::Unsupported)?;
        let (settings, job) = if *source == Source::FEED {
            (
                serde_json::json!({}),
                Job::Feeds(self.feeds_of(scope).await?),
            )
        } else {
            (self.bluesky.clone(), Job::Stream)
        };
        let failed = |error: hearken_connectors::ConnectorError| PortError::Failed(error.message);
        let searcher = connector
            .searcher(&self.network, &settings, &job)
            .map_err(failed)?;
        let searcher = searcher.ok_or(PortError::Unsupported)?;
        let mut request = SearchRequest {
            any: Vec::new(),
            languages: Vec::new(),
            span: None,
            limit,
        };
        for rule in rules {
            if let RuleKind::Keywords(rule) = rule {
                request.any.extend(rule.keywords.iter().cloned());
            }
        }
        searcher.search(&request).await.map_err(failed)
    }

    /// The feeds of the organization's groups.
    async fn feeds_of(&self, scope: &OrgScope) -> Result<Vec<FeedSubscription>, PortError> {
        let feeds = self
            .store
            .list_all_feeds(&self.install)
            .await
            .map_err(broken)?;
        let own = feeds.into_iter().filter(|feed| feed.org == scope.org());
        Ok(own
            .map(|feed| FeedSubscription {
                url: feed.url,
                subscribers: vec![Subscriber {
                    org: feed.org,
                    group: feed.group_public,
                }],
            })
            .collect())
    }
}

fn refusal(refusal: FeedRefusal) -> PortError {
    match refusal {
        FeedRefusal::PrivateAddress => PortError::Refused("private_address"),
        FeedRefusal::NotAnAddress => PortError::Refused("not_a_url"),
        FeedRefusal::NotAFeed { .. } => PortError::NotAFeed,
        other => PortError::Failed(other.to_string()),
    }
}

fn job(org: OrgId, file: &ImportFile) -> Result<ImportJob, PortError> {
    let format = file.format.parse().map_err(|_| PortError::Unsupported)?;
    let columns = file
        .columns
        .iter()
        .map(|(field, column)| (field.clone(), column.clone()));
    let columns = ColumnMap {
        columns: columns.collect(),
        ..ColumnMap::default()
    };
    Ok(ImportJob {
        org,
        format,
        path: file.path.clone(),
        columns,
    })
}

/// Goes on with imports that a restart interrupted. A file that is gone ends its import.
pub(crate) async fn resume_imports(house: &House) -> anyhow::Result<()> {
    for (org, import) in house.store.list_open_imports(&house.install).await? {
        let file: Option<ImportFile> = serde_json::from_value(import.options.clone()).ok();
        let file = file.filter(|file| file.path.exists());
        if let Some(file) = file
            && let Ok(job) = job(org, &file)
        {
            tracing::info!(import = %import.public_id, "import goes on");
            house.pipeline.start_import(ImportTask {
                import: import.id,
                public_id: import.public_id,
                job,
                temporary: file.temporary,
            });
            continue;
        }
        let scope = house.job_scope("import", org)?;
        let mut tx = house.store.begin().await?;
        tx.set_import_state(&scope, import.id, ImportState::Failed, Some("file_gone"))
            .await?;
        tx.commit().await?;
    }
    Ok(())
}
