//! Wherever a stream of events is cut into batches, the store ends up the same and tells the same
//! sums; and it is what playing the events one by one onto a plain map gives.

use crate::{
    World, conformance,
    world::{Listening, post},
};
use hearken_model::Source;
use hearken_store::{AuthorKey, PostChange, PostKey};
use std::collections::BTreeMap;

/// A small generator, so that a failure can be played again by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[derive(Clone, Debug)]
enum Event {
    Put { id: u64, text: u64, hits: [bool; 2] },
    Delete(u64),
    Erase(u64),
}

/// Who wrote a post: its id tells, as in life.
fn author_of(id: u64) -> u64 {
    id % 3
}

fn script(dice: &mut Dice) -> Vec<Event> {
    let length = 5 + dice.roll(25);
    let event = |dice: &mut Dice| match dice.roll(10) {
        0..7 => Event::Put {
            id: dice.roll(6),
            text: dice.roll(3),
            hits: [dice.roll(4) > 0, dice.roll(2) > 0],
        },
        7..9 => Event::Delete(dice.roll(6)),
        _ => Event::Erase(dice.roll(3)),
    };
    (0..length).map(|_| event(dice)).collect()
}

fn change(event: &Event, orgs: &[Listening; 2]) -> PostChange {
    match event {
        Event::Put { id, text, hits } => {
            let chosen = orgs.iter().zip(hits).filter(|pair| *pair.1);
            let hits: Vec<_> = chosen.map(|pair| pair.0.hit).collect();
            let by = format!("a{}", author_of(*id));
            post(&format!("p{id}"), &format!("text {text}"), &by, &hits)
        }
        Event::Delete(id) => PostChange::Delete(PostKey {
            source: Source::BLUESKY,
            native_id: format!("p{id}"),
        }),
        Event::Erase(author) => PostChange::EraseAuthor(AuthorKey {
            source: Source::BLUESKY,
            native_id: format!("a{author}"),
        }),
    }
}

/// Sums of an organization: recorded, duplicates, edited, deleted.
type Sums = [u64; 4];

/// The oracle: one organization as a plain map of id to (text, whether it is a hit).
fn play(script: &[Event], org: usize) -> (BTreeMap<u64, (u64, bool)>, Sums) {
    let mut posts: BTreeMap<u64, (u64, bool)> = BTreeMap::new();
    let mut sums = [0; 4];
    for event in script {
        match event {
            Event::Put { id, text, hits } => match posts.get_mut(id) {
                None if hits[org] => {
                    posts.insert(*id, (*text, true));
                    sums[0] += 1;
                }
                None => {}
                Some(there) => {
                    sums[1] += u64::from(hits[org]);
                    if there.0 != *text {
                        *there = (*text, hits[org]);
                        sums[2] += 1;
                    }
                }
            },
            Event::Delete(id) => sums[3] += u64::from(posts.remove(id).is_some()),
            Event::Erase(author) => {
                let before = posts.len();
                posts.retain(|id, _| author_of(*id) != *author);
                sums[3] += (before - posts.len()) as u64;
            }
        }
    }
    (posts, sums)
}

async fn run(world: &World, orgs: &[Listening; 2], script: &[Event], dice: &mut Dice) -> [Sums; 2] {
    let mut sums = [[0; 4]; 2];
    let mut rest = script;
    while !rest.is_empty() {
        let size = (1 + dice.roll(rest.len() as u64)) as usize;
        let (batch, later) = rest.split_at(size);
        rest = later;
        let outcome = world
            .record(batch.iter().map(|e| change(e, orgs)).collect())
            .await;
        for told in outcome.organizations {
            let org = usize::from(told.org == orgs[1].org);
            let add = [told.recorded, told.duplicates, told.edited, told.deleted];
            for (sum, n) in sums[org].iter_mut().zip(add) {
                *sum += n;
            }
        }
    }
    sums
}

conformance! {
    async fn cutting_a_stream_changes_nothing(world: World) {
        for seed in 0..60 {
            let mut dice = Dice(seed);
            let script = script(&mut dice);
            let orgs = [
                world.listening(&format!("one-{seed}")).await,
                world.listening(&format!("two-{seed}")).await,
            ];
            let sums = run(&world, &orgs, &script, &mut dice).await;
            for (n, org) in orgs.iter().enumerate() {
                let (expect, expect_sums) = play(&script, n);
                assert_eq!(sums[n], expect_sums, "seed {seed}: {script:?}");
                let expect: Vec<_> = expect
                    .into_iter()
                    .map(|(id, (text, is_hit))| {
                        let topics = if is_hit { vec![org.topic.id] } else { vec![] };
                        (format!("p{id}"), format!("text {text}"), topics)
                    })
                    .collect();
                assert_eq!(world.posts(org.org).await, expect, "seed {seed}: {script:?}");
            }
            // The next script begins with an empty network.
            let clean = (0..3).map(|a| change(&Event::Erase(a), &orgs)).collect();
            world.record(clean).await;
        }
        assert_eq!(world.store.check(&world.install).await.unwrap(), []);
    }
}
