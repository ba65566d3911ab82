//! Where posts of a rule may come from: languages, sources, groups of feeds.

use hearken_model::{KeywordsRule, Language, Post, PublicId, Source};

/// Languages and origins that a rule is bound to. No languages are every one; no sources and no
/// groups are everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Scope {
    languages: Box<[Language]>,
    sources: Box<[Source]>,
    groups: Box<[PublicId]>,
}

impl Scope {
    /// That of a rule.
    pub(crate) fn of(rule: &KeywordsRule) -> Self {
        Self {
            languages: rule.languages.as_slice().into(),
            sources: rule.sources.as_slice().into(),
            groups: rule.groups.as_slice().into(),
        }
    }

    /// Whether the rule takes posts of every language from everywhere.
    pub(crate) fn is_open(rule: &KeywordsRule) -> bool {
        rule.languages.is_empty() && rule.is_anywhere()
    }

    /// Whether a post of this language may match.
    pub(crate) fn accepts(&self, post: &Post, language: &Language) -> bool {
        let through = |group| self.groups.contains(group);
        (self.languages.is_empty() || self.languages.contains(language))
            && ((self.sources.is_empty() && self.groups.is_empty())
                || self.sources.contains(&post.source)
                || post.group.as_ref().is_some_and(through))
    }
}
