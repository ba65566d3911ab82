//! The traits that every connector implements.

use crate::{
    Batch, Checkpoint, ConnectorError, Context, Descriptor, Status, feeds::FeedSubscription,
    files::ImportJob,
};
use async_trait::async_trait;
use hearken_model::{Language, Post, Span};
use std::sync::Arc;

/// One kind of network (or file): what it can do, and how it is opened.
pub trait Connector: Send + Sync {
    /// Name, capabilities, settings.
    fn descriptor(&self) -> &Descriptor;

    /// Begins to acquire, from the checkpoints recorded last (those of other keys are ignored).
    /// Does not touch the network yet, apart from opening a local file.
    ///
    /// # Errors
    /// `Reject` for settings, a job or a file that cannot be; `Bug` for a job of another connector.
    fn open(
        &self,
        context: &Context,
        settings: &serde_json::Value,
        job: Job,
        from: &[Checkpoint],
    ) -> Result<Box<dyn Acquire>, ConnectorError>;

    /// What can be asked for posts directly, for previews; none where the network cannot be asked.
    ///
    /// # Errors
    /// `Reject` for settings that cannot be.
    fn searcher(
        &self,
        context: &Context,
        settings: &serde_json::Value,
        job: &Job,
    ) -> Result<Option<Arc<dyn Search>>, ConnectorError> {
        let _ = (context, settings, job);
        Ok(None)
    }

    /// Whether the settings can be.
    ///
    /// # Errors
    /// `Reject` naming the field.
    fn check_settings(&self, settings: &serde_json::Value) -> Result<(), ConnectorError>;
}

/// What a connector is opened for.
#[derive(Clone, Debug)]
pub enum Job {
    /// The network's public stream; the audience is everybody.
    Stream,
    /// A set of feeds with those who want them. One URL is fetched once, however many want it.
    Feeds(Vec<FeedSubscription>),
    /// One file for one organization.
    Import(ImportJob),
}

/// A running acquisition.
#[async_trait]
pub trait Acquire: Send {
    /// The next batch; waits for one where the source is endless, `None` at the end of a finite
    /// one. Transient trouble (a broken connection) is dealt with inside, with back-off, and shows
    /// in [`Acquire::status`]; an error means that the caller has to decide.
    ///
    /// Whoever drops the future before it is done reopens the connector from the last recorded
    /// checkpoint: nothing is lost then, and what comes twice is told by (source, native id).
    ///
    /// # Errors
    /// By kind; see [`crate::ErrorKind`].
    async fn next(&mut self) -> Result<Option<Batch>, ConnectorError>;

    /// Health and counters, shared: readable while `next` runs.
    fn status(&self) -> Arc<Status>;
}

/// A network that can be asked for posts.
#[async_trait]
pub trait Search: Send + Sync {
    /// Posts that probably match, newest first. Looser than the rule may be: the local matcher is
    /// the authority (SEA-099).
    ///
    /// # Errors
    /// By kind; see [`crate::ErrorKind`].
    async fn search(&self, request: &SearchRequest) -> Result<Vec<Post>, ConnectorError>;
}

/// What to ask a network for.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchRequest {
    /// Words or phrases of which one is enough; empty means everything.
    pub any: Vec<String>,
    /// Languages of which one is enough; empty means every one.
    pub languages: Vec<Language>,
    /// When the posts were published.
    pub span: Option<Span>,
    /// At most so many posts.
    pub limit: usize,
}
