//! The connector's settings and descriptor.

use super::{BlueskySearch, Endpoint, JetstreamOptions, JetstreamStream, Timing};
use crate::{
    Acquire, Capabilities, Checkpoint, Connector, ConnectorError, ConnectorKind, Context,
    Descriptor, Job, Search, SettingField, SettingKind, settings,
};
use hearken_model::Source;
use serde::Deserialize;
use std::{path::PathBuf, sync::Arc};
use url::Url;

/// Public servers of Jetstream, version 2 first.
const ENDPOINTS: [&str; 4] = [
    "wss://jetstream.us-east.bsky.network",
    "wss://jetstream.us-west.bsky.network",
    "wss://jetstream2.us-east.bsky.network",
    "wss://jetstream2.us-west.bsky.network",
];
/// The public host of the read API.
const SEARCH_HOST: &str = "https://public.api.bsky.app";

/// Bluesky.
#[derive(Clone, Copy, Debug)]
pub struct Bluesky;

/// What the operator can set.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BlueskySettings {
    /// Jetstream servers in order of preference.
    pub endpoints: Vec<String>,
    /// Whether frames are asked for compressed.
    pub compress: bool,
    /// File with the dictionary of version 1; without it, version 1 is not compressed.
    pub v1_dictionary_file: Option<PathBuf>,
    /// Where searches are asked; empty to ask nowhere.
    pub search_host: String,
    /// Bearer token for hosts that want one.
    pub search_token: Option<String>,
}

impl Default for BlueskySettings {
    fn default() -> Self {
        Self {
            endpoints: ENDPOINTS.map(str::to_owned).to_vec(),
            compress: true,
            v1_dictionary_file: None,
            search_host: SEARCH_HOST.to_owned(),
            search_token: None,
        }
    }
}

impl BlueskySettings {
    /// What the stream needs of them.
    ///
    /// # Errors
    /// `Reject` naming what cannot be.
    pub fn stream_options(&self) -> Result<JetstreamOptions, ConnectorError> {
        let endpoints = self.endpoints.iter().map(|text| Endpoint::parse(text));
        let endpoints: Vec<Endpoint> = endpoints
            .collect::<Result<_, _>>()
            .map_err(|error| ConnectorError::reject(format!("endpoints: {error}")))?;
        if endpoints.is_empty() {
            return Err(ConnectorError::reject("endpoints: at least one is needed"));
        }
        let dictionary = self.v1_dictionary_file.as_ref().map(std::fs::read);
        let dictionary = dictionary.transpose().map_err(|error| {
            ConnectorError::reject("v1_dictionary_file: cannot be read").with_source(error)
        })?;
        Ok(JetstreamOptions {
            endpoints,
            compress: self.compress,
            v1_dictionary: dictionary,
            timing: Timing::default(),
        })
    }

    /// Where searches are asked.
    fn search_url(&self) -> Result<Option<Url>, ConnectorError> {
        if self.search_host.trim().is_empty() {
            return Ok(None);
        }
        let url: Url = self
            .search_host
            .parse()
            .map_err(|_| ConnectorError::reject("search_host: not an address"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(ConnectorError::reject(
                "search_host: an https address expected",
            ));
        }
        Ok(Some(url))
    }
}

static DESCRIPTOR: Descriptor = Descriptor {
    name: "bluesky",
    source: Some(Source::BLUESKY),
    kind: ConnectorKind::Stream,
    capabilities: Capabilities {
        keyword: true,
        language: true,
        geo: false,
        reach: false,
        engage: &[],
        deletes: true,
        counts: false,
        backfill_days: 0,
    },
    settings: &[
        SettingField {
            name: "endpoints",
            kind: SettingKind::Urls,
            required: false,
            default: Some("wss://jetstream.us-east.bsky.network, ..."),
        },
        SettingField {
            name: "compress",
            kind: SettingKind::Flag,
            required: false,
            default: Some("true"),
        },
        SettingField {
            name: "v1_dictionary_file",
            kind: SettingKind::Text,
            required: false,
            default: None,
        },
        SettingField {
            name: "search_host",
            kind: SettingKind::Url,
            required: false,
            default: Some(SEARCH_HOST),
        },
        SettingField {
            name: "search_token",
            kind: SettingKind::Secret,
            required: false,
            default: None,
        },
    ],
};

impl Connector for Bluesky {
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
        let Job::Stream = job else {
            return Err(ConnectorError::bug("bluesky is a stream"));
        };
        let settings: BlueskySettings = settings::read(settings)?;
        let from = Checkpoint::find(from, "live");
        let stream = JetstreamStream::new(context, settings.stream_options()?, from)?;
        Ok(Box::new(stream))
    }

    fn searcher(
        &self,
        context: &Context,
        settings: &serde_json::Value,
        _job: &Job,
    ) -> Result<Option<Arc<dyn Search>>, ConnectorError> {
        let settings: BlueskySettings = settings::read(settings)?;
        let Some(host) = settings.search_url()? else {
            return Ok(None);
        };
        let search = BlueskySearch::new(context, host, settings.search_token);
        Ok(Some(Arc::new(search)))
    }

    fn check_settings(&self, settings: &serde_json::Value) -> Result<(), ConnectorError> {
        let settings: BlueskySettings = settings::read(settings)?;
        settings.stream_options()?;
        settings.search_url().map(drop)
    }
}
