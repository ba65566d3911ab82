//! A set of compiled rules that never changes: kernels, and the rules that their numbers mean.

use crate::kernel::{Compiler, Kernel};
use crate::matcher::Hit;
use crate::originals::Originals;
use crate::scratch::Scratch;
use hearken_model::{KeywordsRule, Language, Post};

/// Rules of any number of organizations.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    /// Rules that heed accents.
    exact: Kernel,
    /// Rules that ignore them.
    stripped: Kernel,
    pub(crate) originals: Originals,
}

impl Compiled {
    /// Compiles rules that are in the order of their hits.
    pub(crate) fn new<'r>(rules: impl IntoIterator<Item = (Hit, &'r KeywordsRule)>) -> Self {
        let (mut exact, mut stripped) = (Compiler::new(false), Compiler::new(true));
        let mut originals = Originals::default();
        for ((hit, rule), number) in rules.into_iter().zip(0..) {
            originals.push(hit, rule);
            let compiler = if rule.ignore_accents {
                &mut stripped
            } else {
                &mut exact
            };
            compiler.add(number, rule);
        }
        originals.shrink();
        Self {
            exact: exact.finish(),
            stripped: stripped.finish(),
            originals,
        }
    }

    /// Adds the hits of every wanted rule that the post matches to those of the scratch, which was
    /// prepared for the post.
    pub(crate) fn find(
        &self,
        post: &Post,
        language: &Language,
        scratch: &mut Scratch,
        wanted: impl Fn(u32, &Hit) -> bool,
    ) {
        let mut hits = std::mem::take(&mut scratch.hits);
        for kernel in [&self.exact, &self.stripped] {
            let hit = |number| self.originals.hit(number);
            let wanted = |number| hit(number).is_some_and(|hit| wanted(number, &hit));
            kernel.find(post, language, scratch, wanted, |n| hits.extend(hit(n)));
        }
        scratch.hits = hits;
    }
}
