//! What words alone tell of a keywords filter, so that an archive of words need not read every text.
//!
//! [`words_of`] names the words of a post, [`TextQuery::clues`] those that a match must have: a post
//! without them never matches, one that has the words of a proof always does (two tokens with one
//! 64-bit hash apart). Archives keep the words of posts: whoever changes what a token is, or its
//! hash, has to give the archive's files a new form (the magic of its containers) with it.

use crate::chars::Folding;
use crate::fold::Mode;
use crate::parts::add_text;
use crate::query::TextQuery;
use crate::scratch::Scratch;
use crate::term::{Term, neighbours};
use crate::token::{Kind, Token, Tokens};
use hearken_model::annotation::{Clue, WordKey};
use hearken_model::{Language, Post};

/// The words of a post, rising, each once: everything that an entry may be looked for by, under each
/// folding that the post is read by. Punctuation is left out.
pub fn words_of(post: &Post, language: &Language, scratch: &mut Scratch) -> Vec<WordKey> {
    scratch.prepare(post);
    let mut words = Vec::new();
    for folding in [Folding::Plain, Folding::Turkic] {
        if folding == Folding::Plain || language.is_turkic() {
            let mode = Mode {
                folding,
                strip: false,
            };
            let view = scratch.views.made(post, &scratch.parts, mode);
            let tokens = &scratch.views.get(view).tokens;
            each_word(tokens, |hash| words.push(WordKey(hash)));
        }
    }
    words.sort_unstable();
    words.dedup();
    words
}

fn each_word(tokens: &Tokens, mut see: impl FnMut(u64)) {
    for token in &tokens.list {
        if !is_punctuation(tokens, token) {
            tokens.hashes(token, &mut see);
        }
    }
    tokens.list.windows(2).filter_map(neighbours).for_each(see);
}

/// Signs of ASCII stand in nearly every text and tell nothing.
fn is_punctuation(tokens: &Tokens, token: &Token) -> bool {
    matches!(token.kind, Kind::Symbol | Kind::FreeSymbol) && tokens.text(token).is_ascii()
}

impl TextQuery {
    /// What the words of a text tell: one that meets none of these has no included entry, one that
    /// meets a proof has one. Excluded entries are not looked at.
    pub fn clues(&self) -> Vec<Clue> {
        self.include.iter().flat_map(clues).collect()
    }
}

fn clues(term: &Term) -> impl Iterator<Item = Clue> {
    let is_two = term.turkic.is_some();
    let foldings = [Some(Folding::Plain), is_two.then_some(Folding::Turkic)];
    foldings.into_iter().flatten().map(move |folding| {
        let clue = clue(&term.typed, folding);
        Clue {
            // Which reading of a post a word is from is not kept.
            is_proof: clue.is_proof && !is_two,
            ..clue
        }
    })
}

fn clue(entry: &str, folding: Folding) -> Clue {
    let mode = Mode {
        folding,
        strip: false,
    };
    let (mut chars, mut tokens) = (Vec::new(), Tokens::default());
    add_text(entry, &[], mode, false, &mut chars, &mut tokens);
    let list = &tokens.list;
    let pair_at = |at: usize| list.get(at..at + 2).and_then(neighbours);
    let mut words = Vec::new();
    for (at, token) in list.iter().enumerate() {
        let before = at.checked_sub(1).and_then(pair_at);
        match pair_at(at) {
            Some(pair) => words.push(WordKey(pair)),
            None if before.is_none() && !is_punctuation(&tokens, token) => {
                words.push(WordKey(token.hash));
            }
            None => {}
        }
    }
    let is_proof = match list.as_slice() {
        [_] => words.len() == 1,
        [_, _] => pair_at(0).is_some(),
        _ => false,
    };
    words.sort_unstable();
    words.dedup();
    Clue { words, is_proof }
}
