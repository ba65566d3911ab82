//! Rule text and post text: matcher and oracle agree on whatever people write.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| hearken_rules::fuzzing::rule_text(bytes));
