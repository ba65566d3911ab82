//! An API endpoint: its resource's module with its routes, and who may ask them.

use super::{
    Plan,
    edit::{Edit, Place},
    name::Name,
};
use anyhow::Result;

#[expect(clippy::unnecessary_wraps, reason = "one form for all kinds")]
pub(super) fn plan(name: &Name) -> Result<Plan> {
    let registry = "crates/api/src/v1/mod.rs";
    Ok(Plan {
        files: vec![(
            format!("crates/api/src/v1/{}.rs", name.snake),
            name.fill(include_str!("templates/endpoint.txt")),
        )],
        edits: vec![
            Edit::new(registry, Place::Among("mod "), name.fill("mod __SNAKE__;")),
            Edit::new(
                registry,
                Place::Among(".merge("),
                name.fill("        .merge(__SNAKE__::router())"),
            ),
            Edit::new(
                "crates/api/tests/it/access.rs",
                Place::Before {
                    open: "let mut rows = vec![",
                    close: "];",
                },
                name.fill("        row(\"GET /api/v1/organizations/{slug}/__KEBAB__\", LOOK),"),
            ),
        ],
        next: name.fill(
            "call the use-case in crates/api/src/v1/__SNAKE__.rs, say in \
             crates/api/tests/it/access.rs who may, then `cargo test -p hearken-api` and `cargo \
             xtask codegen openapi`",
        ),
    })
}
