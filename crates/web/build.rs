//! Embeds `frontend/dist`, where it has been built. Never runs npm: `make` builds the front end
//! first; without it the pages are plain HTML, and the build says so.

#![allow(
    clippy::disallowed_methods,
    reason = "cargo speaks to build scripts by the environment"
)]

use std::{env, fmt::Write as _, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let dist = Path::new(&root).join("../../frontend/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    collect(&dist, "", &mut files);
    files.sort();
    if files.is_empty() {
        println!(
            "cargo::warning=frontend/dist is not built: the pages will be plain HTML (`make` builds it)"
        );
    }
    let mut code = String::from("pub(super) const FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        let _ = writeln!(code, "    ({name:?}, include_bytes!({path:?})),");
    }
    code.push_str("];\n");
    let out = env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = fs::write(Path::new(&out).join("assets.rs"), code) {
        println!("cargo::error=cannot write the list of assets: {error}");
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else if !name.ends_with(".map") {
            println!("cargo::rerun-if-changed={}", path.display());
            if let Ok(full) = path.canonicalize() {
                files.push((name, full.to_string_lossy().into_owned()));
            }
        }
    }
}
