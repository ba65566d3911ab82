//! What of a post is heard: its words without addresses, mentions and hashtags.

use crate::tokens::{Kind, tokens};

/// More bytes than this are not needed to tell a language.
const ENOUGH: usize = 360;

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Plain {
    /// Words, numbers and signs as they stood.
    pub(super) text: String,
    /// How many letters there are in it.
    pub(super) letters: usize,
}

impl Plain {
    /// The words of `texts`, up to a length.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut plain = Self::default();
        for token in texts.into_iter().flat_map(tokens) {
            match token.kind {
                Kind::Link | Kind::Mention | Kind::Hashtag | Kind::Line => continue,
                Kind::Word | Kind::Number | Kind::Sign => {}
            }
            if token.spaced && !plain.text.is_empty() {
                plain.text.push(' ');
            }
            // A text without spaces may be one long word.
            let room = ENOUGH.saturating_sub(plain.text.len());
            let piece = token
                .text
                .get(..token.text.floor_char_boundary(room))
                .unwrap_or_default();
            plain.text.push_str(piece);
            if token.kind == Kind::Word {
                plain.letters += piece.chars().filter(|c| c.is_alphabetic()).count();
            }
            if plain.text.len() >= ENOUGH.saturating_sub(4) {
                break;
            }
        }
        plain
    }
}
