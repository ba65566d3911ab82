//! What all resources have in common on the wire: ids, instants, words of closed lists, bodies and
//! queries that are refused as problem documents.

use crate::problem::Problem;
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::request::Parts,
};
use hearken_app::{AppError, Code, blocked::BlockedKind, imports, topics::TopicSort};
use hearken_authz::MembershipState;
use hearken_model::{
    ConfigurationRole, DelegationLevel, Diagnostic, InteractionRole, LicenceType, OrganizationRole,
    Plan, PostKind, PublicId, Sentiment, SubscriptionSource, SubscriptionState, Timestamp,
    TokenPurpose,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use utoipa::{
    ToSchema,
    openapi::schema::{ObjectBuilder, Schema, SchemaType, Type},
};

/// The id of a thing: 32 hexadecimal digits, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
pub(crate) struct Id(pub(crate) PublicId);

impl From<PublicId> for Id {
    fn from(id: PublicId) -> Self {
        Self(id)
    }
}

/// An instant, RFC 3339 in UTC.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = DateTime)]
pub(crate) struct Instant(String);

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self(at.to_rfc3339())
    }
}

/// A thing that is named beside its id.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    /// Its id.
    id: Id,
    /// Its name.
    name: String,
}

impl From<(PublicId, String)> for Named {
    fn from((id, name): (PublicId, String)) -> Self {
        let id = id.into();
        Self { id, name }
    }
}

/// An id of a path; what is none names nothing.
pub(crate) fn parse(id: &str) -> Result<PublicId, Problem> {
    id.parse().map_err(|_| Problem::new(Code::NotFound))
}

/// A JSON body. One that is none, or not of this form, is `invalid` like every other bad input.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|error: BytesRejection| unreadable(&error.body_text()))?;
        let Json(body) =
            Json::from_bytes(&bytes).map_err(|error| unreadable(&error.body_text()))?;
        Ok(Self(body))
    }
}

/// A query string of named fields.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let read = serde_urlencoded::from_str(query);
        Ok(Self(read.map_err(|error| unreadable(&error.to_string()))?))
    }
}

fn unreadable(why: &str) -> Problem {
    let problem = Diagnostic::new("unreadable", "").entry(why);
    AppError::invalid(vec![problem]).into()
}

/// A text that is one of these.
pub(crate) fn words(all: impl IntoIterator<Item = &'static str>) -> Schema {
    let object = ObjectBuilder::new().schema_type(Type::String);
    Schema::Object(object.enum_values(Some(all)).build())
}

/// Configuration roles.
pub(crate) fn configuration_role() -> Schema {
    words(ConfigurationRole::ALL.iter().map(|role| role.as_str()))
}

/// Interaction roles.
pub(crate) fn interaction_role() -> Schema {
    words(InteractionRole::ALL.iter().map(|role| role.as_str()))
}

/// Roles towards the organization itself.
pub(crate) fn organization_role() -> Schema {
    words(OrganizationRole::ALL.iter().map(|role| role.as_str()))
}

/// Kinds of places.
pub(crate) fn licence_type() -> Schema {
    words(LicenceType::ALL.iter().map(|kind| kind.as_str()))
}

/// Levels of delegated administration.
pub(crate) fn delegation_level() -> Schema {
    words(DelegationLevel::ALL.iter().map(|level| level.as_str()))
}

/// The same as [`licence_type`], or null for none.
pub(crate) fn licence_or_null() -> Schema {
    let words = LicenceType::ALL.iter().map(|kind| json!(kind.as_str()));
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(words.chain([serde_json::Value::Null])))
        .build()
        .into()
}

/// What can be subscribed to.
pub(crate) fn plan() -> Schema {
    words(Plan::ALL.iter().map(|plan| plan.as_str()))
}

/// Where subscriptions come from.
pub(crate) fn subscription_source() -> Schema {
    words(SubscriptionSource::ALL.iter().map(|source| source.as_str()))
}

/// What becomes of subscriptions.
pub(crate) fn subscription_state() -> Schema {
    words(SubscriptionState::ALL.iter().map(|state| state.as_str()))
}

/// What tokens open.
pub(crate) fn token_purpose() -> Schema {
    words(TokenPurpose::ALL.iter().map(|purpose| purpose.as_str()))
}

/// States of a membership.
pub(crate) fn member_state() -> Schema {
    words(MembershipState::ALL.map(MembershipState::as_str))
}

/// Tones.
pub(crate) fn sentiment() -> Schema {
    words(Sentiment::ALL.map(Sentiment::as_str))
}

/// Kinds of posts.
pub(crate) fn post_kind() -> Schema {
    words(PostKind::ALL.map(PostKind::as_str))
}

/// The lists of blocked content.
pub(crate) fn blocked_kind() -> Schema {
    words(BlockedKind::ALL.map(BlockedKind::as_str))
}

/// Orders of the list of topics.
pub(crate) fn topic_sort() -> Schema {
    words(TopicSort::ALL.map(TopicSort::as_str))
}

/// Formats of files.
pub(crate) fn import_format() -> Schema {
    words(imports::FORMATS)
}

/// States of an import.
pub(crate) fn import_state() -> Schema {
    words(imports::ImportState::ALL.map(imports::ImportState::as_str))
}
