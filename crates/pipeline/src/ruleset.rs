//! What posts are matched against: every active rule and all blocked content, compiled.
//!
//! Everything is read at the start. From then on the store tells what each revision of the setup
//! changed, whoever made the change, and only that is read and put beside what is compiled; where
//! the store does not know any more, everything is read again.

use crate::PipelineError;
use hearken_authz::InstallScope;
use hearken_model::{OrgId, PublicId, RuleKind, SourceGroupId, TopicId};
use hearken_rules::{BlockedEntry, Blocklist, Change, Hit, Matcher, MatcherBuilder};
use hearken_store::{OrgRule, SetupChange, Store};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};
use tokio::task::spawn_blocking;

/// With more topics and organizations than this to be read, one reading of everything is faster.
const MOST_READ: usize = 1000;

/// Compiled rules and blocked content of every organization, as of one revision of the setup.
/// Sharing it costs nothing, nor does it change.
#[derive(Clone, Debug, Default)]
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
        let blocked = store.list_all_blocked(scope).await?;
        let known = known.clone();
        let compile = move || Self {
            matcher: MatcherBuilder::new(
                rules
                    .iter()
                    .map(|r| (r.org, r.topic, r.rule.id, &r.rule.kind)),
                |org, group| groups.get(&(org, group)).copied(),
            )
            .build_on(&known.matcher),
            blocklist: known.blocklist.rebuilt(
                blocked
                    .iter()
                    .filter_map(|(org, blocked)| Some((*org, entry_of(blocked)?))),
            ),
            revision,
        };
        Ok(spawn_blocking(compile).await?)
    }

    /// The ruleset of another revision, by reading only what changed up to there; none when what
    /// changed is not known any more, or is so much that [`Self::load`] is as good.
    pub async fn advanced(
        &self,
        store: &Store,
        scope: &InstallScope,
        revision: i64,
    ) -> Result<Option<Self>, PipelineError> {
        let changes = store
            .list_setup_changes(scope, self.revision, revision)
            .await?;
        let Some(changes) = changes.filter(|_| self.revision > 0) else {
            return Ok(None);
        };
        let wanted = Wanted::of(&changes, &self.matcher);
        if wanted.len() > MOST_READ {
            return Ok(None);
        }
        let (mut rules, mut gone) = (Vec::new(), BTreeSet::new());
        for org in &wanted.orgs {
            rules.extend(store.list_rules_of(scope, *org).await?);
            gone.extend(self.matcher.hits_of(*org, None));
        }
        for (org, topics) in &wanted.topics {
            rules.extend(store.list_rules_of_topics(scope, *org, topics).await?);
            for topic in topics {
                gone.extend(self.matcher.hits_of(*org, Some(*topic)));
            }
        }
        let changes = changes_of(store, scope, rules, gone).await?;
        let mut blocked = Vec::new();
        for org in &wanted.blocked {
            blocked.push((*org, store.list_blocked_of(scope, *org).await?));
        }
        let mut fresh = self.clone();
        let apply = move || {
            fresh.revision = revision;
            if !changes.is_empty() {
                fresh.matcher = fresh.matcher.changed(changes);
            }
            for (org, entries) in blocked {
                let entries = entries.iter().filter_map(entry_of);
                fresh.blocklist = fresh.blocklist.changed(org, entries);
            }
            fresh
        };
        Ok(Some(spawn_blocking(apply).await?))
    }

    /// Whether edits have piled up, so that [`Self::merged`] pays.
    pub fn is_worn(&self) -> bool {
        self.matcher.is_worn() || self.blocklist.is_worn()
    }

    /// The same, compiled into one part. It takes as long as compiling everything.
    #[must_use]
    pub fn merged(&self) -> Self {
        Self {
            matcher: self.matcher.merged(),
            blocklist: self.blocklist.merged(),
            revision: self.revision,
        }
    }

    /// Whether posts fare alike under both.
    pub fn is_same(&self, other: &Self) -> bool {
        self.matcher == other.matcher && self.blocklist == other.blocklist
    }
}

/// What is to be read.
#[derive(Default)]
struct Wanted {
    /// All rules of these.
    orgs: BTreeSet<OrgId>,
    topics: BTreeMap<OrgId, Vec<TopicId>>,
    blocked: BTreeSet<OrgId>,
}

impl Wanted {
    fn of(changes: &[SetupChange], matcher: &Matcher) -> Self {
        let mut wanted = Self::default();
        let mut topics = BTreeSet::new();
        for change in changes {
            match *change {
                SetupChange::Topic(org, topic) => drop(topics.insert((org, topic))),
                SetupChange::Blocked(org) => drop(wanted.blocked.insert(org)),
                // Rules name groups by another id than posts do.
                SetupChange::Sources(org) => {
                    let named = matcher.topics_of_groups(org).into_iter();
                    topics.extend(named.map(|topic| (org, topic)));
                }
                SetupChange::Everything(org) => {
                    wanted.orgs.insert(org);
                    wanted.blocked.insert(org);
                }
                SetupChange::Words(_) => {}
            }
        }
        for (org, topic) in topics {
            if !wanted.orgs.contains(&org) {
                wanted.topics.entry(org).or_default().push(topic);
            }
        }
        wanted
    }

    fn len(&self) -> usize {
        let topics: usize = self.topics.values().map(Vec::len).sum();
        self.orgs.len() + topics + self.blocked.len()
    }
}

/// What becomes of rules that were read anew, and of those that were there before.
async fn changes_of(
    store: &Store,
    scope: &InstallScope,
    rules: Vec<OrgRule>,
    mut gone: BTreeSet<Hit>,
) -> Result<Vec<Change>, PipelineError> {
    let mut groups: BTreeMap<OrgId, BTreeMap<SourceGroupId, PublicId>> = BTreeMap::new();
    let mut changes = Vec::with_capacity(rules.len());
    for OrgRule { org, topic, rule } in rules {
        let hit = Hit {
            org,
            topic,
            rule: rule.id,
        };
        gone.remove(&hit);
        changes.push(match rule.kind {
            RuleKind::Keywords(rule) => Change::Put(hit, rule),
            RuleKind::CustomSources { groups: named } => {
                if let Entry::Vacant(unread) = groups.entry(org) {
                    let read = store.list_source_groups_of(scope, org).await?;
                    unread.insert(read.into_iter().collect());
                }
                let known = groups.get(&org);
                let public = |id| known.and_then(|known| known.get(id)).copied();
                Change::PutGroups(hit, named.iter().filter_map(public).collect())
            }
        });
    }
    changes.extend(gone.into_iter().map(Change::Remove));
    Ok(changes)
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
