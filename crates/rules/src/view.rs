//! A post under one folding: its tokens field by field, and where each hash stands.

use crate::term::neighbours;
use crate::token::{Kind, Tokens};
use std::sync::OnceLock;

/// The tokens of all fields under one folding.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// All tokens, the fields parted by breaks.
    pub(crate) tokens: Tokens,
    /// First token of each field, in the order of the subject's slots.
    first: Vec<u32>,
    /// Hashes that terms may look for, with the token where each stands.
    keys: Vec<(u64, u32)>,
    sorted: OnceLock<Vec<(u64, u32)>>,
}

impl View {
    /// Begins the next field.
    pub(crate) fn begin_field(&mut self) {
        self.tokens.push_break();
        self.first.push(self.tokens.list.len() as u32);
    }

    /// Whether a field holds, from that byte of the original on, the one token of `other`.
    pub(crate) fn has(&self, slot: usize, start: u32, other: &Tokens) -> bool {
        let bound = |n: usize| self.first.get(n).map(|at| *at as usize);
        let from = bound(slot).unwrap_or(usize::MAX);
        let end = bound(slot + 1).unwrap_or(self.tokens.list.len());
        let field = self.tokens.list.get(from..end).unwrap_or_default();
        // The break before the next field is in the range; its place does not disturb the order.
        let field = match field.split_last() {
            Some((last, rest)) if last.kind == Kind::Break => rest,
            _ => field,
        };
        let at = field.partition_point(|token| token.start < start);
        match (field.get(at), other.list.first()) {
            (Some(token), Some(wanted)) => {
                token.start == start && self.tokens.text(token) == other.text(wanted)
            }
            _ => false,
        }
    }

    /// Collects the hashes, once all fields are in.
    pub(crate) fn finish(&mut self) {
        let mut keys = std::mem::take(&mut self.keys);
        keys.reserve(self.tokens.list.len());
        for (at, token) in self.tokens.list.iter().enumerate() {
            self.tokens
                .hashes(token, |hash| keys.push((hash, at as u32)));
        }
        for (at, pair) in self.tokens.list.windows(2).enumerate() {
            if let Some(hash) = neighbours(pair) {
                keys.push((hash, at as u32));
            }
        }
        self.keys = keys;
    }

    /// Every hash that a term may look for; may repeat.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> {
        self.keys.iter().map(|key| key.0)
    }

    /// The tokens at which a hash stands, in order.
    pub(crate) fn positions(&self, hash: u64) -> impl Iterator<Item = usize> {
        let sorted = self.sorted.get_or_init(|| {
            let mut sorted = self.keys.clone();
            sorted.sort_unstable();
            sorted
        });
        let from = sorted.partition_point(|key| key.0 < hash);
        let rest = sorted.get(from..).unwrap_or_default().iter();
        rest.take_while(move |key| key.0 == hash)
            .map(|key| key.1 as usize)
    }

    /// The slot of the subject that the token at that index stands in.
    pub(crate) fn slot_of(&self, at: usize) -> usize {
        let begun = self.first.partition_point(|first| *first as usize <= at);
        begun.saturating_sub(1)
    }
}
