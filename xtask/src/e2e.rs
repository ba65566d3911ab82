//! The browser journeys of `e2e/`, by Playwright and the system's Chromium.

use crate::setup;
use crate::shell;
use crate::workspace::Workspace;
use anyhow::Result;

/// Builds the binary and runs the journeys; `rest` goes to Playwright.
pub(crate) fn run(workspace: &Workspace, rest: &[&str]) -> Result<()> {
    let more: Vec<&str> = rest.iter().copied().filter(|word| *word != "--").collect();
    playwright(workspace, "journeys", &more, &[])
}

/// The journeys with real servers, which the environment names.
pub(crate) fn with_services(workspace: &Workspace, environment: &[(&str, String)]) -> Result<()> {
    playwright(workspace, "services", &[], environment)
}

/// Writes `docs/images` anew from a demo world that is started for it.
pub(crate) fn screenshots(workspace: &Workspace) -> Result<()> {
    playwright(workspace, "screenshots", &[], &[])
}

fn playwright(
    workspace: &Workspace,
    project: &str,
    rest: &[&str],
    environment: &[(&str, String)],
) -> Result<()> {
    let browser = setup::install_browser()?;
    let node = setup::node(workspace)?;
    setup::build_frontend(workspace, &node)?;
    setup::npm_ci(workspace, &node, "e2e")?;
    let binary = shell::built(workspace, "hearken")?;
    let folder = workspace.path("e2e");
    node.command("npx", &folder)
        .args(&["tsc", "-p", "."])
        .run()?;
    let mut command = node
        .command("npx", &folder)
        .args(&["playwright", "test", &format!("--project={project}")])
        .args(rest)
        .env("HEARKEN_TEST_BROWSER", browser)
        .env("HEARKEN_TEST_BINARY", binary);
    for (name, value) in environment {
        command = command.env(name, value);
    }
    command.run()
}
