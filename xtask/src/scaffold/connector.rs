//! A connector: its folder with descriptor and decoder, and its line in the registry.

use super::{
    Plan,
    edit::{Edit, Place},
    name::Name,
};
use anyhow::Result;

#[expect(clippy::unnecessary_wraps, reason = "one form for all kinds")]
pub(super) fn plan(name: &Name) -> Result<Plan> {
    let registry = "crates/connectors/src/registry.rs";
    let folder = format!("crates/connectors/src/{}", name.snake);
    let file = |name_of: &str, template: &str| (format!("{folder}/{name_of}"), name.fill(template));
    Ok(Plan {
        files: vec![
            file("mod.rs", include_str!("templates/connector.mod.txt")),
            file(
                "convert.rs",
                include_str!("templates/connector.convert.txt"),
            ),
        ],
        edits: vec![
            Edit::new(
                "crates/connectors/src/lib.rs",
                Place::Among("pub mod "),
                name.fill("pub mod __SNAKE__;"),
            ),
            Edit::new(
                registry,
                Place::IntoArray {
                    open: "static ALL: [&dyn Connector; ",
                },
                name.fill("&crate::__SNAKE__::__CAMEL__"),
            ),
        ],
        next: name.fill(
            "decode in crates/connectors/src/__SNAKE__/convert.rs, acquire in mod.rs, then \
             `cargo test -p hearken-connectors`: the conformance suite walks the registry",
        ),
    })
}
