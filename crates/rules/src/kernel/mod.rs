//! Many rules against one post, fast: the kernel that the product exists for.
//!
//! A post is tokenised once. A filter and a dictionary tell which of its tokens stand in any rule
//! ([`dictionary`], [`reading`]); each of these brings up the rules that were posted under it
//! ([`postings`]), which are those of whose terms it is likely to be the rarest token
//! ([`frequency`], [`compile`]); each rule brought up is asked ([`program`], [`verify`]). Scripts
//! without spaces need no automaton: their rules stand under pairs of neighbouring characters.
//! After the first posts nothing asks for memory.

mod anchors;
mod compile;
mod crowds;
mod dictionary;
mod frequency;
mod needs;
mod postings;
mod program;
mod reading;
mod verify;

pub(crate) use anchors::Anchors;
pub(crate) use compile::Compiler;
pub(crate) use crowds::Crowds;

use crate::chars::Folding;
use crate::fold::Mode;
use crate::scope::Scope;
use crate::scratch::Scratch;
use dictionary::Id;
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
    /// Whether every rule is bound to languages or sources.
    is_scoped: bool,
}

impl Kernel {
    fn accepts(&self, scope: u32, post: &Post, language: &Language) -> bool {
        let scope = self.scopes.get(scope as usize);
        scope.is_some_and(|scope| scope.accepts(post, language))
    }

    /// Whether no rule takes such posts. Only a few scopes are asked, so that it costs nothing.
    fn refuses(&self, post: &Post, language: &Language) -> bool {
        const FEW: usize = 64;
        let mut scopes = self.scopes.iter();
        self.is_scoped
            && self.scopes.len() <= FEW
            && !scopes.any(|scope| scope.accepts(post, language))
    }

    /// Calls `hit` with the number of every rule that the post matches and that is wanted, in any
    /// order, some more than once. The post must be the one that the scratch was prepared for.
    pub(crate) fn find(
        &self,
        post: &Post,
        language: &Language,
        scratch: &mut Scratch,
        wanted: impl Fn(u32) -> bool,
        mut hit: impl FnMut(u32),
    ) {
        if self.words.dictionary.is_empty() || self.refuses(post, language) {
            return;
        }
        let mut views = [None; 2];
        let anchors = &mut scratch.anchors;
        anchors.clear();
        for (folding, slot) in [Folding::Plain, Folding::Turkic]
            .into_iter()
            .zip(&mut views)
        {
            if folding == Folding::Plain || language.is_turkic() {
                let mode = Mode {
                    folding,
                    strip: self.strip,
                };
                let view = scratch.views.made(post, &scratch.parts, mode);
                anchors.read(&self.words, &self.pairs, &scratch.views.get(view).tokens);
                *slot = Some(view);
            }
        }
        anchors.bring_up(
            &self.words,
            &self.pairs,
            &mut scratch.candidates,
            |number| {
                if wanted(number) {
                    hit(number);
                }
            },
        );
        if !scratch.candidates.is_empty() {
            self.ask(post, language, scratch, views, wanted, hit);
        }
    }

    /// Asks the rules that were brought up.
    fn ask(
        &self,
        post: &Post,
        language: &Language,
        scratch: &mut Scratch,
        views: [Option<usize>; 2],
        wanted: impl Fn(u32) -> bool,
        mut hit: impl FnMut(u32),
    ) {
        let views = views.map(|view| view.map(|view| scratch.views.get(view)));
        for (view, reading) in views.iter().zip(&mut scratch.readings) {
            if let Some(view) = view {
                reading.read(&self.words, &view.tokens);
            }
        }
        let [plain, turkic] = &scratch.readings;
        let readings = [plain, turkic];
        let candidates = &mut scratch.candidates;
        candidates.retain(|candidate| {
            let read = readings.into_iter().zip(views);
            let mut read = read.filter_map(|(reading, view)| view.map(|_| reading));
            read.any(|reading| reading.may_hold(candidate.token, candidate.near))
        });
        // What is certain comes first.
        candidates.sort_unstable_by_key(|candidate| (candidate.rule, candidate.is_open));
        candidates.dedup_by_key(|candidate| candidate.rule);
        scratch.crowds.clear();
        let [first, second] = views;
        let mut question = Question {
            post,
            language,
            parts: &scratch.parts,
            readings: [first.map(|v| (plain, v)), second.map(|v| (turkic, v))],
            units: &mut scratch.units,
            met: &mut scratch.met,
            crowds: &mut scratch.crowds,
        };
        // One look at all of them first: memory that is far away is fetched side by side.
        let heads = candidates
            .iter()
            .filter_map(|c| self.code.get(c.rule as usize));
        std::hint::black_box(heads.fold(0, |sum, head| sum ^ head));
        for candidate in candidates {
            if let Some(program) = Program::read(&self.code, candidate.rule)
                && wanted(program.rule)
                && question.ask(self, &program, !candidate.is_open)
            {
                hit(program.rule);
            }
        }
    }
}

/// A rule that a token brought up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Its place in the code.
    rule: u32,
    /// Whether it is still to be seen that the term is there.
    is_open: bool,
    /// The token, and what is to be beside it.
    token: Id,
    near: Near,
}
