//! Real posts for tests, where there are some.

use std::path::PathBuf;

/// A file below `HEARKEN_TEST_DATA`. Unset: says so and gives none, and the test returns. Set but
/// missing: panics, because a test that was asked for must not pass by not running.
///
/// # Panics
/// When the variable is set and the file is not there.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment where data lies"
)]
pub fn test_data(file: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("HEARKEN_TEST_DATA") else {
        eprintln!("skipped: HEARKEN_TEST_DATA is not set");
        return None;
    };
    let path = PathBuf::from(folder).join(file);
    assert!(
        path.exists(),
        "HEARKEN_TEST_DATA is set, but {} is missing",
        path.display()
    );
    Some(path)
}
