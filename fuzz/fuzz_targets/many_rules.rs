#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| hearken_rules::fuzzing::many_rules(bytes));
