//! The first look at a post: which of its tokens bring rules up. Most tokens of most posts bring up
//! none, which one word of memory says.

use super::Candidate;
use super::dictionary::Id;
use super::needs::Marks;
use super::postings::{Index, Near};
use crate::term::neighbours;
use crate::token::{Kind, Tokens};

/// What of a post brings rules up. Used for post after post.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    words: Vec<Id>,
    /// Neighbouring characters of unspaced scripts.
    pairs: Vec<Id>,
    marks: Marks,
}

impl Anchors {
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.pairs.clear();
        self.marks = Marks::default();
    }

    /// Adds those of a view of the post.
    pub(super) fn read(&mut self, words: &Index, pairs: &Index, tokens: &Tokens) {
        let mut unspaced = false;
        for token in &tokens.list {
            if token.kind == Kind::Break {
                continue;
            }
            unspaced |= token.kind == Kind::Unspaced;
            let mut see = |hash, text: &[u8]| {
                self.marks.add(hash);
                if words.anchors.may_hold(hash) {
                    self.words.extend(words.dictionary.look_up(hash, text));
                }
            };
            see(token.hash, tokens.text(token));
            tokens.beginnings(token, see);
        }
        if unspaced && !pairs.dictionary.is_empty() {
            for pair in tokens.list.windows(2) {
                if let (Some(hash), [first, second]) = (neighbours(pair), pair) {
                    let found = pairs.dictionary.find(hash, tokens.both(first, second));
                    self.pairs.extend(found);
                }
            }
        }
    }

    /// The rules that are brought up and may match; calls `hit` with those that do for certain.
    pub(super) fn bring_up(
        &mut self,
        words: &Index,
        pairs: &Index,
        candidates: &mut Vec<Candidate>,
        mut hit: impl FnMut(u32),
    ) {
        candidates.clear();
        for (index, ids) in [(words, &mut self.words), (pairs, &mut self.pairs)] {
            if ids.len() > 1 {
                ids.sort_unstable();
                ids.dedup();
            }
            for id in ids.iter() {
                for posting in index.under(*id) {
                    if posting.is_proof() {
                        hit(posting.rule);
                    } else if posting.needs.may_be_met(&self.marks) {
                        let near = posting.near();
                        candidates.push(Candidate {
                            rule: posting.rule,
                            is_open: near != Near::Alone,
                            token: *id,
                            near,
                        });
                    }
                }
            }
        }
    }
}
