//! The pieces of a text that phrases are made of, and what each tells by itself.

use super::unspaced;
use crate::{
    fold::lower,
    tokens::{Kind, Token, tokens},
    words,
};
use hearken_model::Language;

/// A word, hashtag or mention on its way to a phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element<'a> {
    /// As written; stands within a run.
    pub(super) full: &'a str,
    /// Without what only serves grammar at its end; stands at the end of a run and alone.
    pub(super) text: &'a str,
    /// Whether white space parts it from the one before, when both are in a run.
    pub(super) spaced: bool,
    /// Whether no run reaches over its beginning.
    pub(super) breaks: bool,
    /// Whether it may be a phrase by itself.
    pub(super) alone: bool,
    /// Whether a run may begin with it.
    pub(super) begins: bool,
    /// Whether a run may end with it.
    pub(super) ends: bool,
    /// Whether it is written like a name.
    pub(super) capital: bool,
    /// How much it tells.
    pub(super) score: f32,
}

/// The elements of `text`, at most `most`.
pub(super) fn elements<'a>(text: &'a str, language: &Language, most: usize) -> Vec<Element<'a>> {
    let grammar = Grammar::of(language);
    let mut reader = Reader {
        grammar,
        list: Vec::new(),
        breaks: true,
        buffer: String::new(),
        shouts: shouts(text),
        entity: false,
    };
    for token in tokens(text) {
        if reader.list.len() >= most {
            break;
        }
        reader.token(&token);
    }
    reader.list.truncate(most);
    reader.list
}

/// Whether capitals say nothing, because most letters are.
fn shouts(text: &str) -> bool {
    let (mut large, mut small) = (0_usize, 0_usize);
    for c in text.chars().take(400) {
        large += usize::from(c.is_uppercase());
        small += usize::from(c.is_lowercase());
    }
    large > small
}

/// What the language of the post says about its words.
#[derive(Clone, Copy)]
struct Grammar {
    /// The place of its function words.
    place: Option<usize>,
    english: bool,
    /// `l'amour`: the article is written to the noun.
    elides: bool,
    chinese: bool,
}

impl Grammar {
    fn of(language: &Language) -> Self {
        let code = language.as_str();
        let und = language.is_und();
        Self {
            place: words::place(if und { "en" } else { code }),
            english: und || code == "en",
            elides: matches!(code, "fr" | "it" | "ca"),
            chinese: code.starts_with("zh"),
        }
    }

    /// Whether `word`, in lower case, carries no topic.
    fn is_function_word(self, word: &str) -> bool {
        if let Some(place) = self.place {
            let listed = |word: &str| words::languages_of(word).has(place);
            listed(word)
                || word.strip_suffix("'s").is_some_and(listed)
                || (self.english && word.ends_with("n't"))
        } else {
            // Without a list: what is short is mostly grammar.
            word.chars().nth(3).is_none()
        }
    }
}

struct Reader<'a> {
    grammar: Grammar,
    list: Vec<Element<'a>>,
    /// Whether the next element begins a new run.
    breaks: bool,
    buffer: String,
    shouts: bool,
    /// Whether an `&` that may open `&amp;` was just read.
    entity: bool,
}

const HASHTAG: f32 = 4.0;
const MENTION: f32 = 3.5;

impl<'a> Reader<'a> {
    fn token(&mut self, token: &Token<'a>) {
        let entity = std::mem::replace(&mut self.entity, token.text == "&");
        match token.kind {
            Kind::Hashtag => self.entity(token.text, HASHTAG),
            Kind::Mention => self.entity(token.text, MENTION),
            Kind::Word if entity && !token.spaced => self.breaks = true,
            Kind::Word if matches!(token.text, "RT" | "http" | "https") => self.breaks = true,
            Kind::Word if token.text.chars().any(unspaced::is_unspaced) => self.unspaced(token),
            Kind::Word => self.word(token.text, token.spaced),
            Kind::Number => self.number(token),
            Kind::Link | Kind::Line | Kind::Sign => self.breaks = true,
        }
    }

    fn entity(&mut self, text: &'a str, score: f32) {
        self.list.push(Element {
            full: text,
            text,
            spaced: true,
            breaks: true,
            alone: true,
            begins: false,
            ends: false,
            capital: false,
            score,
        });
        self.breaks = true;
    }

    /// A number is nothing alone, but `Contoso 15` is.
    fn number(&mut self, token: &Token<'a>) {
        self.list.push(Element {
            full: token.text,
            text: token.text,
            spaced: true,
            breaks: self.breaks || !token.spaced,
            alone: false,
            begins: false,
            ends: token.text.len() <= 4,
            capital: true,
            score: 0.5,
        });
        self.breaks = false;
    }

    fn word(&mut self, written: &'a str, spaced: bool) {
        let mut full = written.trim_matches('_');
        let mut breaks = self.breaks || !spaced;
        if self.grammar.elides
            && let Some((article, noun)) = full.split_once(['\'', '’'])
            && article.len() <= 5
        {
            full = noun;
            breaks = true;
        }
        let text = bare(full);
        let small = lower(full, &mut self.buffer);
        let function = self.grammar.is_function_word(small);
        let first_in_sentence = breaks;
        let capital = !self.shouts && full.starts_with(char::is_uppercase);
        let letters = text.chars().count();
        // `AI` and `서울` are words to talk about, `ok` is not.
        let tells = letters > 2 || text.chars().any(|c| !c.is_lowercase());
        let alone = !function && letters > 1 && tells;
        let score = if function {
            0.0
        } else {
            let name = if capital && !first_in_sentence {
                1.0
            } else {
                0.0
            };
            let inner = text
                .chars()
                .skip(1)
                .any(|c| c.is_uppercase() || c.is_numeric());
            let sign = if inner && !self.shouts { 1.0 } else { 0.0 };
            0.4 + 0.15 * letters.min(10) as f32 + name + sign
        };
        self.list.push(Element {
            full,
            text,
            spaced: true,
            breaks,
            alone,
            begins: !function && letters > 1,
            ends: !function && letters > 1,
            capital,
            score,
        });
        self.breaks = false;
    }

    /// A word in a script that does not part words by spaces: cut by kind of character.
    fn unspaced(&mut self, token: &Token<'a>) {
        let mut joined = false;
        for piece in unspaced::pieces(token.text, self.grammar.chinese) {
            match piece {
                unspaced::Piece::Gap => {
                    self.breaks = true;
                    joined = false;
                }
                unspaced::Piece::Foreign(word) => {
                    self.breaks = true;
                    self.word(word, true);
                    self.breaks = true;
                    joined = false;
                }
                unspaced::Piece::Phrase(text) => {
                    let letters = text.chars().count();
                    self.list.push(Element {
                        full: text,
                        text,
                        spaced: !joined,
                        breaks: !joined,
                        alone: letters > 1,
                        begins: true,
                        ends: true,
                        capital: false,
                        score: 0.6 + 0.3 * letters.min(6) as f32,
                    });
                    joined = !self.grammar.chinese;
                }
            }
        }
        self.breaks = true;
    }
}

/// A word without a possessive `'s` or a Korean particle.
fn bare(word: &str) -> &str {
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    if !word.ends_with(|c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c)) {
        return word;
    }
    let stem = PARTICLES
        .iter()
        .find_map(|particle| word.strip_suffix(particle));
    stem.filter(|stem| stem.chars().nth(1).is_some())
        .unwrap_or(word)
}

/// Korean particles, longest first.
const PARTICLES: [&str; 24] = [
    "에서는",
    "으로는",
    "에게서",
    "에서",
    "으로",
    "에게",
    "까지",
    "부터",
    "처럼",
    "보다",
    "이나",
    "라도",
    "들은",
    "들이",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "도",
    "와",
];
