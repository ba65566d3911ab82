//! Entry points of the fuzz targets; their corpora are replayed by ordinary tests.

use crate::dataset::{Catalogue, url};
use crate::{AuthorId, CategoryId, PublicId, TopicId};

/// A query string from raw bytes, pairs parted by `&` and not percent-encoded: nothing panics, and
/// what was read prints and reads back as itself, without a problem.
///
/// # Panics
/// When it does not: a fault of this crate.
pub fn dataset_url(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let pairs = text
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let catalogue = Catalogue {
        categories: vec![(CategoryId(1), PublicId(1))],
        topics: vec![
            (TopicId(1), PublicId(1), CategoryId(1)),
            (TopicId(2), PublicId(2), CategoryId(1)),
        ],
        authors: vec![(AuthorId(1), PublicId(1))],
        location_groups: Vec::new(),
    };
    let _ = url::authors_named(pairs.clone());
    let (dataset, _) = url::parse(pairs, &catalogue);
    let printed = url::print(&dataset, &catalogue);
    let printed = printed
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let (again, problems) = url::parse(printed, &catalogue);
    assert_eq!((again, problems), (dataset, Vec::new()), "{text}");
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_corpus_holds() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/dataset_url");
        let mut inputs = 0;
        for entry in std::fs::read_dir(folder).expect(folder) {
            let input = std::fs::read(entry.expect(folder).path()).expect(folder);
            super::dataset_url(&input);
            inputs += 1;
        }
        assert!(inputs > 0, "{folder} is empty");
    }
}
