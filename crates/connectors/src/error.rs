//! Errors of connectors. The kind decides what is done about it.

use std::{error::Error, time::Duration};

/// What to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Try again later, with back-off.
    Retry,
    /// Credentials are missing, wrong or expired; waits for a person.
    Auth,
    /// The network's allowance is used up; try again when it says so.
    Quota,
    /// The other side or the input says no for good; trying again does not help.
    Reject,
    /// Our own mistake.
    Bug,
}

impl ErrorKind {
    /// The word in metrics and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Auth => "auth",
            Self::Quota => "quota",
            Self::Reject => "reject",
            Self::Bug => "bug",
        }
    }
}

/// A connector cannot go on.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ConnectorError {
    /// What to do about it.
    pub kind: ErrorKind,
    /// Not before this has passed, where the other side said so.
    pub retry_after: Option<Duration>,
    /// What happened; English, lower-case, without secrets.
    pub message: String,
    /// What caused it.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl ConnectorError {
    /// Of a kind, without cause.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            retry_after: None,
            message: message.into(),
            source: None,
        }
    }

    /// With its cause.
    pub fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: Some(source.into()),
            ..self
        }
    }

    /// With the pause the other side asked for.
    pub fn with_retry_after(self, pause: Option<Duration>) -> Self {
        Self {
            retry_after: pause,
            ..self
        }
    }

    /// [`ErrorKind::Retry`].
    pub fn retry(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Retry, message)
    }

    /// [`ErrorKind::Reject`].
    pub fn reject(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Reject, message)
    }

    /// [`ErrorKind::Bug`].
    pub fn bug(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Bug, message)
    }
}
