//! `cargo xtask codegen`: what is generated, one registry line each. `--check` compares with
//! what is committed and says what differs.

mod guide;

use crate::setup;
use crate::shell;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};

/// Something generated.
struct Generator {
    /// The name on the command line.
    name: &'static str,
    make: Make,
}

enum Make {
    /// A page of the reference: printed by an example of `hearken`, so that it is made from the
    /// tables that the product runs on.
    Reference { output: &'static str },
    /// A page of the guide, from a folder of pages that tests run.
    Guide {
        folder: &'static str,
        output: &'static str,
    },
    /// A script that derives tables from packages of other people. It writes them itself; run by
    /// name only, because what comes out follows the version of Node and its data.
    Script {
        folder: &'static str,
        script: &'static str,
    },
}

const GENERATORS: [Generator; 7] = [
    Generator {
        name: "permissions",
        make: Make::Reference {
            output: "docs/reference/permissions.md",
        },
    },
    Generator {
        name: "errors",
        make: Make::Reference {
            output: "docs/reference/errors.md",
        },
    },
    Generator {
        name: "configuration",
        make: Make::Reference {
            output: "docs/reference/configuration.md",
        },
    },
    Generator {
        name: "openapi",
        make: Make::Reference {
            output: "docs/reference/openapi.json",
        },
    },
    Generator {
        name: "writing-rules",
        make: Make::Guide {
            folder: "crates/rules/spec",
            output: "docs/guide/writing-rules.md",
        },
    },
    Generator {
        name: "places",
        make: Make::Script {
            folder: "xtask/codegen/places",
            script: "generate.mjs",
        },
    },
    Generator {
        name: "names",
        make: Make::Script {
            folder: "xtask/codegen",
            script: "names.mjs",
        },
    },
];

/// Writes (or with `--check` compares) every generated page, or what is named.
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
        let is_named = names.contains(&generator.name);
        match generator.make {
            Make::Reference { output } if is_named || names.is_empty() => {
                let text = generator.reference(workspace)?;
                let is_right = put(workspace, output, &text, check)?;
                stale.extend((!is_right).then_some(output));
            }
            Make::Guide { folder, output } if is_named || names.is_empty() => {
                let text = guide::page(workspace, folder)?;
                let is_right = put(workspace, output, &text, check)?;
                stale.extend((!is_right).then_some(output));
            }
            Make::Script { folder, script } if is_named => derive(workspace, folder, script)?,
            _ => {}
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
    /// The text of a page of the reference.
    fn reference(&self, workspace: &Workspace) -> Result<String> {
        let program = shell::built(workspace, "examples/reference")?;
        shell::Command::new(program).arg(self.name).read()
    }
}

/// Writes the page, or compares it; whether it is now as it should be.
fn put(workspace: &Workspace, output: &str, text: &str, check: bool) -> Result<bool> {
    let path = workspace.path(output);
    let same = std::fs::read_to_string(&path).is_ok_and(|old| old == text);
    if same {
        eprintln!("codegen: {output} is up to date");
    } else if !check {
        std::fs::write(&path, text).with_context(|| format!("cannot write {output}"))?;
        eprintln!("codegen: wrote {output}");
    }
    Ok(same || !check)
}

fn derive(workspace: &Workspace, folder: &str, script: &str) -> Result<()> {
    let node = setup::node(workspace)?;
    if workspace.path(folder).join("package-lock.json").is_file() {
        setup::npm_ci(workspace, &node, folder)?;
    }
    node.command("node", &workspace.path(folder))
        .arg(script)
        .run()
}
