//! A use-case: its file and its two lines in the noun's module.

use super::{
    Plan,
    edit::{Edit, Place},
    name::Name,
};
use anyhow::Result;

pub(super) fn plan(name: &Name) -> Result<Plan> {
    let noun = name.folder()?;
    let registry = format!("crates/app/src/{noun}/mod.rs");
    Ok(Plan {
        files: vec![(
            format!("crates/app/src/{noun}/{}.rs", name.snake),
            name.fill(include_str!("templates/use_case.txt")),
        )],
        edits: vec![
            Edit::new(
                registry.as_str(),
                Place::Among("mod "),
                name.fill("mod __SNAKE__;"),
            ),
            Edit::new(
                registry.as_str(),
                Place::Among("pub use "),
                name.fill("pub use __SNAKE__::{__CAMEL__, __SNAKE__};"),
            ),
        ],
        next: name.fill(
            "choose the permission, validate and act in crates/app/src/__FOLDER__/__SNAKE__.rs; \
             what writes also writes its audit row in the same transaction",
        ),
    })
}
