//! A new API token.

use super::TokenRow;
use crate::{App, Caller, Result, Secret};

/// What it is for.
#[derive(Clone, Debug, Default)]
pub struct NewToken {
    /// A name to know it by, 1 to 80 characters; field `name`.
    pub name: String,
}

/// A new token.
#[derive(Clone, Debug)]
pub struct TokenCreated {
    /// The token; only its hash is stored.
    pub token: Secret,
    /// Its row.
    pub row: TokenRow,
}

/// Makes a token of the caller in the visited organization. Persons only.
pub async fn create(app: &App, caller: &Caller, input: NewToken) -> Result<TokenCreated> {
    Err(crate::error::unfinished((app, caller, input)))
}
