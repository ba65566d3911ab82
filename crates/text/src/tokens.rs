//! Cuts a text into words and signs with their place in it.
//!
//! This serves phrases, tone and language, where a slightly different cut costs little; what a
//! rule matches is cut by `rules` to the letter of SEA-093.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, marks, digits, `_`; apostrophes and hyphens between letters belong to it.
    Word,
    /// Digits with their points, commas and colons.
    Number,
    /// `#tag`
    Hashtag,
    /// `@name`, `@name@host`, `@name.host`
    Mention,
    /// An address or a mail address.
    Link,
    /// White space with a line break in it.
    Line,
    /// One other visible character, or a run of `_`.
    Sign,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    /// First byte.
    pub(crate) start: usize,
    pub(crate) text: &'a str,
    /// Whether white space stands before it.
    pub(crate) spaced: bool,
}

impl Token<'_> {
    /// First byte after.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Cuts `text`.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// The tokens of a text, in order.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.at..)?;
        let space = rest.len() - rest.trim_start().len();
        let start = self.at + space;
        if rest
            .get(..space)
            .is_some_and(|s| s.contains(['\n', '\u{2028}', '\u{2029}']))
        {
            self.at = start;
            let text = rest.get(..space)?;
            return Some(Token {
                kind: Kind::Line,
                start: start - space,
                text,
                spaced: true,
            });
        }
        let rest = rest.get(space..)?;
        let first = rest.chars().next()?;
        let (kind, len) = cut(rest, first);
        self.at = start + len;
        // A line break leaves `space` at zero, so look back instead of at `space`.
        let spaced = start == 0
            || self
                .text
                .get(..start)
                .is_some_and(|t| t.ends_with(char::is_whitespace));
        Some(Token {
            kind,
            start,
            text: rest.get(..len)?,
            spaced,
        })
    }
}

/// The kind and length of the token that `rest` begins with.
fn cut(rest: &str, first: char) -> (Kind, usize) {
    if first.is_ascii_alphanumeric() || is_letter(first) {
        if let Some(len) = link(rest) {
            return (Kind::Link, len);
        }
        return word(rest);
    }
    let sign = first.len_utf8();
    let after = rest.get(sign..).unwrap_or_default();
    match first {
        '#' | '＃' => {
            let len = run(after, is_part);
            if after
                .get(..len)
                .is_some_and(|t| t.chars().any(|c| !c.is_numeric() && c != '_'))
            {
                return (Kind::Hashtag, sign + len);
            }
        }
        '@' | '＠' => {
            let len = mention(after);
            if len > 0 {
                return (Kind::Mention, sign + len);
            }
        }
        '_' => {
            let len = run(rest, is_part);
            if rest.get(..len).is_some_and(|t| t.chars().any(is_letter)) {
                return (Kind::Word, len);
            }
            return (Kind::Sign, len);
        }
        _ => {}
    }
    (Kind::Sign, sign)
}

/// Letters and the marks and joiners that stand within words.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_mark(c)
}

/// Combining marks that `char::is_alphabetic` leaves out: accents, viramas and the like.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{93c}' | '\u{94d}'
        | '\u{951}'..='\u{954}' | '\u{9bc}' | '\u{9cd}' | '\u{a4d}' | '\u{acd}' | '\u{b4d}'
        | '\u{bcd}' | '\u{c4d}' | '\u{ccd}' | '\u{d4d}' | '\u{e38}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{eb8}'..='\u{ebc}' | '\u{ec8}'..='\u{ece}'
        | '\u{1039}'..='\u{103a}' | '\u{3099}'..='\u{309a}' | '\u{1dc0}'..='\u{1dff}')
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

/// How many bytes at the beginning of `text` hold only `wanted`.
fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

fn word(rest: &str) -> (Kind, usize) {
    let mut len = run(rest, is_part);
    let mut number = rest
        .get(..len)
        .is_some_and(|t| t.chars().all(char::is_numeric));
    loop {
        let tail = rest.get(len..).unwrap_or_default();
        let mut chars = tail.chars();
        let (Some(joint), Some(next)) = (chars.next(), chars.next()) else {
            break;
        };
        let joins = match joint {
            '\'' | '’' | '-' | '‐' | '·' => !number && is_letter(next),
            '.' | ',' | ':' => number && next.is_numeric(),
            _ => false,
        };
        if !joins {
            break;
        }
        let after = tail.get(joint.len_utf8()..).unwrap_or_default();
        let more = run(after, is_part);
        number &= after
            .get(..more)
            .is_some_and(|t| t.chars().all(char::is_numeric));
        len += joint.len_utf8() + more;
    }
    (if number { Kind::Number } else { Kind::Word }, len)
}

fn mention(after: &str) -> usize {
    let name = |text: &str| {
        let len = run(text, |c| is_part(c) || c == '.' || c == '-');
        text.get(..len)
            .map_or(0, |t| t.trim_end_matches(['.', '-']).len())
    };
    let len = name(after);
    if len == 0 {
        return 0;
    }
    let host = after
        .get(len..)
        .and_then(|t| t.strip_prefix('@'))
        .map_or(0, name);
    if host > 0 { len + 1 + host } else { len }
}

/// Endings by which an address without `http` is told.
const DOMAINS: [&str; 37] = [
    "com", "org", "net", "edu", "gov", "io", "co", "me", "tv", "info", "biz", "app", "dev", "ai",
    "uk", "de", "fr", "es", "it", "nl", "eu", "us", "ca", "au", "jp", "ru", "br", "in", "ch", "at",
    "be", "se", "pl", "gg", "ly", "gl", "social",
];

/// Longer names of hosts and mailboxes are not looked for.
const MAX_NAME: usize = 256;

/// Whether `text` begins with the ASCII `prefix`, in whatever case.
fn begins_with(text: &str, prefix: &str) -> bool {
    text.as_bytes()
        .get(..prefix.len())
        .is_some_and(|b| b.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// The length of the address that `rest` begins with, if it does.
fn link(rest: &str) -> Option<usize> {
    // Most words end at a space: nothing to look for.
    let ends = rest.bytes().find(|b| !b.is_ascii_alphanumeric());
    if !ends.is_some_and(|b| b".@:-_+".contains(&b)) {
        return None;
    }
    if ["http://", "https://", "www."]
        .iter()
        .any(|p| begins_with(rest, p))
    {
        return Some(address_end(rest));
    }
    // Bounded, because every word of a dotted chain asks again.
    let rest = rest
        .get(..rest.floor_char_boundary(MAX_NAME))
        .unwrap_or(rest);
    let len = run(rest, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
    });
    let tail = rest.get(len..).unwrap_or_default();
    if let Some(host) = tail.strip_prefix('@') {
        let host = run(host, |c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
        let mail = rest
            .get(len + 1..len + 1 + host)
            .unwrap_or_default()
            .trim_end_matches('.');
        return mail.contains('.').then_some(len + 1 + mail.len());
    }
    let name = rest.get(..len)?.trim_end_matches(['.', '-']);
    let (_, ending) = name.rsplit_once('.')?;
    let path = rest.get(name.len()..).is_some_and(|t| t.starts_with('/'));
    let known = DOMAINS.contains(&ending);
    let plausible = ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_lowercase());
    (known || (path && plausible)).then(|| if path { address_end(rest) } else { name.len() })
}

/// An address ends at white space, quotes, angle or square brackets; closing punctuation is
/// not its own, nor a closing bracket that it did not open.
fn address_end(rest: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '<' | '>' | '[' | ']' | '{' | '}' | '“' | '”' | '«' | '»' | '…'
            )
    };
    let address = rest.get(..run(rest, |c| !ends(c))).unwrap_or(rest);
    let count = |c: char| address.matches(c).count();
    let mut unopened = count(')').saturating_sub(count('('));
    let kept = address.trim_end_matches(|c: char| match c {
        ')' if unopened > 0 => {
            unopened -= 1;
            true
        }
        c => matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*'),
    });
    kept.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut() {
        for (text, expect) in [
            ("don't stop", "W:don't W:stop"),
            ("Hi, Bob!", "W:Hi S:, W:Bob S:!"),
            (
                "a #tag @me.bsky.social, #1",
                "W:a H:#tag M:@me.bsky.social S:, S:# N:1",
            ),
            ("@a@b.org. x@y.com", "M:@a@b.org S:. L:x@y.com"),
            (
                "see http://a.b/c?d=(e), ok",
                "W:see L:http://a.b/c?d=(e) S:, W:ok",
            ),
            (
                "[x](https://a.b/c) y",
                "S:[ W:x S:] S:( L:https://a.b/c S:) W:y",
            ),
            (
                "bit.ly/abc example.com end.Next",
                "L:bit.ly/abc L:example.com W:end S:. W:Next",
            ),
            ("well-known 1,000.5 4k", "W:well-known N:1,000.5 W:4k"),
            ("a\n\nb", "W:a B W:b"),
            ("日本語 नमस्ते", "W:日本語 W:नमस्ते"),
            ("😀:)", "S:😀 S:: S:)"),
            ("", ""),
        ] {
            let got: Vec<String> = tokens(text)
                .map(|t| match t.kind {
                    Kind::Word => format!("W:{}", t.text),
                    Kind::Number => format!("N:{}", t.text),
                    Kind::Hashtag => format!("H:{}", t.text),
                    Kind::Mention => format!("M:{}", t.text),
                    Kind::Link => format!("L:{}", t.text),
                    Kind::Line => "B".to_owned(),
                    Kind::Sign => format!("S:{}", t.text),
                })
                .collect();
            assert_eq!(got.join(" "), expect, "{text}");
        }
    }

    #[test]
    fn white_space_is_noted() {
        let spaced: Vec<bool> = tokens("a b,c\nd").map(|t| t.spaced).collect();
        assert_eq!(spaced, [true, true, false, false, true, true]);
    }
}
