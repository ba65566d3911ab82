//! Lines of a file under a cap, and where they begin.

use std::io::{self, BufRead};

/// Longest line that is looked at, in bytes.
pub const LINE_LIMIT: usize = 1024 * 1024;

/// What [`Lines::next`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A line; it stands in [`Lines::line`].
    Line,
    /// A line longer than the cap; it was passed over.
    TooLong,
    /// The end.
    End,
}

/// Cuts a stream into lines without ever holding more than the cap.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    limit: usize,
    number: u64,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    /// From the beginning of a stream.
    pub(super) fn new(reader: R, limit: usize) -> Self {
        Self {
            reader,
            line: Vec::new(),
            limit,
            number: 0,
            offset: 0,
        }
    }

    /// The line found last, without its end.
    pub(super) fn line(&self) -> &[u8] {
        &self.line
    }

    /// Number of the line found last, counted from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// First byte after the line found last.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Passes over everything before `offset`, which ends line `number`. False when the stream is
    /// shorter than that.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub(super) fn skip_to(&mut self, offset: u64, number: u64) -> io::Result<bool> {
        while self.offset < offset {
            let there = self.reader.fill_buf()?.len() as u64;
            if there == 0 {
                return Ok(false);
            }
            let step = there.min(offset - self.offset);
            self.reader.consume(step as usize);
            self.offset += step;
        }
        self.number = number;
        Ok(true)
    }

    /// The next line.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Found> {
        self.line.clear();
        let (mut any, mut too_long) = (false, false);
        loop {
            let there = self.reader.fill_buf()?;
            if there.is_empty() {
                break;
            }
            any = true;
            let end = there.iter().position(|byte| *byte == b'\n');
            let part = there.get(..end.unwrap_or(there.len())).unwrap_or(there);
            if self.line.len() + part.len() > self.limit {
                too_long = true;
                self.line.clear();
            } else if !too_long {
                self.line.extend_from_slice(part);
            }
            let step = part.len() + usize::from(end.is_some());
            self.reader.consume(step);
            self.offset += step as u64;
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(Found::End);
        }
        self.number += 1;
        if too_long {
            self.line.clear();
            return Ok(Found::TooLong);
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        if self.number == 1 && self.line.starts_with(b"\xEF\xBB\xBF") {
            self.line.drain(..3);
        }
        Ok(Found::Line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn all(input: &[u8], limit: usize) -> Vec<(u64, u64, Option<String>)> {
        // A tiny buffer, so that lines span several fills.
        let mut lines = Lines::new(BufReader::with_capacity(3, input), limit);
        let mut found = Vec::new();
        loop {
            let line = match lines.next().expect("memory") {
                Found::End => return found,
                Found::TooLong => None,
                Found::Line => Some(String::from_utf8_lossy(lines.line()).into_owned()),
            };
            found.push((lines.number(), lines.offset(), line));
        }
    }

    #[test]
    fn lines_are_cut_and_capped() {
        let check = |input: &str, expect: &[(u64, u64, Option<&str>)]| {
            let found = all(input.as_bytes(), 5);
            let expect: Vec<_> = expect
                .iter()
                .map(|(n, o, l)| (*n, *o, l.map(str::to_owned)))
                .collect();
            assert_eq!(found, expect, "{input:?}");
        };
        check("", &[]);
        check("\n", &[(1, 1, Some(""))]);
        check("a\nb", &[(1, 2, Some("a")), (2, 3, Some("b"))]);
        check("a\r\nb\n", &[(1, 3, Some("a")), (2, 5, Some("b"))]);
        check(
            "12345\n123456\n1",
            &[(1, 6, Some("12345")), (2, 13, None), (3, 14, Some("1"))],
        );
        check("123456789012345\nx", &[(1, 16, None), (2, 17, Some("x"))]);
        check("\u{feff}a\n", &[(1, 5, Some("a"))]);
    }

    #[test]
    fn skipping_goes_on_where_it_was() {
        let mut lines = Lines::new(BufReader::with_capacity(2, &b"one\ntwo\nthree"[..]), 9);
        assert!(lines.skip_to(8, 2).expect("memory"));
        assert_eq!(lines.next().expect("memory"), Found::Line);
        assert_eq!((lines.line(), lines.number()), (&b"three"[..], 3));
        assert!(!lines.skip_to(99, 9).expect("memory"));
    }
}
