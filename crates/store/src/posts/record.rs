//! The central call: a batch is kept in one transaction, or nothing of it.

use super::{
    Audience, AuthorKey, Hit, NewPost, OrgRecorded, PostChange, RecordBatch, Recorded,
    key::Keys,
    lookup::GoingAuthor,
    merge::{Event, Known, OrgPlan, TopicHit, merge},
};
use crate::{Error, Result, Store, Tx, outbox::OutboxChange, store::to_json};
use hearken_authz::InstallScope;
use hearken_model::{Author, AuthorId, ImportId, OrgId, TopicId, annotation::Tone};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A post ready to be written, whatever the organization.
pub(super) struct Ready {
    pub(super) new: NewPost,
    pub(super) author: Option<Author>,
    /// Number of the author's name.
    pub(super) author_key: Option<usize>,
    pub(super) doc: String,
    pub(super) phrases: Vec<u8>,
    pub(super) fingerprint: i64,
}

/// A batch with its names numbered.
pub(super) struct Prepared {
    pub(super) audience: Audience,
    pub(super) import: Option<ImportId>,
    pub(super) ready: Vec<Ready>,
    pub(super) posts: Keys,
    pub(super) authors: Keys,
    order: Vec<Step>,
    renames: Vec<(AuthorKey, String)>,
}

enum Step {
    Put(usize, usize),
    Delete(usize),
    Erase(usize),
}

impl Store {
    /// Keeps a batch: posts with hits and authors, deletions, counters of the import, the
    /// connector's checkpoint and the outbox entries, all of it or nothing.
    ///
    /// # Errors
    /// [`Error::DiskFull`] and [`Error::Busy`]: nothing was kept, the same batch may be tried
    /// again. [`Error::Stale`]: the import is over, or somebody else went on with it or with the
    /// connector.
    pub async fn record(&self, _scope: &InstallScope, batch: RecordBatch) -> Result<Recorded> {
        // Everything that needs no database is done before the writer is taken.
        let (checkpoint, step, polls) = (batch.checkpoint, batch.import, batch.polls);
        let audience = batch.audience;
        let prepared = prepare(audience, step.as_ref().map(|s| s.import), batch.changes)?;
        let mut tx = self.begin().await?;
        let mut recorded = tx.record_prepared(prepared).await?;
        if let Some(step) = &step {
            let Audience::Organization(org) = audience else {
                return Err(Error::Unsupported("an import belongs to one organization"));
            };
            if recorded.organizations.is_empty() {
                recorded.organizations.push(OrgRecorded::none(org));
            }
            for outcome in recorded.organizations.iter().filter(|o| o.org == org) {
                tx.step_import(org, step, outcome).await?;
            }
        }
        if let Some(checkpoint) = &checkpoint {
            tx.save_checkpoint(audience, checkpoint).await?;
        }
        tx.save_polls(&polls).await?;
        tx.commit().await?;
        Ok(recorded)
    }
}

fn prepare(
    audience: Audience,
    import: Option<ImportId>,
    changes: Vec<PostChange>,
) -> Result<Prepared> {
    let mut batch = Prepared {
        audience,
        import,
        ready: Vec::with_capacity(changes.len()),
        posts: Keys::default(),
        authors: Keys::default(),
        order: Vec::with_capacity(changes.len()),
        renames: Vec::new(),
    };
    for change in changes {
        match change {
            PostChange::Put(new) => {
                let post = batch.posts.number(&new.post.source, &new.post.native_id);
                batch.order.push(Step::Put(batch.ready.len(), post));
                let ready = ready(*new, &mut batch.authors)?;
                batch.ready.push(ready);
            }
            PostChange::Delete(key) => {
                let post = batch.posts.number(&key.source, &key.native_id);
                batch.order.push(Step::Delete(post));
            }
            PostChange::EraseAuthor(key) => {
                let author = batch.authors.number(&key.source, &key.native_id);
                batch.order.push(Step::Erase(author));
            }
            PostChange::RenameAuthor { author, handle } => batch.renames.push((author, handle)),
        }
    }
    Ok(batch)
}

fn ready(mut new: NewPost, authors: &mut Keys) -> Result<Ready> {
    // The author is kept once, as known now, not in every post.
    let author = new.post.author.take();
    let author_key = author
        .as_ref()
        .map(|author| authors.number(&new.post.source, &author.native_id));
    let post = to_json(&new.post)?;
    let mut hash = Sha256::new();
    hash.update(post.as_bytes());
    if let Some(author) = &author {
        hash.update(author.native_id.as_bytes());
    }
    let mut fingerprint = [0; 8];
    for (to, from) in fingerprint.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    let evidence = to_json::<Tone>(&new.annotations.tone)?;
    let phrases = new.phrase_keys.iter().flat_map(|k| k.0.to_le_bytes());
    Ok(Ready {
        doc: format!("{{\"post\":{post},\"tone\":{evidence}}}"),
        phrases: phrases.collect(),
        fingerprint: i64::from_le_bytes(fingerprint),
        author_key,
        author,
        new,
    })
}

impl Tx {
    async fn record_prepared(&mut self, mut batch: Prepared) -> Result<Recorded> {
        let hit_orgs: BTreeSet<OrgId> = batch.hits().map(|hit| hit.org).collect();
        self.lock(&hit_orgs).await?;
        let active = self.active_topics(&hit_orgs).await?;
        let (known, going) = self.look_up(&mut batch).await?;
        let discovered: BTreeSet<OrgId> = known.iter().map(|k| k.org).collect();
        self.lock(&discovered.difference(&hit_orgs).copied().collect())
            .await?;
        let refusals = self
            .refusals(&hit_orgs, &batch.posts, &batch.authors)
            .await?;
        let events = batch.events(&active);
        let mut plans = merge(batch.posts.len(), &known, &refusals, events);
        for author in &going {
            // Also where an author is known without posts.
            let plan = plans.entry(author.org);
            plan.or_insert_with(|| OrgPlan::nothing(author.org));
        }
        // What goes makes room for what comes: both may bear the same names.
        let mut changes = self.write_deletions(&plans, &going).await?;
        let authors = self.write_authors(&batch, &plans, &going).await?;
        let mut recorded = Recorded::default();
        for (org, plan) in plans {
            let mut told = changes.remove(&org).unwrap_or_default();
            told.extend(
                self.insert_posts(&batch, org, &plan.inserts, &authors)
                    .await?,
            );
            told.extend(self.edit_posts(&batch, org, &plan.edits, &authors).await?);
            let mut outcome = plan.outcome;
            outcome.seq = self.append(org, &told).await?;
            recorded.organizations.push(outcome);
        }
        self.rename_authors(batch.audience, &batch.renames).await?;
        Ok(recorded)
    }

    async fn write_deletions(
        &mut self,
        plans: &BTreeMap<OrgId, OrgPlan>,
        going: &[GoingAuthor],
    ) -> Result<BTreeMap<OrgId, Vec<OutboxChange>>> {
        let mut changes: BTreeMap<OrgId, Vec<OutboxChange>> = BTreeMap::new();
        for (org, plan) in plans {
            let gone: Vec<AuthorId> = going
                .iter()
                .filter(|author| author.org == *org)
                .map(|author| author.id)
                .collect();
            let told = changes.entry(*org).or_default();
            told.extend(super::delete_by_ids(self, *org, &plan.deletes).await?);
            told.extend(self.delete_authors(*org, &gone).await?);
        }
        Ok(changes)
    }

    /// Waits for other writers of these organizations, in rising order so that nobody waits in a
    /// circle. (SQLite has one writer anyway.)
    async fn lock(&mut self, orgs: &BTreeSet<OrgId>) -> Result<()> {
        for org in orgs {
            self.take_ids(*org, "outbox", 0).await?;
        }
        Ok(())
    }

    /// The recorded posts that the batch speaks of, and the authors that it erases.
    async fn look_up(&mut self, batch: &mut Prepared) -> Result<(Vec<Known>, Vec<GoingAuthor>)> {
        let erased: HashSet<usize> = batch.erased().collect();
        let mut going = Vec::new();
        if !erased.is_empty() {
            let mut names = Keys::default();
            for number in &erased {
                if let Some((source, native_id)) = batch.authors.get(*number) {
                    names.number(source, native_id);
                }
            }
            for row in self.known_authors(batch.audience, &names).await? {
                let (org, id) = (OrgId(row.org_id), AuthorId(row.id));
                let stored = row.read()?;
                let number = batch.authors.find(&stored.source, &stored.author.native_id);
                going.extend(number.map(|author| GoingAuthor { org, id, author }));
            }
        }
        let mut known = self.posts_of_authors(&going, &mut batch.posts).await?;
        let author_numbers: HashMap<(OrgId, AuthorId), usize> =
            going.iter().map(|g| ((g.org, g.id), g.author)).collect();
        for (mut post, author) in self.known_posts(batch.audience, &batch.posts).await? {
            post.author = author.and_then(|id| author_numbers.get(&(post.org, id)).copied());
            if post.author.is_none() {
                known.push(post);
            }
        }
        Ok((known, going))
    }
}

impl Prepared {
    fn hits(&self) -> impl Iterator<Item = &Hit> {
        let hits = self.ready.iter().flat_map(|ready| &ready.new.hits);
        hits.filter(|hit| self.audience.reaches(hit.org))
    }

    fn erased(&self) -> impl Iterator<Item = usize> {
        self.order.iter().filter_map(|step| match step {
            Step::Erase(author) => Some(*author),
            Step::Put(..) | Step::Delete(_) => None,
        })
    }

    fn events(&self, active: &HashSet<(OrgId, TopicId)>) -> Vec<Event> {
        let events = self.order.iter().filter_map(|step| {
            Some(match *step {
                Step::Delete(post) => Event::Delete { post },
                Step::Erase(author) => Event::EraseAuthor { author },
                Step::Put(change, post) => {
                    let ready = self.ready.get(change)?;
                    let mut hits: BTreeMap<OrgId, Vec<TopicHit>> = BTreeMap::new();
                    for hit in &ready.new.hits {
                        let counts = self.audience.reaches(hit.org)
                            && active.contains(&(hit.org, hit.topic));
                        if counts {
                            hits.entry(hit.org).or_default().push((hit.topic, hit.rule));
                        }
                    }
                    Event::Put {
                        change,
                        post,
                        author: ready.author_key,
                        fingerprint: ready.fingerprint,
                        hits,
                    }
                }
            })
        });
        events.collect()
    }
}
