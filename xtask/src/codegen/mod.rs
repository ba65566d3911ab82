//! `cargo xtask codegen`: what is generated, one registry line each. `--check` compares with
//! what is committed and says what differs.

use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};

/// A generated file and what generates it.
struct Generator {
    /// The name on the command line.
    name: &'static str,
    /// Where the file goes, relative to the root.
    output: &'static str,
    /// Gives its text.
    make: Make,
}

enum Make {
    /// Runs `cargo run -p PACKAGE --example EXAMPLE`; standard output is the file.
    Example {
        package: &'static str,
        example: &'static str,
    },
}

const GENERATORS: [Generator; 0] = [];

/// Writes (or with `--check` compares) every generated file, or the one that is named.
pub(crate) fn run(workspace: &Workspace, rest: &[&str]) -> Result<()> {
    let check = rest.contains(&"--check");
    let names: Vec<&str> = rest
        .iter()
        .copied()
        .filter(|word| *word != "--check")
        .collect();
    for name in &names {
        if !GENERATORS.iter().any(|generator| generator.name == *name) {
            bail!("no generator {name}; there are: {}", all_names());
        }
    }
    let mut stale = vec![];
    for generator in &GENERATORS {
        if !names.is_empty() && !names.contains(&generator.name) {
            continue;
        }
        let text = generator.text(workspace)?;
        let path = workspace.path(generator.output);
        let same = std::fs::read_to_string(&path).is_ok_and(|old| old == text);
        match (same, check) {
            (true, _) => eprintln!("codegen: {} is up to date", generator.output),
            (false, true) => stale.push(generator.output),
            (false, false) => {
                std::fs::write(&path, text)
                    .with_context(|| format!("cannot write {}", generator.output))?;
                eprintln!("codegen: wrote {}", generator.output);
            }
        }
    }
    if !stale.is_empty() {
        bail!(
            "not as generated: {}; run `cargo xtask codegen`",
            stale.join(", ")
        );
    }
    Ok(())
}

fn all_names() -> String {
    GENERATORS
        .iter()
        .map(|generator| generator.name)
        .collect::<Vec<_>>()
        .join(", ")
}

impl Generator {
    fn text(&self, workspace: &Workspace) -> Result<String> {
        match self.make {
            Make::Example { package, example } => {
                let words = ["run", "--quiet", "--package", package, "--example", example];
                shell::cargo(workspace, &words).read()
            }
        }
    }
}
