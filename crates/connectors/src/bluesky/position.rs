//! Where in the stream we are, in terms that survive a change of host and version.

use super::options::{Protocol, Timing};
use crate::{Checkpoint, ConnectorError};
use hearken_model::{Timestamp, time::MINUTE};
use serde::{Deserialize, Serialize};

/// Key of the one checkpoint of the stream.
const KEY: &str = "live";

/// How far we got. Times mean the same everywhere; sequence numbers only on their own host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// The latest time that was seen; 0 before the first event.
    time: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    /// Where it was seen.
    #[serde(default)]
    endpoint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    protocol: Option<Protocol>,
    /// What comes was seen before, from this time on. Until that is over, whoever comes back begins
    /// here again: a post that came a second time must not stay because its deletion did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    again_from: Option<i64>,
}

impl Position {
    pub(super) fn read(from: Option<&Checkpoint>) -> Result<Self, ConnectorError> {
        let Some(checkpoint) = from.filter(|c| c.key == KEY) else {
            return Ok(Self::default());
        };
        checkpoint.state().map_err(|error| {
            ConnectorError::reject("the checkpoint of the stream cannot be read").with_source(error)
        })
    }

    pub(super) fn checkpoint(&self) -> Result<Option<Checkpoint>, ConnectorError> {
        if self.time == 0 {
            return Ok(None);
        }
        Checkpoint::new(KEY, self.time.unsigned_abs(), self)
            .map(Some)
            .map_err(|error| {
                ConnectorError::bug("a checkpoint cannot be written").with_source(error)
            })
    }

    pub(super) fn is_of(&self, endpoint: &str) -> bool {
        self.endpoint == endpoint
    }

    /// Connected here: numbers of another host mean nothing any more.
    pub(super) fn enter(&mut self, endpoint: &str, protocol: Protocol) {
        if self.endpoint != endpoint || self.protocol != Some(protocol) {
            self.seq = None;
        }
        endpoint.clone_into(&mut self.endpoint);
        self.protocol = Some(protocol);
    }

    /// An event came. A time that cannot be is not believed: it would be the place to go on at.
    pub(super) fn advance(&mut self, seen_at: Timestamp, seq: Option<u64>, now: Timestamp) {
        if seen_at <= now.plus(10 * MINUTE) && seen_at.0 > self.time {
            self.time = seen_at.0;
            self.again_from = None;
        }
        if let Some(seq) = seq {
            self.seq = Some(self.seq.map_or(seq, |last| last.max(seq)));
        }
    }

    /// Gives up the number, keeps the time; false when there was no number.
    pub(super) fn forget_seq(&mut self) -> bool {
        self.seq.take().is_some()
    }

    /// What to ask a host for: nothing at first, the number where it is its own, else the time and
    /// a bit before.
    pub(super) fn cursor(
        &self,
        endpoint: &str,
        protocol: Protocol,
        timing: &Timing,
    ) -> Option<u64> {
        if self.time == 0 {
            return None;
        }
        let same = self.is_of(endpoint) && self.protocol == Some(protocol);
        if same && let Some(seq) = self.seq {
            return Some(seq);
        }
        let rewind = if same {
            timing.rewind
        } else {
            timing.rewind_elsewhere
        };
        let rewind = i64::try_from(rewind.as_micros()).unwrap_or(i64::MAX);
        let from = self.time.saturating_sub(rewind);
        u64::try_from(self.again_from.map_or(from, |again| again.min(from))).ok()
    }

    /// The stream goes on at a cursor; a time before ours means that things come again.
    pub(super) fn go_on_at(&mut self, cursor: Option<u64>) {
        let by_time = cursor.filter(|cursor| Some(*cursor) != self.seq);
        let before = by_time.and_then(|cursor| i64::try_from(cursor).ok());
        self.again_from = before
            .filter(|before| *before < self.time)
            .or(self.again_from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_790_000_000_000_000;

    fn at(endpoint: &str, protocol: Protocol, seq: Option<u64>) -> Position {
        let mut position = Position::default();
        position.enter(endpoint, protocol);
        position.advance(Timestamp(NOON), seq, Timestamp(NOON));
        position
    }

    #[test]
    fn cursors_go_back_further_elsewhere() {
        let timing = Timing::default();
        let check = |position: &Position, endpoint: &str, protocol, expect: i64| {
            let cursor = position.cursor(endpoint, protocol, &timing);
            assert_eq!(cursor, u64::try_from(expect).ok(), "{position:?}");
        };
        check(&at("a", Protocol::V2, Some(7)), "a", Protocol::V2, 7);
        check(
            &at("a", Protocol::V2, Some(7)),
            "b",
            Protocol::V2,
            NOON - 60_000_000,
        );
        check(
            &at("a", Protocol::V2, Some(7)),
            "a",
            Protocol::V1,
            NOON - 60_000_000,
        );
        check(
            &at("a", Protocol::V1, None),
            "a",
            Protocol::V1,
            NOON - 5_000_000,
        );
        assert_eq!(Position::default().cursor("a", Protocol::V1, &timing), None);
    }

    #[test]
    fn what_comes_again_comes_again_whole() {
        let timing = Timing::default();
        let mut position = at("a", Protocol::V1, None);
        let cursor = position.cursor("b", Protocol::V1, &timing);
        position.enter("b", Protocol::V1);
        position.go_on_at(cursor);
        position.advance(Timestamp(NOON - 40_000_000), None, Timestamp(NOON));
        assert_eq!(
            position.cursor("b", Protocol::V1, &timing),
            cursor,
            "half-way"
        );
        position.advance(Timestamp(NOON + 1), None, Timestamp(NOON));
        let after = u64::try_from(NOON + 1 - 5_000_000).ok();
        assert_eq!(position.cursor("b", Protocol::V1, &timing), after, "over");
    }

    #[test]
    fn it_never_goes_back_and_believes_no_far_future() {
        let mut position = at("a", Protocol::V1, None);
        for seen in [NOON - 5, NOON + 24 * 60 * MINUTE, i64::MAX, i64::MIN] {
            position.advance(Timestamp(seen), None, Timestamp(NOON));
            assert_eq!(position.time, NOON, "{seen}");
        }
    }

    #[test]
    fn it_survives_being_stored() {
        let position = at("wss://a.example/", Protocol::V2, Some(7));
        let checkpoint = position.checkpoint().expect("json").expect("events came");
        assert_eq!(Position::read(Some(&checkpoint)).expect("json"), position);
        assert_eq!(Position::default().checkpoint().expect("json"), None);
    }
}
