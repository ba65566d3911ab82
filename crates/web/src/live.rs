//! `/o/{slug}/events`: hints for live pages, as server-sent events.

use crate::{error::WebError, visit::Visit};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, stream};
use hearken_app::{organizations, ports::Hint, session};
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// Whether somebody may still listen is asked again at least this often.
const RECHECK: Duration = Duration::from_secs(1);

struct Listener {
    visit: Visit,
    hints: Receiver<Hint>,
}

/// `GET /o/{slug}/events`
pub(crate) async fn events(
    visit: Visit,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, WebError> {
    let hints = hearken_app::analytics::subscribe(visit.app(), &visit.caller)?;
    let listener = Listener { visit, hints };
    let stream = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

impl Listener {
    /// The next event; none when the person may not listen any more.
    async fn next(&mut self) -> Option<Event> {
        loop {
            match tokio::time::timeout(RECHECK, self.hints.recv()).await {
                Err(_) => self.still_allowed().await?,
                Ok(Err(RecvError::Closed)) => return None,
                Ok(Err(RecvError::Lagged(_))) => return Some(event_of(&Hint::Missed)),
                Ok(Ok(hint)) => {
                    self.still_allowed().await?;
                    return Some(event_of(&hint));
                }
            }
        }
    }

    async fn still_allowed(&self) -> Option<()> {
        let slug = self.visit.organization.slug.as_str();
        let token = &self.visit.person.token;
        let caller = session::look(self.visit.app(), token.expose()).await.ok()?;
        let inside = organizations::enter(self.visit.app(), &caller, slug).await;
        inside.ok().map(drop)
    }
}

fn event_of(hint: &Hint) -> Event {
    match hint {
        Hint::Posts { added } => Event::default()
            .event("posts")
            .data(format!("{{\"count\":{added}}}")),
        Hint::Configuration => Event::default().event("configuration").data("{}"),
        Hint::Import { import } => Event::default()
            .event("import")
            .data(format!("{{\"id\":\"{import}\"}}")),
        Hint::Missed => Event::default().event("posts").data("{\"count\":0}"),
    }
}
