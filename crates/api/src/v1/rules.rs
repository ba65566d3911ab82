//! Rules on the wire, and `/organizations/{slug}/topics/preview`: what they would find.

use super::posts::Post;
use crate::{
    caller::Inside,
    problem::Problem,
    wire::{self, Body, Id},
};
use axum::Json;
use hearken_app::{
    App, AppError,
    quota::{Fit, QuotaCheck},
    topics::{self, PreviewPost, PreviewTopic, RuleInput, RuleView, SourcePreview, Translate},
};
use hearken_model::{KeywordsRule, Language, Proximity, Source};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(preview_topic))
        .routes(routes!(translate_query))
}

/// A rule; `type` tells which.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Rule {
    /// Posts by words.
    Keywords(KeywordLists),
    /// Every item of groups of feeds.
    CustomSources(CustomSources),
}

/// Three lists and where they hold.
#[derive(Deserialize, Serialize, ToSchema)]
pub(super) struct KeywordLists {
    /// The stored rule that this one replaces; null or absent: a new one.
    #[serde(default)]
    id: Option<Id>,
    /// Any of these ...
    #[serde(default)]
    keywords: Vec<String>,
    /// ... and, if there are any, any of these within the same unit ...
    #[serde(default)]
    inclusions: Vec<String>,
    /// ... where the unit is `sentence`, `paragraph` or `post` ...
    #[serde(default)]
    #[schema(schema_with = proximity, required = false)]
    proximity: Proximity,
    /// ... and none of these anywhere in the post.
    #[serde(default)]
    exclusions: Vec<String>,
    /// Languages of the post; none means every one.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    languages: Vec<Language>,
    /// Sources of the post; none, and no groups either, means every one.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    sources: Vec<Source>,
    /// Ids of groups of feeds whose items are taken too.
    #[serde(default)]
    groups: Vec<Id>,
    /// Whether `cafe` matches `café`.
    #[serde(default)]
    ignore_accents: bool,
}

/// Groups of feeds.
#[derive(Deserialize, Serialize, ToSchema)]
pub(super) struct CustomSources {
    /// The stored rule that this one replaces; null or absent: a new one.
    #[serde(default)]
    id: Option<Id>,
    /// Ids of groups, at least one.
    groups: Vec<Id>,
}

fn proximity() -> utoipa::openapi::schema::Schema {
    wire::words(["sentence", "paragraph", "post"])
}

impl KeywordLists {
    fn of(id: Option<Id>, rule: KeywordsRule) -> Self {
        Self {
            id,
            keywords: rule.keywords,
            inclusions: rule.inclusions,
            proximity: rule.proximity,
            exclusions: rule.exclusions,
            languages: rule.languages,
            sources: rule.sources,
            groups: rule.groups.into_iter().map(Id).collect(),
            ignore_accents: rule.ignore_accents,
        }
    }

    /// The rule, whichever stored one it replaces.
    pub(super) fn into_rule(self) -> KeywordsRule {
        KeywordsRule {
            keywords: self.keywords,
            inclusions: self.inclusions,
            proximity: self.proximity,
            exclusions: self.exclusions,
            languages: self.languages,
            sources: self.sources,
            groups: self.groups.into_iter().map(|Id(id)| id).collect(),
            ignore_accents: self.ignore_accents,
        }
    }
}

impl From<Rule> for RuleInput {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Keywords(lists) => Self::Keywords {
                id: lists.id.as_ref().map(|Id(id)| *id),
                rule: lists.into_rule(),
            },
            Rule::CustomSources(sources) => Self::CustomSources {
                id: sources.id.map(|Id(id)| id),
                groups: sources.groups.into_iter().map(|Id(id)| id).collect(),
            },
        }
    }
}

impl From<RuleView> for Rule {
    fn from(view: RuleView) -> Self {
        match view {
            RuleView::Keywords { id, rule, .. } => {
                Self::Keywords(KeywordLists::of(Some(Id(id)), rule))
            }
            RuleView::CustomSources { id, groups } => Self::CustomSources(CustomSources {
                id: Some(Id(id)),
                groups: groups.into_iter().map(|(id, _)| Id(id)).collect(),
            }),
        }
    }
}

/// A rule of another product.
#[derive(Deserialize, ToSchema)]
struct ForeignQuery {
    /// As it was written there, up to a megabyte.
    query: String,
    /// `boolean` (Brandwatch, Talkwalker, Meltwater) or `x` (filtered stream).
    #[schema(schema_with = query_syntax)]
    syntax: QuerySyntax,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum QuerySyntax {
    Boolean,
    X,
}

fn query_syntax() -> utoipa::openapi::schema::Schema {
    wire::words(["boolean", "x"])
}

/// What became of a rule of another product.
#[derive(Serialize, ToSchema)]
struct TranslatedQuery {
    /// Rules that together find what it finds, but for what the notes name.
    rules: Vec<Rule>,
    notes: Vec<QueryNote>,
}

/// A part that could not be said in three lists.
#[derive(Serialize, ToSchema)]
struct QueryNote {
    /// `import_syntax`, `import_operator`, `import_wildcard`, `import_near`, `import_group`,
    /// `import_not`, `import_only_not` or `import_too_large`.
    code: String,
    /// The part of the query.
    entry: Option<String>,
}

/// Reads a rule of another product into rules of three lists; changes nothing.
#[utoipa::path(post, path = "/organizations/{slug}/topics/translate", request_body = ForeignQuery,
    responses((status = 200, description = "the rules", body = TranslatedQuery)))]
async fn translate_query(
    inside: Inside,
    Body(query): Body<ForeignQuery>,
) -> Result<Json<TranslatedQuery>, Problem> {
    let input = Translate {
        text: query.query,
        is_x: matches!(query.syntax, QuerySyntax::X),
    };
    let read = topics::translate(&inside.app, &inside.caller, &input)?;
    let rule = |rule| Rule::Keywords(KeywordLists::of(None, rule));
    Ok(Json(TranslatedQuery {
        rules: read.rules.into_iter().map(rule).collect(),
        notes: read
            .problems
            .into_iter()
            .map(|problem| QueryNote {
                code: problem.code.to_string(),
                entry: problem.entry,
            })
            .collect(),
    }))
}

/// Rules to be tried.
#[derive(Deserialize, ToSchema)]
struct NewPreview {
    /// At least one.
    rules: Vec<Rule>,
    /// Whether the networks are asked too; their operators see the query.
    #[serde(default)]
    ask_sources: bool,
    /// Posts shown of each, at most 50; 0 is 10.
    #[serde(default)]
    limit: usize,
}

/// What rules would find.
#[derive(Serialize, ToSchema)]
struct TopicPreview {
    /// Newest stored posts that match.
    stored: Vec<Found>,
    /// Stored posts of the past 30 days that match.
    stored_30_days: u64,
    /// Whether `stored_30_days` is an estimate.
    sampled: bool,
    /// How the rules stand to the monthly quota; null where there is none.
    quota: Option<Quota>,
    /// What the networks answered.
    sources: Vec<SourceFound>,
}

/// What rules would bring in a month, beside the quota.
#[derive(Serialize, ToSchema)]
struct Quota {
    /// Posts that the organization may take in each calendar month.
    posts_per_month: u64,
    /// Posts that the rules would bring in a month.
    estimate: u64,
    /// `within`, `above` (a warning) or `far_above` (not saved).
    fit: &'static str,
}

fn of_quota(check: QuotaCheck) -> Quota {
    Quota {
        posts_per_month: check.quota,
        estimate: check.estimate,
        fit: match check.fit() {
            Fit::Within => "within",
            Fit::Above => "above",
            Fit::FarAbove => "far_above",
        },
    }
}

/// A post that would be found.
#[derive(Serialize, ToSchema)]
struct Found {
    post: Post,
    /// Numbers of the rules that match it, from 0.
    rules: Vec<usize>,
}

/// What one network answered.
#[derive(Serialize, ToSchema)]
struct SourceFound {
    source: String,
    posts: Vec<Found>,
    /// How many posts it gave to look at.
    looked_at: u64,
    /// Whether it could not be asked.
    failed: bool,
}

fn found(post: PreviewPost) -> Found {
    Found {
        post: Post::of(&post.card),
        rules: post.rules,
    }
}

fn of_source(preview: SourcePreview) -> SourceFound {
    SourceFound {
        source: preview.source.to_string(),
        posts: preview.posts.into_iter().map(found).collect(),
        looked_at: preview.looked_at,
        failed: preview.failed,
    }
}

/// What rules would find, before they are saved; changes nothing.
#[utoipa::path(post, path = "/organizations/{slug}/topics/preview", request_body = NewPreview,
    responses((status = 200, description = "the posts", body = TopicPreview)))]
async fn preview_topic(
    inside: Inside,
    Body(new): Body<NewPreview>,
) -> Result<Json<TopicPreview>, Problem> {
    let input = PreviewTopic {
        rules: new.rules.into_iter().map(RuleInput::from).collect(),
        ask_sources: new.ask_sources,
        limit: new.limit,
    };
    let preview = topics::preview(&inside.app, &inside.caller, input).await?;
    if !preview.problems.is_empty() {
        return Err(AppError::invalid(preview.problems).into());
    }
    Ok(Json(TopicPreview {
        stored: preview.stored.into_iter().map(found).collect(),
        stored_30_days: preview.stored_30_days,
        sampled: preview.sampled,
        quota: preview.quota.map(of_quota),
        sources: preview.sources.into_iter().map(of_source).collect(),
    }))
}
