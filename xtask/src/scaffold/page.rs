//! A page: its file and template, its route in the area's module, its title in both languages, its
//! line in the browser journeys that walk all pages, and who may look.

use super::{
    Plan,
    edit::{Edit, Place},
    name::Name,
};
use anyhow::Result;

pub(super) fn plan(name: &Name) -> Result<Plan> {
    let area = name.folder()?;
    let registry = format!("crates/web/src/pages/{area}/mod.rs");
    let title = |locale: &str| {
        let file = format!("crates/web/locales/{locale}/shell.ftl");
        Edit::new(
            file,
            Place::End,
            name.fill("page-__FOLDER_KEBAB__-__KEBAB__ = __WORDS__"),
        )
    };
    Ok(Plan {
        files: vec![
            (
                format!("crates/web/src/pages/{area}/{}.rs", name.snake),
                name.fill(include_str!("templates/page.txt")),
            ),
            (
                format!("crates/web/src/pages/{area}/{}.html", name.snake),
                name.fill(include_str!("templates/page.html.txt")),
            ),
        ],
        edits: vec![
            Edit::new(registry.as_str(), Place::Among("mod "), name.fill("mod __SNAKE__;")),
            Edit::new(
                registry.as_str(),
                Place::Among(".route("),
                name.fill(
                    "        .route(\"/o/{slug}/__FOLDER_KEBAB__/__KEBAB__\", get(__SNAKE__::show))",
                ),
            ),
            title("en"),
            title("de"),
            Edit::new(
                "e2e/support/pages.ts",
                Place::Before { open: "export const INSIDE", close: "]" },
                name.fill("  '/__FOLDER_KEBAB__/__KEBAB__',"),
            ),
            Edit::new(
                "crates/web/tests/it/access.rs",
                Place::Before { open: "let mut rows = vec![", close: "];" },
                name.fill("        row(\"GET /o/{slug}/__FOLDER_KEBAB__/__KEBAB__\", LOOK),"),
            ),
        ],
        next: name.fill(
            "call a use-case in crates/web/src/pages/__FOLDER__/__SNAKE__.rs and say in \
             crates/web/tests/it/access.rs who may; the journeys that walk all pages look at it \
             already: `cargo xtask e2e -- -g __KEBAB__`",
        ),
    })
}
