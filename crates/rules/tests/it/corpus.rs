//! Replays the corpus of the fuzz target `rule_text`.

#[test]
fn the_corpus_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/rule_text");
    let mut inputs = 0;
    for entry in std::fs::read_dir(folder).expect(folder) {
        let input = std::fs::read(entry.unwrap().path()).unwrap();
        hearken_rules::fuzzing::rule_text(&input);
        inputs += 1;
    }
    assert!(inputs > 0, "{folder} is empty");
}
