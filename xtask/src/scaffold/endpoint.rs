//! An API endpoint: its resource's module, its routes, its row in the table of operations.

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
                "crates/api/src/openapi.rs",
                Place::Before {
                    open: "OPERATIONS: &[Operation]",
                    close: "];",
                },
                name.fill(
                    "    operation(\"get\", \"/organizations/{slug}/__KEBAB__\", \
                     \"list-__KEBAB__\", \"__WORDS__\", 200),",
                ),
            ),
        ],
        next: name.fill(
            "call the use-case in crates/api/src/v1/__SNAKE__.rs, then `cargo test -p hearken-api` \
             and `cargo xtask codegen openapi`",
        ),
    })
}
