//! The connector's settings and descriptor.

use super::{FeedPoller, FeedSearch, PollTiming};
use crate::{
    Acquire, Capabilities, Checkpoint, Connector, ConnectorError, ConnectorKind, Context,
    Descriptor, Job, Search, SettingField, SettingKind, settings,
};
use hearken_model::Source;
use serde::Deserialize;
use std::{sync::Arc, time::Duration};

/// Custom sources.
#[derive(Clone, Copy, Debug)]
pub struct Feeds;

/// What the operator can set.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FeedSettings {
    /// Least minutes between two polls of a feed that answers conditional requests.
    pub interval_minutes: u32,
    /// Least minutes between two polls of a feed that does not.
    pub interval_unconditional_minutes: u32,
}

impl Default for FeedSettings {
    fn default() -> Self {
        Self {
            interval_minutes: 60,
            interval_unconditional_minutes: 24 * 60,
        }
    }
}

impl FeedSettings {
    /// As durations.
    ///
    /// # Errors
    /// `Reject` for intervals that cannot be.
    pub fn timing(&self) -> Result<PollTiming, ConnectorError> {
        let minutes = |name: &str, n: u32| {
            if (5..=7 * 24 * 60).contains(&n) {
                Ok(Duration::from_secs(u64::from(n) * 60))
            } else {
                Err(ConnectorError::reject(format!(
                    "{name}: 5 to 10080 minutes expected"
                )))
            }
        };
        let unconditional = self.interval_unconditional_minutes;
        Ok(PollTiming {
            interval: minutes("interval_minutes", self.interval_minutes)?,
            interval_unconditional: minutes("interval_unconditional_minutes", unconditional)?,
            ..PollTiming::default()
        })
    }
}

static DESCRIPTOR: Descriptor = Descriptor {
    name: "feed",
    source: Some(Source::FEED),
    kind: ConnectorKind::Feeds,
    capabilities: Capabilities {
        keyword: true,
        language: true,
        geo: false,
        reach: false,
        engage: &[],
        deletes: false,
        counts: false,
        backfill_days: 0,
    },
    settings: &[
        SettingField {
            name: "interval_minutes",
            kind: SettingKind::Number { min: 5, max: 10080 },
            required: false,
            default: Some("60"),
        },
        SettingField {
            name: "interval_unconditional_minutes",
            kind: SettingKind::Number { min: 5, max: 10080 },
            required: false,
            default: Some("1440"),
        },
    ],
};

impl Connector for Feeds {
    fn descriptor(&self) -> &Descriptor {
        &DESCRIPTOR
    }

    fn open(
        &self,
        context: &Context,
        settings: &serde_json::Value,
        job: Job,
        from: &[Checkpoint],
    ) -> Result<Box<dyn Acquire>, ConnectorError> {
        let Job::Feeds(feeds) = job else {
            return Err(ConnectorError::bug("the feed connector needs feeds"));
        };
        let settings: FeedSettings = settings::read(settings)?;
        let poller = FeedPoller::new(context, feeds, settings.timing()?, from)?;
        Ok(Box::new(poller))
    }

    fn searcher(
        &self,
        context: &Context,
        _settings: &serde_json::Value,
        job: &Job,
    ) -> Result<Option<Arc<dyn Search>>, ConnectorError> {
        let Job::Feeds(feeds) = job else {
            return Ok(None);
        };
        let search = FeedSearch::new(context, feeds.clone());
        Ok(Some(Arc::new(search)))
    }

    fn check_settings(&self, settings: &serde_json::Value) -> Result<(), ConnectorError> {
        let settings: FeedSettings = settings::read(settings)?;
        settings.timing().map(drop)
    }
}
