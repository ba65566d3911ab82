//! Automata over all terms, overlapping; the terms found then say which rules match.

use crate::Engine;
use crate::words::Words;
use crate::workload::Workload;
use anyhow::{Result, anyhow};

struct Automaton<'w, A> {
    automaton: A,
    words: Words<'w>,
    text: String,
}

/// A term with the space before and after it.
fn spaced<'a>(words: &'a Words<'_>) -> impl Iterator<Item = String> + 'a {
    words.terms.iter().map(|term| format!(" {term} "))
}

pub(crate) fn aho_corasick(workload: &Workload) -> Result<Box<dyn Engine + '_>> {
    let words = Words::new(workload);
    Ok(Box::new(Automaton {
        automaton: aho_corasick::AhoCorasick::new(spaced(&words))?,
        words,
        text: String::new(),
    }))
}

impl Engine for Automaton<'_, aho_corasick::AhoCorasick> {
    fn find(&mut self, post: &str, hits: &mut Vec<u32>) {
        Workload::padded(post, &mut self.text);
        let found = self.automaton.find_overlapping_iter(&self.text);
        self.words
            .find(found.map(|found| found.pattern().as_u32()), hits);
    }
}

pub(crate) fn daachorse(workload: &Workload) -> Result<Box<dyn Engine + '_>> {
    let words = Words::new(workload);
    let automaton = daachorse::DoubleArrayAhoCorasick::<u32>::new(spaced(&words));
    Ok(Box::new(Automaton {
        automaton: automaton.map_err(|problem| anyhow!("{problem}"))?,
        words,
        text: String::new(),
    }))
}

impl Engine for Automaton<'_, daachorse::DoubleArrayAhoCorasick<u32>> {
    fn find(&mut self, post: &str, hits: &mut Vec<u32>) {
        Workload::padded(post, &mut self.text);
        let found = self.automaton.find_overlapping_iter(&self.text);
        self.words.find(found.map(|found| found.value()), hits);
    }
}
