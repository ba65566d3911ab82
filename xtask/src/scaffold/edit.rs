//! One line added to a registry, at a place that is found by what stands there.

use anyhow::{Context, Result, bail};

/// A line for a file.
pub(super) struct Edit {
    pub(super) file: String,
    pub(super) line: String,
    pub(super) place: Place,
}

/// Where the line goes.
pub(super) enum Place {
    /// Among the lines that start so (after indentation), in order.
    Among(&'static str),
    /// Before the first line that starts with `close`, after the line that holds `open`.
    Before {
        open: &'static str,
        close: &'static str,
    },
    /// At the end of an array whose type ends in a length: `open` is all before the length, which
    /// grows by one.
    IntoArray { open: &'static str },
    /// At the end of the file.
    End,
}

impl Edit {
    pub(super) fn new(file: impl Into<String>, place: Place, line: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: line.into(),
            place,
        }
    }

    /// The text with the line in it.
    pub(super) fn apply(&self, text: &str) -> Result<String> {
        if text.contains(&self.line) {
            bail!("{} has {:?} already", self.file, self.line.trim());
        }
        self.place
            .insert(text, &self.line)
            .with_context(|| format!("{} does not look as expected", self.file))
    }
}

impl Place {
    fn insert(&self, text: &str, line: &str) -> Option<String> {
        match self {
            Self::End => Some(format!("{}\n{line}\n", text.trim_end_matches('\n'))),
            Self::Among(start) => {
                let lines: Vec<&str> = text.lines().collect();
                let kin = |l: &str| l.trim_start().starts_with(start);
                let first = lines.iter().position(|l| kin(l))?;
                let last_before = lines
                    .iter()
                    .enumerate()
                    .filter(|(_, l)| kin(l) && l.trim_start() < line.trim_start())
                    .map(|(index, _)| index)
                    .next_back();
                insert_at(&lines, last_before.map_or(first, |index| index + 1), line)
            }
            Self::Before { open, close } => {
                let lines: Vec<&str> = text.lines().collect();
                let opened = lines.iter().position(|l| l.contains(open))?;
                let rest = lines.get(opened..)?;
                let closed = rest
                    .iter()
                    .position(|l| l.trim_start().starts_with(close))?;
                insert_at(&lines, opened + closed, line)
            }
            Self::IntoArray { open } => {
                let (before, rest) = text.split_once(open)?;
                let (length, rest) = rest.split_once("] = [")?;
                let (elements, after) = rest.split_once("];")?;
                let length = length.trim().parse::<usize>().ok()? + 1;
                let elements = elements.trim_end().trim_end_matches(',');
                Some(format!(
                    "{before}{open}{length}] = [{elements}, {line}];{after}"
                ))
            }
        }
    }
}

fn insert_at(lines: &[&str], index: usize, line: &str) -> Option<String> {
    let (before, after) = lines.split_at_checked(index)?;
    let mut all: Vec<&str> = before.to_vec();
    all.push(line);
    all.extend(after);
    Some(format!("{}\n", all.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_find_their_place() {
        let check = |place: Place, text: &str, line: &str, expect: &str| {
            assert_eq!(place.insert(text, line).as_deref(), Some(expect), "{text}");
        };
        check(
            Place::Among("mod "),
            "x\nmod a;\nmod c;\n",
            "mod b;",
            "x\nmod a;\nmod b;\nmod c;\n",
        );
        check(
            Place::Among("mod "),
            "mod b;\n",
            "mod a;",
            "mod a;\nmod b;\n",
        );
        let before = Place::Before {
            open: "LIST",
            close: "]",
        };
        check(
            before,
            "[\n]\nLIST [\n a,\n];\n",
            " b,",
            "[\n]\nLIST [\n a,\n b,\n];\n",
        );
        let array = Place::IntoArray { open: "ALL: [X; " };
        check(
            array,
            "ALL: [X; 2] = [a, b];\n",
            "c",
            "ALL: [X; 3] = [a, b, c];\n",
        );
        let array = Place::IntoArray { open: "ALL: [X; " };
        check(
            array,
            "ALL: [X; 1] = [\n a,\n];\n",
            "c",
            "ALL: [X; 2] = [\n a, c];\n",
        );
        check(Place::End, "a\n", "b", "a\nb\n");
        assert_eq!(Place::Among("mod ").insert("nothing\n", "mod a;"), None);
    }

    #[test]
    fn a_second_time_is_refused() {
        let edit = Edit::new("f", Place::End, "b");
        assert!(edit.apply("a\nb\n").is_err());
    }
}
