//! `cargo xtask bench NAME`: one measurement, printed as a table and one line of JSON.
//!
//! A kernel is measured beside its code, as an example of its crate; what the whole product does
//! (`ingest`, `start`, `overview`) is measured here, from outside: the release binary with a data
//! folder of its own, its command line, its pages. Nothing is asked that a user could not ask.

mod ends;
mod http;
mod ingest;
mod pages;
mod peers;
mod posts;
mod product;

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Result, bail};

struct Bench {
    name: &'static str,
    tells: &'static str,
    run: Run,
}

enum Run {
    /// An example of a crate.
    Example {
        package: &'static str,
        example: &'static str,
    },
    /// A function here, with what follows the name.
    Product(fn(&Workspace, &[&str]) -> Result<()>),
}

const fn example(
    name: &'static str,
    package: &'static str,
    example: &'static str,
    tells: &'static str,
) -> Bench {
    Bench {
        name,
        tells,
        run: Run::Example { package, example },
    }
}

const BENCHES: [Bench; 13] = [
    example(
        "match",
        "hearken-rules",
        "bench_match",
        "[RULES ...] [FILE]: posts through the kernel, edits, memory",
    ),
    Bench {
        name: "match-peers",
        tells: "[RULES ...] [FILE]: other engines beside the kernel (peers/match)",
        run: Run::Product(peers::run),
    },
    example(
        "edits",
        "hearken-pipeline",
        "bench_edits",
        "[RULES] [EDITS]: from the commit of an edit to the next post that is matched by it",
    ),
    example(
        "annotate",
        "hearken-text",
        "bench_annotate",
        "posts through language, tone, phrases",
    ),
    example(
        "record",
        "hearken-store",
        "bench_record",
        "[POSTS]: posts into the database",
    ),
    example(
        "archive",
        "hearken-archive",
        "bench_archive",
        "[POSTS]: whole dashboards, in memory and over files",
    ),
    example(
        "decide",
        "hearken-authz",
        "bench_decide",
        "decisions under 1,000 to 100,000 relationships, against Cedar",
    ),
    example(
        "audit",
        "hearken-store",
        "bench_audit",
        "[DEEDS]: what an audit row adds to a small transaction",
    ),
    Bench {
        name: "ends",
        tells: "[STREAMS]: from the end of a delegation to the end of all that was open under it",
        run: Run::Product(ends::run),
    },
    Bench {
        name: "ingest",
        tells: "[POSTS]: an import against 100 rules, posts/s and peak memory",
        run: Run::Product(ingest::run),
    },
    Bench {
        name: "start",
        tells: "[POSTS]: time to the first byte and idle memory with so many posts stored",
        run: Run::Product(pages::start),
    },
    Bench {
        name: "overview",
        tells: "[POSTS]: the Overview page, server time as a client sees it",
        run: Run::Product(pages::overview),
    },
    Bench {
        name: "keywords",
        tells: "[POSTS]: the Overview under keywords that nobody has asked for before",
        run: Run::Product(pages::keywords),
    },
];

/// Runs the named benchmark; what follows the name goes to it. Without a name: lists them.
pub(crate) fn run(workspace: &Workspace, rest: &[&str]) -> Result<()> {
    let Some((name, more)) = rest.split_first() else {
        for bench in &BENCHES {
            println!("cargo xtask bench {:<12} {}", bench.name, bench.tells);
        }
        return Ok(());
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == *name) else {
        bail!("no benchmark {name}; `cargo xtask bench` lists them");
    };
    match bench.run {
        Run::Example { package, example } => run_example(workspace, package, example, more),
        Run::Product(run) => run(workspace, more),
    }
}

fn run_example(workspace: &Workspace, package: &str, example: &str, rest: &[&str]) -> Result<()> {
    let words = [
        "run",
        "--release",
        "--package",
        package,
        "--example",
        example,
        "--",
    ];
    shell::cargo(workspace, &words).args(rest).run()
}

/// The first word as a number, or the usual one.
fn number(words: &[&str], usual: usize) -> Result<usize> {
    match words.first() {
        None => Ok(usual),
        Some(word) => Ok(word.replace('_', "").parse()?),
    }
}

/// One figure, measured once or several times.
struct Figure {
    what: String,
    unit: &'static str,
    values: Vec<f64>,
}

impl Figure {
    fn new(what: impl Into<String>, unit: &'static str, values: Vec<f64>) -> Self {
        let mut values = values;
        values.sort_by(f64::total_cmp);
        Self {
            what: what.into(),
            unit,
            values,
        }
    }

    fn median(&self) -> f64 {
        let middle = self.values.get(self.values.len() / 2);
        middle.copied().unwrap_or(f64::NAN)
    }
}

/// How often this median is that one.
fn ratio(what: impl Into<String>, of: &Figure, to: &Figure) -> Figure {
    Figure::new(what, "x", vec![of.median() / to.median()])
}

/// The table (median, least, most) and, last, the line of JSON.
fn tell(name: &str, figures: &[Figure]) {
    println!(
        "\n{:<36} {:>12} {:>12} {:>12}",
        name, "median", "least", "most"
    );
    let mut object = serde_json::Map::new();
    object.insert("bench".to_owned(), name.into());
    for figure in figures {
        let (median, all) = (figure.median(), &figure.values);
        let least = all.first().copied().unwrap_or(f64::NAN);
        let most = all.last().copied().unwrap_or(f64::NAN);
        let what = format!("{} {}", figure.what, figure.unit);
        let what = what.trim();
        println!("  {what:<34} {median:>12.2} {least:>12.2} {most:>12.2}");
        let key = what.replace([' ', '/', ':', ','], "_");
        let spread = serde_json::json!({ "median": median, "least": least, "most": most });
        object.insert(key, spread);
    }
    println!("{}", serde_json::Value::Object(object));
}
