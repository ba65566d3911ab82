//! The tone of a post and the words that speak for it (ANA-160, ANA-161, ANA-167).

use hearken_model::{Language, Post, Sentiment, annotation::Tone};

/// The tone of `post`, whose language is `language`; [`Sentiment::Unknown`] for a language without
/// a model and for a post without text.
pub fn of_post(_post: &Post, _language: &Language) -> Tone {
    Tone {
        sentiment: Sentiment::Unknown,
        value: None,
        evidence: Vec::new(),
    }
}

/// Whether posts in `language` get a tone (SEA-133).
pub fn is_supported(language: &Language) -> bool {
    *language == Language::EN
}
