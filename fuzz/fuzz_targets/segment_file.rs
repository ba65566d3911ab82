#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    hearken_archive::fuzzing::segment_file(bytes);
});
