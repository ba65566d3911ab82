#![no_main]

// The feed library panics on some texts; `feeds::parse` catches that. Libfuzzer's own hook would
// end the run at the panic itself, so it is replaced: what is not caught still ends the run.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| hearken_connectors::fuzzing::feed(bytes)
);
