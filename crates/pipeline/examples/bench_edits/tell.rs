//! The table, and the line of JSON.

use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, time::Duration};

/// What was measured.
#[derive(Default)]
pub(crate) struct Figures {
    rows: Vec<(String, Vec<Duration>)>,
    /// Merges of edits that had piled up.
    pub(crate) merges: Vec<Duration>,
    /// MiB at moments of the pipeline's life.
    pub(crate) memory: Vec<(&'static str, f64)>,
}

impl Figures {
    pub(crate) fn times(&mut self, what: &str, times: Vec<Duration>) {
        self.rows.push((what.to_owned(), times));
    }

    /// A row for each kind of edit, and one for all.
    pub(crate) fn by_kind(&mut self, until: &str, times: &[(&'static str, Duration)]) {
        let mut kinds: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
        for (kind, time) in times {
            kinds.entry(kind).or_default().push(*time);
        }
        for (kind, times) in kinds {
            self.times(&format!("{kind}, {until}"), times);
        }
        let all = times.iter().map(|(_, time)| *time);
        self.times(&format!("all edits, {until}"), all.collect());
    }

    pub(crate) fn print(mut self, rules: usize, edits: usize) {
        self.rows.push((
            "a merge, beside all that".to_owned(),
            std::mem::take(&mut self.merges),
        ));
        println!("{rules} rules, {edits} edits each way; milliseconds");
        println!(
            "{:<42} {:>6} {:>9} {:>9} {:>9}",
            "", "times", "p50", "p95", "max"
        );
        let mut json = Map::from_iter([
            ("bench".to_owned(), "edits".into()),
            ("rules".to_owned(), rules.into()),
        ]);
        for (what, times) in &mut self.rows {
            times.sort_unstable();
            let at = |percent: usize| {
                let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
                times
                    .get(place)
                    .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
            };
            let [p50, p95, max] = [50, 95, 100].map(at);
            println!(
                "{what:<42} {:>6} {p50:>9.2} {p95:>9.2} {max:>9.2}",
                times.len()
            );
            let row = json!({ "times": times.len(), "p50_ms": p50, "p95_ms": p95, "max_ms": max });
            json.insert(what.clone(), row);
        }
        for (when, mib) in &self.memory {
            println!("memory {when:<35} {mib:>6.0} MiB");
            json.insert(format!("memory {when}, MiB"), json!(mib));
        }
        println!("{}", Value::Object(json));
    }
}

/// A line of the process's status, in MiB; not a number where there is none.
pub(crate) fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status
        .lines()
        .find_map(|l| l.strip_prefix(line)?.strip_prefix(':'));
    let kib = found.and_then(|value| value.split_whitespace().next()?.parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}
