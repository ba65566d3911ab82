//! A post taken apart once, so that any number of rules can look at it.

use hearken_model::{Language, Post};

/// The tokens of a post with what rules ask besides: language, source, group of feeds.
///
/// The views that few rules need (Turkic folding, accents stripped, sentences and paragraphs) are
/// made when the first rule asks for them.
#[derive(Debug)]
pub struct Subject<'a> {
    post: &'a Post,
    language: &'a Language,
}

impl<'a> Subject<'a> {
    /// Takes a post apart. `language` is the language that rules are to see: declared or detected,
    /// `und` where neither is known.
    pub fn new(post: &'a Post, language: &'a Language) -> Self {
        Self { post, language }
    }

    /// The post.
    pub fn post(&self) -> &'a Post {
        self.post
    }

    /// The language that rules see.
    pub fn language(&self) -> &'a Language {
        self.language
    }
}
