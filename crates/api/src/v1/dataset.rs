//! The parameters of a dataset's URL form, as the document lists them: from the registry of filters.

use hearken_model::dataset::{FilterSpec, filters::FILTERS};
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
    },
};

/// Focus, time frame and filters. `analytics::open` reads them; this only tells of them.
pub(super) struct Dataset;

impl IntoParams for Dataset {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let focus = query("focus", "`all`, `category-<id>` or `topic-<id>`");
        let frame = "`today`, `week`, `month`, `all`, two days `2026-11-01..2026-11-22`, or two \
                     instants";
        let fixed = [focus, query("time", frame)];
        fixed
            .into_iter()
            .chain(FILTERS.iter().flat_map(of))
            .collect()
    }
}

fn of(filter: &FilterSpec) -> Vec<Parameter> {
    let name = filter.name;
    let how = if filter.free_text {
        "a word or phrase; may be repeated"
    } else {
        "values, separated by commas"
    };
    let mut found = vec![query(name, how)];
    if filter.may_exclude {
        found.push(query(&format!("-{name}"), "the same, excluded"));
    }
    found
}

fn query(name: &str, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
        .build()
}
