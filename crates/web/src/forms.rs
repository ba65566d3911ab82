//! What a form sent, as pairs, and the problems of its fields beside what was typed.

use crate::{error::problem, i18n::Texts};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
};
use hearken_app::Secret;
use hearken_model::Diagnostic;

/// The pairs of a form, in order. At most 1 MiB.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a name, trimmed; empty when it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The first value of a name as it was typed, for passwords.
    pub fn secret(&self, name: &str) -> Secret {
        let typed = self.0.iter().find(|(key, _)| key == name);
        Secret::new(typed.map_or("", |(_, value)| value))
    }

    /// Every value of a name, trimmed.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }

    /// Whether a name was sent at all, such as a ticked box.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// From what is stored, to fill a form for the first time.
    pub fn from_pairs<'n>(pairs: impl IntoIterator<Item = (&'n str, String)>) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// All pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = StatusCode;

    async fn from_request(request: Request, state: &S) -> Result<Self, StatusCode> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        serde_urlencoded::from_bytes(&body)
            .map(Self)
            .map_err(|_| StatusCode::BAD_REQUEST)
    }
}

/// The problems of a form, to be shown beside its fields.
#[derive(Clone, Debug, Default)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    /// Texts of the problems, in the visitor's language.
    pub fn of(diagnostics: &[Diagnostic], texts: Texts) -> Self {
        Self(
            diagnostics
                .iter()
                .map(|d| (d.field.clone(), problem(d, texts)))
                .collect(),
        )
    }

    /// One text for a field that no diagnostic speaks of.
    pub fn one(field: &str, text: String) -> Self {
        Self(vec![(field.to_owned(), text)])
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, with their fields.
    pub fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }

    /// Whether a field has a problem.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(name, _)| name == field)
    }

    /// The texts of a field's problems, one sentence after the other.
    pub fn text(&self, field: &str) -> String {
        let texts: Vec<&str> = self
            .0
            .iter()
            .filter(|(name, _)| name == field)
            .map(|(_, text)| text.as_str())
            .collect();
        texts.join(" ")
    }

    /// Whether this is the first field with a problem, which gets the focus.
    pub fn is_first(&self, field: &str) -> bool {
        self.0.first().is_some_and(|(name, _)| name == field)
    }
}
