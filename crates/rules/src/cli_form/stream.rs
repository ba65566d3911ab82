//! Posts in, hits out, in order, on any number of threads.

use crate::cli_form::post::{HitLine, PostLine, evidence};
use crate::cli_form::rules::RuleFile;
use crate::scratch::Scratch;
use crate::subject::Subject;
use std::io::{self, BufRead, Write};

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchSummary {
    /// Lines read that are not blank.
    pub read: u64,
    /// Posts with a hit, and so lines written.
    pub matched: u64,
    /// Malformed lines, reported and skipped; above zero the process ends with status 2.
    pub rejected: u64,
}

/// Options of [`match_stream`].
#[derive(Clone, Copy, Debug, Default)]
pub struct MatchOptions {
    /// Whether lines carry their evidence.
    pub explain: bool,
    /// Worker threads; 0 counts as 1.
    pub threads: usize,
}

/// Bytes of posts that one thread takes at a time.
const BLOCK_BYTES: usize = 1 << 20;
/// Longest line, in bytes; a longer one is malformed.
pub const LINE_LIMIT: usize = 1 << 26;

/// Matches posts `{"id","title"?,"text","language"?,"source"?}`, one a line, and writes
/// `{"post": id, "rules": [ids]}` for each with a hit, in input order; with `explain` also
/// `"evidence": [{"rule","keyword","inclusion"?,"spans":[{"field","start","end"}]}]`. A post
/// without a language is `und`. Malformed lines are told to `report` with their number (from 1)
/// and left out; blank lines are nothing.
///
/// # Errors
/// Those of reading and writing.
pub fn match_stream(
    rules: &RuleFile,
    mut posts: impl BufRead,
    mut hits: impl Write,
    options: MatchOptions,
    mut report: impl FnMut(u64, &str),
) -> io::Result<MatchSummary> {
    let mut summary = MatchSummary::default();
    let mut next_line = 1;
    loop {
        let mut blocks = Vec::new();
        for _ in 0..options.threads.max(1) {
            match read_block(&mut posts, &mut next_line)? {
                Some(block) => blocks.push(block),
                None => break,
            }
        }
        if blocks.is_empty() {
            hits.flush()?;
            return Ok(summary);
        }
        for done in match_blocks(rules, &blocks, options.explain)? {
            summary.read += done.summary.read;
            summary.matched += done.summary.matched;
            summary.rejected += done.summary.rejected;
            for (line, problem) in &done.problems {
                report(*line, problem);
            }
            hits.write_all(&done.output)?;
        }
    }
}

/// Lines as they were read.
struct Block {
    first_line: u64,
    lines: Vec<Vec<u8>>,
}

/// What became of a block.
#[derive(Default)]
struct Done {
    output: Vec<u8>,
    problems: Vec<(u64, String)>,
    summary: MatchSummary,
}

fn read_block(posts: &mut impl BufRead, next_line: &mut u64) -> io::Result<Option<Block>> {
    let mut block = Block {
        first_line: *next_line,
        lines: Vec::new(),
    };
    let mut bytes = 0;
    while bytes < BLOCK_BYTES {
        let mut line = Vec::new();
        let read = read_line(posts, &mut line)?;
        if read == 0 {
            break;
        }
        bytes += read;
        *next_line += 1;
        block.lines.push(line);
    }
    Ok((!block.lines.is_empty()).then_some(block))
}

/// Reads a line without keeping more of it than [`LINE_LIMIT`] and one byte.
fn read_line(posts: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let mut read = 0;
    loop {
        let buffer = posts.fill_buf()?;
        if buffer.is_empty() {
            return Ok(read);
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(buffer.len(), |end| end + 1);
        let kept = taken.min((LINE_LIMIT + 1).saturating_sub(line.len()));
        line.extend_from_slice(buffer.get(..kept).unwrap_or_default());
        posts.consume(taken);
        read += taken;
        if end.is_some() {
            return Ok(read);
        }
    }
}

/// Matches each block on a thread of its own; a single one stays on this thread.
fn match_blocks(rules: &RuleFile, blocks: &[Block], explain: bool) -> io::Result<Vec<Done>> {
    if let [block] = blocks {
        return Ok(vec![match_block(rules, block, explain)?]);
    }
    std::thread::scope(|scope| {
        let start = |block| scope.spawn(move || match_block(rules, block, explain));
        let threads: Vec<_> = blocks.iter().map(start).collect();
        let results = threads.into_iter().map(|thread| {
            let result = thread.join();
            result.unwrap_or_else(|_| Err(io::Error::other("a matching thread failed")))
        });
        results.collect()
    })
}

fn match_block(rules: &RuleFile, block: &Block, explain: bool) -> io::Result<Done> {
    let mut done = Done::default();
    let mut scratch = Scratch::default();
    for (number, line) in (block.first_line..).zip(&block.lines) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        done.summary.read += 1;
        match match_line(rules, line, explain, &mut scratch, &mut done.output)? {
            Ok(matched) => done.summary.matched += u64::from(matched),
            Err(problem) => {
                done.summary.rejected += 1;
                done.problems.push((number, problem));
            }
        }
    }
    Ok(done)
}

/// Whether the post of a line has a hit, or what is wrong with the line.
fn match_line(
    rules: &RuleFile,
    line: &[u8],
    explain: bool,
    scratch: &mut Scratch,
    output: &mut Vec<u8>,
) -> io::Result<Result<bool, String>> {
    if line.len() > LINE_LIMIT {
        return Ok(Err(format!("longer than {LINE_LIMIT} bytes")));
    }
    let read = PostLine::read(line).and_then(PostLine::into_post);
    let (id, post, language) = match read {
        Ok(read) => read,
        Err(problem) => return Ok(Err(problem)),
    };
    let hits = rules.matcher().find(&post, &language, scratch);
    if hits.is_empty() {
        return Ok(Ok(false));
    }
    let explanations = if explain {
        let subject = Subject::new(&post, &language);
        rules.matcher().explanations(&subject, hits)
    } else {
        Vec::new()
    };
    let items = explanations
        .iter()
        .filter_map(|e| Some(evidence(rules.id(&e.hit)?, e)));
    let line = HitLine {
        post: &id,
        rules: hits.iter().filter_map(|hit| rules.id(hit)).collect(),
        evidence: explain.then(|| items.flatten().collect()),
    };
    serde_json::to_writer(&mut *output, &line)?;
    output.push(b'\n');
    Ok(Ok(true))
}
