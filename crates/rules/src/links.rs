//! Where addresses stand in a text: they are not searched (SEA-090).
//!
//! An address begins with `http://` or `https://`, not directly after an ASCII letter or digit. It
//! goes on to white space, a quote or bracket that no address holds, or a `)` that it did not
//! open, and gives back the punctuation of the sentence at its end.

/// A stretch of bytes of a text.
pub(crate) type Stretch = (usize, usize);

/// Adds the addresses of a text, in order.
pub(crate) fn find(text: &str, found: &mut Vec<Stretch>) {
    let mut end = 0;
    // Most texts hold no colon, and one byte is sought faster than three.
    for colon in memchr::memchr_iter(b':', text.as_bytes()) {
        if !text
            .get(colon..)
            .is_some_and(|rest| rest.starts_with("://"))
        {
            continue;
        }
        let after = colon + 3;
        if colon < end {
            continue;
        }
        let Some(start) = scheme_start(text, colon) else {
            continue;
        };
        let length = text.get(after..).map_or(0, length_after_scheme);
        if length > 0 {
            end = after + length;
            found.push((start, end));
        }
    }
}

/// Whether a text holds an address.
pub(crate) fn is_in(text: &str) -> bool {
    let mut found = Vec::new();
    find(text, &mut found);
    !found.is_empty()
}

fn scheme_start(text: &str, colon: usize) -> Option<usize> {
    let before = text.as_bytes().get(..colon)?;
    let length = [5, 4].into_iter().find(|n| {
        let scheme = before.len().checked_sub(*n).and_then(|at| before.get(at..));
        scheme.is_some_and(|s| s.eq_ignore_ascii_case(b"https") || s.eq_ignore_ascii_case(b"http"))
    })?;
    let start = colon - length;
    let joined = start
        .checked_sub(1)
        .and_then(|at| before.get(at))
        .is_some_and(u8::is_ascii_alphanumeric);
    (!joined).then_some(start)
}

fn length_after_scheme(rest: &str) -> usize {
    let mut end = 0;
    let mut open = 0u32;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => break,
            ')' => open -= 1,
            _ if ends_address(c) => break,
            _ => {}
        }
        end = at + c.len_utf8();
    }
    let address = rest.get(..end).unwrap_or_default();
    address
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*'])
        .len()
}

fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '[' | ']'
        )
        || matches!(
            c,
            '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '…' | '、' | '。' | '，' | '！' | '？'
        )
        || matches!(
            c,
            '「' | '」' | '『' | '』' | '【' | '】' | '（' | '）' | '\u{2018}' | '\u{2019}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let mut stretches = Vec::new();
        find(text, &mut stretches);
        let found = stretches.into_iter().map(|s| text.get(s.0..s.1));
        let found: Vec<&str> = found.map(|s| s.expect("a stretch of the text")).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn addresses_are_found() {
        check(
            "see https://contoso.com/a?b=c#d now",
            &["https://contoso.com/a?b=c#d"],
        );
        check("HTTPS://CONTOSO.COM.", &["HTTPS://CONTOSO.COM"]);
        check(
            "(http://contoso.com/x_(y)), ok",
            &["http://contoso.com/x_(y)"],
        );
        check(
            "[a](https://a.example/b),[c](https://d.example)",
            &["https://a.example/b", "https://d.example"],
        );
        check("見てhttps://contoso.com。次", &["https://contoso.com"]);
        check(
            "https://web.example/https://contoso.com/x",
            &["https://web.example/https://contoso.com/x"],
        );
        check(
            "xhttp://contoso.com, ftp://contoso.com, http:// x, ://",
            &[],
        );
    }
}
