//! Many rules against one post, fast: the kernel that the product exists for.
//!
//! A post is tokenised once. A filter and a dictionary tell which of its tokens stand in any rule
//! ([`dictionary`], [`reading`]); each of these brings up the rules that were posted under it
//! ([`postings`]), which are those of whose terms it is likely to be the rarest token
//! ([`frequency`], [`compile`]); each rule brought up is asked ([`program`], [`verify`]). Scripts
//! without spaces need no automaton: their rules stand under pairs of neighbouring characters.
//! After the first posts nothing asks for memory.

mod compile;
mod dictionary;
mod frequency;
mod postings;
mod program;
mod reading;
mod verify;

pub(crate) use compile::Compiler;

use crate::chars::Folding;
use crate::fold::Mode;
use crate::scope::Scope;
use crate::scratch::Scratch;
use hearken_model::{Language, Post};
use postings::{Index, Near};
use program::Program;
pub(crate) use reading::Reading;
use verify::Question;

/// Compiled rules, all of which heed accents or all of which don't. They have numbers only.
#[derive(Debug, Default)]
pub(crate) struct Kernel {
    strip: bool,
    words: Index,
    pairs: Index,
    code: Box<[u32]>,
    scopes: Box<[Scope]>,
}

impl Kernel {
    fn accepts(&self, scope: u32, post: &Post, language: &Language) -> bool {
        let scope = self.scopes.get(scope as usize);
        scope.is_some_and(|scope| scope.accepts(post, language))
    }

    /// Calls `hit` with the number of every rule that the post matches and that is wanted: in
    /// order, each once. The post must be the one that the scratch was prepared for.
    pub(crate) fn find(
        &self,
        post: &Post,
        language: &Language,
        scratch: &mut Scratch,
        wanted: impl Fn(u32) -> bool,
        mut hit: impl FnMut(u32),
    ) {
        if self.code.is_empty() {
            return;
        }
        let foldings = [Folding::Plain, Folding::Turkic];
        let foldings = foldings.get(..1 + usize::from(language.is_turkic()));
        let mut views = [None; 2];
        scratch.candidates.clear();
        for (n, folding) in foldings.unwrap_or_default().iter().enumerate() {
            let mode = Mode {
                folding: *folding,
                strip: self.strip,
            };
            let view = scratch.views.made(post, &scratch.parts, mode);
            let (Some(reading), Some(slot)) = (scratch.readings.get_mut(n), views.get_mut(n))
            else {
                return;
            };
            let tokens = &scratch.views.get(view).tokens;
            reading.read(&self.words, &self.pairs, tokens);
            self.bring_up(reading, &mut scratch.candidates);
            *slot = Some(view);
        }
        // What is certain comes first.
        scratch.candidates.sort_unstable();
        scratch.candidates.dedup_by_key(|candidate| candidate.rule);
        let [plain, turkic] = &scratch.readings;
        let view = |n: usize| {
            views
                .get(n)
                .copied()
                .flatten()
                .map(|v| scratch.views.get(v))
        };
        let mut question = Question {
            post,
            language,
            parts: &scratch.parts,
            readings: [view(0).map(|v| (plain, v)), view(1).map(|v| (turkic, v))],
            units: &mut scratch.units,
            met: &mut scratch.met,
        };
        for candidate in &scratch.candidates {
            if let Some(program) = Program::read(&self.code, candidate.rule)
                && wanted(program.rule)
                && question.ask(self, &program, !candidate.is_open)
            {
                hit(program.rule);
            }
        }
    }

    fn bring_up(&self, reading: &Reading, candidates: &mut Vec<Candidate>) {
        for id in reading.held() {
            for posting in self.words.under(id) {
                let near = posting.near();
                if reading.may_hold(id, near) {
                    candidates.push(Candidate {
                        rule: posting.rule,
                        is_open: near != Near::Alone,
                    });
                }
            }
        }
        for id in reading.pairs() {
            let postings = self.pairs.under(*id).iter();
            candidates.extend(postings.map(|posting| Candidate {
                rule: posting.rule,
                is_open: true,
            }));
        }
    }
}

/// A rule that a token brought up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    /// Its place in the code.
    rule: u32,
    /// Whether it is still to be seen that the term is there.
    is_open: bool,
}
