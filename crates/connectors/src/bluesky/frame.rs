//! Frames of Jetstream, version 1 and 2, and what they mean. Pure.

use super::{POSTS, convert::post};
use crate::{Item, Reject, RejectCode};
use hearken_model::{Source, Timestamp};
use serde::Deserialize;
use std::borrow::Cow;
use xxhash_rust::xxh3::Xxh3;

/// Largest frame, in bytes, unpacked. A post has 3,000 bytes of text and a few hundred around it.
pub const FRAME_LIMIT: usize = 512 * 1024;

/// What a frame says.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    /// Something happened on the network.
    Event(Event),
    /// An advice of the server that changes nothing.
    Info {
        /// Its name.
        name: String,
    },
    /// The server says why it closes the connection.
    Error {
        /// Its name: `ConsumerTooSlow`.
        name: String,
    },
}

/// Something that happened on the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When Jetstream saw it.
    pub seen_at: Timestamp,
    /// The server's own number of it (version 2).
    pub seq: Option<u64>,
    /// By which repetitions are told: a hash of (did, collection, rkey, rev, operation) of a
    /// commit, of everything known of another event.
    pub key: u64,
    /// What it means for us; none where nothing.
    pub item: Option<Item>,
}

/// The first pass. The record is passed over: it is looked at in a second one, and only where it is
/// a post.
#[derive(Deserialize)]
struct Outer<'f> {
    #[serde(rename = "$type", borrow)]
    tag: Option<Cow<'f, str>>,
    #[serde(borrow)]
    error: Option<Cow<'f, str>>,
    #[serde(borrow)]
    payload: Option<Payload<'f>>,
    #[serde(borrow)]
    did: Option<Cow<'f, str>>,
    time_us: Option<i64>,
    #[serde(borrow)]
    kind: Option<Cow<'f, str>>,
    #[serde(borrow)]
    commit: Option<Commit<'f>>,
    #[serde(borrow)]
    account: Option<Account<'f>>,
    #[serde(borrow)]
    identity: Option<Identity<'f>>,
}

/// The message of version 2; a commit's fields stand in it, other kinds have their own object.
#[derive(Deserialize)]
struct Payload<'f> {
    #[serde(rename = "$type", borrow)]
    tag: Cow<'f, str>,
    seq: Option<u64>,
    #[serde(borrow)]
    did: Option<Cow<'f, str>>,
    #[serde(borrow)]
    time: Option<Cow<'f, str>>,
    #[serde(borrow)]
    name: Option<Cow<'f, str>>,
    #[serde(borrow)]
    account: Option<Account<'f>>,
    #[serde(borrow)]
    identity: Option<Identity<'f>>,
    #[serde(borrow)]
    rev: Option<Cow<'f, str>>,
    #[serde(borrow)]
    operation: Option<Cow<'f, str>>,
    #[serde(borrow)]
    collection: Option<Cow<'f, str>>,
    #[serde(borrow)]
    rkey: Option<Cow<'f, str>>,
}

#[derive(Default, Deserialize)]
struct Commit<'f> {
    #[serde(borrow)]
    rev: Option<Cow<'f, str>>,
    #[serde(borrow)]
    operation: Option<Cow<'f, str>>,
    #[serde(borrow)]
    collection: Option<Cow<'f, str>>,
    #[serde(borrow)]
    rkey: Option<Cow<'f, str>>,
}

#[derive(Deserialize)]
struct Account<'f> {
    active: Option<bool>,
    #[serde(borrow)]
    status: Option<Cow<'f, str>>,
    seq: Option<i64>,
}

#[derive(Deserialize)]
struct Identity<'f> {
    #[serde(borrow)]
    handle: Option<Cow<'f, str>>,
    seq: Option<i64>,
}

/// The second pass: the record alone, wherever it stands.
#[derive(Deserialize)]
struct Records {
    commit: Option<RecordOnly>,
    payload: Option<RecordOnly>,
}

#[derive(Deserialize)]
struct RecordOnly {
    record: Option<serde_json::Value>,
}

/// Reads a frame of either version.
///
/// # Errors
/// When it is too large, no UTF-8, no JSON, or lacks what its kind needs.
pub fn convert(bytes: &[u8]) -> Result<Frame, Reject> {
    if bytes.len() > FRAME_LIMIT {
        let detail = format!("the frame is larger than {FRAME_LIMIT} bytes");
        return Err(Reject::new(RejectCode::TooLarge, detail));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Reject::new(RejectCode::Encoding, "the frame is not UTF-8"))?;
    let outer: Outer<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    match (outer.tag.as_deref(), outer.payload) {
        (Some("error"), _) => Ok(Frame::Error {
            name: outer.error.unwrap_or_default().into_owned(),
        }),
        (Some("message"), Some(payload)) => version_2(payload, text),
        (Some(other), _) => Err(Reject::bad(
            "$type",
            format!("unknown frame of {} bytes", other.len()),
        )),
        (None, _) => {
            let told = Told {
                did: outer.did,
                seen_at: outer.time_us.map(Timestamp),
                seq: None,
                commit: outer.commit.unwrap_or_default(),
                account: outer.account,
                identity: outer.identity,
            };
            let kind = outer.kind.ok_or_else(|| Reject::missing("kind"))?;
            told.into_event(&kind, text).map(Frame::Event)
        }
    }
}

fn version_2(payload: Payload<'_>, text: &str) -> Result<Frame, Reject> {
    let kind = payload
        .tag
        .rsplit('#')
        .next()
        .unwrap_or_default()
        .to_owned();
    if kind == "info" {
        return Ok(Frame::Info {
            name: payload.name.unwrap_or_default().into_owned(),
        });
    }
    let seen_at = payload
        .time
        .as_deref()
        .map(str::parse::<Timestamp>)
        .transpose();
    let told = Told {
        did: payload.did,
        seen_at: seen_at.map_err(|error| Reject::bad("time", error.to_string()))?,
        seq: payload.seq,
        commit: Commit {
            rev: payload.rev,
            operation: payload.operation,
            collection: payload.collection,
            rkey: payload.rkey,
        },
        account: payload.account,
        identity: payload.identity,
    };
    told.into_event(&kind, text).map(Frame::Event)
}

fn malformed(error: &serde_json::Error) -> Reject {
    let detail = format!("not a frame, at column {}", error.column());
    Reject::new(RejectCode::Malformed, detail)
}

/// What both versions tell.
struct Told<'f> {
    did: Option<Cow<'f, str>>,
    seen_at: Option<Timestamp>,
    seq: Option<u64>,
    commit: Commit<'f>,
    account: Option<Account<'f>>,
    identity: Option<Identity<'f>>,
}

impl Told<'_> {
    fn into_event(self, kind: &str, text: &str) -> Result<Event, Reject> {
        let did = self.did.as_deref().filter(|d| is_did(d));
        let did = did.ok_or_else(|| Reject::missing("did"))?;
        let seen_at = self.seen_at.ok_or_else(|| Reject::missing("time"))?;
        let (key, item) = match kind {
            "commit" => self.commit(did, seen_at, text)?,
            "account" => self.account(did),
            "identity" => self.identity(did),
            // `sync`: a repository whose chain broke; its posts come again as commits.
            _ => (hash(&[kind, did, &seen_at.0.to_string()]), None),
        };
        Ok(Event {
            seen_at,
            seq: self.seq,
            key,
            item,
        })
    }

    fn commit(
        &self,
        did: &str,
        seen_at: Timestamp,
        text: &str,
    ) -> Result<(u64, Option<Item>), Reject> {
        let field = |value: &Option<Cow<'_, str>>, name| match value.as_deref() {
            Some(value) if !value.is_empty() => Ok(value.to_owned()),
            _ => Err(Reject::missing(name)),
        };
        let collection = field(&self.commit.collection, "collection")?;
        let rkey = field(&self.commit.rkey, "rkey")?;
        let operation = field(&self.commit.operation, "operation")?;
        let rev = self.commit.rev.as_deref().unwrap_or_default();
        let key = hash(&[did, &collection, &rkey, rev, &operation]);
        if collection != POSTS {
            return Ok((key, None));
        }
        if !is_record_key(&rkey) {
            return Err(Reject::bad("rkey", "not a record key"));
        }
        let item = match operation.as_str() {
            "create" => Item::Upsert(Box::new(post(did, &rkey, &record(text)?, seen_at)?)),
            "update" => Item::Revised(Box::new(post(did, &rkey, &record(text)?, seen_at)?)),
            "delete" => Item::Delete {
                source: Source::BLUESKY,
                native_id: format!("at://{did}/{POSTS}/{rkey}"),
            },
            _ => {
                return Err(Reject::bad(
                    "operation",
                    "create, update or delete expected",
                ));
            }
        };
        Ok((key, Some(item)))
    }

    /// Accounts that are gone for good take their posts along (SEA-119); suspended and deactivated
    /// ones may come back.
    fn account(&self, did: &str) -> (u64, Option<Item>) {
        let account = self.account.as_ref();
        let status = account
            .and_then(|a| a.status.as_deref())
            .unwrap_or_default();
        let seq = account.and_then(|a| a.seq).unwrap_or_default();
        let key = hash(&["account", did, status, &seq.to_string()]);
        let inactive = account.is_some_and(|a| a.active != Some(true));
        let gone = inactive && matches!(status, "deleted" | "takendown");
        let item = gone.then(|| Item::DeleteAuthor {
            source: Source::BLUESKY,
            native_id: did.to_owned(),
        });
        (key, item)
    }

    fn identity(&self, did: &str) -> (u64, Option<Item>) {
        let identity = self.identity.as_ref();
        let handle = identity.and_then(|i| i.handle.as_deref());
        let handle = handle.filter(|h| is_handle(h));
        let seq = identity.and_then(|i| i.seq).unwrap_or_default();
        let key = hash(&[
            "identity",
            did,
            handle.unwrap_or_default(),
            &seq.to_string(),
        ]);
        let item = handle.map(|handle| Item::RenameAuthor {
            source: Source::BLUESKY,
            native_id: did.to_owned(),
            handle: handle.to_owned(),
        });
        (key, item)
    }
}

fn record(text: &str) -> Result<serde_json::Value, Reject> {
    let records: Records = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let holder = records.commit.or(records.payload);
    let record = holder.and_then(|h| h.record);
    record.ok_or_else(|| Reject::missing("record"))
}

/// `did:method:rest`, as far as addresses made of it are harmless.
pub(super) fn is_did(text: &str) -> bool {
    text.len() <= 2048
        && text.starts_with("did:")
        && text.split(':').count() >= 3
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'.' | b'-' | b'_' | b'%'))
}

pub(super) fn is_record_key(text: &str) -> bool {
    (1..=512).contains(&text.len())
        && !matches!(text, "." | "..")
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':' | b'~'))
}

/// A domain name; `handle.invalid` means that there is none.
fn is_handle(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text != "handle.invalid"
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

fn hash(parts: &[&str]) -> u64 {
    let mut hash = Xxh3::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update(&[0xff]); // never part of UTF-8
    }
    hash.digest()
}
