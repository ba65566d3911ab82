//! Measures the archive: `cargo run --release -p hearken-archive --example bench_overview [POSTS]`.
//!
//! Fills an organization with synthetic posts as a feeder would (batches of 1,000), asks for the
//! widgets of the Overview page of the last 30 days against the 30 before, and prints a table. One
//! thread; no answer is kept between asks.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use hearken_archive::{
    Archive, Ask, Change, Dimension, MemoryArchive, NoText, TermsAsk, TopicGroup,
    generator::{Generator, Shape},
};
use hearken_authz::{OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{
    CategoryId, OrgId, Sentiment, Seq, Span, Timestamp, TopicId, Zone,
    dataset::{BoundDataset, Bucket, FilterKey, FilterValue, Filters},
    time::DAY,
};
use std::{error::Error, sync::Arc, time::Instant};

const ROUNDS: usize = 101;
const BATCH: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let posts: u64 = match std::env::args().nth(1) {
        Some(posts) => posts.replace('_', "").parse()?,
        None => 1_000_000,
    };
    let end = Timestamp::from_seconds(1_800_000_000 / 86_400 * 86_400);
    let principal = Principal::System { job: "bench" };
    let org = Resource::organization(OrgId(1));
    let scope = decide(&principal, Permission::ViewAnalysis, &org, end)?;
    let archive = MemoryArchive::new(Arc::new(NoText));
    fill(&archive, &scope, Shape::of_posts(posts, end))?;
    let zone: Zone = "Europe/Berlin".parse()?;
    for (name, topics, filter) in scenarios() {
        let mut dataset = last_month(end, &zone, topics);
        for (key, value) in filter {
            dataset.filters.include(key, value);
        }
        println!("\n{name:30} p50 ms   p95 ms  cpu p50  cpu p95");
        let all: Vec<Ask> = widgets().into_iter().flat_map(|(_, asks)| asks).collect();
        measure(&archive, &scope, &dataset, "all nine in one ask", &all)?;
        for (name, asks) in widgets() {
            measure(&archive, &scope, &dataset, name, &asks)?;
        }
        measure(
            &archive,
            &scope,
            &dataset,
            "(sentiment page: phrases)",
            &tone_phrases(),
        )?;
        let name = "(page of 50 posts)";
        time(name, || {
            archive
                .page(&scope, &dataset, None, 50)
                .map(|page| page.posts.len())
        })?;
    }
    Ok(())
}

fn fill(archive: &MemoryArchive, scope: &OrgScope, shape: Shape) -> Result<(), Box<dyn Error>> {
    let mut seconds = 0.0;
    let mut worst: f64 = 0.0;
    let mut generator = Generator::new(shape, 42);
    for seq in 1.. {
        let rows = generator.by_ref().take(BATCH);
        let puts: Vec<Change> = rows.map(|row| Change::Put(Box::new(row))).collect();
        if puts.is_empty() {
            break;
        }
        let start = Instant::now();
        archive.apply(scope, Seq(seq), &puts)?;
        let took = start.elapsed().as_secs_f64();
        seconds += took;
        worst = worst.max(took);
    }
    let status = archive.status(scope)?;
    println!(
        "{} posts; append {:.0} posts/s in batches of {BATCH}, slowest batch {:.0} ms; {:.1} bytes a post",
        status.posts,
        status.posts as f64 / seconds,
        worst * 1e3,
        status.memory_bytes as f64 / status.posts.max(1) as f64,
    );
    Ok(())
}

fn last_month(end: Timestamp, zone: &Zone, topics: Vec<i64>) -> BoundDataset {
    let span = |back: i64| Span {
        from: end.plus(-30 * (back + 1) * DAY),
        to: end.plus(-30 * back * DAY),
    };
    BoundDataset {
        span: span(0),
        past: vec![span(1)],
        topics: topics.into_iter().map(TopicId).collect(),
        filters: Filters::default(),
        zone: zone.clone(),
        bucket: Bucket::Day,
    }
}

type Scenario = (&'static str, Vec<i64>, Vec<(FilterKey, FilterValue)>);

fn scenarios() -> Vec<Scenario> {
    let german = |code: &str| {
        let value = code.parse().ok().map(FilterValue::Language);
        value
            .map(|value| (FilterKey::Language, value))
            .into_iter()
            .collect()
    };
    vec![
        ("A  all topics", (1..=200).collect(), Vec::new()),
        ("B  largest topic", vec![1], Vec::new()),
        ("C  median topic", vec![100], Vec::new()),
        (
            "F  twenty topics",
            (1..=200).step_by(10).collect(),
            Vec::new(),
        ),
        (
            "G  all topics, one language",
            (1..=200).collect(),
            german("de"),
        ),
    ]
}

fn widgets() -> Vec<(&'static str, Vec<Ask>)> {
    let terms = |by| Ask::Terms(TermsAsk::new(by, 5).with_trend());
    let categories: Vec<TopicGroup> = (0..10)
        .map(|n| TopicGroup {
            category: CategoryId(n),
            topics: (1..=200)
                .filter(|topic| topic % 10 == n)
                .map(TopicId)
                .collect(),
        })
        .collect();
    let by_category = Dimension::Category(categories);
    let histogram = Ask::Histogram {
        bucket: None,
        split: None,
    };
    vec![
        ("Volume and summary", vec![Ask::Count, histogram]),
        ("Sentiment", vec![Ask::Tones]),
        (
            "Sentiment by category",
            vec![Ask::Terms(
                TermsAsk::new(by_category.clone(), 100).with_tones(),
            )],
        ),
        (
            "Search topics",
            vec![terms(by_category), terms(Dimension::Topic)],
        ),
        ("Sources", vec![terms(Dimension::Source)]),
        ("Languages", vec![terms(Dimension::Language)]),
        (
            "Authors",
            vec![terms(Dimension::Author), Ask::Distinct(Dimension::Author)],
        ),
        (
            "Phrases",
            vec![Ask::Terms(TermsAsk::new(Dimension::Phrase, 40).at_least(3))],
        ),
        (
            "Location insights",
            vec![
                Ask::Cells {
                    zoom: 3,
                    limit: 500,
                },
                Ask::Terms(
                    TermsAsk::new(Dimension::Country, 250)
                        .with_tones()
                        .with_trend(),
                ),
            ],
        ),
    ]
}

fn tone_phrases() -> Vec<Ask> {
    let of = |tone| Ask::TonePhrases {
        tone,
        limit: 40,
        at_least: 3,
    };
    vec![of(Sentiment::Positive), of(Sentiment::Negative)]
}

fn measure(
    archive: &MemoryArchive,
    scope: &OrgScope,
    dataset: &BoundDataset,
    name: &str,
    asks: &[Ask],
) -> Result<(), Box<dyn Error>> {
    time(name, || {
        archive
            .ask(scope, dataset, asks)
            .map(|answers| answers.len())
    })
}

fn time<E: Error + 'static>(
    name: &str,
    mut f: impl FnMut() -> Result<usize, E>,
) -> Result<(), Box<dyn Error>> {
    let (mut wall, mut cpu) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (start, cpu_start) = (Instant::now(), cpu_ms());
        std::hint::black_box(f()?);
        wall.push(start.elapsed().as_secs_f64() * 1e3);
        cpu.push(cpu_ms() - cpu_start);
    }
    let at = |took: &mut Vec<f64>, share: usize| {
        took.sort_by(f64::total_cmp);
        took.get(ROUNDS * share / 100).copied().unwrap_or_default()
    };
    let (p50, p95) = (at(&mut wall, 50), at(&mut wall, 95));
    let (cpu50, cpu95) = (at(&mut cpu, 50), at(&mut cpu, 95));
    println!("  {name:28} {p50:8.3} {p95:8.3} {cpu50:8.3} {cpu95:8.3}");
    Ok(())
}

/// Processor time of this thread, which other programs on the machine don't stretch as they do
/// wall time.
fn cpu_ms() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
