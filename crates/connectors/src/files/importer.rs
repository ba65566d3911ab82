//! Reads a file in batches and remembers how far it got.

use super::{
    CsvDecoder, Format, ImportJob, LINE_LIMIT, NdjsonDecoder, RedditDecoder,
    decode::{Decode, Step},
    lines::{Found, Lines},
    open::{self, Unpacked},
};
use crate::{
    Acquire, Audience, Batch, Capabilities, Checkpoint, Connector, ConnectorError, ConnectorKind,
    Context, Counters, Descriptor, HealthState, Job, Reject, RejectCode, Status, bluesky,
};
use async_trait::async_trait;
use hearken_model::{OrgId, Source};
use serde::{Deserialize, Serialize};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Most lines of a batch.
pub const BATCH_LINES: u64 = 2000;
/// A batch ends once its lines have so many bytes.
const BATCH_BYTES: u64 = 4 * 1024 * 1024;
/// Key of the one checkpoint of an import.
const KEY: &str = "file";

/// The connector of one form of file.
#[derive(Debug)]
pub struct Importer {
    format: Format,
    descriptor: Descriptor,
}

impl Importer {
    /// For a form; `source` is none where the file says it.
    pub const fn new(
        name: &'static str,
        format: Format,
        source: Option<Source>,
        capabilities: Capabilities,
    ) -> Self {
        let descriptor = Descriptor {
            name,
            source,
            kind: ConnectorKind::Import,
            capabilities,
            settings: &[],
        };
        Self { format, descriptor }
    }
}

impl Connector for Importer {
    fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    fn open(
        &self,
        context: &Context,
        settings: &serde_json::Value,
        job: Job,
        from: &[Checkpoint],
    ) -> Result<Box<dyn Acquire>, ConnectorError> {
        self.check_settings(settings)?;
        match job {
            Job::Import(job) if job.format == self.format => {
                let from = Checkpoint::find(from, KEY);
                Ok(Box::new(FileImporter::open(context, job, from)?))
            }
            _ => Err(ConnectorError::bug(
                "an importer needs a file of its format",
            )),
        }
    }

    fn check_settings(&self, settings: &serde_json::Value) -> Result<(), ConnectorError> {
        crate::settings::none(settings)
    }
}

/// An import under way.
pub struct FileImporter {
    status: Arc<Status>,
    context: Context,
    /// Out while a batch is being read; stays out when that read was dropped half-way.
    state: Option<Box<State>>,
}

struct State {
    lines: Lines<Unpacked>,
    decoder: Box<dyn Decode>,
    org: OrgId,
    fingerprint: String,
    packed: Arc<AtomicU64>,
    /// Line at which the record begins that is being read.
    record_line: Option<u64>,
    ended: bool,
}

/// What a checkpoint of an import holds.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    line: u64,
    offset: u64,
    fingerprint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    memory: Option<String>,
}

impl FileImporter {
    /// Opens the file, at the checkpoint where there is one.
    ///
    /// # Errors
    /// `Reject` when the file cannot be read, is not the one the checkpoint was made of, or its
    /// header cannot be understood.
    pub fn open(
        context: &Context,
        job: ImportJob,
        from: Option<&Checkpoint>,
    ) -> Result<Self, ConnectorError> {
        let mark: Option<Mark> = from.map(Checkpoint::state).transpose().map_err(|error| {
            ConnectorError::reject("the checkpoint of this import cannot be read")
                .with_source(error)
        })?;
        let fingerprint = open::fingerprint(&job.path).map_err(unreadable)?;
        let changed = mark.as_ref().is_some_and(|m| m.fingerprint != fingerprint);
        if changed {
            return Err(ConnectorError::reject(
                "the file has changed since the import began",
            ));
        }
        let packed = Arc::new(AtomicU64::new(0));
        let reader = open::open(&job.path, Arc::clone(&packed)).map_err(unreadable)?;
        let mut lines = Lines::new(reader, LINE_LIMIT);
        if let Some(mark) = &mark {
            let there = lines.skip_to(mark.offset, mark.line).map_err(unreadable)?;
            if !there {
                return Err(ConnectorError::reject("the file has become shorter"));
            }
        }
        let memory = mark.as_ref().and_then(|m| m.memory.as_deref());
        let decoder = decoder(&job, context, memory)?;
        Ok(Self {
            status: Arc::default(),
            context: context.clone(),
            state: Some(Box::new(State {
                lines,
                decoder,
                org: job.org,
                fingerprint,
                packed,
                record_line: None,
                ended: false,
            })),
        })
    }

    fn tell(&self, batch: &Batch, packed: &AtomicU64) {
        let counters = &self.status.counters;
        Counters::add(&counters.read, batch.read);
        let posts = batch.posts().count() as u64;
        Counters::add(&counters.posts, posts);
        Counters::add(&counters.deletes, batch.items.len() as u64 - posts);
        Counters::add(&counters.rejects, batch.rejects.len() as u64);
        counters
            .bytes
            .store(packed.load(Ordering::Relaxed), Ordering::Relaxed);
        let now = self.context.now();
        self.status.enter(HealthState::Running, now);
        self.status.update(|health| health.last_read_at = Some(now));
    }
}

fn decoder(
    job: &ImportJob,
    context: &Context,
    memory: Option<&str>,
) -> Result<Box<dyn Decode>, ConnectorError> {
    let now = context.now();
    Ok(match job.format {
        Format::Reddit => Box::new(RedditDecoder::new(now)),
        Format::Ndjson => Box::new(NdjsonDecoder::new(now)),
        Format::Jetstream => Box::new(bluesky::CaptureDecoder),
        Format::Csv => {
            let decoder = CsvDecoder::new(job.columns.clone(), now, memory);
            Box::new(decoder.map_err(|reject| ConnectorError::reject(reject.detail))?)
        }
    })
}

fn unreadable(error: io::Error) -> ConnectorError {
    let what = match error.kind() {
        io::ErrorKind::NotFound => "the file is not there",
        io::ErrorKind::PermissionDenied => "the file may not be read",
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            "the compressed file is damaged"
        }
        _ => "the file cannot be read",
    };
    ConnectorError::reject(what).with_source(error)
}

#[async_trait]
impl Acquire for FileImporter {
    async fn next(&mut self) -> Result<Option<Batch>, ConnectorError> {
        let Some(mut state) = self.state.take() else {
            return Err(ConnectorError::bug(
                "the import was dropped while it read; reopen it",
            ));
        };
        if state.ended {
            self.status.enter(HealthState::Finished, self.context.now());
            self.state = Some(state);
            return Ok(None);
        }
        let read = tokio::task::spawn_blocking(move || {
            let batch = state.batch();
            (state, batch)
        });
        let (state, batch) = read
            .await
            .map_err(|error| ConnectorError::bug("reading broke off").with_source(error))?;
        let packed = Arc::clone(&state.packed);
        let over = state.ended;
        self.state = Some(state);
        let batch = batch.inspect_err(|error| {
            self.status.fail(error.to_string(), self.context.now());
        })?;
        self.tell(&batch, &packed);
        if over && batch.read == 0 && batch.rejects.is_empty() {
            self.status.enter(HealthState::Finished, self.context.now());
            return Ok(None);
        }
        Ok(Some(batch))
    }

    fn status(&self) -> Arc<Status> {
        Arc::clone(&self.status)
    }
}

impl State {
    fn batch(&mut self) -> Result<Batch, ConnectorError> {
        let mut batch = Batch::empty(Audience::Organization(self.org));
        let (first_line, first_byte) = (self.lines.number(), self.lines.offset());
        loop {
            match self.lines.next().map_err(unreadable)? {
                Found::End => {
                    self.ended = true;
                    let step = self.decoder.end();
                    self.take(step, &mut batch)?;
                    break;
                }
                Found::TooLong => {
                    self.decoder.lost_line();
                    self.record_line = None;
                    let detail = format!("the line is longer than {LINE_LIMIT} bytes");
                    let step = Step::Reject(Reject::new(RejectCode::TooLarge, detail));
                    self.take(step, &mut batch)?;
                }
                Found::Line => {
                    let step = self.decoder.line(self.lines.line());
                    self.take(step, &mut batch)?;
                }
            }
            let full = self.lines.number() - first_line >= BATCH_LINES
                || self.lines.offset() - first_byte >= BATCH_BYTES;
            if full && self.record_line.is_none() {
                break;
            }
        }
        batch.checkpoint = Some(self.checkpoint()?);
        Ok(batch)
    }

    fn take(&mut self, step: Step, batch: &mut Batch) -> Result<(), ConnectorError> {
        let line = self.record_line.unwrap_or(self.lines.number());
        self.record_line = None;
        match step {
            Step::Nothing => {}
            Step::Passed => batch.read += 1,
            Step::More => self.record_line = Some(line),
            Step::Item(item) => {
                batch.read += 1;
                batch.items.push(item);
            }
            Step::Reject(reject) => {
                batch.read += 1;
                batch.rejects.push(reject.at_line(line));
            }
            Step::Stop(why) => {
                return Err(ConnectorError::reject(format!("line {line}: {why}")));
            }
        }
        Ok(())
    }

    fn checkpoint(&self) -> Result<Checkpoint, ConnectorError> {
        let mark = Mark {
            line: self.lines.number(),
            offset: self.lines.offset(),
            fingerprint: self.fingerprint.clone(),
            memory: self.decoder.memory().map(str::to_owned),
        };
        Checkpoint::new(KEY, mark.offset, &mark).map_err(|error| {
            ConnectorError::bug("a checkpoint cannot be written").with_source(error)
        })
    }
}
