//! A database that may not grow any more ends an import in a clear message, and nothing is lost.

use crate::binary::Installation;

const POSTS: usize = 6_000;

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let installation = Installation::with_topic();
    let file = installation.write_posts(POSTS, |_| "zephyrine");
    let words = Installation::import(&file);
    let configuration = installation.path("hearken.toml");
    let quiet = std::fs::read_to_string(&configuration).unwrap();
    let small = format!("{quiet}[database]\nmax_bytes = 2500000\n");
    std::fs::write(&configuration, small).unwrap();
    let (ok, out, err) = installation.run(&words);
    assert!(!ok, "{out}");
    assert!(err.contains("no space is left for the database"), "{err}");
    assert!(err.contains("run the same command again"), "{err}");
    let kept = installation.report()["posts"].as_u64().unwrap();
    assert!(kept > 0 && kept < POSTS as u64, "{kept}");

    std::fs::write(&configuration, quiet).unwrap();
    let whole = installation.json(&words);
    assert_eq!(
        (&whole["read"], &whole["recorded"]),
        (&POSTS.into(), &POSTS.into())
    );
    assert_eq!(whole["duplicates"], 0, "{whole}");
    assert_eq!(installation.report()["posts"], POSTS);
}
