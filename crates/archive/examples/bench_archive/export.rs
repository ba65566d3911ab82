//! The posts and the answers for other engines (`peers/archive`): `posts.csv` and `answers.json`.
//!
//! Answers are numbers alone, each question a list of rows; lists whose ties engines may break in
//! another way are sorted.

use crate::{Outcome, scenarios::widgets};
use hearken_archive::{
    Answer, Archive, Data, Key, SegmentArchive, Term, Tones,
    generator::{Generator, Random, Shape},
    grid::Point,
};
use hearken_authz::OrgScope;
use hearken_model::{Sentiment, dataset::BoundDataset};
use std::{
    collections::HashMap,
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

const MICROS: i64 = 1_000_000;

/// Phrases by number, in the order of their keys, so that ties are broken alike.
fn numbers(shape: Shape) -> HashMap<u64, usize> {
    let mut keys: Vec<u64> = (1..=shape.phrases)
        .map(|rank| Random::new(rank.into()).number())
        .collect();
    keys.sort_unstable();
    keys.into_iter().zip(1..).collect()
}

pub(crate) fn export(
    folder: &Path,
    shape: Shape,
    scope: &OrgScope,
    archive: &SegmentArchive,
    cases: &[(&str, BoundDataset)],
) -> Outcome<()> {
    let numbers = numbers(shape);
    posts(&folder.join("posts.csv"), shape, &numbers)?;
    let mut json = String::from("{");
    for (name, dataset) in cases {
        let mut rows: Vec<String> = Vec::new();
        for (_, asks) in widgets() {
            let answers = archive.ask(scope, dataset, &asks)?;
            rows.extend(answers.iter().map(|answer| numbers_of(answer, &numbers)));
        }
        let comma = if json.len() > 1 { "," } else { "" };
        write!(json, "{comma}\n\"{name}\":[{}]", rows.join(",\n "))?;
    }
    std::fs::write(folder.join("answers.json"), json + "\n}\n")?;
    Ok(())
}

fn posts(file: &Path, shape: Shape, numbers: &HashMap<u64, usize>) -> Outcome<()> {
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(
        out,
        "id,ts,source,language,tone,author,country,lat,lon,term,topics,phrases"
    )?;
    for row in Generator::new(shape, 42) {
        let place = row.place;
        let country = place.map_or(String::new(), |p| p.country.to_string());
        let point = place.and_then(|p| Point::from_degrees(p.latitude, p.longitude));
        let degrees = |of: fn(Point) -> i32| point.map_or(String::new(), |p| of(p).to_string());
        let topics: Vec<String> = row.topics.iter().map(|t| t.0.to_string()).collect();
        let phrases = row.phrases.iter().filter_map(|key| numbers.get(&key.0));
        let phrases: Vec<String> = phrases.map(ToString::to_string).collect();
        writeln!(
            out,
            "{},{},{},{},{},{},{},{},{},{},[{}],[{}]",
            row.id.0,
            row.published_at.0.div_euclid(MICROS),
            row.source,
            row.language,
            row.sentiment as u8,
            row.author.map_or(0, |author| author.0),
            country,
            degrees(|p| p.latitude),
            degrees(|p| p.longitude),
            u8::from(crate::has_term(row.id)),
            topics.join(" "),
            phrases.join(" "),
        )?;
    }
    Ok(out.flush()?)
}

fn of_tones(tones: Tones) -> Vec<u64> {
    Sentiment::ALL.iter().map(|tone| tones.of(*tone)).collect()
}

fn of_term(term: &Term, numbers: &HashMap<u64, usize>) -> Vec<u64> {
    let mut row = match &term.key {
        Key::Topic(topic) => vec![topic.0.unsigned_abs()],
        Key::Category(category) => vec![category.0.unsigned_abs()],
        Key::Author(author) => vec![author.0.unsigned_abs()],
        Key::Phrase(key) => vec![numbers.get(&key.0).copied().unwrap_or_default() as u64],
        _ => Vec::new(),
    };
    row.push(term.posts);
    row.extend(term.tones.into_iter().flat_map(of_tones));
    row.extend(&term.past);
    row
}

fn numbers_of(answer: &Answer, numbers: &HashMap<u64, usize>) -> String {
    let mut rows: Vec<Vec<u64>> = match &answer.data {
        Data::Count(count) => vec![[vec![count.now], count.past.clone()].concat()],
        Data::Histogram(histogram) => {
            vec![histogram.posts.clone(), histogram.past.concat()]
        }
        Data::Tones { now, before } => {
            let before = before.map(of_tones).unwrap_or_default();
            vec![of_tones(*now), before]
        }
        Data::Terms(terms) => {
            let rows = terms.rows.iter().map(|term| of_term(term, numbers));
            let mut rows: Vec<Vec<u64>> = rows.collect();
            rows.sort_unstable();
            rows
        }
        Data::Cells(cells) => {
            let rows = cells.cells.iter().map(|cell| of_tones(cell.tones));
            rows.collect()
        }
        Data::Posts(_) => Vec::new(),
    };
    if matches!(answer.data, Data::Cells(_)) {
        rows.sort_unstable();
    }
    format!("{rows:?}")
}
