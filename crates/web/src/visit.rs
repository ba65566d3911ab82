//! Who visits a page: extractors from nothing known ([`Guest`]) over somebody signed in
//! ([`Person`]) to somebody inside an organization ([`Visit`]).

use crate::{cookies, error::WebError, i18n::Texts, look::Look, state::WebState};
use axum::{
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts, RawPathParams},
    http::{header, request::Parts},
};
use hearken_app::{
    App, Caller, Code, Secret, organizations, organizations::OrganizationView, session,
};
use hearken_model::{PublicId, Timestamp, Zone};
use std::{convert::Infallible, sync::Arc};

/// Anybody: only texts and looks are known.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Texts in the browser's language.
    pub texts: Texts,
    /// How the browser likes its pages.
    pub look: Look,
    /// Path and query of the request, for links back.
    pub here: String,
    /// Whether htmx asks for a part of a page.
    pub wants_part: bool,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Person {
    /// What is known of anybody; texts are in the person's own language.
    pub guest: Guest,
    /// Who calls the use-cases.
    pub caller: Caller,
    /// The use-cases.
    pub app: Arc<App>,
    /// The session's token, to look again later whether it still holds.
    pub token: Secret,
    /// Whether this is the demo world.
    pub demo: bool,
}

/// The thing that `{id}` of the path names; what cannot be an id names nothing. Optional where a route
/// without one has the same handler, such as that of a new thing.
#[derive(Clone, Copy, Debug)]
pub struct Named(pub PublicId);

/// Somebody inside an organization; the slug stands in the path.
#[derive(Clone)]
pub struct Visit {
    /// Who.
    pub person: Person,
    /// Who calls the use-cases, inside the organization.
    pub caller: Caller,
    /// The organization.
    pub organization: OrganizationView,
}

impl Guest {
    fn of(parts: &Parts) -> Self {
        let header = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
        Self {
            texts: Texts::choose(None, header(header::ACCEPT_LANGUAGE.as_str())),
            look: Look::of(&parts.headers),
            here: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            wants_part: header("hx-request") == Some("true") && header("hx-boosted").is_none(),
        }
    }

    /// Speaks this language where there is one; else as before.
    fn choose(&mut self, locale: Option<&str>) {
        if locale.is_some() {
            let texts = Texts::choose(locale, Some(self.texts.locale()));
            self.texts = texts.in_style(self.texts.style());
        }
    }

    /// Writes as this caller has it.
    fn write_as(&mut self, caller: &Caller) {
        self.texts = self.texts.in_style(caller.style());
    }
}

impl<S: Sync> FromRequestParts<S> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Person
where
    WebState: FromRef<S>,
{
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let WebState { app, settings, .. } = WebState::from_ref(state);
        let demo = !settings.demo.is_empty();
        let mut guest = Guest::of(parts);
        let token = cookies::get(&parts.headers, cookies::SESSION).unwrap_or_default();
        if token.is_empty() {
            return Err(WebError::new(Code::NotSignedIn));
        }
        let token = Secret::new(token);
        let mut caller = session::resume(&app, token.expose()).await?;
        if let Some(zone) = guest.look.zone.clone() {
            caller = caller.in_zone(zone);
        }
        let own = caller.person().and_then(|person| person.locale.as_deref());
        // While one acts for a customer, what was chosen for it comes first, then what the customer
        // has for everybody (DEL-59).
        let there = caller.acting();
        let there =
            there.and_then(|acting| acting.own_locale.as_deref().or(acting.locale.as_deref()));
        guest.choose(there.or(own));
        guest.write_as(&caller);
        Ok(Self {
            guest,
            caller,
            app,
            token,
            demo,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit
where
    WebState: FromRef<S>,
{
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let mut person = Person::from_request_parts(parts, state).await?;
        let slug = path_part(parts, "slug").await;
        let slug = slug.ok_or_else(|| WebError::new(Code::NotFound))?;
        let caller = organizations::enter(&person.app, &person.caller, &slug).await?;
        let organization = caller.organization().cloned();
        let organization = organization.ok_or_else(|| WebError::new(Code::NotFound))?;
        let chose = person
            .caller
            .person()
            .is_some_and(|person| person.locale.is_some());
        if !chose && person.caller.acting().is_none() {
            person.guest.choose(organization.locale.as_deref());
        }
        person.guest.write_as(&caller);
        Ok(Self {
            person,
            caller,
            organization,
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Named {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, WebError> {
        let id = path_part(parts, "id").await.map(|text| text.parse());
        let id = id.transpose().map_err(|_| WebError::new(Code::NotFound))?;
        Ok(id.map(Self))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let named = Option::<Self>::from_request_parts(parts, state).await?;
        named.ok_or_else(|| WebError::new(Code::NotFound))
    }
}

async fn path_part(parts: &mut Parts, part: &str) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    let found = params.iter().find(|(name, _)| *name == part);
    found.map(|(_, value)| value.to_owned())
}

impl Visit {
    /// The use-cases.
    pub fn app(&self) -> &App {
        &self.person.app
    }

    /// Texts in the person's language.
    pub fn texts(&self) -> Texts {
        self.person.guest.texts
    }

    /// The zone in which days are cut.
    pub fn zone(&self) -> Zone {
        self.caller.zone()
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.person.app.now()
    }

    /// The address of a page of the organization: `path("/analytics")`.
    pub fn path(&self, rest: &str) -> String {
        format!("/o/{}{rest}", self.organization.slug)
    }
}
