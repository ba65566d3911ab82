//! One line of posts, and one line of hits.

use crate::matcher::Explanation;
use hearken_model::{Evidence, Language, Post, Source, Timestamp};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// An id as it was written: a text or a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Id {
    Text(String),
    Natural(u64),
    Whole(i64),
}

/// A post as it stands in a line. What else the line holds is left alone.
#[derive(Deserialize)]
pub(super) struct PostLine<'a> {
    id: Id,
    #[serde(borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    language: Option<Cow<'a, str>>,
    #[serde(borrow)]
    source: Option<Cow<'a, str>>,
}

/// The key of a post that names no source: a rule bound to sources does not find it, unless it
/// names this word.
const NO_SOURCE: &str = "unknown";

impl<'a> PostLine<'a> {
    /// Reads a line; the error says what is wrong with it.
    pub(super) fn read(line: &'a [u8]) -> Result<Self, String> {
        serde_json::from_slice(line).map_err(|error| error.to_string())
    }

    /// The post with its id and language.
    pub(super) fn into_post(self) -> Result<(Id, Post, Language), String> {
        let language = match self.language.as_deref() {
            None | Some("") => Language::UND,
            Some(code) => code.parse().map_err(|e| format!("{code:?}: {e}"))?,
        };
        let source: Source = match self.source.as_deref() {
            None | Some("") => NO_SOURCE.parse().map_err(|e| format!("{NO_SOURCE}: {e}"))?,
            Some(key) => key.parse().map_err(|e| format!("{key:?}: {e}"))?,
        };
        let mut post = Post::new(source, String::new(), self.text.into_owned(), Timestamp(0));
        post.title = self.title.map(Cow::into_owned);
        Ok((self.id, post, language))
    }
}

/// A line of hits.
#[derive(Serialize)]
pub(super) struct HitLine<'a> {
    pub(super) post: &'a Id,
    pub(super) rules: Vec<&'a Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) evidence: Option<Vec<EvidenceItem<'a>>>,
}

/// What proves one rule by one keyword (and inclusion).
#[derive(Serialize)]
pub(super) struct EvidenceItem<'a> {
    rule: &'a Id,
    keyword: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    inclusion: Option<&'a str>,
    spans: &'a [Evidence],
}

/// The evidence of a hit, one item for each proof.
pub(super) fn evidence<'a>(
    rule: &'a Id,
    explanation: &'a Explanation,
) -> impl Iterator<Item = EvidenceItem<'a>> {
    explanation.proofs.iter().map(move |proof| EvidenceItem {
        rule,
        keyword: &proof.keyword,
        inclusion: proof.inclusion.as_deref(),
        spans: &proof.spans,
    })
}
