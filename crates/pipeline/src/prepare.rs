//! From a connector's batch to what is recorded: match, block, annotate. Pure work on the
//! processor; nothing here waits.

use crate::Ruleset;
use hearken_connectors::{Audience, Batch, Item};
use hearken_model::{OrgId, Post, PostKind};
use hearken_rules::{Scratch, Subject};
use hearken_store::{AuthorKey, Hit, NewPost, PostChange, PostKey};
use hearken_text::{Annotator, language, phrases};
use std::thread;

/// A batch ready to be recorded.
#[derive(Debug)]
pub struct Prepared {
    /// Whom it concerns.
    pub audience: hearken_store::Audience,
    /// What happened, in order.
    pub changes: Vec<PostChange>,
    /// Posts looked at.
    pub posts: u64,
    /// Posts that at least one rule of the audience matched.
    pub matched: u64,
}

/// Below this many items a batch is not worth a second thread.
const SPLIT_FROM: usize = 128;

/// Matches and annotates a batch on up to `threads` threads. New posts that match nothing are left
/// out; revised ones are not, since what is recorded of them may match no longer.
pub fn prepare(ruleset: &Ruleset, batch: Batch, threads: usize) -> Prepared {
    let audience = batch.audience;
    let annotator = Annotator::new();
    let work = |items: Vec<Item>| -> Vec<(Option<PostChange>, bool)> {
        let mut scratch = Scratch::default();
        let change = |item| change_of(ruleset, annotator, audience, item, &mut scratch);
        items.into_iter().map(change).collect()
    };
    let posts = batch.posts().count() as u64;
    let done = in_parallel(batch.items, threads, &work);
    let matched = done.iter().filter(|(_, hit)| *hit).count() as u64;
    let audience = match audience {
        Audience::Public => hearken_store::Audience::Everybody,
        Audience::Organization(org) => hearken_store::Audience::Organization(org),
    };
    Prepared {
        audience,
        changes: done.into_iter().filter_map(|(change, _)| change).collect(),
        posts,
        matched,
    }
}

fn in_parallel<T: Send, R: Send>(
    mut items: Vec<T>,
    threads: usize,
    work: &(impl Fn(Vec<T>) -> Vec<R> + Sync),
) -> Vec<R> {
    if threads < 2 || items.len() < SPLIT_FROM {
        return work(items);
    }
    let second = items.split_off(items.len() / 2);
    thread::scope(|scope| {
        let handle = scope.spawn(move || in_parallel(second, threads / 2, work));
        let mut first = in_parallel(items, threads - threads / 2, work);
        match handle.join() {
            Ok(rest) => first.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        first
    })
}

fn change_of(
    ruleset: &Ruleset,
    annotator: Annotator,
    audience: Audience,
    item: Item,
    scratch: &mut Scratch,
) -> (Option<PostChange>, bool) {
    let mut put = |post: Post, revised: bool| {
        let put = matched(ruleset, annotator, audience, post, revised, scratch);
        let hit = put.as_ref().is_some_and(|new| !new.hits.is_empty());
        (put.map(|new| PostChange::Put(Box::new(new))), hit)
    };
    match item {
        Item::Upsert(post) => put(*post, false),
        Item::Revised(post) => put(*post, true),
        Item::Delete { source, native_id } => (
            Some(PostChange::Delete(PostKey { source, native_id })),
            false,
        ),
        Item::DeleteAuthor { source, native_id } => (
            Some(PostChange::EraseAuthor(AuthorKey { source, native_id })),
            false,
        ),
        Item::RenameAuthor {
            source,
            native_id,
            handle,
        } => {
            let author = AuthorKey { source, native_id };
            (Some(PostChange::RenameAuthor { author, handle }), false)
        }
    }
}

fn matched(
    ruleset: &Ruleset,
    annotator: Annotator,
    audience: Audience,
    post: Post,
    revised: bool,
    scratch: &mut Scratch,
) -> Option<NewPost> {
    let language = language::of_post(&post);
    let matcher = &ruleset.matcher;
    let hits = match audience {
        Audience::Public => matcher.find(&post, &language, scratch),
        Audience::Organization(org) => matcher.find_for(org, &post, &language, scratch),
    };
    let mut hits = hits.to_vec();
    if !hits.is_empty() {
        drop_blocked(ruleset, &Subject::new(&post, &language), &mut hits);
    }
    if hits.is_empty() && !revised {
        return None;
    }
    debug_assert!(post.kind != PostKind::PrivateMessage || audience != Audience::Public);
    let annotations = annotator.annotate(&post);
    let phrase_keys = annotations
        .phrases
        .iter()
        .map(|phrase| phrases::key(&phrase.0))
        .collect();
    let hits = hits
        .into_iter()
        .map(|h| Hit {
            org: h.org,
            topic: h.topic,
            rule: h.rule,
        })
        .collect();
    Some(NewPost {
        post,
        annotations,
        phrase_keys,
        hits,
    })
}

/// Blocked content is an AND NOT over all rules of its organization (SEA-089).
fn drop_blocked(ruleset: &Ruleset, subject: &Subject<'_>, hits: &mut Vec<hearken_rules::Hit>) {
    let mut last: Option<(OrgId, bool)> = None;
    hits.retain(|hit| {
        let blocked = match last {
            Some((org, blocked)) if org == hit.org => blocked,
            _ => ruleset.blocklist.blocks(hit.org, subject),
        };
        last = Some((hit.org, blocked));
        !blocked
    });
}
