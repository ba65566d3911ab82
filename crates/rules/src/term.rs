//! One entry of a rule's lists, compiled: the tokens it asks for and the white space between them
//! (SEA-094).

use crate::chars::Folding;
use crate::fold::Mode;
use crate::parts::add_text;
use crate::token::{Kind, Token, Tokens, pair_hash};
use crate::view::View;

/// What the text must have before a token of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Anything.
    Free,
    /// White space.
    Space,
    /// No white space.
    Tight,
}

#[derive(Clone, Debug)]
struct Piece {
    text: Box<[u8]>,
    gap: Gap,
}

/// The tokens of an entry under one folding.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pieces: Box<[Piece]>,
    /// The hash by which the pattern is looked for ...
    pub(crate) key: u64,
    /// ... and the piece where it stands.
    key_at: usize,
}

impl Pattern {
    /// Compiles an entry; none when nothing of it is visible.
    pub(crate) fn new(entry: &str, mode: Mode) -> Option<Self> {
        let (mut chars, mut tokens) = (Vec::new(), Tokens::default());
        add_text(entry, &[], mode, false, &mut chars, &mut tokens);
        let (key, key_at) = choose_key(&tokens)?;
        let mut before: Option<Kind> = None;
        let pieces = tokens.list.iter().map(|token| Piece {
            text: tokens.text(token).into(),
            gap: gap(before.replace(token.kind), token),
        });
        Some(Self {
            pieces: pieces.collect(),
            key,
            key_at,
        })
    }

    /// Where in the view the pattern stands: first and last token, in order, overlaps included.
    pub(crate) fn found_in(&self, view: &View) -> impl Iterator<Item = (usize, usize)> {
        view.positions(self.key).filter_map(|at| {
            let first = at.checked_sub(self.key_at)?;
            let end = first.checked_add(self.pieces.len())?;
            let window = view.tokens.list.get(first..end)?;
            self.fits(view, window).then_some((first, end - 1))
        })
    }

    fn fits(&self, view: &View, window: &[Token]) -> bool {
        let mut pairs = self.pieces.iter().zip(window).enumerate();
        pairs.all(|(i, (piece, token))| {
            let spaced = match piece.gap {
                _ if i == 0 => true,
                Gap::Free => true,
                Gap::Space => token.gap,
                Gap::Tight => !token.gap,
            };
            spaced && view.tokens.is(token, &piece.text)
        })
    }

    /// Whether it is a single `#tag`, `@name` or `$ticker`.
    pub(crate) fn is_entity(&self) -> bool {
        matches!(&*self.pieces, [only] if only.text.len() > 1
            && matches!(only.text.first(), Some(b'#' | b'@' | b'$')))
    }

    /// The folded text, by which equal entries are told.
    pub(crate) fn canonical(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece.gap {
                Gap::Free => text.push('\u{2}'),
                Gap::Space => text.push('\u{1}'),
                Gap::Tight => {}
            }
            text.push_str(&String::from_utf8_lossy(&piece.text));
        }
        text
    }
}

/// What the text must have before a term's token, which follows one of kind `before`.
pub(crate) fn gap(before: Option<Kind>, token: &Token) -> Gap {
    let wordy = |kind| matches!(kind, Kind::Word | Kind::Entity);
    match (before, token.kind) {
        (None | Some(Kind::FreeSymbol), _) | (_, Kind::FreeSymbol) => Gap::Free,
        (Some(before), kind) if wordy(before) && wordy(kind) => Gap::Space,
        _ if token.gap => Gap::Space,
        _ => Gap::Tight,
    }
}

/// The hash that is likely to be rare: of the longest word or entity, else of two neighbouring
/// characters, else of what there is.
fn choose_key(tokens: &Tokens) -> Option<(u64, usize)> {
    let list = tokens.list.iter().enumerate();
    let worth = |token: &Token| match token.kind {
        Kind::Word | Kind::Entity => 2 + characters(tokens.text(token)),
        Kind::Unspaced => 1,
        _ => 0,
    };
    let (at, best) = list.max_by_key(|(at, token)| (worth(token), usize::MAX - at))?;
    if worth(best) <= 3 {
        let pairs = tokens.list.windows(2).enumerate();
        let mut pairs = pairs.filter_map(|(at, pair)| Some((neighbours(pair)?, at)));
        if let Some(pair) = pairs.next() {
            return Some(pair);
        }
    }
    Some((best.hash, at))
}

/// How many characters a text in UTF-8 has.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The hash of two tokens that are neighbouring characters of an unspaced script.
pub(crate) fn neighbours(pair: &[Token]) -> Option<u64> {
    match pair {
        [a, b] if a.kind == Kind::Unspaced && b.kind == Kind::Unspaced && !b.gap => {
            Some(pair_hash(a.hash, b.hash))
        }
        _ => None,
    }
}

/// An entry under every folding that a post may be read by.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// The entry as typed.
    pub(crate) typed: Box<str>,
    /// For posts in any language.
    pub(crate) plain: Pattern,
    /// For the Turkic reading of a post, where it differs.
    pub(crate) turkic: Option<Pattern>,
}

impl Term {
    /// Compiles an entry; none when nothing of it is visible.
    pub(crate) fn new(entry: &str, strip: bool) -> Option<Self> {
        let pattern = |folding| Pattern::new(entry, Mode { folding, strip });
        let plain = pattern(Folding::Plain)?;
        let turkic = entry
            .contains(may_fold_otherwise)
            .then(|| pattern(Folding::Turkic))
            .flatten();
        Some(Self {
            typed: entry.into(),
            plain,
            turkic,
        })
    }

    /// The pattern for a folding.
    pub(crate) fn pattern(&self, folding: Folding) -> &Pattern {
        match (folding, &self.turkic) {
            (Folding::Turkic, Some(pattern)) => pattern,
            _ => &self.plain,
        }
    }
}

/// Whether the character may fold otherwise in Turkish (a decomposed İ begins with an I).
pub(crate) fn may_fold_otherwise(c: char) -> bool {
    if c.is_ascii() {
        c == 'I'
    } else {
        crate::chars::info(c).turkic
    }
}
