//! For the fuzz target and the test that replays its corpus: bytes as the files of a segment.

use super::{dictionary::Numbers, files::read_fuzzed};
use hearken_model::annotation::WordKey;

/// Reads bytes as the two files of a segment, with right checksums, and looks at every row if they
/// are taken for one. Must not panic, whatever the bytes are.
pub(crate) fn segment_file(bytes: &[u8]) -> bool {
    let Some(segment) = read_fuzzed(bytes) else {
        return false;
    };
    for row in 0..segment.rows() {
        let fields = segment.fields(row);
        std::hint::black_box((fields, segment.phrases(row)));
    }
    let live = segment.live().rows();
    let mut phrases = Numbers::new("phrases");
    let known = phrases.extend(&[5, 9]);
    let late = segment.late(&phrases);
    let rare = segment.columns.rare.len();
    std::hint::black_box((known.is_ok(), late.known(u32::MAX, rare), late.of_codes(2)));
    for (topic, rows) in segment.topics.lists() {
        std::hint::black_box(
            rows.iter()
                .filter(|row| segment.topics.has(topic, **row))
                .count(),
        );
    }
    let words = &segment.columns.words;
    for (key, _) in words.all() {
        let word = WordKey(key << 16);
        std::hint::black_box(words.rows_with(&[word], segment.rows()).count());
    }
    std::hint::black_box((live, segment.heap_bytes()));
    true
}
