//! Who may ask the pages of topics, previews, back-tests and categories.

use super::{LOOK, NOTHING, topic};
use hearken_testkit::access::{Row, Thing, row};

pub(super) fn rows() -> Vec<Row> {
    let edit = [403, 303, 303, 403, 403];
    let form = [403, 200, 200, 403, 403];
    let admins = [403, 403, 303, 403, 403];
    vec![
        row("GET /o/{slug}/search-setup", LOOK),
        row("GET /o/{slug}/search-setup/summary", LOOK),
        row("GET /o/{slug}/search-setup/start", form),
        row("POST /o/{slug}/search-setup/start", edit)
            .form(|g| vec![("name", format!("First {}", g.n))]),
        row("GET /o/{slug}/search-setup/topics/new", form),
        row("POST /o/{slug}/search-setup/topics/new", edit).form(topic),
        row("GET /o/{slug}/search-setup/topics/{id}", LOOK).of(Thing::Topic),
        row("POST /o/{slug}/search-setup/topics/{id}", admins)
            .of(Thing::Topic)
            .mine(edit)
            .form(topic),
        row(
            "GET /o/{slug}/search-setup/topics/{id}/delete",
            [403, 403, 200, 403, 403],
        )
        .of(Thing::Topic)
        .mine(form),
        row("POST /o/{slug}/search-setup/topics/{id}/delete", admins)
            .of(Thing::Topic)
            .mine(edit),
        row("POST /o/{slug}/search-setup/preview/{rule}", form)
            .with(&[("rule", "0")])
            .form(topic),
        row("POST /o/{slug}/search-setup/back-test/{rule}", edit)
            .with(&[("rule", "0")])
            .form(topic),
        row(
            "GET /o/{slug}/search-setup/back-tests/{id}",
            [403, 404, 404, 403, 403],
        )
        .with(NOTHING),
        row(
            "POST /o/{slug}/search-setup/back-tests/{id}/cancel",
            [403, 404, 404, 403, 403],
        )
        .with(NOTHING),
        row("GET /o/{slug}/search-setup/categories", LOOK),
        row("POST /o/{slug}/search-setup/categories", edit)
            .form(|g| vec![("name", format!("New {}", g.n))]),
        row("POST /o/{slug}/search-setup/categories/{id}", admins)
            .of(Thing::Category)
            .mine(edit)
            .form(|g| vec![("name", format!("Renamed {}", g.n))]),
        row("POST /o/{slug}/search-setup/categories/{id}/delete", admins)
            .of(Thing::Category)
            .mine(edit),
    ]
}
