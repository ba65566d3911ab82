//! The matching kernel beside other engines: the same plain posts and rules, equal hits first, then
//! posts a second of one thread's processor time. README.md says what is compared and what is not.
//!
//! `hearken-peers-match FOLDER RULES ...`: FOLDER is what `bench_match --export` wrote, with the
//! jars of Lucene in `jars` where there are some.

mod automata;
mod kernel;
mod lucene;
mod measure;
mod patterns;
mod words;
mod workload;

use anyhow::{Context, Result, bail};
use measure::{Figure, measure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use workload::Workload;

/// An engine with its rules in it.
pub(crate) trait Engine {
    /// Numbers of the rules that the post matches, in any order, each once.
    fn find(&mut self, post: &str, hits: &mut Vec<u32>);
}

/// The hits of the first posts, by post.
pub(crate) type Hits = Vec<BTreeSet<u32>>;

/// An engine that is made of rules.
type Make = fn(&Workload) -> Result<Box<dyn Engine + '_>>;

/// Engines in Rust, with the most rules that each is asked to hold.
const ENGINES: [(&str, usize, Make); 4] = [
    ("regex, three a rule", 10_000, patterns::each),
    ("regex set", 10_000, patterns::set),
    ("aho-corasick", usize::MAX, automata::aho_corasick),
    ("daachorse", usize::MAX, automata::daachorse),
];

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().context("FOLDER RULES ...")?);
    let counts: Result<Vec<usize>, _> = words.map(|word| word.replace('_', "").parse()).collect();
    let all = Workload::read(&folder.join("plain"))?;
    let real = Workload::read(&folder.join("real"))?;
    println!(
        "{:>8}  {:34} {:>9} {:>8} {:>9} {:>10} {:>21} {:>8}",
        "rules", "engine", "compared", "hits", "build s", "posts/cpu s", "least to most", "kernel"
    );
    let mut rows = vec![];
    for count in counts? {
        let mut table = Table::new(count);
        let plain = all.first(count, false);
        table.compare(&folder, &plain)?;
        table.compare_long(&folder, &all.first(count, true), &real.first(count, true))?;
        rows.append(&mut table.rows);
    }
    println!(
        "{}",
        serde_json::json!({"bench": "match-peers", "rows": rows})
    );
    Ok(())
}

/// All engines with so many rules.
struct Table {
    count: usize,
    rows: Vec<serde_json::Value>,
}

impl Table {
    const fn new(count: usize) -> Self {
        Self {
            count,
            rows: vec![],
        }
    }

    /// Every engine on the plain workload.
    fn compare(&mut self, folder: &Path, plain: &Workload) -> Result<()> {
        let reference = kernel::hits(plain);
        let kernel = measure(plain, kernel::engine)?;
        let rate = kernel.rate();
        self.tell("hearken", rate, Ok(kernel), &reference);
        for (name, most, make) in ENGINES {
            if self.count <= most {
                self.tell(name, rate, measure(plain, make), &reference);
            } else {
                println!(
                    "{:>8}  {name:34} not asked: more than {most} rules",
                    self.count
                );
            }
        }
        for (name, how) in lucene::WAYS {
            self.tell(name, rate, lucene::measure(folder, plain, how), &reference);
        }
        Ok(())
    }

    /// What the rule of sixty pages costs, and the kernel on what people write.
    fn compare_long(&mut self, folder: &Path, plain: &Workload, real: &Workload) -> Result<()> {
        let reference = kernel::hits(plain);
        let kernel = measure(plain, kernel::engine)?;
        let rate = kernel.rate();
        self.tell("hearken, long rule", rate, Ok(kernel), &reference);
        let (name, how) = lucene::WAYS[0];
        let figure = lucene::measure(folder, plain, how);
        self.tell(&format!("{name}, long rule"), rate, figure, &reference);
        let figure = measure(real, kernel::engine);
        self.tell(
            "hearken, long rule, as written",
            rate,
            figure,
            &kernel::hits(real),
        );
        Ok(())
    }

    /// Prints a row, unless the engine was not there or finds something else.
    fn tell(&mut self, name: &str, kernel: f64, figure: Result<Figure>, reference: &Hits) {
        match figure.and_then(|figure| agree(figure, reference)) {
            Ok(figure) => self.rows.push(figure.row(self.count, name, kernel)),
            Err(problem) => println!("{:>8}  {name:34} left out: {problem:#}", self.count),
        }
    }
}

/// Refuses an engine whose hits are not the kernel's.
fn agree(figure: Figure, reference: &Hits) -> Result<Figure> {
    let compared = figure.hits.len();
    if compared == 0 || compared > reference.len() {
        bail!("{compared} posts to compare");
    }
    let (mut more, mut less, mut example) = (0, 0, None);
    for (at, (found, wanted)) in figure.hits.iter().zip(reference).enumerate() {
        more += found.difference(wanted).count();
        less += wanted.difference(found).count();
        if example.is_none() && found != wanted {
            example = Some((at, found.symmetric_difference(wanted).next().copied()));
        }
    }
    if let Some((post, rule)) = example {
        bail!(
            "{more} hits more and {less} less than the kernel, first in post {post}, rule {rule:?}"
        );
    }
    Ok(figure)
}
