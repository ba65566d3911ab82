//! Labelled texts, where `HEARKEN_TEST_DATA` names their folder.

use std::path::PathBuf;

/// The folder; none where the variable is not set, which is said.
pub(crate) fn folder() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("HEARKEN_TEST_DATA") else {
        println!("skipped: HEARKEN_TEST_DATA is not set");
        return None;
    };
    Some(PathBuf::from(folder))
}

/// The lines of a file that must be there.
pub(crate) fn lines(path: PathBuf) -> Vec<String> {
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|e| panic!("HEARKEN_TEST_DATA is set, but {}: {e}", path.display()));
    text.lines().map(str::to_owned).collect()
}

/// Communities and titles of real posts, every `step`th.
pub(crate) fn reddit(step: usize) -> Option<Vec<(String, String)>> {
    let path = folder()?.join("posts/reddit-2008-2013.ndjson.zst");
    let file = std::fs::File::open(&path)
        .unwrap_or_else(|e| panic!("HEARKEN_TEST_DATA is set, but {}: {e}", path.display()));
    let bytes = zstd::decode_all(file).expect("zstd");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let posts = text.lines().step_by(step).map(|line| {
        let post: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let cell = |name: &str| post[name].as_str().unwrap_or_default().to_owned();
        (cell("subreddit"), cell("title"))
    });
    Some(posts.collect())
}
