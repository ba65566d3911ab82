//! Measures the archive: `cargo xtask bench archive [POSTS] [--oracle] [--only LETTERS] [--rounds N]`.
//!
//! Fills an organization with synthetic posts as a feeder would (batches of 1,000), once in memory
//! alone (the baseline) and once over files, which are then read by a new start. Answers of both
//! are compared with each other, and with the oracle's, which sees a slice of the rows where there
//! are more than a million; only then they are timed. No answer is kept between asks, but what a
//! term was found in and what was counted of whole segments are.
//!
//! `--export FOLDER` writes the posts and the answers for `peers/archive` instead.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

mod export;
mod measure;
mod options;
mod scenarios;

use hearken_archive::{
    Archive, Ask, BoxError, Change, Files, Patch, PostRow, SegmentArchive, TextFilter,
    generator::{Generator, Random, Shape},
    oracle::NaiveArchive,
};
use hearken_authz::{OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{
    OrgId, PostId, Sentiment, Seq, Timestamp,
    annotation::{Clue, WordKey},
    dataset::{BoundDataset, FilterKey, FilterValue},
};
use measure::{ms, percentiles, time};
use options::Options;
use scenarios::{scenarios, tone_phrases, widgets};
use smol_str::SmolStr;
use std::{error::Error, fmt::Write, sync::Arc, time::Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

const BATCH: usize = 1_000;
const EDITS: usize = 200;

/// A term that stands in one post of a hundred, whatever it is called.
struct Term {
    /// Whether words tell where; else "texts" do.
    by_words: bool,
}

impl TextFilter for Term {
    fn matching(
        &self,
        _scope: &OrgScope,
        posts: &[PostId],
        _entries: &[SmolStr],
    ) -> Result<Vec<PostId>, BoxError> {
        Ok(posts.iter().copied().filter(|id| has_term(*id)).collect())
    }

    fn clues(&self, _entries: &[SmolStr]) -> Option<Vec<Clue>> {
        let words = vec![TERM];
        let is_proof = true;
        self.by_words.then(|| vec![Clue { words, is_proof }])
    }
}

const TERM: WordKey = WordKey(1 << 32);

/// The posts in the order in which they come.
fn rows(shape: Shape) -> impl Iterator<Item = PostRow> {
    Generator::new(shape, 42).map(|mut row| {
        row.words.extend(has_term(row.id).then_some(TERM));
        row
    })
}

fn has_term(id: PostId) -> bool {
    Random::new(id.0.cast_unsigned()).below(100) == 0
}

/// Figures for the line of JSON.
#[derive(Default)]
struct Figures(String);

impl Figures {
    fn add(&mut self, name: &str, value: f64) {
        let _ = write!(self.0, ",\"{}\":{value:.3}", name.replace(' ', "_"));
    }
}

fn main() -> Outcome<()> {
    let options = Options::read(std::env::args().skip(1))?;
    let posts = options.posts;
    let end = Timestamp::from_seconds(1_800_000_000 / 86_400 * 86_400);
    let principal = Principal::System { job: "bench" };
    let org = Resource::organization(OrgId(1));
    let scope = decide(&principal, Permission::ViewAnalysis, &org, end)?;
    let shape = Shape::of_posts(posts, end);
    let mut figures = Figures::default();
    println!("{posts} posts");

    let memory = SegmentArchive::in_memory(Arc::new(Term { by_words: false }));
    fill("memory", &memory, &scope, shape, &mut figures)?;
    if let Some(folder) = &options.export {
        let cases = scenarios(end, &"Europe/Berlin".parse()?);
        return export::export(folder, shape, &scope, &memory, &cases);
    }
    let folder = tempfile::tempdir()?;
    let files = Files::new(folder.path());
    let open = || SegmentArchive::open(Arc::new(Term { by_words: true }), files.clone());
    let first = open();
    fill("files", &first, &scope, shape, &mut figures)?;
    drop(first);
    let start = Instant::now();
    let disk = open();
    let status = disk.status(&scope)?;
    let opened = ms(start);
    let per_post = |bytes: u64| bytes as f64 / status.posts.max(1) as f64;
    println!(
        "files: opened and checked in {opened:.0} ms; {:.1} bytes a post of memory, {:.1} mapped",
        per_post(status.memory_bytes),
        per_post(status.mapped_bytes),
    );
    figures.add("open_ms", opened);
    figures.add("memory_bytes_a_post", per_post(status.memory_bytes));
    figures.add("mapped_bytes_a_post", per_post(status.mapped_bytes));

    let mut cases = scenarios(end, &"Europe/Berlin".parse()?);
    first_ask(&scope, &disk, &cases, &mut figures)?;
    cases.retain(|(name, _)| options.wants(name));
    compare(&options, shape, &scope, &memory, &disk, &cases)?;
    tell(&options, &scope, &memory, &disk, &cases, &mut figures)?;
    let status = disk.status(&scope)?;
    let after = per_post(status.memory_bytes);
    println!("{after:.1} bytes a post of memory after all that");
    figures.add("memory_bytes_a_post_after", after);
    edits(&disk, &scope, posts, &mut figures)?;
    println!("{{\"bench\":\"archive\",\"posts\":{posts}{}}}", figures.0);
    Ok(())
}

fn fill(
    name: &str,
    archive: &SegmentArchive,
    scope: &OrgScope,
    shape: Shape,
    figures: &mut Figures,
) -> Outcome<()> {
    let (mut whole, mut worst) = (0.0, 0.0_f64);
    let mut generator = rows(shape);
    for seq in 1.. {
        let rows = generator.by_ref().take(BATCH);
        let puts: Vec<Change> = rows.map(|row| Change::Put(Box::new(row))).collect();
        if puts.is_empty() {
            break;
        }
        let start = Instant::now();
        archive.apply(scope, Seq(seq), &puts)?;
        whole += ms(start);
        worst = worst.max(ms(start));
    }
    let start = Instant::now();
    archive.persist(scope)?;
    let persisted = ms(start);
    let status = archive.status(scope)?;
    let rate = status.posts as f64 / (whole + persisted) * 1e3;
    println!(
        "{name}: append {rate:.0} posts/s, slowest batch {worst:.0} ms, last persist \
         {persisted:.0} ms; {:.1} bytes a post of memory",
        status.memory_bytes as f64 / status.posts.max(1) as f64,
    );
    figures.add(&format!("{name}_append_per_s"), rate);
    Ok(())
}

/// The first dashboard after a start, which nothing is known for.
fn first_ask(
    scope: &OrgScope,
    disk: &SegmentArchive,
    cases: &[(&str, BoundDataset)],
    figures: &mut Figures,
) -> Outcome<()> {
    if let Some((_, all)) = cases.first() {
        for name in ["first", "second"] {
            let start = Instant::now();
            std::hint::black_box(disk.ask(scope, all, &dashboard())?);
            let took = ms(start);
            println!("files: the {name} dashboard after the start took {took:.1} ms");
            figures.add(&format!("{name}_dashboard_ms"), took);
        }
    }
    Ok(())
}

/// All answers, to everything that is timed.
fn compare(
    options: &Options,
    shape: Shape,
    scope: &OrgScope,
    memory: &SegmentArchive,
    disk: &SegmentArchive,
    cases: &[(&str, BoundDataset)],
) -> Outcome<()> {
    let oracle = NaiveArchive::new(Arc::new(Term { by_words: false }));
    let with_oracle = options.oracle;
    if with_oracle {
        let puts = rows(shape).map(|row| Change::Put(Box::new(row)));
        let last = memory.applied(scope)?;
        oracle.apply(scope, last, &puts.collect::<Vec<_>>())?;
    }
    for (name, dataset) in cases {
        let asks = everything();
        let expect = memory.ask(scope, dataset, &asks)?;
        if disk.ask(scope, dataset, &asks)? != expect {
            return Err(format!("{name}: files and memory differ").into());
        }
        if with_oracle && oracle.ask(scope, dataset, &asks)? != expect {
            return Err(format!("{name}: engine and oracle differ").into());
        }
    }
    let with = if with_oracle {
        "the oracle's"
    } else {
        "each other's"
    };
    println!("all answers of {} datasets equal {with}\n", cases.len());
    Ok(())
}

fn dashboard() -> Vec<Ask> {
    widgets().into_iter().flat_map(|(_, asks)| asks).collect()
}

fn everything() -> Vec<Ask> {
    dashboard().into_iter().chain(tone_phrases()).collect()
}

fn tell(
    options: &Options,
    scope: &OrgScope,
    memory: &SegmentArchive,
    disk: &SegmentArchive,
    cases: &[(&str, BoundDataset)],
    figures: &mut Figures,
) -> Outcome<()> {
    println!(
        "{:36} {:>18} {:>18} {:>18} {:>9}",
        "ms p50 / p95", "memory", "files", "files, cpu", "warming"
    );
    let mut row = |name: &str, dataset: &BoundDataset, asks: &[Ask]| -> Outcome<()> {
        let base = time(options.rounds, || memory.ask(scope, dataset, asks))?;
        let files = time(options.rounds, || disk.ask(scope, dataset, asks))?;
        let pair = |(p50, p95): (f64, f64)| format!("{p50:.3} / {p95:.3}");
        let (base_wall, wall, cpu) = (pair(base.wall), pair(files.wall), pair(files.cpu));
        let warming = files.warming;
        println!("{name:36} {base_wall:>18} {wall:>18} {cpu:>18} {warming:>9.1}");
        figures.add(&format!("{name}_memory_p50"), base.wall.0);
        figures.add(&format!("{name}_files_p50"), files.wall.0);
        figures.add(&format!("{name}_files_p95"), files.wall.1);
        figures.add(&format!("{name}_files_warming"), warming);
        Ok(())
    };
    for (name, dataset) in cases {
        row(name, dataset, &dashboard())?;
    }
    let Some((_, all)) = cases.first().filter(|case| case.0.starts_with('A')) else {
        return Ok(());
    };
    for (name, asks) in widgets() {
        row(&format!("A: {name}"), all, &asks)?;
    }
    row("A: phrases of a tone", all, &tone_phrases())?;
    first_terms(options, scope, disk, all, figures)?;
    let page = time(options.rounds, || disk.page(scope, all, None, 50))?;
    println!(
        "{:36} {:>18} {:>18.3}",
        "A: a page of 50 posts", "", page.wall.0
    );
    Ok(())
}

/// A term that nobody has asked for before.
fn first_terms(
    options: &Options,
    scope: &OrgScope,
    disk: &SegmentArchive,
    all: &BoundDataset,
    figures: &mut Figures,
) -> Outcome<()> {
    let mut names = 0..;
    let new = time(options.rounds, || {
        let mut dataset = all.clone();
        let term = format!("term {}", names.next().unwrap_or(0));
        let value = FilterValue::Keyword(term.into());
        dataset.filters.include(FilterKey::Keywords, value);
        disk.ask(scope, &dataset, &[Ask::Count])
    })?;
    println!(
        "{:36} {:>18} {:>18.3}",
        "A: posts with a new term", "", new.wall.0
    );
    figures.add("new_term_p50", new.wall.0);
    Ok(())
}

/// A tone is edited, and the next ask has it.
fn edits(
    archive: &SegmentArchive,
    scope: &OrgScope,
    posts: u64,
    figures: &mut Figures,
) -> Outcome<()> {
    let mut random = Random::new(3);
    let mut took = Vec::new();
    for _ in 0..EDITS {
        let post = PostId(1 + random.below(posts) as i64);
        let sentiment = Some(Sentiment::Negative);
        let next = Seq(archive.applied(scope)?.0 + 1);
        let start = Instant::now();
        archive.apply(scope, next, &[Change::Patch(post, Patch { sentiment })])?;
        took.push(ms(start));
    }
    let (p50, p95) = percentiles(&mut took);
    println!("\nan edit is visible after {p50:.3} / {p95:.3} ms");
    figures.add("edit_p50", p50);
    Ok(())
}
