//! Chromium for the browser journeys. Playwright drives the system's; it never downloads one.

use super::packages;
use crate::shell;
use anyhow::{Context, Result};
use std::path::PathBuf;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// The browser to test with: `HEARKEN_TEST_BROWSER`, else the first known one on the PATH.
pub(crate) fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("HEARKEN_TEST_BROWSER") {
        return Some(PathBuf::from(named));
    }
    NAMES.iter().find_map(|name| shell::find(name))
}

/// Finds a browser, installing one where that is allowed.
pub(crate) fn install() -> Result<PathBuf> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    packages::install(&["chromium"])?;
    find().context("chromium was installed, but no browser is on the PATH")
}
