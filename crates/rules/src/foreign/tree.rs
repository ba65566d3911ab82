//! Text to a tree of conditions.

use super::Syntax;

/// A condition, with the part of the text that says it where a problem may have to name it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    /// A word or phrase, as an entry of a list.
    Term(String),
    /// A language that the post is to have.
    Language(String),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    /// Two conditions that stand close to each other.
    Near(Box<Tree>, Box<Tree>),
}

/// Deepest nesting of brackets.
const DEPTH: usize = 50;

/// Tells a problem: code and part of the text.
pub(super) type Tell<'t> = &'t mut dyn FnMut(&'static str, &str);

/// Reads a text; none when it says nothing.
pub(super) fn read(text: &str, syntax: Syntax, tell: Tell<'_>) -> Option<Tree> {
    let words = words(text);
    let mut reader = Reader {
        words: &words,
        at: 0,
        depth: 0,
        syntax,
        tell,
    };
    let mut parts = Vec::new();
    while reader.at < words.len() {
        parts.extend(reader.any());
        // Only a bracket too much is left.
        if let Some(word) = reader.next() {
            (reader.tell)("import_syntax", &word);
        }
    }
    group(parts, Tree::All)
}

/// Brackets, phrases with their quotes (and `~n`), and what stands between white space.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        let c = if matches!(c, '“' | '”' | '„') {
            '"'
        } else {
            c
        };
        match c {
            '"' => {
                quoted = !quoted;
                word.push(c);
            }
            _ if quoted => word.push(c),
            '(' | ')' => {
                // A sign or field before a bracket stays a word of its own.
                words.extend(take(&mut word));
                words.push(c.to_string());
            }
            c if c.is_whitespace() => words.extend(take(&mut word)),
            _ => word.push(c),
        }
    }
    words.extend(take(&mut word));
    words
}

fn take(word: &mut String) -> Option<String> {
    Some(std::mem::take(word)).filter(|word| !word.is_empty())
}

fn group(mut parts: Vec<Tree>, join: fn(Vec<Tree>) -> Tree) -> Option<Tree> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(join(parts)),
    }
}

struct Reader<'w, 't> {
    words: &'w [String],
    at: usize,
    depth: usize,
    syntax: Syntax,
    tell: Tell<'t>,
}

impl Reader<'_, '_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn next(&mut self) -> Option<String> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word
    }

    /// Conditions with OR between them.
    fn any(&mut self) -> Option<Tree> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.all());
            if self.peek() != Some("OR") {
                return group(parts, Tree::Any);
            }
            self.at += 1;
        }
    }

    /// Conditions with AND, or nothing, between them.
    fn all(&mut self) -> Option<Tree> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None | Some(")" | "OR") => return group(parts, Tree::All),
                Some("AND") => self.at += 1,
                Some("NOT" | "-") => {
                    self.at += 1;
                    let part = self.near();
                    parts.extend(part.map(|part| Tree::Not(Box::new(part))));
                }
                Some(_) => parts.extend(self.near()),
            }
        }
    }

    /// A condition, or several with NEAR between them.
    fn near(&mut self) -> Option<Tree> {
        let mut left = self.one();
        while self.syntax == Syntax::Boolean
            && let Some(word) = self.peek().filter(|word| is_near(word))
        {
            let word = word.to_owned();
            (self.tell)("import_near", &word);
            self.at += 1;
            left = match (left, self.one()) {
                (Some(left), Some(right)) => Some(Tree::Near(Box::new(left), Box::new(right))),
                (left, right) => left.or(right),
            };
        }
        left
    }

    fn one(&mut self) -> Option<Tree> {
        match self.peek()? {
            ")" | "OR" | "AND" | "NOT" => None,
            "(" => {
                self.at += 1;
                self.bracket()
            }
            _ => {
                let word = self.next()?;
                self.word(&word)
            }
        }
    }

    fn bracket(&mut self) -> Option<Tree> {
        if self.depth == DEPTH {
            (self.tell)("import_too_large", "(");
            self.at = self.words.len();
            return None;
        }
        self.depth += 1;
        let inner = self.any();
        self.depth -= 1;
        if self.next().is_none() {
            (self.tell)("import_syntax", "(");
        }
        inner
    }

    fn word(&mut self, word: &str) -> Option<Tree> {
        if let Some(rest) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
            return self.word(rest).map(|part| Tree::Not(Box::new(part)));
        }
        if let Some((operator, value)) = field(word) {
            if matches!(operator, "lang" | "language") && !value.is_empty() {
                return Some(Tree::Language(value.trim_matches('"').to_owned()));
            }
            (self.tell)("import_operator", word);
            // What the operator binds goes with it.
            if value.is_empty() && self.peek() == Some("(") {
                self.at += 1;
                self.bracket();
            }
            return None;
        }
        let (term, distance) = match word.rsplit_once('~') {
            Some((term, n)) if n.parse::<u32>().is_ok() => (term, true),
            _ => (word, false),
        };
        if word.matches('"').count() % 2 == 1 {
            (self.tell)("import_syntax", word);
        }
        let term = term.replace(['"', ','], " ");
        let term = term.split_whitespace().collect::<Vec<_>>().join(" ");
        if term.contains(['*', '?']) {
            (self.tell)("import_wildcard", word);
        }
        if !distance || !term.contains(' ') {
            return Some(Tree::Term(term)).filter(|_| word.chars().any(|c| c != '"'));
        }
        (self.tell)("import_near", word);
        let parts = term.split(' ').map(|part| Tree::Term(part.to_owned()));
        parts.reduce(|left, right| Tree::Near(Box::new(left), Box::new(right)))
    }
}

fn is_near(word: &str) -> bool {
    let name = word.split('/').next().unwrap_or_default();
    matches!(name, "NEAR" | "ONEAR" | "WITHIN")
}

/// The name and value of `title:contoso`; an address is none.
fn field(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    (is_name && !value.starts_with("//")).then_some((name, value))
}
