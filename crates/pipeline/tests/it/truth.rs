//! What an organization must hold in the end, told from the list of events alone: no batch, no
//! checkpoint, no database.

use hearken_connectors::Item;
use hearken_model::Post;
use std::collections::{BTreeMap, BTreeSet};

/// A topic of one word; posts with the other word are left out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub(crate) topic: &'static str,
    pub(crate) word: &'static str,
}

/// Native id to text and topics.
pub(crate) type Held = BTreeMap<String, (String, BTreeSet<&'static str>)>;

/// Posts that matched once stay until they or their writers go; their topics are those of the text
/// as it is now.
pub(crate) fn held(events: &[Item], topics: &[Words]) -> Held {
    let mut held = Held::new();
    let mut writers: BTreeMap<String, String> = BTreeMap::new();
    for event in events {
        match event {
            Item::Upsert(post) | Item::Revised(post) => put(&mut held, &mut writers, post, topics),
            Item::Delete { native_id, .. } => {
                held.remove(native_id);
            }
            Item::DeleteAuthor { native_id, .. } => {
                held.retain(|post, _| writers.get(post) != Some(native_id));
            }
            Item::RenameAuthor { .. } => {}
        }
    }
    held
}

fn put(held: &mut Held, writers: &mut BTreeMap<String, String>, post: &Post, topics: &[Words]) {
    let hits: BTreeSet<&'static str> = topics
        .iter()
        .filter(|topic| post.text.split(' ').any(|word| word == topic.word))
        .map(|topic| topic.topic)
        .collect();
    if hits.is_empty() && !held.contains_key(&post.native_id) {
        return;
    }
    let writer = post.author.as_ref().unwrap().native_id.clone();
    writers.insert(post.native_id.clone(), writer);
    held.insert(post.native_id.clone(), (post.text.clone(), hits));
}
