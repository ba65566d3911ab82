//! Rules that were written for other products, as rules of three lists.
//!
//! What it is: X's filtered-stream syntax and the boolean text of Brandwatch, Talkwalker and
//! Meltwater, read into a tree (`tree`) and put into as many rules as it takes (`lists`): a
//! topic is the union of its rules. What it is not: a promise that nothing is lost. Every part
//! that cannot be said in three lists is named by a diagnostic.

mod lists;
mod tree;

use hearken_model::{Diagnostic, KeywordsRule};

/// Whose syntax a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// X's filtered stream: white space is AND, `-` is NOT, operators like `lang:en`.
    XStream,
    /// Boolean text: AND, OR, NOT, `NEAR/n`, `"a b"~n`, fields like `title:`.
    Boolean,
}

/// What became of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// A post that any of them finds is found by the text, but for what the problems name.
    pub rules: Vec<KeywordsRule>,
    /// Codes: `import_syntax` (something is missing or too much), `import_operator` (an operator or
    /// field without an equivalent; left out), `import_wildcard` (searched as it stands),
    /// `import_near` (a distance in words became the same sentence), `import_group` (a third
    /// condition; left out, so that more is found), `import_not` (an exclusion that is more than a
    /// list of words; left out, so that more is found), `import_only_not` (nothing but exclusions),
    /// `import_too_large`. The entry is the part of the text.
    pub problems: Vec<Diagnostic>,
}

/// Longest text, in bytes.
pub const TEXT_LIMIT: usize = 1 << 20;

/// Reads a rule of another product. `field` is what the problems name.
pub fn import(text: &str, syntax: Syntax, field: &str) -> Imported {
    if text.len() > TEXT_LIMIT {
        return Imported {
            rules: Vec::new(),
            problems: vec![Diagnostic::new("import_too_large", field.to_owned())],
        };
    }
    let mut problems = Vec::new();
    let mut tell = |code: &'static str, part: &str| {
        let problem = Diagnostic::new(code, field.to_owned());
        problems.push(problem.entry(part.trim().to_owned()));
    };
    let tree = tree::read(text, syntax, &mut tell);
    let rules = tree.map_or_else(Vec::new, |tree| lists::rules(tree, &mut tell));
    Imported { rules, problems }
}
