#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hearken_connectors::fuzzing::import_line(bytes));
