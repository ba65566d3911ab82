//! `operator audit verify`: whether the audit is as it was written.

use super::print;
use crate::wiring::House;
use anyhow::{Context as _, bail};
use hearken_app::{Caller, audit};
use std::path::Path;

/// An organization by its name in URLs, and an end of its chain that was kept.
type Kept = Option<(String, Option<audit::AuditHead>)>;

/// What is to be looked at: everything, one organization, or one against an end that was kept.
pub(super) fn kept(
    organization: Option<String>,
    head: Option<&str>,
    checkpoint: Option<&Path>,
) -> anyhow::Result<Kept> {
    if let Some(path) = checkpoint {
        let name = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        let kept = audit::Checkpoint::parse(&text);
        let kept = kept.with_context(|| format!("{name} is no checkpoint of an audit"))?;
        let head = kept.head();
        return Ok(Some((kept.organization, head)));
    }
    let head = head
        .map(|head| audit::parse_head(head).context("the head is not of the form NUMBER:HASH"))
        .transpose()?;
    if head.is_some() && organization.is_none() {
        bail!("a head belongs to an organization: name it with --organization");
    }
    Ok(organization.map(|slug| (slug, head)))
}

/// Looks through all chains, or one against an end that was kept.
pub(super) async fn verify(house: &House, only: Kept) -> anyhow::Result<()> {
    let only = only
        .as_ref()
        .map(|(slug, head)| (slug.as_str(), head.clone()));
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
