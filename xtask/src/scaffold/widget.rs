//! A widget: its file, its line in the registry, its texts in both languages.

use super::{
    Plan,
    edit::{Edit, Place},
    name::Name,
};
use anyhow::Result;

#[expect(clippy::unnecessary_wraps, reason = "one form for all kinds")]
pub(super) fn plan(name: &Name) -> Result<Plan> {
    let registry = "crates/web/src/widgets/mod.rs";
    let texts = |locale: &str, template: &str| {
        let file = format!("crates/web/locales/{locale}/analytics.ftl");
        Edit::new(file, Place::End, name.fill(template))
    };
    Ok(Plan {
        files: vec![(
            format!("crates/web/src/widgets/{}.rs", name.snake),
            name.fill(include_str!("templates/widget.txt")),
        )],
        edits: vec![
            Edit::new(registry, Place::Among("mod "), name.fill("mod __SNAKE__;")),
            Edit::new(
                registry,
                Place::Before {
                    open: "pub const WIDGETS",
                    close: "];",
                },
                name.fill("    __SNAKE__::WIDGET,"),
            ),
            texts("en", include_str!("templates/widget.en.txt").trim_end()),
            texts("de", include_str!("templates/widget.de.txt").trim_end()),
        ],
        next: name.fill(
            "say in crates/web/src/widgets/__SNAKE__.rs what is drawn, and in both catalogues what \
             it counts; `cargo test -p hearken-web`",
        ),
    })
}
