//! Which rules a token of a post brings up.

use super::dictionary::{Dictionary, Filter, Id, NONE};
use super::needs::Needs;

/// A rule under a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    /// Place of the rule in the code; its number when the token alone proves the rule.
    pub(super) rule: u32,
    near: u32,
    /// What else the post must hold.
    pub(super) needs: Needs,
}

/// What stands beside the token, when the token is part of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// The token alone is a term of the rule.
    Alone,
    /// The token of that number follows.
    Next(Id),
    /// The token of that number is before it.
    Last(Id),
    /// Something that is seen only by asking the rule.
    Unknown,
}

/// The token alone is the rule.
const PROOF: u32 = NONE - 2;
const ALONE: u32 = NONE;
const UNKNOWN: u32 = NONE - 1;

impl Posting {
    pub(super) const fn new(rule: u32, near: Near, needs: Needs) -> Self {
        let near = match near {
            Near::Alone => ALONE,
            Near::Unknown => UNKNOWN,
            Near::Next(id) => id << 1,
            Near::Last(id) => id << 1 | 1,
        };
        Self { rule, near, needs }
    }

    /// That of a rule of that number, which every post with the token matches.
    pub(super) const fn proof(number: u32) -> Self {
        Self {
            rule: number,
            near: PROOF,
            needs: Needs::NOTHING,
        }
    }

    pub(super) const fn is_proof(self) -> bool {
        self.near == PROOF
    }

    pub(super) const fn near(self) -> Near {
        match self.near {
            ALONE | PROOF => Near::Alone,
            UNKNOWN => Near::Unknown,
            next if next & 1 == 0 => Near::Next(next >> 1),
            last => Near::Last(last >> 1),
        }
    }
}

/// Texts, and the rules under each.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) dictionary: Dictionary,
    /// Of the texts that bring rules up.
    pub(super) anchors: Filter,
    starts: Box<[u32]>,
    list: Box<[Posting]>,
}

impl Index {
    /// Puts postings under their tokens.
    pub(super) fn new(mut dictionary: Dictionary, mut postings: Vec<(Id, Posting)>) -> Self {
        let hashes = dictionary.finish();
        postings.sort_unstable();
        postings.dedup();
        let mut starts = Vec::with_capacity(hashes.len() + 1);
        for ((id, _), at) in postings.iter().zip(0u32..) {
            while starts.len() <= *id as usize {
                starts.push(at);
            }
        }
        starts.resize(hashes.len() + 1, postings.len() as u32);
        let anchors = hashes.iter().zip(starts.windows(2));
        let anchors = anchors.filter(|(_, bounds)| bounds.first() < bounds.last());
        let anchors: Vec<u64> = anchors.map(|(hash, _)| *hash).collect();
        Self {
            dictionary,
            anchors: Filter::new(&anchors),
            starts: starts.into(),
            list: postings.into_iter().map(|(_, posting)| posting).collect(),
        }
    }

    /// The rules under a token.
    pub(super) fn under(&self, id: Id) -> &[Posting] {
        let at = id as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => self.list.get(*from as usize..*to as usize),
            _ => None,
        }
        .unwrap_or_default()
    }
}
