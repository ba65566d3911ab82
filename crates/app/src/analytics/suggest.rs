//! Values that a filter offers, with live counts.

use super::{View, asks::PHRASE_POSTS, open::reopen, overview::ask, phrases};
use crate::{App, Result, posts};
use hearken_archive::{Ask, Data, Dimension, Key, Term, Terms, TermsAsk};
use hearken_model::{
    Continent, LocationGroupKey,
    dataset::{FilterKey, FilterValue, url},
};
use std::collections::BTreeMap;

/// A value that can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The value as in URLs.
    pub value: String,
    /// The name of what it stands for, where it has one (authors, topics); else its text is the
    /// catalogues' business.
    pub name: Option<String>,
    /// Posts of the dataset with it, this filter itself left aside.
    pub posts: u64,
    /// Whether the filter includes it now.
    pub included: bool,
    /// Whether the filter excludes it now.
    pub excluded: bool,
}

/// Most values that are offered.
const MOST: usize = 100;
/// More than there are.
const COUNTRIES: usize = 300;

/// Values of a filter that occur in the dataset, most posts first (location groups before countries), at most 100, those that are
/// chosen always among them. `typed` keeps values whose text or name contains it, whatever the case.
/// For the keywords filter: phrases of the dataset, of at least three posts (ANA-176).
pub async fn suggest(
    app: &App,
    view: &View,
    key: FilterKey,
    typed: &str,
) -> Result<Vec<Suggestion>> {
    let found = suggest_all(app, view, &[key]).await?;
    let typed = typed.trim().to_lowercase();
    let is_meant = |s: &Suggestion| {
        let name = s.name.as_deref().unwrap_or_default().to_lowercase();
        s.included || s.excluded || s.value.to_lowercase().contains(&typed) || name.contains(&typed)
    };
    Ok(found
        .into_iter()
        .flatten()
        .filter(is_meant)
        .take(MOST)
        .collect())
}

/// The same for several filters, one list each, in few questions to the archive: filters that are
/// not active share one.
pub async fn suggest_all(
    app: &App,
    view: &View,
    keys: &[FilterKey],
) -> Result<Vec<Vec<Suggestion>>> {
    let is_active = |key: &FilterKey| view.dataset.filters.get(*key).is_some();
    let idle: Vec<FilterKey> = keys.iter().copied().filter(|key| !is_active(key)).collect();
    let mut lists: BTreeMap<FilterKey, Vec<Suggestion>> = BTreeMap::new();
    let answers = ask(app, view, idle.iter().map(|key| ask_for(*key)).collect()).await?;
    for (key, answer) in idle.iter().zip(answers) {
        lists.insert(*key, list(app, view, *key, answer.data).await?);
    }
    for key in keys.iter().copied().filter(is_active) {
        let mut dataset = view.dataset.clone();
        dataset.filters.clear(key);
        let aside = reopen(view, dataset);
        let answers = ask(app, &aside, vec![ask_for(key)]).await?;
        if let Some(answer) = answers.into_iter().next() {
            lists.insert(key, list(app, view, key, answer.data).await?);
        }
    }
    Ok(keys
        .iter()
        .map(|key| lists.remove(key).unwrap_or_default())
        .collect())
}

fn ask_for(key: FilterKey) -> Ask {
    let by = match key {
        FilterKey::Keywords => Dimension::Phrase,
        FilterKey::Source => Dimension::Source,
        FilterKey::Language => Dimension::Language,
        FilterKey::Sentiment => Dimension::Sentiment,
        FilterKey::Reach => Dimension::Reach,
        FilterKey::Country => Dimension::Country,
        FilterKey::LocationType => Dimension::LocationType,
        FilterKey::Author => Dimension::Author,
        FilterKey::PostType => Dimension::PostType,
        FilterKey::Topic => Dimension::Topic,
    };
    // Location groups have the posts of all of their countries.
    let is_country = key == FilterKey::Country;
    let terms = TermsAsk::new(by, if is_country { COUNTRIES } else { MOST });
    Ask::Terms(match key {
        FilterKey::Keywords => terms.at_least(PHRASE_POSTS),
        _ => terms,
    })
}

async fn list(app: &App, view: &View, key: FilterKey, data: Data) -> Result<Vec<Suggestion>> {
    let Data::Terms(terms) = data else {
        return Ok(Vec::new());
    };
    let mut found = match key {
        FilterKey::Author => authors(app, view, &terms).await?,
        FilterKey::Keywords => {
            let answer = [hearken_archive::Answer {
                data: Data::Terms(terms),
                exact: true,
                error_bound: None,
                as_of: hearken_model::Seq(0),
            }];
            let phrases = phrases::phrases(app, view, &answer, MOST).await?;
            phrases
                .into_iter()
                .map(|p| (p.text, None, p.posts))
                .collect()
        }
        FilterKey::Country => groups(view, &terms)
            .into_iter()
            .chain(values(view, &terms))
            .collect(),
        _ => values(view, &terms),
    };
    // What is chosen stays to be seen, even where the dataset has none of it.
    for chip in view.chips().into_iter().filter(|chip| chip.key == key) {
        if !found.iter().any(|(value, _, _)| *value == chip.value) {
            found.push((chip.value, chip.name, 0));
        }
    }
    let chips = view.chips();
    let is = |value: &str, excluded: bool| {
        chips
            .iter()
            .any(|chip| chip.key == key && chip.value == value && chip.excluded == excluded)
    };
    let suggestion = |(value, name, posts): (String, Option<String>, u64)| Suggestion {
        included: is(&value, false),
        excluded: is(&value, true),
        value,
        name,
        posts,
    };
    Ok(found.into_iter().map(suggestion).collect())
}

async fn authors(
    app: &App,
    view: &View,
    terms: &Terms,
) -> Result<Vec<(String, Option<String>, u64)>> {
    let ids: Vec<_> = terms
        .rows
        .iter()
        .filter_map(|term| match term.key {
            Key::Author(id) => Some(id),
            _ => None,
        })
        .collect();
    let stored = app.store.load_authors(&view.scope, &ids).await?;
    let known: BTreeMap<_, _> = stored
        .into_iter()
        .map(|author| (author.id, author))
        .collect();
    let row = |term: &Term| {
        let Key::Author(id) = term.key else {
            return None;
        };
        let author = known.get(&id)?;
        Some((
            author.public_id.to_string(),
            Some(posts::author_name(&author.author)),
            term.posts,
        ))
    };
    Ok(terms.rows.iter().filter_map(row).collect())
}

fn values(view: &View, terms: &Terms) -> Vec<(String, Option<String>, u64)> {
    let row = |term: &Term| {
        let value = filter_value(&term.key)?;
        let name = match &term.key {
            Key::Topic(id) => view
                .names
                .topics
                .iter()
                .find(|t| t.0 == *id)
                .map(|t| t.2.clone()),
            _ => None,
        };
        Some((url::print_value(&value, &view.catalogue)?, name, term.posts))
    };
    terms.rows.iter().filter_map(row).collect()
}

/// Location groups with posts: those that people made first, by name, then the continents.
fn groups(view: &View, terms: &Terms) -> Vec<(String, Option<String>, u64)> {
    let names = view.names.location_groups.iter();
    let custom = names.map(|(id, name)| (LocationGroupKey::Custom(*id), Some(name.clone())));
    let continents = Continent::ALL.iter();
    let continents = continents.map(|one| (LocationGroupKey::Continent(*one), None));
    let counted = custom.chain(continents).map(|(key, name)| {
        let countries = view.catalogue.countries_of(key);
        let is_in = |term: &&Term| match term.key {
            Key::Country(code) => countries.binary_search(&code).is_ok(),
            _ => false,
        };
        let posts = terms.rows.iter().filter(is_in).map(|term| term.posts);
        (key.to_string(), name, posts.sum())
    });
    counted.filter(|(_, _, posts)| *posts > 0).collect()
}

fn filter_value(key: &Key) -> Option<FilterValue> {
    Some(match key {
        Key::Source(source) => FilterValue::Source(source.clone()),
        Key::Language(language) => FilterValue::Language(language.clone()),
        Key::Sentiment(tone) => FilterValue::Sentiment(*tone),
        Key::PostType(kind) => FilterValue::PostType(*kind),
        Key::Reach(reach) => FilterValue::Reach(*reach),
        Key::Country(country) => FilterValue::Country(*country),
        Key::LocationType(kind) => FilterValue::LocationType(*kind),
        Key::Topic(topic) => FilterValue::Topic(*topic),
        Key::Author(_) | Key::Phrase(_) | Key::Category(_) => return None,
    })
}
