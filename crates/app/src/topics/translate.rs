//! Rules of other products, read into rules of three lists; what cannot be said there is named.

use crate::{App, Caller, Result};
use hearken_authz::Permission;
use hearken_model::{Diagnostic, KeywordsRule};
use hearken_rules::foreign::{self, Syntax};

/// A rule of another product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translate {
    /// As it was written there; field `query`.
    pub text: String,
    /// Whether in the filtered-stream syntax of X; else in boolean text, as Brandwatch, Talkwalker and
    /// Meltwater have it.
    pub is_x: bool,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Translated {
    /// Rules that together find what it finds, but for what the problems name. Not checked against the
    /// limits of saved rules yet.
    pub rules: Vec<KeywordsRule>,
    /// What could not be said, with the part of the text; codes `import_…`.
    pub problems: Vec<Diagnostic>,
}

/// Reads a rule of another product. Needs the permission to edit topics; changes nothing.
pub fn translate(app: &App, caller: &Caller, input: &Translate) -> Result<Translated> {
    caller.scope_new(Permission::EditTopics, app.now())?;
    let syntax = if input.is_x {
        Syntax::XStream
    } else {
        Syntax::Boolean
    };
    let read = foreign::import(&input.text, syntax, "query");
    Ok(Translated {
        rules: read.rules,
        problems: read.problems,
    })
}
