//! Looking at a feed before it is added (SEA-127).

use crate::{App, Caller, Result, ports::FeedCheck};

/// Fetches an address and tells what feed it is. `invalid` (field `url`) when it is none or lies in
/// a private network, `source_failed` when it cannot be reached.
pub async fn check_feed(app: &App, caller: &Caller, url: &str) -> Result<FeedCheck> {
    Err(crate::error::unfinished((app, caller, url)))
}
