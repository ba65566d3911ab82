//! `match`: posts on standard input, hits on standard output. Needs no data folder.

use crate::cli::MatchArgs;
use anyhow::Context as _;
use hearken_rules::cli_form::{MatchOptions, RuleFile, match_stream};
use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

pub(super) fn run(args: &MatchArgs) -> anyhow::Result<ExitCode> {
    let file = std::fs::File::open(&args.rules)
        .with_context(|| format!("cannot read {}", args.rules.display()))?;
    let rules = RuleFile::read(file).with_context(|| args.rules.display().to_string())?;
    let options = MatchOptions {
        explain: args.explain,
        threads: usize::from(args.threads),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let report = |line: u64, problem: &str| {
        let _ = writeln!(io::stderr().lock(), "line {line}: {problem}");
    };
    let summary = match match_stream(&rules, io::stdin().lock(), &mut out, options, report) {
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        other => other.context("posts could not be read or hits not written")?,
    };
    out.flush().context("hits could not be written")?;
    Ok(if summary.rejected > 0 {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    })
}
