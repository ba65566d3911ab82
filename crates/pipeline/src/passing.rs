//! A sample of what passes by: per public source the newest posts, matched or not, in memory, so that
//! a new rule can be tried on more than what older rules let in.
//!
//! What is one organization's alone (imports, custom sources, private messages) never comes in here.
//! What a network deletes goes from here too. Beyond [`DENSE`] posts a source is thinned: one post
//! every so often, so that a day of a fast network fits.

use hearken_connectors::{Audience, Batch, Item};
use hearken_model::{Post, Source, Timestamp, time::DAY};
use std::{
    collections::{BTreeMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Posts of a source that are kept one after the other before it is thinned.
const DENSE: usize = 2_000;
/// Bytes that a post may take on average before fewer are kept.
const BYTES: usize = 1_024;

/// What is kept of one source.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The source.
    pub source: Source,
    /// The kept posts, oldest first.
    pub posts: Vec<Arc<Post>>,
    /// How many passed by since the oldest one came.
    pub passed: u64,
    /// When the oldest one came.
    pub since: Timestamp,
}

/// The samples of all public sources.
#[derive(Debug)]
pub(crate) struct Passing {
    most: usize,
    rings: Mutex<BTreeMap<Source, Ring>>,
}

#[derive(Debug, Default)]
struct Ring {
    kept: VecDeque<Kept>,
    ids: HashSet<String>,
    bytes: usize,
    passed: u64,
}

#[derive(Debug)]
struct Kept {
    post: Arc<Post>,
    came_at: Timestamp,
    /// How many of the source had come before.
    before: u64,
}

impl Passing {
    /// Keeps so many posts of each source; 0: none.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            rings: Mutex::default(),
        }
    }

    /// Looks at a batch that came at `now`.
    pub(crate) fn take(&self, batch: &Batch, now: Timestamp) {
        if self.most == 0 || batch.audience != Audience::Public {
            return;
        }
        let mut rings = self.rings();
        for item in &batch.items {
            match item {
                Item::Upsert(post) | Item::Revised(post) => {
                    let ring = rings.entry(post.source.clone()).or_default();
                    ring.take(post, now, self.most);
                }
                Item::Delete { source, native_id } => {
                    if let Some(ring) = rings.get_mut(source) {
                        ring.forget(native_id);
                    }
                }
                Item::DeleteAuthor { source, native_id } => {
                    if let Some(ring) = rings.get_mut(source) {
                        ring.forget_author(native_id);
                    }
                }
                Item::RenameAuthor { .. } => {}
            }
        }
    }

    /// What is kept now.
    pub(crate) fn kept(&self) -> Vec<Passed> {
        let rings = self.rings();
        let some = rings.iter().filter_map(|(source, ring)| {
            let oldest = ring.kept.front()?;
            Some(Passed {
                source: source.clone(),
                posts: ring.kept.iter().map(|one| Arc::clone(&one.post)).collect(),
                passed: ring.passed - oldest.before,
                since: oldest.came_at,
            })
        });
        some.collect()
    }

    fn rings(&self) -> MutexGuard<'_, BTreeMap<Source, Ring>> {
        self.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn take(&mut self, post: &Post, now: Timestamp, most: usize) {
        let before = self.passed;
        self.passed += 1;
        let spacing = DAY / i64::try_from(most).unwrap_or(i64::MAX).max(1);
        let is_dense = self.kept.len() < DENSE.min(most);
        let last = self.kept.back().map_or(0, |one| one.came_at.0);
        let is_edit = self.ids.contains(&post.native_id);
        if is_edit {
            self.forget(&post.native_id);
        }
        if !(is_dense || is_edit || now.0.saturating_sub(last) >= spacing) {
            return;
        }
        self.bytes += size(post);
        self.ids.insert(post.native_id.clone());
        self.kept.push_back(Kept {
            post: Arc::new(post.clone()),
            came_at: now,
            before,
        });
        while self.kept.len() > most || self.bytes > most * BYTES {
            let Some(old) = self.kept.pop_front() else {
                break;
            };
            self.bytes -= size(&old.post);
            self.ids.remove(&old.post.native_id);
        }
    }

    fn forget(&mut self, native_id: &str) {
        if self.ids.remove(native_id) {
            self.retain(|post| post.native_id != native_id);
        }
    }

    fn forget_author(&mut self, native_id: &str) {
        let is_by = |post: &Post| {
            post.author
                .as_ref()
                .is_some_and(|a| a.native_id == native_id)
        };
        self.retain(|post| !is_by(post));
        let kept = self.kept.iter().map(|one| one.post.native_id.clone());
        self.ids = kept.collect();
    }

    fn retain(&mut self, stays: impl Fn(&Post) -> bool) {
        self.kept.retain(|one| stays(&one.post));
        self.bytes = self.kept.iter().map(|one| size(&one.post)).sum();
    }
}

/// About how much memory a post takes beyond its struct.
fn size(post: &Post) -> usize {
    post.text.len() + post.native_id.len() + post.title.as_ref().map_or(0, String::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::{Author, OrgId, time::SECOND};

    fn post(id: usize) -> Post {
        let mut post = Post::new(Source::BLUESKY, format!("p{id}"), "a kettle", Timestamp(0));
        post.author = Some(Author {
            native_id: format!("a{}", id % 2),
            ..Author::default()
        });
        post
    }

    fn batch(audience: Audience, items: Vec<Item>) -> Batch {
        Batch {
            items,
            ..Batch::empty(audience)
        }
    }

    fn upserts(ids: std::ops::Range<usize>) -> Vec<Item> {
        ids.map(|id| Item::Upsert(Box::new(post(id)))).collect()
    }

    fn ids(passing: &Passing) -> Vec<String> {
        let kept = passing.kept();
        let posts = kept.iter().flat_map(|one| &one.posts);
        posts.map(|post| post.native_id.clone()).collect()
    }

    #[test]
    fn what_is_one_organizations_alone_never_comes_in() {
        let passing = Passing::new(10);
        let own = batch(Audience::Organization(OrgId(1)), upserts(0..3));
        passing.take(&own, Timestamp(1));
        assert!(passing.kept().is_empty());
        let off = Passing::new(0);
        off.take(&batch(Audience::Public, upserts(0..3)), Timestamp(1));
        assert!(off.kept().is_empty());
    }

    #[test]
    fn the_newest_stay_and_what_passed_is_counted() {
        let passing = Passing::new(4);
        for id in 0..10 {
            let now = Timestamp(id as i64 * DAY);
            passing.take(&batch(Audience::Public, upserts(id..id + 1)), now);
        }
        assert_eq!(ids(&passing), ["p6", "p7", "p8", "p9"]);
        let kept = passing.kept();
        assert_eq!((kept[0].passed, kept[0].since), (4, Timestamp(6 * DAY)));
    }

    #[test]
    fn a_fast_source_is_thinned() {
        let passing = Passing::new(DENSE + 100);
        for second in 0..3_000 {
            let now = Timestamp(second as i64 * SECOND);
            let many = upserts(second * 10..second * 10 + 10);
            passing.take(&batch(Audience::Public, many), now);
        }
        let kept = passing.kept();
        assert_eq!(kept[0].passed, 30_000);
        // 2,000 at once, then one every 41 s.
        assert!(
            (2_060..2_080).contains(&kept[0].posts.len()),
            "{}",
            kept[0].posts.len()
        );
    }

    #[test]
    fn what_is_deleted_or_edited_at_the_source_is_so_here() {
        let passing = Passing::new(10);
        passing.take(&batch(Audience::Public, upserts(0..4)), Timestamp(1));
        let mut edited = post(2);
        edited.text = "another kettle".to_owned();
        let delete = Item::Delete {
            source: Source::BLUESKY,
            native_id: "p0".to_owned(),
        };
        let items = vec![delete, Item::Revised(Box::new(edited))];
        passing.take(&batch(Audience::Public, items), Timestamp(2));
        assert_eq!(ids(&passing), ["p1", "p3", "p2"]);
        let author = Item::DeleteAuthor {
            source: Source::BLUESKY,
            native_id: "a1".to_owned(),
        };
        passing.take(&batch(Audience::Public, vec![author]), Timestamp(3));
        assert_eq!(ids(&passing), ["p2"]);
        assert_eq!(passing.kept()[0].posts[0].text, "another kettle");
    }

    #[test]
    fn long_posts_make_fewer() {
        let passing = Passing::new(10);
        let mut long = post(1);
        long.text = "x".repeat(8 * BYTES);
        let items = vec![
            Item::Upsert(Box::new(long)),
            Item::Upsert(Box::new(post(2))),
        ];
        passing.take(&batch(Audience::Public, items), Timestamp(1));
        let mut longer = post(3);
        longer.text = "y".repeat(9 * BYTES);
        let items = vec![Item::Upsert(Box::new(longer))];
        passing.take(&batch(Audience::Public, items), Timestamp(2));
        assert_eq!(ids(&passing), ["p2", "p3"]);
    }
}
