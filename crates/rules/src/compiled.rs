//! A set of compiled rules that never changes: kernels, and the rules that their numbers mean.
//!
//! Numbers in a kernel have 27 to 32 bits. Nothing runs over: a kernel that is full is followed by
//! another one, and a rule that is too long for any is asked by itself ([`Limits`]).

use crate::kernel::{Compiler, Kernel};
use crate::matcher::Hit;
use crate::originals::Originals;
use crate::rule::CompiledRule;
use crate::scratch::Scratch;
use crate::subject::Subject;
use hearken_model::{KeywordsRule, Language, Post};

/// How much goes into a kernel: after a rule of the greatest length was added to one that was nearly
/// full, it still has less than 2^27 words and 2^31 bytes. A byte of a rule makes twelve words and a
/// hundred bytes at most (a character is read as up to eighteen, and in Turkish again). There are no
/// more tokens, pairs of neighbours, or postings than words; pairs have no more than twice the bytes
/// of the tokens.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Words of the programs.
    words: usize,
    /// Bytes of the tokens, wherever they stand.
    bytes: usize,
    /// Bytes of a rule's entries. People's rules are far below it, by `validate`.
    rule: usize,
}

const LIMITS: Limits = Limits {
    words: 1 << 26,
    bytes: 1 << 30,
    rule: 1 << 20,
};

/// Rules of any number of organizations.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    /// Rules that heed accents, and rules that ignore them: usually one kernel each.
    kernels: Vec<Kernel>,
    /// Rules that are too long, by number.
    long: Vec<(u32, CompiledRule)>,
    pub(crate) originals: Originals,
}

impl Compiled {
    /// Compiles rules that are in the order of their hits.
    pub(crate) fn new<'r>(rules: impl IntoIterator<Item = (Hit, &'r KeywordsRule)>) -> Self {
        Self::within(LIMITS, rules)
    }

    fn within<'r>(
        limits: Limits,
        rules: impl IntoIterator<Item = (Hit, &'r KeywordsRule)>,
    ) -> Self {
        let mut compiled = Self::default();
        let (mut exact, mut stripped) = (Compiler::new(false), Compiler::new(true));
        for (hit, rule) in rules {
            let number = compiled.originals.push(hit, rule);
            if length(rule) > limits.rule {
                compiled.long.push((number, CompiledRule::new(rule)));
                continue;
            }
            let compiler = if rule.ignore_accents {
                &mut stripped
            } else {
                &mut exact
            };
            if compiler.words() >= limits.words || compiler.bytes() >= limits.bytes {
                let full = std::mem::replace(compiler, Compiler::new(rule.ignore_accents));
                compiled.kernels.push(full.finish());
            }
            compiler.add(number, rule);
        }
        compiled.originals.shrink();
        compiled.kernels.extend([exact.finish(), stripped.finish()]);
        compiled
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
        let hit = |number| self.originals.hit(number);
        let wanted = |number| hit(number).is_some_and(|hit| wanted(number, &hit));
        for kernel in &self.kernels {
            kernel.find(post, language, scratch, wanted, |n| hits.extend(hit(n)));
        }
        if !self.long.is_empty() {
            let subject = Subject::new(post, language);
            let long = self.long.iter().filter(|(number, _)| wanted(*number));
            let matching = long.filter(|(_, rule)| rule.matches(&subject));
            hits.extend(matching.filter_map(|(number, _)| hit(*number)));
        }
        scratch.hits = hits;
    }
}

fn length(rule: &KeywordsRule) -> usize {
    let lists = [&rule.keywords, &rule.inclusions, &rule.exclusions];
    lists.into_iter().flatten().map(String::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naive;
    use hearken_model::{OrgId, RuleId, Source, Timestamp, TopicId};

    const WORDS: [&str; 6] = ["tea", "cup", "東京", "ısı", "été", "new tea pot"];

    fn rule(n: usize) -> KeywordsRule {
        let word = |n: usize| WORDS[n % WORDS.len()].to_owned();
        KeywordsRule {
            keywords: vec![word(n), format!("word{n}")],
            inclusions: vec![word(n / 6)]
                .into_iter()
                .filter(|_| n.is_multiple_of(3))
                .collect(),
            exclusions: vec![word(n / 5)]
                .into_iter()
                .filter(|_| n.is_multiple_of(4))
                .collect(),
            ignore_accents: n.is_multiple_of(5),
            ..KeywordsRule::default()
        }
    }

    fn check(limits: Limits, kernels: std::ops::RangeInclusive<usize>, long: bool) {
        let rules: Vec<KeywordsRule> = (0..300).map(rule).collect();
        let hits = (0..).map(|n| Hit {
            org: OrgId(1),
            topic: TopicId(1),
            rule: RuleId(n),
        });
        let compiled = Compiled::within(limits, hits.zip(&rules));
        assert!(kernels.contains(&compiled.kernels.len()), "{limits:?}");
        assert_eq!(!compiled.long.is_empty(), long, "{limits:?}");
        let mut scratch = Scratch::default();
        let texts = [
            "a new tea pot",
            "東京 ete",
            "ısı été cup",
            "word7 tea",
            "Word250",
            "",
        ];
        for text in texts {
            let post = Post::new(Source::FEED, "1", text, Timestamp(0));
            for language in [Language::UND, "tr".parse().unwrap()] {
                scratch.prepare(&post);
                compiled.find(&post, &language, &mut scratch, |_, _| true);
                scratch.hits.sort_unstable();
                scratch.hits.dedup();
                let found: Vec<i64> = scratch.hits.iter().map(|hit| hit.rule.0).collect();
                let matching = (0..).zip(&rules);
                let matching = matching.filter(|(_, rule)| naive::matches(rule, &post, &language));
                let expected: Vec<i64> = matching.map(|(n, _)| n).collect();
                assert_eq!(found, expected, "{limits:?} {text} {language}");
            }
        }
    }

    #[test]
    fn what_one_kernel_cannot_hold_goes_into_others() {
        check(LIMITS, 2..=2, false);
        let words = Limits {
            words: 64,
            ..LIMITS
        };
        check(words, 20..=301, false);
        let bytes = Limits {
            bytes: 64,
            ..LIMITS
        };
        check(bytes, 20..=301, false);
        check(Limits { words: 0, ..LIMITS }, 302..=302, false);
    }

    #[test]
    fn what_no_kernel_can_hold_is_asked_by_itself() {
        check(Limits { rule: 12, ..LIMITS }, 2..=2, true);
        check(Limits { rule: 0, ..LIMITS }, 2..=2, true);
    }
}
