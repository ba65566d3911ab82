//! A post under one folding: its tokens field by field and, when asked, where each hash stands.

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
    /// Hashes that terms may look for, with the token where each stands, in order.
    keys: OnceLock<Vec<(u64, u32)>>,
}

impl View {
    /// Begins the next field.
    pub(crate) fn begin_field(&mut self) {
        self.tokens.push_break();
        self.first.push(self.tokens.list.len() as u32);
    }

    /// Forgets all, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.tokens.clear();
        self.first.clear();
        self.keys = OnceLock::new();
    }

    /// Whether a field holds, at that byte of the original, the same token as the last one of all.
    pub(crate) fn has_last(&self, slot: usize, start: u32) -> bool {
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
        match (field.get(at), self.tokens.list.last()) {
            (Some(token), Some(wanted)) => {
                token.start == start && self.tokens.text(token) == self.tokens.text(wanted)
            }
            _ => false,
        }
    }

    fn sorted_keys(&self) -> Vec<(u64, u32)> {
        let mut keys = Vec::with_capacity(self.tokens.list.len());
        for (at, token) in self.tokens.list.iter().enumerate() {
            self.tokens
                .hashes(token, |hash| keys.push((hash, at as u32)));
        }
        for (at, pair) in self.tokens.list.windows(2).enumerate() {
            if let Some(hash) = neighbours(pair) {
                keys.push((hash, at as u32));
            }
        }
        keys.sort_unstable();
        keys
    }

    /// The tokens at which a hash stands, in order.
    pub(crate) fn positions(&self, hash: u64) -> impl Iterator<Item = usize> {
        let keys = self.keys.get_or_init(|| self.sorted_keys());
        let from = keys.partition_point(|key| key.0 < hash);
        let rest = keys.get(from..).unwrap_or_default().iter();
        rest.take_while(move |key| key.0 == hash)
            .map(|key| key.1 as usize)
    }

    /// The slot of the subject that the token at that index stands in.
    pub(crate) fn slot_of(&self, at: usize) -> usize {
        let begun = self.first.partition_point(|first| *first as usize <= at);
        begun.saturating_sub(1)
    }
}
