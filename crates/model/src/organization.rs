//! Organizations and what people are in them (ADM-01..03, section 9 of the administration spec).

use crate::words::words;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::{fmt, str::FromStr};

/// The name of an organization in URLs: 2 to 40 of `a-z`, `0-9` and `-`, not at an end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "SmolStr", into = "SmolStr")]
pub struct Slug(SmolStr);

impl Slug {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text is not a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a slug: 2 to 40 of a-z, 0-9 and - expected, beginning and ending with a letter or digit"
)]
pub struct ParseSlugError;

impl FromStr for Slug {
    type Err = ParseSlugError;

    fn from_str(text: &str) -> Result<Self, ParseSlugError> {
        let fits = (2..=40).contains(&text.len())
            && text
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !text.starts_with('-')
            && !text.ends_with('-');
        if fits {
            Ok(Self(SmolStr::new(text)))
        } else {
            Err(ParseSlugError)
        }
    }
}

impl TryFrom<SmolStr> for Slug {
    type Error = ParseSlugError;

    fn try_from(text: SmolStr) -> Result<Self, ParseSlugError> {
        text.parse()
    }
}

impl From<Slug> for SmolStr {
    fn from(slug: Slug) -> SmolStr {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

words! {
    /// What a person may configure.
    ConfigurationRole {
        /// Reads all analysis.
        Analyst = "analyst",
        /// Also creates search topics, and edits those of their own.
        PowerAnalyst = "power_analyst",
        /// Also edits everything and everybody in the solution.
        Administrator = "administrator",
    }
}

words! {
    /// How a person may engage.
    InteractionRole {
        /// Reads streams.
        Reader = "reader",
        /// Also answers.
        Responder = "responder",
        /// Also manages streams.
        Manager = "manager",
    }
}

words! {
    /// What a person is to the organization itself, outside the solution.
    OrganizationRole {
        /// Nothing beyond the solution.
        None = "none",
        /// Buys licences.
        BillingAdministrator = "billing_administrator",
        /// Creates users, assigns licences, answers partners.
        GlobalAdministrator = "global_administrator",
    }
}

words! {
    /// What an API token opens.
    TokenPurpose {
        /// The JSON API.
        Api = "api",
        /// Provisioning of people and groups by a directory (SCIM), and nothing else.
        Scim = "scim",
    }
}

/// The documented pair: exactly one configuration and one interaction role (ADM-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RolePair {
    /// What the person may configure.
    pub configuration: ConfigurationRole,
    /// How the person may engage.
    pub interaction: InteractionRole,
}

impl Default for RolePair {
    /// ADM-03: Power Analyst and Responder.
    fn default() -> Self {
        Self {
            configuration: ConfigurationRole::PowerAnalyst,
            interaction: InteractionRole::Responder,
        }
    }
}
