//! Names of posts and authors within one batch, numbered, so that the rest compares numbers.

use hearken_model::Source;
use std::collections::HashMap;

/// Numbers (source, native id) pairs from 0.
#[derive(Debug, Default)]
pub(super) struct Keys {
    numbers: HashMap<(Source, String), usize>,
    list: Vec<(Source, String)>,
}

impl Keys {
    /// The number of a pair; a new one when it was not seen yet.
    pub(super) fn number(&mut self, source: &Source, native_id: &str) -> usize {
        let native_id = crate::db::clean(native_id.into()).into_owned();
        let key = (source.clone(), native_id);
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.list.len();
        self.list.push(key.clone());
        self.numbers.insert(key, number);
        number
    }

    /// The number of a pair that was seen.
    pub(super) fn find(&self, source: &Source, native_id: &str) -> Option<usize> {
        let key = (source.clone(), native_id.to_owned());
        self.numbers.get(&key).copied()
    }

    /// The pair of a number.
    pub(super) fn get(&self, number: usize) -> Option<(&Source, &str)> {
        self.list.get(number).map(|(s, id)| (s, id.as_str()))
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The native ids by source: what a look-up asks for.
    pub(super) fn by_source(&self) -> HashMap<&Source, Vec<&str>> {
        let mut sources: HashMap<&Source, Vec<&str>> = HashMap::new();
        for (source, native_id) in &self.list {
            sources.entry(source).or_default().push(native_id);
        }
        sources
    }
}
