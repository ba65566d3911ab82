//! The demo world, prepared through the use-cases and kept alive by a simulated network.

use crate::wiring::House;
use hearken_web::DemoPerson;
use tokio_util::sync::CancellationToken;

/// Makes the demo's organizations, people, topics and history where they are missing.
pub async fn prepare(_house: &House) -> anyhow::Result<Vec<DemoPerson>> {
    Ok(Vec::new())
}

/// Lets the simulated network go on until it is stopped.
pub fn live(_house: &House, _stop: CancellationToken) {}
