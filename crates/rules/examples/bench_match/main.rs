//! The kernel's measure: `cargo xtask bench match [RULES ...] [FILE]`.
//!
//! FILE holds one post a line; without it posts are those under `HEARKEN_TEST_DATA`, or made up.
//! RULES are numbers of rules, by default 1,000 to 1,000,000. Hits are compared with the oracle on
//! a sample before anything is timed. `--export FOLDER` measures nothing and writes posts and the
//! largest number of rules as files for other engines.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and its environment"
)]

mod export;
mod measure;
mod workload;

use hearken_model::{KeywordsRule, Language, OrgId, Post, RuleId, TopicId};
use hearken_rules::{Change, Hit, Matcher, MatcherBuilder, Scratch, naive};
use measure::{Hostile, Rate};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let export = words.iter().position(|word| word == "--export");
    let export = export.map(|at| {
        let end = words.len().min(at + 2);
        words.drain(at..end).skip(1).collect::<PathBuf>()
    });
    let number = |word: &String| word.replace('_', "").parse::<usize>().ok();
    let mut counts: Vec<usize> = words.iter().filter_map(number).collect();
    if counts.is_empty() {
        counts = vec![1_000, 10_000, 100_000, 1_000_000];
    }
    let file = words.iter().find(|word| number(word).is_none());
    let (posts, from) = workload::posts(file.map(PathBuf::from).as_deref())?;
    if let Some(folder) = export {
        let count = counts.into_iter().max().unwrap_or_default();
        let rules = workload::Author::new(&posts).rules(count);
        export::check_plain(&posts, &rules)?;
        return export::write(&folder, &posts, &rules);
    }
    let bytes: usize = posts.iter().map(|post| post.text.len()).sum();
    let each = bytes / posts.len().max(1);
    println!("{} posts of {each} bytes: {from}", posts.len());
    println!(
        "{:>9} {:>9} {:>9} {:>9} {:>10} {:>8} {:>6} {:>8} {:>8} {:>7} {:>7} {:>8}",
        "rules",
        "1 thread",
        "2 threads",
        "cpu-s",
        "hits/post",
        "build s",
        "B/rule",
        "edit ms",
        "1000 ms",
        "alloc",
        "worst",
        "spread"
    );
    let mut rows = Vec::new();
    for count in counts {
        let row = measure(&posts, count)?;
        row.print();
        rows.push(row.json());
    }
    println!(
        "{}",
        serde_json::json!({"bench": "match", "posts": posts.len(), "bytes": each, "rows": rows})
    );
    Ok(())
}

/// What one number of rules gave.
struct Row {
    rules: usize,
    one: Rate,
    two: Rate,
    cpu: Rate,
    hits: f64,
    build_s: f64,
    bytes_a_rule: f64,
    edit_ms: f64,
    worn_edit_ms: f64,
    allocations: f64,
    hostile: Vec<Hostile>,
}

fn measure(posts: &[Post], count: usize) -> Result<Row, Box<dyn Error>> {
    let rules = workload::Author::new(posts).rules(count);
    let text: usize = rules.iter().map(length).sum();
    let before = Region::new(MEMORY);
    let begin = Instant::now();
    let mut builder = MatcherBuilder::default();
    for (rule, n) in rules.iter().zip(0..) {
        builder.keywords(hit(n), rule);
    }
    let matcher = builder.build();
    let build_s = begin.elapsed().as_secs_f64();
    let change = before.change();
    let held = change.bytes_allocated as f64 - change.bytes_deallocated as f64;
    compare(&matcher, &rules, posts)?;
    let (one, cpu, hits) = measure::rates(&matcher, posts, 1);
    let (two, ..) = measure::rates(&matcher, posts, 2);
    let (edit_ms, edited) = edit(&matcher, &rules, posts, 1);
    let (worn_edit_ms, _) = edit(&edited, &rules, posts, 1000);
    Ok(Row {
        rules: count,
        one,
        two,
        cpu,
        hits,
        build_s,
        bytes_a_rule: (held - text as f64) / count as f64,
        edit_ms,
        worn_edit_ms,
        allocations: allocations(&matcher, posts),
        hostile: measure::hostile(&matcher, posts),
    })
}

const fn hit(n: i64) -> Hit {
    Hit {
        org: OrgId(n % 30),
        topic: TopicId(n / 10),
        rule: RuleId(n),
    }
}

fn length(rule: &KeywordsRule) -> usize {
    let lists = [&rule.keywords, &rule.inclusions, &rule.exclusions];
    lists
        .into_iter()
        .flatten()
        .map(|entry| entry.len() + 1)
        .sum()
}

/// Milliseconds from asking for so many changed rules to the first post that they match.
fn edit(matcher: &Matcher, rules: &[KeywordsRule], posts: &[Post], count: usize) -> (f64, Matcher) {
    let mut post = posts
        .first()
        .cloned()
        .unwrap_or_else(|| unreachable!("there are posts"));
    post.text = format!("editedword{count}");
    let rule = KeywordsRule {
        keywords: vec![format!("editedword{count}")],
        ..KeywordsRule::default()
    };
    let step = rules.len() / count;
    let changes = (0..count).map(|n| Change::Put(hit((n * step) as i64), rule.clone()));
    let changes: Vec<Change> = changes.collect();
    let begin = Instant::now();
    let edited = matcher.changed(changes);
    let found = edited
        .find(&post, &Language::UND, &mut Scratch::default())
        .len();
    let seconds = begin.elapsed().as_secs_f64();
    assert_eq!(found, count, "the edit is live");
    (seconds * 1e3, edited)
}

/// Allocations a post, after two rounds of warming up.
fn allocations(matcher: &Matcher, posts: &[Post]) -> f64 {
    let mut scratch = Scratch::default();
    let mut run = || {
        for post in posts.iter().take(10_000) {
            matcher.find(post, &Language::UND, &mut scratch);
        }
    };
    run();
    run();
    let region = Region::new(MEMORY);
    run();
    let change = region.change();
    (change.allocations + change.reallocations) as f64 / posts.len().clamp(1, 10_000) as f64
}

fn compare(
    matcher: &Matcher,
    rules: &[KeywordsRule],
    posts: &[Post],
) -> Result<(), Box<dyn Error>> {
    let language = Language::UND;
    let mut scratch = Scratch::default();
    for post in posts.iter().step_by(posts.len() / 20 + 1) {
        let hits = matcher.find(post, &language, &mut scratch);
        for (rule, n) in rules.iter().zip(0..).step_by(rules.len() / 100 + 1) {
            let found = hits.contains(&hit(n));
            if found != naive::matches(rule, post, &language) {
                return Err(format!("the oracle differs: {rule:?} {post:?}").into());
            }
        }
        for hit in hits.iter().take(5) {
            let rule = usize::try_from(hit.rule.0).ok().and_then(|n| rules.get(n));
            if !rule.is_some_and(|rule| naive::matches(rule, post, &language)) {
                return Err(format!("the oracle finds no {rule:?} in {post:?}").into());
            }
        }
    }
    Ok(())
}

impl Row {
    fn worst_ms(&self) -> f64 {
        let times = self.hostile.iter().map(|hostile| hostile.seconds * 1e3);
        times.fold(0.0, f64::max)
    }

    fn print(&self) {
        let spread = (self.cpu.most - self.cpu.least) / self.cpu.median * 100.0;
        println!(
            "{:>9} {:>9.0} {:>9.0} {:>9.0} {:>10.3} {:>8.2} {:>6.0} {:>8.2} {:>8.2} {:>7.4} {:>4.0} ms {spread:>6.0} %",
            self.rules,
            self.one.median,
            self.two.median,
            self.cpu.median,
            self.hits,
            self.build_s,
            self.bytes_a_rule,
            self.edit_ms,
            self.worn_edit_ms,
            self.allocations,
            self.worst_ms()
        );
        for hostile in &self.hostile {
            let (ms, hits) = (hostile.seconds * 1e3, hostile.hits);
            println!(
                "{:>12} 100 kB of {}: {ms:.1} ms, {hits} hits",
                "", hostile.made_of
            );
        }
    }

    fn json(&self) -> serde_json::Value {
        let rate = |rate: Rate| [rate.least, rate.median, rate.most].map(f64::round);
        serde_json::json!({
            "rules": self.rules, "posts_per_s_1": rate(self.one), "posts_per_s_2": rate(self.two),
            "posts_per_cpu_s": rate(self.cpu), "hits_per_post": self.hits, "build_s": self.build_s,
            "bytes_per_rule": self.bytes_a_rule, "edit_ms": self.edit_ms,
            "edit_of_1000_ms": self.worn_edit_ms, "allocations_per_post": self.allocations,
            "worst_post_ms": self.worst_ms(),
        })
    }
}
