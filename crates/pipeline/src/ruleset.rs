//! What posts are matched against: every active rule and all blocked content, compiled.

use crate::PipelineError;
use hearken_authz::InstallScope;
use hearken_model::{OrgId, PublicId, SourceGroupId};
use hearken_rules::{BlockedEntry, Blocklist, Matcher, MatcherBuilder};
use hearken_store::Store;
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Compiled rules and blocked content of every organization, as of one revision of the setup.
#[derive(Debug, Default)]
pub struct Ruleset {
    /// The rules.
    pub matcher: Matcher,
    /// What nobody wants to see.
    pub blocklist: Blocklist,
    /// The setup's revision that this was compiled from.
    pub revision: i64,
}

impl Ruleset {
    /// Reads everything and compiles what `known` does not hold already.
    pub async fn load(
        store: &Store,
        scope: &InstallScope,
        known: &Self,
    ) -> Result<Self, PipelineError> {
        // The revision first: a change while the rest is read is seen by the next look.
        let revision = store.setup_revision(scope).await?;
        let rules = store.list_all_rules(scope).await?;
        let groups: BTreeMap<(OrgId, SourceGroupId), PublicId> = store
            .list_all_source_groups(scope)
            .await?
            .into_iter()
            .map(|(org, id, public)| ((org, id), public))
            .collect();
        let blocked: Vec<(OrgId, BlockedEntry)> = store
            .list_all_blocked(scope)
            .await?
            .into_iter()
            .filter_map(|(org, blocked)| Some((org, entry_of(&blocked)?)))
            .collect();
        let matcher = MatcherBuilder::new(
            rules
                .iter()
                .map(|r| (r.org, r.topic, r.rule.id, &r.rule.kind)),
            |org, group| groups.get(&(org, group)).copied(),
        )
        .build_on(&known.matcher);
        let entries = blocked.iter().map(|(org, entry)| (*org, entry));
        let blocklist = known.blocklist.rebuilt(entries);
        Ok(Self {
            matcher,
            blocklist,
            revision,
        })
    }
}

fn entry_of(blocked: &hearken_store::Blocked) -> Option<BlockedEntry> {
    let entry = match blocked.kind {
        hearken_store::BlockedKind::Domain => {
            BlockedEntry::Domain(hearken_rules::BlockedDomain::parse(&blocked.value, "entry").ok()?)
        }
        hearken_store::BlockedKind::Phrase => BlockedEntry::Phrase(blocked.value.clone()),
    };
    Some(entry)
}

/// The ruleset in force. Readers take it as it is; a reload puts a new one in its place.
#[derive(Debug, Default)]
pub struct Rulebook {
    current: RwLock<Arc<Ruleset>>,
}

impl Rulebook {
    /// The ruleset in force.
    pub fn current(&self) -> Arc<Ruleset> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the setup again where it changed since. Whoever matches meanwhile goes on with what
    /// was in force.
    pub async fn refresh(&self, store: &Store, scope: &InstallScope) -> Result<(), PipelineError> {
        let revision = store.setup_revision(scope).await?;
        let known = self.current();
        if known.revision == revision && revision != 0 {
            return Ok(());
        }
        let fresh = Arc::new(Ruleset::load(store, scope, &known).await?);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if fresh.revision >= current.revision {
            *current = fresh;
        }
        Ok(())
    }
}
