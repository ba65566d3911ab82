//! Query strings of datasets: what was read prints and reads back as itself.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| hearken_model::fuzzing::dataset_url(bytes));
