//! One's own profile and preferences (GLO-30).

use super::PersonView;
use crate::{App, Caller, Result};

/// What a person may set for themselves.
#[derive(Clone, Debug, Default)]
pub struct Me {
    /// Name, 1 to 80 characters; field `name`.
    pub name: String,
    /// IANA name of a zone, or empty for the browser's; field `zone`.
    pub zone: String,
    /// Language of the pages, or empty for the browser's; field `locale`.
    pub locale: String,
}

/// Saves the caller's own profile. Persons only.
pub async fn update_me(app: &App, caller: &Caller, input: Me) -> Result<PersonView> {
    Err(crate::error::unfinished((app, caller, input)))
}
