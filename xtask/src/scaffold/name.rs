//! Names given on the command line: `link-hosts`, `topics/archive`.

use anyhow::{Result, bail};

/// A name of one or two parts, in its forms.
pub(super) struct Name {
    /// The part before the slash: area, resource or noun; empty without one.
    pub(super) folder: String,
    /// `link_hosts`
    pub(super) snake: String,
    /// `link-hosts`
    pub(super) kebab: String,
    /// `LinkHosts`
    pub(super) camel: String,
    /// `Link hosts`
    pub(super) words: String,
}

impl Name {
    pub(super) fn parse(text: &str) -> Result<Self> {
        let (folder, last) = text.split_once('/').unwrap_or(("", text));
        if !is_plain(last) || (text.contains('/') && !is_plain(folder)) {
            bail!("{text:?} is not a name: lower-case letters, digits, single hyphens");
        }
        let snake = last.replace('-', "_");
        let words = snake.replace('_', " ");
        Ok(Self {
            folder: folder.replace('-', "_"),
            kebab: snake.replace('_', "-"),
            camel: snake.split('_').map(capitalized).collect(),
            words: capitalized(&words),
            snake,
        })
    }

    /// The folder, which this kind must have.
    pub(super) fn folder(&self) -> Result<&str> {
        if self.folder.is_empty() {
            bail!("the name has two parts, with a slash between");
        }
        Ok(&self.folder)
    }

    /// A template with its marks replaced.
    pub(super) fn fill(&self, template: &str) -> String {
        template
            .replace("__FOLDER__", &self.folder)
            .replace("__FOLDER_KEBAB__", &self.folder.replace('_', "-"))
            .replace("__SNAKE__", &self.snake)
            .replace("__UPPER__", &self.snake.to_uppercase())
            .replace("__KEBAB__", &self.kebab)
            .replace("__CAMEL__", &self.camel)
            .replace("__WORDS__", &self.words)
    }
}

fn is_plain(part: &str) -> bool {
    let mut pieces = part.split(['-', '_']);
    let starts = part.starts_with(|c: char| c.is_ascii_lowercase());
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    starts && pieces.all(|piece| !piece.is_empty() && piece.chars().all(letters))
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let name = Name::parse("search-setup/link-hosts").unwrap();
        let filled =
            name.fill("__FOLDER__ __FOLDER_KEBAB__ __SNAKE__ __KEBAB__ __CAMEL__ __WORDS__");
        assert_eq!(
            filled,
            "search_setup search-setup link_hosts link-hosts LinkHosts Link hosts"
        );
        assert_eq!(Name::parse("lemmy").unwrap().folder, "");
        for bad in ["", "Lemmy", "a//b", "a/", "/b", "a-", "a b", "9a", "../x"] {
            assert!(Name::parse(bad).is_err(), "{bad}");
        }
    }
}
