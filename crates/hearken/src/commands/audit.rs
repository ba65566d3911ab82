//! `operator audit verify`: whether the audit is as it was written.

use super::print;
use crate::wiring::House;
use anyhow::{Context as _, bail};
use hearken_app::{Caller, audit};

/// Looks through all chains, or one against an end that was kept.
pub(super) async fn verify(
    house: &House,
    organization: Option<&str>,
    head: Option<&str>,
) -> anyhow::Result<()> {
    let kept = head
        .map(|head| audit::parse_head(head).context("the head is not of the form NUMBER:HASH"))
        .transpose()?;
    if kept.is_some() && organization.is_none() {
        bail!("a head belongs to an organization: name it with --organization");
    }
    let only = organization.map(|slug| (slug, kept));
    let chains = audit::verify(&house.app, &Caller::command_line(), only).await?;
    let mut faults = 0;
    for chain in chains {
        let head = chain.head.as_deref().unwrap_or("-");
        print(&format!(
            "{}  {} entries  head {head}",
            chain.name, chain.entries
        ));
        for fault in &chain.faults {
            print(&format!("  {fault}"));
        }
        faults += chain.faults.len();
    }
    if faults > 0 {
        bail!("the audit is not as it was written");
    }
    Ok(())
}
