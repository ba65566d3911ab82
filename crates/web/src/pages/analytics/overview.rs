//! `/o/{slug}/analytics`: the Overview (ANA-001, section 7.1).

use super::{
    bar::{Bar, facets},
    card::{Card, card},
    open,
    widget::Tile,
};
use crate::{
    error::WebError, pages::search_setup::start::Start, shell::Shell, visit::Visit, widgets,
};
use askama::Template;
use axum::{
    extract::RawQuery,
    response::{Html, IntoResponse, Redirect, Response},
};
use hearken_app::{
    analytics::{self, Figures, Overview, Part},
    posts,
};
use hearken_authz::Permission;

#[derive(Template)]
#[template(path = "pages/analytics/overview.html")]
struct OverviewPage {
    shell: Shell,
    bar: Bar,
    tiles: Vec<Tile>,
    state: Emptiness,
    cards: Vec<Card>,
    posts_href: String,
    more_href: Option<String>,
    start: Option<Start>,
    events: String,
}

/// Why there is nothing to see, if so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Emptiness {
    /// There are posts.
    Full,
    /// The organization has no topic yet (SEA-007).
    NoTopics,
    /// Topics, but nothing was found yet.
    NoPosts,
    /// Posts, but none in this dataset (ANA-005).
    NoneHere,
}

/// Posts shown in the pane at first.
const PANE: usize = 20;

/// `GET /o/{slug}`: the first page that the person may see; with limited administration that is none of
/// the solution's (DEL-07).
pub(super) async fn home(visit: Visit) -> Redirect {
    let sees = visit.caller.may(Permission::ViewAnalysis);
    Redirect::to(&visit.path(if sees { "/analytics" } else { "/settings" }))
}

/// `GET /o/{slug}/analytics`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Response, WebError> {
    let view = open(&visit, query.as_deref()).await?;
    // Three questions that need not wait for each other.
    let (overview, page, facets) = tokio::join!(
        analytics::overview(visit.app(), &view),
        posts::page(visit.app(), &view, None, PANE),
        facets(&visit, &view),
    );
    let (overview, page, facets) = (overview?, page?, facets?);
    let texts = visit.texts();
    let context = widgets::Context {
        view: &view,
        texts,
        base: visit.path("/analytics"),
    };
    let tiles = tiles(&visit, &context, &overview);
    let base = visit.path("/analytics");
    let bar = Bar::of(&visit, &view, &overview.summary, facets, base);
    let mut shell = Shell::of_visit(&visit, "analytics", texts.get("overview")).await;
    shell.has_pane = true;
    let query = view.link().query();
    let posts_href = visit.path(&format!("/posts?{query}"));
    let state = match (
        overview.summary.posts,
        view.names.topics.is_empty(),
        view.oldest,
    ) {
        (1.., _, _) => Emptiness::Full,
        (0, true, _) => Emptiness::NoTopics,
        (0, false, None) => Emptiness::NoPosts,
        (0, false, Some(_)) => Emptiness::NoneHere,
    };
    let more_href = page.next.map(|after| {
        let after = serde_urlencoded::to_string([("after", after)]).unwrap_or_default();
        format!("{posts_href}&{after}")
    });
    let html = OverviewPage {
        shell,
        bar,
        tiles,
        state,
        cards: page.posts.iter().map(|post| card(&visit, post)).collect(),
        posts_href,
        more_href,
        start: Start::offered(&visit),
        events: visit.path("/events"),
    };
    Ok(Html(html.render()?).into_response())
}

fn tiles(visit: &Visit, context: &widgets::Context<'_>, overview: &Overview) -> Vec<Tile> {
    widgets::WIDGETS
        .iter()
        .filter_map(|widget| {
            let figures = figures_of(overview, widget.part)?;
            Some(Tile::of(visit, context, widget, &figures))
        })
        .collect()
}

/// The figures of a part of the page; none for a dynamic part whose condition does not hold.
fn figures_of(overview: &Overview, part: Part) -> Option<Figures> {
    let o = overview;
    Some(match part {
        Part::Summary => Figures::Summary(o.summary.clone()),
        Part::Volume => Figures::Volume(o.volume.clone()),
        Part::Sentiment => Figures::Sentiment(Some(o.sentiment?)),
        Part::SentimentByGroup => Figures::SentimentByGroup(Some(o.sentiment_by_group.clone()?)),
        Part::Phrases => Figures::Phrases(o.phrases.clone()),
        Part::SearchTopics => Figures::SearchTopics(Some(o.search_topics.clone()?)),
        Part::Sources => Figures::Sources(o.sources.clone()),
        Part::Authors => Figures::Authors(o.authors.clone()),
        Part::Languages => Figures::Languages(o.languages.clone()),
        Part::TrendingPhrases => return None,
        Part::Location => Figures::Location(Some(o.location.clone()?)),
    })
}
