//! Replays the corpus of the fuzz target `segment_file`.

use hearken_archive::fuzzing;

#[test]
fn segment_files() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fuzz/corpus/segment_file"
    );
    let mut taken = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        taken.push(fuzzing::segment_file(&bytes));
    }
    assert!(taken.contains(&true) && taken.contains(&false), "{taken:?}");
}
