//! Replays the corpora of the fuzz targets `rule_text` and `many_rules`.

use hearken_rules::fuzzing;

/// What a target does with an input.
type Run = fn(&[u8]);

#[test]
fn the_corpora_hold() {
    let targets: [(&str, Run); 2] = [
        ("rule_text", fuzzing::rule_text),
        ("many_rules", fuzzing::many_rules),
    ];
    for (target, run) in targets {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus");
        let folder = format!("{root}/{target}");
        let mut inputs = 0;
        for entry in std::fs::read_dir(&folder).expect(&folder) {
            run(&std::fs::read(entry.unwrap().path()).unwrap());
            inputs += 1;
        }
        assert!(inputs > 0, "{folder} is empty");
    }
}
