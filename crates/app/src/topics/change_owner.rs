//! Giving a topic to another owner (SEA-025).

use super::TopicView;
use crate::{App, Caller, Result};
use hearken_model::PublicId;

/// Gives a topic to another active user of the organization; field `owner`.
pub async fn change_owner(
    app: &App,
    caller: &Caller,
    topic: PublicId,
    owner: PublicId,
) -> Result<TopicView> {
    Err(crate::error::unfinished((app, caller, topic, owner)))
}
