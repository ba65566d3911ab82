//! A widget on the page, and `/o/{slug}/analytics/widgets/{name}`: its full view (ANA-082).

use super::{
    bar::{Bar, facets},
    open,
};
use crate::{
    error::WebError,
    shell::Shell,
    visit::Visit,
    widgets::{self, Context, Table, Widget},
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    response::{Html, IntoResponse, Response},
};
use hearken_app::{
    Code,
    analytics::{self, FULL_ROWS, Figures, Part, Summary},
};

/// A widget as its template needs it.
#[derive(Clone, Debug)]
pub(super) struct Tile {
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) kind: &'static str,
    pub(super) span: u8,
    pub(super) rows: u8,
    /// The chart's data, as JSON for a script element; none when there is nothing to draw.
    pub(super) json: Option<String>,
    pub(super) table: Table,
    /// A second table beside the chart: the countries of the map.
    pub(super) side: Option<Table>,
    /// Rows can be ticked and put into a filter; only in a full view.
    pub(super) picking: Option<Picking>,
    pub(super) full_view: Option<String>,
    /// Address and title of a widget that is reached from this one.
    pub(super) beyond: Option<(String, String)>,
    pub(super) csv: String,
    pub(super) json_href: String,
    pub(super) empty: String,
    pub(super) summary: String,
}

/// Rows that are put into a filter, or taken out of it.
#[derive(Clone, Debug)]
pub(super) struct Picking {
    pub(super) filter: &'static str,
    /// The dataset as it is.
    kept: Vec<(String, String)>,
    action: String,
}

impl Tile {
    /// The widget with its figures.
    pub(super) fn of(
        visit: &Visit,
        context: &Context<'_>,
        widget: &'static Widget,
        figures: &Figures,
    ) -> Self {
        let texts = context.texts;
        let text = |part: &str| texts.get(&format!("widget-{}{part}", widget.name));
        let data = (widget.build)(figures, context);
        let query = context.view.link().query();
        let slug = &visit.organization.slug;
        let api = format!(
            "/api/v1/organizations/{slug}/analytics/widgets/{}",
            widget.name
        );
        let full = |name: &str| visit.path(&format!("/analytics/widgets/{name}?{query}"));
        let beyond = widgets::beyond(widget).map(|beyond| {
            let title = texts.get(&format!("widget-{}", beyond.name));
            (full(beyond.name), title)
        });
        let side = widgets::side_table(widget, figures, context);
        Self {
            name: widget.name,
            title: text(""),
            about: text(".about"),
            kind: widget.kind,
            span: widget.span,
            rows: widget.rows,
            table: data
                .as_ref()
                .map(|data| Table::of(data, text(".name"), texts))
                .unwrap_or_default(),
            side,
            picking: None,
            summary: data
                .as_ref()
                .map(|data| data.summary.clone())
                .unwrap_or_default(),
            json: data.map(|data| data.json()),
            full_view: widget.has_full_view.then(|| full(widget.name)),
            beyond,
            csv: format!("{api}.csv?{query}"),
            json_href: format!("{api}?{query}"),
            empty: text(".empty"),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/analytics/widget.html")]
struct WidgetPage {
    shell: Shell,
    bar: Bar,
    tile: Tile,
    back: String,
}

/// `GET /o/{slug}/analytics/widgets/{name}`
pub(super) async fn show(
    visit: Visit,
    Path((_, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let widget = widgets::find(&name).ok_or_else(|| WebError::new(Code::NotFound))?;
    let view = open(&visit, query.as_deref()).await?;
    let figures = analytics::part(visit.app(), &view, widget.part, FULL_ROWS).await?;
    let summary = match analytics::part(visit.app(), &view, Part::Summary, 0).await? {
        Figures::Summary(summary) => summary,
        _ => Summary::default(),
    };
    let base = visit.path(&format!("/analytics/widgets/{name}"));
    let facets = facets(&visit, &view).await?;
    let bar = Bar::of(&visit, &view, &summary, facets, base);
    let context = Context {
        view: &view,
        texts: visit.texts(),
        base: visit.path("/analytics"),
    };
    let mut tile = Tile::of(&visit, &context, widget, &figures);
    tile.picking = widget.picks.map(|filter| Picking {
        filter,
        kept: view.link().pairs().to_vec(),
        action: visit.path(&format!("/analytics/widgets/{name}")),
    });
    let back = context.href(view.link());
    let shell = Shell::of_visit(&visit, "analytics", tile.title.clone()).await;
    Ok(Html(
        WidgetPage {
            shell,
            bar,
            tile,
            back,
        }
        .render()?,
    )
    .into_response())
}
