//! The public stream: connects, reads, reconnects, and knows where it is.

use super::{
    backoff::Backoff,
    dedupe::Recent,
    dictionary::Dictionary,
    frame::{self, Event, Frame},
    options::{Endpoint, JetstreamOptions, Protocol},
    position::Position,
    socket::{Ask, ConnectError, Socket},
};
use crate::{
    Acquire, Audience, Batch, Checkpoint, ConnectorError, Context, Counters, ErrorKind,
    HealthState, Item, Reject, Status,
};
use async_trait::async_trait;
use std::sync::Arc;
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_tungstenite::tungstenite::Message;

/// Most items of a batch.
const BATCH_ITEMS: usize = 500;
/// Keys remembered to tell repetitions: a minute of the busiest network, and more.
const REMEMBERED: usize = 128 * 1024;

/// Listens to Jetstream.
pub struct JetstreamStream {
    context: Context,
    options: JetstreamOptions,
    status: Arc<Status>,
    position: Position,
    recent: Recent,
    pending: Batch,
    pending_since: Option<Instant>,
    socket: Option<Connected>,
    /// Which endpoint is used.
    at: usize,
    /// Endpoints that turned out to speak version 1 only.
    only_v1: Vec<bool>,
    /// What version 2 compresses with; the host is told by its endpoint.
    dictionary: Option<(usize, Dictionary)>,
    /// Whether a dictionary was fetched anew because the server did not know ours.
    refetched: bool,
    plain: bool,
    backoff: Backoff,
    not_before: Option<Instant>,
}

struct Connected {
    socket: Socket,
    since: Instant,
    heard: Instant,
    asked: bool,
}

impl JetstreamStream {
    /// Begins where the checkpoint says, or at the live end.
    ///
    /// # Errors
    /// `Reject` without endpoints, or for a checkpoint that cannot be read.
    pub fn new(
        context: &Context,
        options: JetstreamOptions,
        from: Option<&Checkpoint>,
    ) -> Result<Self, ConnectorError> {
        if options.endpoints.is_empty() {
            return Err(ConnectorError::reject("no jetstream server is set"));
        }
        let position = Position::read(from)?;
        let timing = options.timing;
        let here = |endpoint: &Endpoint| position.is_of(endpoint.url.as_str());
        Ok(Self {
            context: context.clone(),
            at: options.endpoints.iter().position(here).unwrap_or(0),
            only_v1: vec![false; options.endpoints.len()],
            status: Arc::default(),
            position,
            recent: Recent::new(REMEMBERED),
            pending: Batch::empty(Audience::Public),
            pending_since: None,
            socket: None,
            dictionary: None,
            refetched: false,
            plain: false,
            backoff: Backoff::new(timing.backoff_first, timing.backoff_longest),
            not_before: None,
            options,
        })
    }

    fn endpoint(&self) -> Option<&Endpoint> {
        self.options.endpoints.get(self.at)
    }

    fn protocol(&self) -> Protocol {
        let told = self.endpoint().and_then(|e| e.protocol);
        let only_v1 = self.only_v1.get(self.at) == Some(&true);
        told.unwrap_or(if only_v1 { Protocol::V1 } else { Protocol::V2 })
    }

    /// One try to connect; what went wrong is told in the status and shapes the next try.
    async fn connect(&mut self) -> Result<(), ConnectorError> {
        let Some(endpoint) = self.endpoint().cloned() else {
            return Err(ConnectorError::bug("no such endpoint"));
        };
        let protocol = self.protocol();
        let dictionary = self.dictionary(&endpoint, protocol).await;
        let timing = &self.options.timing;
        let cursor = self
            .position
            .cursor(endpoint.url.as_str(), protocol, timing);
        let ask = Ask {
            base: &endpoint.url,
            protocol,
            cursor,
            dictionary: dictionary.as_ref(),
            handshake: self.options.timing.handshake,
        };
        match Socket::connect(&self.context, ask).await {
            Ok(socket) => {
                self.connected(socket, &endpoint, protocol);
                self.position.go_on_at(cursor);
            }
            Err(error) => return self.not_connected(&error, &endpoint),
        }
        Ok(())
    }

    fn connected(&mut self, socket: Socket, endpoint: &Endpoint, protocol: Protocol) {
        let now = Instant::now();
        self.socket = Some(Connected {
            socket,
            since: now,
            heard: now,
            asked: false,
        });
        self.position.enter(endpoint.url.as_str(), protocol);
        Counters::add(&self.status.counters.connects, 1);
        self.status.enter(HealthState::Running, self.context.now());
        let host = endpoint.url.as_str().to_owned();
        self.status
            .update(|health| health.endpoint = Some(host.clone()));
        tracing::info!(connector = "bluesky", endpoint = %host, ?protocol, "connected");
    }

    fn not_connected(
        &mut self,
        error: &ConnectError,
        endpoint: &Endpoint,
    ) -> Result<(), ConnectorError> {
        match error {
            ConnectError::NotSpoken if endpoint.protocol.is_none() && !self.is_only_v1() => {
                if let Some(only) = self.only_v1.get_mut(self.at) {
                    *only = true;
                }
                return Ok(()); // at once, by version 1
            }
            ConnectError::CursorTooOld if self.position.forget_seq() => {
                self.gap("the server does not keep this position any more");
                return Ok(()); // at once, by time
            }
            ConnectError::UnknownDictionary if !self.plain => {
                self.dictionary = None;
                self.plain = std::mem::replace(&mut self.refetched, true);
                return Ok(()); // at once, with the current one; the second time without
            }
            ConnectError::Refused {
                status: status @ (401 | 403),
                ..
            } if self.options.endpoints.len() == 1 => {
                let message = format!("the server answered with status {status}");
                return Err(ConnectorError::new(ErrorKind::Auth, message));
            }
            _ => {}
        }
        self.failed(&error.to_string(), error.retry_after());
        Ok(())
    }

    fn is_only_v1(&self) -> bool {
        self.protocol() == Protocol::V1
    }

    /// Something was missed for good; nothing can be done but say so.
    fn gap(&self, why: &str) {
        tracing::warn!(
            connector = "bluesky",
            why,
            "some posts may have been missed"
        );
        let (now, why) = (
            self.context.now(),
            format!("some posts may have been missed: {why}"),
        );
        self.status.update(|health| {
            health.last_error = Some(why);
            health.last_error_at = Some(now);
        });
    }

    async fn dictionary(&mut self, endpoint: &Endpoint, protocol: Protocol) -> Option<Dictionary> {
        if !self.options.compress || self.plain {
            return None;
        }
        if protocol == Protocol::V1 {
            return Dictionary::new(self.options.v1_dictionary.as_deref()?);
        }
        if self
            .dictionary
            .as_ref()
            .is_none_or(|(at, _)| *at != self.at)
        {
            let fetched = Dictionary::fetch(&self.context, &endpoint.url).await;
            self.dictionary = fetched.map(|dictionary| (self.at, dictionary));
        }
        self.dictionary
            .as_ref()
            .map(|(_, dictionary)| dictionary.clone())
    }

    /// Notes a failure: pause, and after the second one in a row another endpoint.
    fn failed(&mut self, why: &str, asked: Option<std::time::Duration>) {
        self.socket = None;
        Counters::add(&self.status.counters.failures, 1);
        self.status.fail(why, self.context.now());
        let pause = self.backoff.pause(&self.context, asked);
        self.not_before = Some(Instant::now() + pause);
        if self.backoff.failures() >= 2 {
            self.at = (self.at + 1) % self.options.endpoints.len();
        }
        tracing::warn!(
            connector = "bluesky",
            why,
            pause_ms = pause.as_millis() as u64,
            "not connected"
        );
    }

    fn lost(&mut self, why: &str) {
        let held = self.socket.as_ref().map(|c| c.since.elapsed());
        if held.is_some_and(|held| held >= self.options.timing.stable) {
            self.backoff.reset();
        }
        self.failed(why, None);
    }

    fn message(&mut self, message: Message) {
        let bytes = match &message {
            Message::Text(text) => text.as_bytes(),
            Message::Binary(bytes) => bytes.as_ref(),
            Message::Close(close) => {
                let why = close
                    .as_ref()
                    .map(|c| format!("closed: {} {}", c.code, c.reason));
                return self.lost(&why.unwrap_or_else(|| "closed".to_owned()));
            }
            _ => return,
        };
        Counters::add(&self.status.counters.bytes, bytes.len() as u64);
        Counters::add(&self.status.counters.read, 1);
        self.pending.read += 1;
        self.pending_since.get_or_insert_with(Instant::now);
        let packed = matches!(message, Message::Binary(_));
        match self.frame(bytes, packed) {
            Ok(Frame::Event(event)) => self.event(event),
            Ok(Frame::Info { name }) if name == "OutdatedCursor" => {
                self.gap("the stream begins later than where it was left");
            }
            Ok(Frame::Info { .. }) => {}
            Ok(Frame::Error { name }) => self.lost(&format!("the server says {name}")),
            Err(reject) => {
                Counters::add(&self.status.counters.rejects, 1);
                self.pending.rejects.push(reject);
            }
        }
    }

    fn frame(&mut self, bytes: &[u8], packed: bool) -> Result<Frame, Reject> {
        let unpacker = self
            .socket
            .as_mut()
            .and_then(|c| c.socket.unpacker.as_mut());
        match unpacker {
            Some(unpacker) if packed => frame::convert(unpacker.unpack(bytes)?),
            _ => frame::convert(bytes),
        }
    }

    fn event(&mut self, event: Event) {
        let now = self.context.now();
        self.position.advance(event.seen_at, event.seq, now);
        let lag = now.0.saturating_sub(event.seen_at.0);
        self.status.update(|health| {
            health.last_read_at = Some(now);
            health.lag_micros = Some(lag);
        });
        let counters = &self.status.counters;
        if !self.recent.is_new(event.key) {
            return Counters::add(&counters.repeats, 1);
        }
        let Some(item) = event.item else {
            return;
        };
        match &item {
            Item::Upsert(_) | Item::Revised(_) => Counters::add(&counters.posts, 1),
            Item::Delete { .. } | Item::DeleteAuthor { .. } => Counters::add(&counters.deletes, 1),
            Item::RenameAuthor { .. } => {}
        }
        self.pending.items.push(item);
    }

    /// When the pending batch has to go.
    fn due(&self) -> Option<Instant> {
        let timing = &self.options.timing;
        let quiet = self.pending.items.is_empty() && self.pending.rejects.is_empty();
        let wait = if quiet {
            timing.heartbeat
        } else {
            timing.batch_wait
        };
        self.pending_since.map(|since| since + wait)
    }

    fn flush(&mut self) -> Result<Batch, ConnectorError> {
        self.pending_since = None;
        let next = Batch::empty(Audience::Public);
        let mut batch = std::mem::replace(&mut self.pending, next);
        batch.checkpoint = self.position.checkpoint()?;
        Ok(batch)
    }

    fn is_full(&self) -> bool {
        self.pending.items.len() + self.pending.rejects.len() >= BATCH_ITEMS
            || self.due().is_some_and(|due| due <= Instant::now())
    }

    /// Waits for one message, or for the time when something has to be done without one.
    async fn listen(&mut self) {
        let due = self.due();
        let silence = self.options.timing.silence;
        let Some(connected) = &mut self.socket else {
            return;
        };
        let asked = if connected.asked { 2 } else { 1 };
        let quiet = connected.heard + silence * asked;
        let until = due.map_or(quiet, |due| due.min(quiet));
        match timeout_at(until, connected.socket.next()).await {
            Ok(Some(Ok(message))) => {
                connected.heard = Instant::now();
                connected.asked = false;
                self.message(message);
            }
            Ok(Some(Err(error))) => self.lost(&error.to_string()),
            Ok(None) => self.lost("closed"),
            Err(_) if Instant::now() < quiet => {} // the batch is due
            Err(_) if connected.asked => self.lost("the other side fell silent"),
            Err(_) => {
                connected.asked = true;
                if let Err(error) = connected.socket.ping().await {
                    self.lost(&error.to_string());
                }
            }
        }
    }
}

#[async_trait]
impl Acquire for JetstreamStream {
    async fn next(&mut self) -> Result<Option<Batch>, ConnectorError> {
        loop {
            if self.is_full() {
                return self.flush().map(Some);
            }
            if self.socket.is_some() {
                self.listen().await;
                continue;
            }
            let wait = self.not_before.filter(|at| *at > Instant::now());
            if wait.is_some() && self.pending.read > 0 {
                return self.flush().map(Some); // do not sit on it while waiting
            }
            if let Some(at) = wait {
                sleep_until(at).await;
            }
            self.connect().await?;
        }
    }

    fn status(&self) -> Arc<Status> {
        Arc::clone(&self.status)
    }
}
