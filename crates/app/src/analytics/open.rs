//! From the pairs of a URL to a view.

use super::{Names, View, ask};
use crate::{App, AppError, Caller, Code, Result};
use hearken_archive::{Ask, Data};
use hearken_authz::{OrgScope, Permission};
use hearken_model::{
    AuthorId, Dataset, Focus, LocationGroup, PublicId, TimeFrame, Timestamp, TopicId,
    dataset::{Catalogue, url},
    time::Span,
};

/// Opens the dataset that the pairs name (decoded, in any order; keys that belong to others are left
/// alone). Problems of the pairs stand in the view and do not stop it, but a focus that is not there
/// (any more) is `not_found`. Without `time`, the person's default frame holds, else the organization's
/// (GLO-04); of a token always the organization's, so that no program counts otherwise because a
/// person likes their pages so.
pub async fn open(app: &App, caller: &Caller, pairs: &[(String, String)]) -> Result<View> {
    let now = app.now();
    let scope = caller.scope(Permission::ViewAnalysis, now)?;
    let organization = caller
        .organization
        .clone()
        .ok_or_else(|| AppError::new(Code::NotFound))?;
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let named = url::authors_named(pairs.iter().copied());
    let groups = app.store.list_location_groups(&scope).await?;
    let (names, since) = names(app, &scope, &named, &groups).await?;
    let catalogue = catalogue(&names, &named, groups);
    let (mut dataset, problems) = url::parse(pairs.iter().copied(), &catalogue);
    if problems
        .iter()
        .any(|problem| problem.code == "unknown_focus")
    {
        return Err(AppError::new(Code::NotFound));
    }
    if !pairs.iter().any(|(key, _)| *key == "time") {
        let own = caller.preferences().time_frame;
        let own = own.filter(|_| caller.only.is_none());
        dataset.frame = own.unwrap_or(organization.time_frame).into();
    }
    let status = app.archive.status(&scope)?;
    let zone = caller.zone();
    let bound = dataset.bind(now, &zone, status.oldest, &catalogue);
    let mut view = View {
        bound,
        dataset,
        problems,
        names,
        now,
        zone,
        oldest: status.oldest,
        complete: status.complete,
        organization,
        catalogue,
        scope,
        has_history: false,
    };
    view.has_history = has_history(app, &view, &since).await?;
    Ok(view)
}

/// Whether the focus was acquired since before the earliest past frame: a topic of it is that old, or
/// posts of before were imported or found when it was made.
async fn has_history(app: &App, view: &View, since: &[(TopicId, Timestamp)]) -> Result<bool> {
    let Some(earliest) = view.bound.past.iter().map(|span| span.from).min() else {
        return Ok(false);
    };
    if view.oldest.is_none_or(|oldest| oldest > earliest) {
        return Ok(false);
    }
    let in_focus = |(topic, _): &&(TopicId, Timestamp)| view.bound.topics.contains(topic);
    let made = since.iter().filter(in_focus).map(|(_, at)| *at).min();
    if view.dataset.focus == Focus::All || made.is_some_and(|made| made <= earliest) {
        return Ok(true);
    }
    let mut before = view.clone();
    before.bound.filters = hearken_model::Filters::default();
    before.bound.past = Vec::new();
    before.bound.span = Span {
        from: Span::EVER.from,
        to: earliest.plus(1),
    };
    let answers = ask(app, &before, vec![Ask::Count]).await?;
    Ok(answers
        .iter()
        .any(|answer| matches!(&answer.data, Data::Count(count) if count.now > 0)))
}

/// Opens all topics of all time for a caller, as reports and lists need it.
pub(crate) async fn open_dataset(
    app: &App,
    caller: &Caller,
    focus: Focus,
    frame: TimeFrame,
) -> Result<View> {
    let view = open(app, caller, &[]).await?;
    Ok(reopen(
        &view,
        Dataset {
            focus,
            frame,
            filters: hearken_model::Filters::default(),
        },
    ))
}

/// Names, and when each topic was made.
async fn names(
    app: &App,
    scope: &OrgScope,
    authors: &[PublicId],
    location_groups: &[LocationGroup],
) -> Result<(Names, Vec<(TopicId, Timestamp)>)> {
    let topics = app.store.list_topics(scope).await?;
    let categories = app.store.list_categories(scope).await?;
    let authors = if authors.is_empty() {
        Vec::new()
    } else {
        app.store.find_authors(scope, authors).await?
    };
    let is_used = |id| topics.iter().any(|topic| topic.category == id);
    let since = topics.iter().map(|t| (t.id, t.created_at)).collect();
    let names = Names {
        categories: categories
            .into_iter()
            .filter(|category| is_used(category.id))
            .map(|category| (category.id, category.public_id, category.name))
            .collect(),
        authors: authors
            .into_iter()
            .map(|a| (a.id, a.public_id, crate::posts::author_name(&a.author)))
            .collect(),
        topics: topics
            .into_iter()
            .map(|t| (t.id, t.public_id, t.name, t.category))
            .collect(),
        location_groups: location_groups
            .iter()
            .map(|group| (group.id, group.name.clone()))
            .collect(),
    };
    Ok((names, since))
}

/// Authors that are gone keep a place under an id that nobody has, so that their filter shows
/// nothing instead of everything.
fn catalogue(names: &Names, named: &[PublicId], groups: Vec<LocationGroup>) -> Catalogue {
    let known = names.authors.iter().map(|a| (a.0, a.1));
    let gone = named
        .iter()
        .filter(|id| !names.authors.iter().any(|a| a.1 == **id));
    Catalogue {
        categories: names.categories.iter().map(|c| (c.0, c.1)).collect(),
        topics: names.topics.iter().map(|t| (t.0, t.1, t.3)).collect(),
        authors: known.chain(gone.map(|id| (AuthorId(-1), *id))).collect(),
        location_groups: groups,
    }
}

/// Opens another dataset of the same things at the same instant, without asking the store again.
pub fn reopen(view: &View, dataset: Dataset) -> View {
    let bound = dataset.bind(view.now, &view.zone, view.oldest, &view.catalogue);
    View {
        dataset,
        bound,
        problems: Vec::new(),
        ..view.clone()
    }
}
