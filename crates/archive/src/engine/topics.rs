//! Which rows of a segment are in which topic: a rising list of rows per topic.

use super::{bits::Bits, column::Column};
use hearken_model::TopicId;
use std::sync::Arc;

/// The topics of a segment's rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Topics {
    /// By topic; no list is empty.
    lists: Vec<(TopicId, Arc<Column<u16>>)>,
    /// Rows in any topic.
    any: Bits,
    /// How many those are.
    count: usize,
}

impl Topics {
    /// From lists by topic, each rising and none empty.
    pub(super) fn new(rows: usize, lists: Vec<(TopicId, Arc<Column<u16>>)>) -> Self {
        let mut topics = Self {
            lists,
            any: Bits::none(rows),
            count: 0,
        };
        topics.recount(rows);
        topics
    }

    fn recount(&mut self, rows: usize) {
        self.any = Bits::none(rows);
        for (_, list) in &self.lists {
            self.any.add_rows(list);
        }
        self.count = self.any.count();
    }

    pub(super) fn lists(&self) -> impl Iterator<Item = (TopicId, &[u16])> {
        self.lists.iter().map(|(topic, list)| (*topic, &***list))
    }

    /// The lists of those of some (sorted) topics that have one, with their places among them.
    pub(super) fn those_of(&self, topics: &[TopicId]) -> impl Iterator<Item = (usize, &[u16])> {
        // Whichever are fewer are gone through.
        let few = topics.len() < self.lists.len();
        let (of_topics, of_lists) = if few {
            (topics, None)
        } else {
            (&[][..], Some(self.lists()))
        };
        let looked_up = of_topics.iter().enumerate();
        let looked_up = looked_up.map(|(place, topic)| (place, self.list(*topic)));
        let found = of_lists.into_iter().flatten();
        let found =
            found.filter_map(|(topic, list)| Some((topics.binary_search(&topic).ok()?, list)));
        looked_up.filter(|(_, list)| !list.is_empty()).chain(found)
    }

    pub(super) fn list(&self, topic: TopicId) -> &[u16] {
        match self.lists.binary_search_by_key(&topic, |l| l.0) {
            Ok(at) => self.lists.get(at).map_or(&[], |l| &**l.1),
            Err(_) => &[],
        }
    }

    pub(super) fn any(&self) -> &Bits {
        &self.any
    }

    /// How many rows are in a topic.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Whether each topic is among the (sorted) `topics`.
    pub(super) fn are_within(&self, topics: &[TopicId]) -> bool {
        self.lists
            .iter()
            .all(|l| topics.binary_search(&l.0).is_ok())
    }

    pub(super) fn has(&self, topic: TopicId, row: u16) -> bool {
        self.list(topic).binary_search(&row).is_ok()
    }

    /// Rows come into and then leave a topic.
    pub(super) fn edit(&mut self, topic: TopicId, add: &[u16], remove: &[u16], rows: usize) {
        let mut in_topic = Bits::none(rows);
        in_topic.add_rows(self.list(topic));
        in_topic.add_rows(add);
        for row in remove {
            in_topic.unset(usize::from(*row));
        }
        let list = in_topic.rows();
        match self.lists.binary_search_by_key(&topic, |l| l.0) {
            Ok(at) if list.is_empty() => {
                self.lists.remove(at);
            }
            Ok(at) => {
                if let Some(entry) = self.lists.get_mut(at) {
                    entry.1 = Arc::new(list.into());
                }
            }
            Err(at) if !list.is_empty() => self.lists.insert(at, (topic, Arc::new(list.into()))),
            Err(_) => {}
        }
        self.recount(rows);
    }

    /// Forgets a topic.
    pub(super) fn drop_topic(&mut self, topic: TopicId, rows: usize) {
        self.lists.retain(|l| l.0 != topic);
        self.recount(rows);
    }

    /// How many entries the lists have.
    pub(super) fn listed(&self) -> usize {
        self.lists.iter().map(|l| l.1.len()).sum()
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let list = |l: &(TopicId, Arc<Column<u16>>)| size_of_val(l) + l.1.heap_bytes() + 40;
        self.lists.iter().map(list).sum::<usize>() + self.any.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_keep_lists_rising_and_drop_empty_ones() {
        let mut topics = Topics::new(9, vec![(TopicId(3), Arc::new(vec![2, 5].into()))]);
        topics.edit(TopicId(1), &[7, 5], &[], 9);
        topics.edit(TopicId(3), &[8, 0], &[5], 9);
        assert_eq!(topics.list(TopicId(1)), [5, 7]);
        assert_eq!(topics.list(TopicId(3)), [0, 2, 8]);
        assert_eq!(topics.count(), 5);
        topics.edit(TopicId(1), &[], &[5, 7, 1], 9);
        assert_eq!(topics.lists().count(), 1);
        assert!(topics.are_within(&[TopicId(3)]) && !topics.are_within(&[TopicId(1)]));
        topics.drop_topic(TopicId(3), 9);
        assert_eq!((topics.lists().count(), topics.count()), (0, 0));
    }
}
