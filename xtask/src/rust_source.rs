//! A Rust file as tidy reads it: code with comments and literals blanked out, the string
//! literals by themselves. A scanner and not a parser: it knows where comments, strings and
//! characters begin and end, and nothing of grammar beyond braces.

/// A scanned file. `code` has the same lines and columns as the source.
pub(crate) struct RustSource {
    /// The source with every comment and the inside of every literal replaced by spaces.
    pub(crate) code: String,
    /// String literals with the line (from 1) they start on.
    pub(crate) strings: Vec<(usize, String)>,
}

/// A function: its name, the line it starts on and how many lines it has, signature included.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) lines: usize,
    /// Whether an attribute says that it is a test.
    pub(crate) is_test: bool,
}

impl RustSource {
    /// Scans a file.
    pub(crate) fn scan(text: &str) -> Self {
        Scanner::new(text).run()
    }

    /// Every function with a body.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let mut found = vec![];
        let words = words(&self.code);
        for (index, word) in words.iter().enumerate() {
            if word.text != "fn" {
                continue;
            }
            let Some(name) = words.get(index + 1).filter(|next| is_name(next.text)) else {
                continue;
            };
            if let Some(end) = body_end(words.get(index + 2..).unwrap_or_default()) {
                found.push(Function {
                    name: name.text.to_owned(),
                    line: word.line,
                    lines: end - word.line + 1,
                    is_test: is_test(words.get(..index).unwrap_or_default()),
                });
            }
        }
        found
    }
}

/// Whether the words before a function hold `test` after the end of the item before it.
fn is_test(before: &[Word<'_>]) -> bool {
    let ends = |word: &&Word<'_>| !matches!(word.text, "}" | "{" | ";");
    before
        .iter()
        .rev()
        .take_while(ends)
        .any(|word| word.text == "test")
}

struct Word<'a> {
    text: &'a str,
    line: usize,
}

/// Names and single marks with their lines.
fn words(code: &str) -> Vec<Word<'_>> {
    let mut words = vec![];
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if is_name_char(first) {
                rest.find(|c: char| !is_name_char(c)).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (text, after) = rest.split_at(length);
            words.push(Word {
                text,
                line: index + 1,
            });
            rest = after.trim_start();
        }
    }
    words
}

/// The line of the brace that closes the first block; `None` when a `;` ends the item first.
fn body_end(words: &[Word<'_>]) -> Option<usize> {
    let mut braces = 0_usize;
    let mut brackets = 0_usize;
    for word in words {
        match word.text {
            "(" | "[" if braces == 0 => brackets += 1,
            ")" | "]" if braces == 0 => brackets = brackets.saturating_sub(1),
            ";" if braces == 0 && brackets == 0 => return None,
            "{" => braces += 1,
            "}" if braces <= 1 => return Some(word.line),
            "}" => braces -= 1,
            _ => {}
        }
    }
    None
}

fn is_name(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|c| c == '_' || c.is_alphabetic())
}

fn is_name_char(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

struct Scanner {
    text: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
}

impl Scanner {
    fn new(text: &str) -> Self {
        Self {
            text: text.chars().collect(),
            at: 0,
            line: 1,
            code: String::new(),
            strings: vec![],
        }
    }

    fn run(mut self) -> RustSource {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('\'', _) => self.quote(),
                _ if is_name_char(c) => self.word(),
                _ => self.keep(),
            }
        }
        RustSource {
            code: self.code,
            strings: self.strings,
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    fn keep(&mut self) {
        if let Some(c) = self.peek(0) {
            self.code.push(c);
            self.advance(c);
        }
    }

    /// Passes one character by, leaving a space (or the line's end) in the code.
    fn blank(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.code.push(if c == '\n' { '\n' } else { ' ' });
        self.advance(c);
        Some(c)
    }

    fn advance(&mut self, c: char) {
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.peek(0) {
            let pair = (c, self.peek(1));
            if pair == ('/', Some('*')) {
                depth += 1;
                self.blank();
            } else if pair == ('*', Some('/')) {
                depth -= 1;
                self.blank();
            }
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    /// A name; `r"..."`, `br#"..."#` and `c"..."` are literals and not names.
    fn word(&mut self) {
        let start = self.at;
        while self.peek(0).is_some_and(is_name_char) {
            self.keep();
        }
        let name: String = self
            .text
            .get(start..self.at)
            .unwrap_or_default()
            .iter()
            .collect();
        let hashes = (0..=255).take_while(|n| self.peek(*n) == Some('#')).count();
        let raw = matches!(name.as_str(), "r" | "br" | "cr") && self.peek(hashes) == Some('"');
        if raw {
            self.raw_string(hashes);
        }
    }

    fn raw_string(&mut self, hashes: usize) {
        let line = self.line;
        for _ in 0..=hashes {
            self.blank();
        }
        let mut content = String::new();
        while let Some(c) = self.peek(0) {
            let closed = c == '"' && (1..=hashes).all(|n| self.peek(n) == Some('#'));
            if closed {
                break;
            }
            content.push(c);
            self.blank();
        }
        for _ in 0..=hashes {
            self.blank();
        }
        self.strings.push((line, content));
    }

    fn string(&mut self) {
        let line = self.line;
        let mut content = String::new();
        self.blank();
        while let Some(c) = self.blank() {
            match c {
                '"' => break,
                '\\' => content.extend(self.blank()),
                _ => content.push(c),
            }
        }
        self.strings.push((line, content));
    }

    /// A character literal or a lifetime.
    fn quote(&mut self) {
        let literal = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        self.blank();
        if !literal {
            return;
        }
        while let Some(c) = self.blank() {
            match c {
                '\'' => return,
                '\\' => {
                    self.blank();
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_comments_are_blanked() {
        let check = |text: &str, code: &str, strings: &[&str]| {
            let source = RustSource::scan(text);
            assert_eq!(source.code.trim_end(), code, "{text}");
            let found: Vec<&str> = source.strings.iter().map(|s| s.1.as_str()).collect();
            assert_eq!(found, strings, "{text}");
        };
        check("a // b", "a", &[]);
        check("a /* b /* c */ } */ d", "a                   d", &[]);
        check(r#"f("x{\"y")"#, "f(       )", &["x{\"y"]);
        check(r##"f(r#"a"b"#)"##, "f(r       )", &["a\"b"]);
        check("'{' + 'a' + '\\''", "    +     +", &[]);
        check("fn f<'a>(x: &'a str) {}", "fn f< a>(x: & a str) {}", &[]);
    }

    #[test]
    fn functions_are_measured() {
        let text = "fn a() {\n  if x {\n  }\n}\ntrait T { fn b(&self) -> [u8; 2]; fn c(&self) {} }\n\
                    type F = fn(u8) -> u8;\n#[test]\nfn d() {}\n";
        let found = RustSource::scan(text).functions();
        let row = |name: &str, line, lines, is_test| Function {
            name: name.to_owned(),
            line,
            lines,
            is_test,
        };
        let expect = [
            row("a", 1, 4, false),
            row("c", 5, 1, false),
            row("d", 8, 1, true),
        ];
        assert_eq!(found, expect);
    }
}
