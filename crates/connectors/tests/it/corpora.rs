//! The corpora of the fuzz targets, replayed.

use hearken_connectors::fuzzing;
use std::path::PathBuf;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(target);
    let entries = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()));
    let mut files = 0;
    for entry in entries {
        let path = entry.unwrap().path();
        run(&std::fs::read(&path).unwrap());
        files += 1;
    }
    assert!(files >= 5, "{target} has {files} files");
}

#[test]
fn jetstream() {
    replay("jetstream", fuzzing::jetstream);
}

#[test]
fn feed() {
    replay("feed", fuzzing::feed);
}

#[test]
fn import_line() {
    replay("import_line", fuzzing::import_line);
}
