//! What is wrong with an input, said so that a person can mend it.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One problem of an input. Parsers report all of them at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable code, the key of its text in the catalogues (`too_long`).
    pub code: Cow<'static, str>,
    /// The field it belongs to, as the form and the API name it (`rules.0.keywords`).
    pub field: String,
    /// The entry of the field that is meant, as typed, where there are several.
    pub entry: Option<String>,
    /// Numbers of the message, such as a limit: `{"limit": 35}`.
    pub arguments: Vec<(Cow<'static, str>, i64)>,
}

impl Diagnostic {
    /// A problem of a whole field.
    pub fn new(code: &'static str, field: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            field: field.into(),
            entry: None,
            arguments: Vec::new(),
        }
    }

    /// Names the entry that is meant.
    pub fn entry(mut self, entry: impl Into<String>) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// Adds a number of the message.
    pub fn with(mut self, name: &'static str, value: i64) -> Self {
        self.arguments.push((Cow::Borrowed(name), value));
        self
    }
}
