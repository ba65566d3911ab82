//! What a batch comes to in each organization: pure, so that every order of events can be tried.
//!
//! Events are played in order against what is stored. The numbers that come out do not depend on
//! where a stream of events is cut into batches.

use super::OrgRecorded;
use hearken_model::{OrgId, PostId, RuleId, TopicId};
use std::collections::{BTreeMap, HashSet};

/// Topic and rule of a hit, the organization being known.
pub(super) type TopicHit = (TopicId, RuleId);

/// An event, its names numbered.
#[derive(Debug)]
pub(super) enum Event {
    Put {
        /// Index of the change in the batch.
        change: usize,
        post: usize,
        author: Option<usize>,
        fingerprint: i64,
        hits: BTreeMap<OrgId, Vec<TopicHit>>,
    },
    Delete {
        post: usize,
    },
    EraseAuthor {
        author: usize,
    },
}

/// A post that is recorded already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) org: OrgId,
    pub(super) post: usize,
    pub(super) id: PostId,
    pub(super) fingerprint: i64,
    pub(super) author: Option<usize>,
}

/// What the ledgers refuse, by organization.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    pub(super) posts: HashSet<(OrgId, usize)>,
    pub(super) authors: HashSet<(OrgId, usize)>,
}

/// What is to be written in an organization.
#[derive(Debug)]
pub(super) struct OrgPlan {
    pub(super) outcome: OrgRecorded,
    /// Change and hits, in the order of the batch.
    pub(super) inserts: Vec<(usize, Vec<TopicHit>)>,
    /// Post, change and hits.
    pub(super) edits: Vec<(PostId, usize, Vec<TopicHit>)>,
    pub(super) deletes: Vec<PostId>,
}

impl OrgPlan {
    /// Nothing is to be written.
    pub(super) fn nothing(org: OrgId) -> Self {
        Self {
            outcome: OrgRecorded::none(org),
            inserts: Vec::new(),
            edits: Vec::new(),
            deletes: Vec::new(),
        }
    }
}

#[derive(Debug)]
enum Slot {
    Absent,
    New {
        change: usize,
        fingerprint: i64,
        author: Option<usize>,
        hits: Vec<TopicHit>,
    },
    Stored {
        id: PostId,
        fingerprint: i64,
        author: Option<usize>,
        edit: Option<(usize, Vec<TopicHit>)>,
    },
}

/// What a put brings, whatever the organization.
#[derive(Clone, Copy, Debug)]
struct Incoming {
    change: usize,
    author: Option<usize>,
    fingerprint: i64,
}

impl Incoming {
    fn slot(self, hits: Vec<TopicHit>) -> Slot {
        Slot::New {
            change: self.change,
            fingerprint: self.fingerprint,
            author: self.author,
            hits,
        }
    }
}

impl Refusals {
    fn refuse(&self, org: OrgId, post: usize, author: Option<usize>) -> bool {
        let by_author = author.is_some_and(|author| self.authors.contains(&(org, author)));
        by_author || self.posts.contains(&(org, post))
    }
}

impl Slot {
    /// Of the content as it is now; none when there is no post.
    fn fingerprint(&self) -> Option<i64> {
        match self {
            Self::Absent => None,
            Self::New { fingerprint, .. } | Self::Stored { fingerprint, .. } => Some(*fingerprint),
        }
    }

    fn edit(&mut self, incoming: &Incoming, hits: Vec<TopicHit>) {
        if let Self::Stored {
            fingerprint,
            author,
            edit,
            ..
        } = self
        {
            *fingerprint = incoming.fingerprint;
            *author = incoming.author;
            *edit = Some((incoming.change, hits));
        } else {
            *self = incoming.slot(hits);
        }
    }

    fn author(&self) -> Option<usize> {
        match self {
            Self::Absent => None,
            Self::New { author, .. } | Self::Stored { author, .. } => *author,
        }
    }
}

/// Plays the events. `posts` is how many post numbers there are.
pub(super) fn merge(
    posts: usize,
    known: &[Known],
    refusals: &Refusals,
    events: Vec<Event>,
) -> BTreeMap<OrgId, OrgPlan> {
    let mut table = Table {
        slots: (0..posts).map(|_| BTreeMap::new()).collect(),
        plans: BTreeMap::new(),
    };
    for post in known {
        if let Some(slots) = table.slots.get_mut(post.post) {
            slots.insert(
                post.org,
                Slot::Stored {
                    id: post.id,
                    fingerprint: post.fingerprint,
                    author: post.author,
                    edit: None,
                },
            );
        }
    }
    for event in events {
        match event {
            Event::Put {
                change,
                post,
                author,
                fingerprint,
                hits,
            } => {
                let incoming = Incoming {
                    change,
                    author,
                    fingerprint,
                };
                table.put(refusals, post, incoming, hits);
            }
            Event::Delete { post } => table.delete(post, |_| true),
            Event::EraseAuthor { author } => {
                for post in 0..posts {
                    table.delete(post, |slot| slot.author() == Some(author));
                }
            }
        }
    }
    table.finish()
}

struct Table {
    /// By post number.
    slots: Vec<BTreeMap<OrgId, Slot>>,
    plans: BTreeMap<OrgId, OrgPlan>,
}

impl Table {
    fn put(
        &mut self,
        refusals: &Refusals,
        post: usize,
        incoming: Incoming,
        mut hits: BTreeMap<OrgId, Vec<TopicHit>>,
    ) {
        let Some(slots) = self.slots.get_mut(post) else {
            return;
        };
        for org in slots.keys() {
            hits.entry(*org).or_default();
        }
        for (org, mut hits) in hits {
            hits.sort_unstable();
            hits.dedup();
            let matched = u64::from(!hits.is_empty());
            let slot = slots.entry(org).or_insert(Slot::Absent);
            if matches!(slot, Slot::Absent) && matched == 0 {
                continue;
            }
            let outcome = &mut plan(&mut self.plans, org).outcome;
            outcome.matched += matched;
            if let Some(before) = slot.fingerprint() {
                outcome.duplicates += matched;
                if before != incoming.fingerprint {
                    outcome.edited += 1;
                    slot.edit(&incoming, hits);
                }
            } else if refusals.refuse(org, post, incoming.author) {
                outcome.refused += 1;
            } else {
                outcome.recorded += 1;
                *slot = incoming.slot(hits);
            }
        }
    }

    fn delete(&mut self, post: usize, which: impl Fn(&Slot) -> bool) {
        let Some(slots) = self.slots.get_mut(post) else {
            return;
        };
        for (org, slot) in slots {
            if matches!(slot, Slot::Absent) || !which(slot) {
                continue;
            }
            let plan = plan(&mut self.plans, *org);
            plan.outcome.deleted += 1;
            if let Slot::Stored { id, .. } = slot {
                plan.deletes.push(*id);
            }
            *slot = Slot::Absent;
        }
    }

    fn finish(mut self) -> BTreeMap<OrgId, OrgPlan> {
        for slots in self.slots {
            for (org, slot) in slots {
                match slot {
                    Slot::New { change, hits, .. } => {
                        plan(&mut self.plans, org).inserts.push((change, hits));
                    }
                    Slot::Stored {
                        id,
                        edit: Some((change, hits)),
                        ..
                    } => {
                        plan(&mut self.plans, org).edits.push((id, change, hits));
                    }
                    Slot::Stored { .. } | Slot::Absent => {}
                }
            }
        }
        for plan in self.plans.values_mut() {
            plan.inserts.sort_unstable_by_key(|insert| insert.0);
            plan.edits.sort_unstable_by_key(|edit| edit.0);
            plan.deletes.sort_unstable();
        }
        self.plans
    }
}

fn plan(plans: &mut BTreeMap<OrgId, OrgPlan>, org: OrgId) -> &mut OrgPlan {
    plans.entry(org).or_insert_with(|| OrgPlan::nothing(org))
}
