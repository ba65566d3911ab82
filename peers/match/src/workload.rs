//! Posts and rules as `bench_match --export` wrote them.

use anyhow::{Context, Result};
use hearken_model::KeywordsRule;
use serde::Deserialize;
use std::path::Path;

/// Texts of posts, and rules by number.
pub(crate) struct Workload {
    pub(crate) posts: Vec<String>,
    pub(crate) rules: Vec<KeywordsRule>,
}

/// More keywords than any other rule of the workload has.
const PAGE: usize = 100;

#[derive(Deserialize)]
struct Post {
    text: String,
}

impl Workload {
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let read = |name| {
            let file = folder.join(name);
            std::fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))
        };
        let posts = read("posts.ndjson")?;
        let posts: Result<Vec<String>, serde_json::Error> = posts
            .lines()
            .map(|line| serde_json::from_str(line).map(|post: Post| post.text))
            .collect();
        Ok(Self {
            posts: posts?,
            // In the order of their numbers.
            rules: serde_json::from_str(&read("rules.json")?)?,
        })
    }

    /// The same with the first rules only. Without `long`, the rule of sixty pages matches nothing:
    /// a single one may take an engine longer than all others.
    pub(crate) fn first(&self, rules: usize, long: bool) -> Self {
        let mut rules: Vec<_> = self.rules.iter().take(rules).cloned().collect();
        for rule in rules
            .iter_mut()
            .filter(|r| !long && r.keywords.len() > PAGE)
        {
            *rule = KeywordsRule::default();
        }
        Self {
            posts: self.posts.clone(),
            rules,
        }
    }

    /// Plain posts begin and end with a space, so that a word is always ` word `.
    pub(crate) fn padded(text: &str, into: &mut String) {
        into.clear();
        into.push(' ');
        into.push_str(text);
        into.push(' ');
    }
}
