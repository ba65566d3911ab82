//! How many posts a second are recorded.
//!
//! `cargo run --release -p hearken-store --example bench_record -- [POSTS] [BATCH] [FOLDER|URL]`
//!
//! Synthetic posts with text, author, place, eight phrases and one or two hits, in batches as the
//! pipeline makes them; then the same again (all duplicates), then a rebuild's reading. The folder
//! is temporary unless one is named; a PostgreSQL database must be empty.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench measures time and reads its arguments"
)]

use hearken_authz::{Permission, Principal, Resource, Wiring, decide};
use hearken_model::{
    Annotations, Author, KeywordsRule, Language, OrgId, Place, PlaceKind, Post, PostId, PublicId,
    RuleKind, Sentiment, Source, Timestamp,
    annotation::{PhraseKey, Tone},
};
use hearken_store::{
    Audience, Checkpoint, Clock, Hit, Ids, Location, NewOrganization, NewPost, NewTopic,
    OrganizationSettings, PostChange, RecordBatch, Store, StoreConfig,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Debug)]
struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(1_800_000_000_000_000)
    }
}

#[derive(Debug, Default)]
struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn public_id(&self) -> PublicId {
        PublicId(mix(self.0.fetch_add(1, Ordering::Relaxed)))
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

/// Spreads numbers over 128 bits, so that indexes meet the random order of life.
fn mix(n: u64) -> u128 {
    let n = (u128::from(n) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    n ^ (n >> 61)
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let posts: u64 = arguments
        .next()
        .and_then(|a| a.parse().ok())
        .unwrap_or(200_000);
    let size: u64 = arguments
        .next()
        .and_then(|a| a.parse().ok())
        .unwrap_or(1_000);
    let temporary = std::env::temp_dir().join(format!("hearken-bench-{}", std::process::id()));
    let place = arguments.next();
    let location = match &place {
        Some(url) if url.starts_with("postgres") => Location::Postgres(url.clone()),
        Some(folder) => Location::Folder(folder.into()),
        None => Location::Folder(temporary.clone()),
    };
    let ids = Arc::new(CountedIds::default());
    let store = Store::open(StoreConfig::new(location), Arc::new(FixedClock), ids).await?;
    let hits = prepare(&store).await?;
    for pass in ["new", "duplicates"] {
        run(&store, pass, posts, size, &hits).await?;
    }
    read(&store, hits.first().map_or(OrgId(1), |hit| hit.org)).await?;
    store.close().await;
    if place.is_none() {
        let bytes = std::fs::metadata(temporary.join("hearken.db")).map_or(0, |meta| meta.len());
        println!("file: {} bytes a post", bytes / posts.max(1));
        let _ = std::fs::remove_dir_all(&temporary);
    }
    Ok(())
}

async fn prepare(store: &Store) -> Result<Vec<Hit>> {
    let install = Wiring::claim().install_scope("bench");
    let mut tx = store.begin().await?;
    let new = NewOrganization {
        slug: "bench".parse()?,
        settings: OrganizationSettings::new("Bench", "DE".parse()?),
    };
    let org = tx.create_organization(&install, &new).await?.id;
    let scope = scope(org)?;
    let category = tx.create_category(&scope, "Bench", None).await?.id;
    let mut hits = Vec::new();
    for n in 0..20 {
        let rule = KeywordsRule {
            keywords: vec![format!("word{n}")],
            ..KeywordsRule::default()
        };
        let new = NewTopic {
            category,
            name: format!("Topic {n}"),
            owner: None,
            rules: vec![RuleKind::Keywords(rule)],
        };
        let topic = tx.create_topic(&scope, &new).await?;
        hits.extend(topic.rules.iter().map(|rule| Hit {
            org,
            topic: topic.id,
            rule: rule.id,
        }));
    }
    tx.commit().await?;
    Ok(hits)
}

fn scope(org: OrgId) -> Result<hearken_authz::OrgScope> {
    let job = Principal::System { job: "bench" };
    let resource = Resource::organization(org);
    Ok(decide(
        &job,
        Permission::RecordPosts,
        &resource,
        Timestamp(0),
    )?)
}

async fn run(store: &Store, pass: &str, posts: u64, size: u64, hits: &[Hit]) -> Result<()> {
    let install = Wiring::claim().install_scope("bench");
    let (mut recording, mut slowest) = (std::time::Duration::ZERO, std::time::Duration::ZERO);
    let (mut recorded, mut busy_ms) = (0, 0);
    for first in (0..posts).step_by(size.max(1) as usize) {
        let mut batch = RecordBatch::new(Audience::Everybody);
        let last = (first + size).min(posts);
        batch.changes = (first..last).map(|n| post(n, hits)).collect();
        batch.checkpoint = Some(Checkpoint {
            instance: "bench".to_owned(),
            value: last.to_string(),
            after: None,
        });
        let (began, cpu) = (Instant::now(), cpu_ms());
        recorded += store.record(&install, batch).await?.total_recorded();
        let took = began.elapsed();
        busy_ms += cpu_ms() - cpu;
        recording += took;
        slowest = slowest.max(took);
    }
    println!(
        "{pass}: {posts} posts ({recorded} recorded) in batches of {size}: {:.0} posts/s, \
         slowest batch {} ms, {:.0} µs of processor time a post",
        posts as f64 / recording.as_secs_f64(),
        slowest.as_millis(),
        busy_ms as f64 * 1_000.0 / posts as f64
    );
    Ok(())
}

/// Processor time of this process so far, where Linux tells it (in hundredths of a second): what is
/// comparable when the machine has other things to do as well.
fn cpu_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let times = fields.split_whitespace().skip(11).take(2);
    times.filter_map(|t| t.parse::<u64>().ok()).sum::<u64>() * 10
}

async fn read(store: &Store, org: OrgId) -> Result<()> {
    let (scope, began) = (scope(org)?, Instant::now());
    let (mut after, mut count) = (PostId(0), 0_u64);
    loop {
        let rows = store.stream_rows(&scope, after, 10_000).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        count += rows.len() as u64;
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "rebuild reads {count} rows: {:.0} rows/s",
        count as f64 / seconds
    );
    Ok(())
}

fn post(n: u64, hits: &[Hit]) -> PostChange {
    let author = format!("did:plc:{:024x}", mix(n % 30_000) >> 32);
    let text = "what people say about a brand when they think that nobody listens, in a post of \
                a hundred and fifty characters or so, as it is usual on that kind of network";
    let native_id = format!("at://{author}/app.bsky.feed.post/{:013x}", mix(n) >> 76);
    let published = Timestamp(1_790_000_000_000_000 + n as i64 * 1_000_000);
    let mut post = Post::new(Source::BLUESKY, native_id, text, published);
    post.author = Some(Author {
        handle: Some(format!("user{}.example", n % 30_000)),
        native_id: author,
        name: Some("Somebody".to_owned()),
        // The same every time the author is seen.
        followers: Some(n % 30_000),
        ..Author::default()
    });
    let chosen = hits.iter().cycle().skip(n as usize % hits.len().max(1));
    PostChange::Put(Box::new(NewPost {
        post,
        annotations: Annotations {
            language: Language::EN,
            tone: Tone {
                sentiment: Sentiment::Neutral,
                value: Some(0.1),
                evidence: Vec::new(),
            },
            phrases: Vec::new(),
            place: "US".parse().ok().map(|country| Place {
                kind: PlaceKind::Author,
                country,
                latitude: 40.0,
                longitude: -74.0,
            }),
        },
        phrase_keys: (0..8).map(|k| PhraseKey(mix(n * 8 + k) as u64)).collect(),
        hits: chosen.take(1 + n as usize % 2).copied().collect(),
    }))
}
