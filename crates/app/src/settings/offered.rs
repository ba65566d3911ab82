//! What can be chosen: languages and sources.

use crate::{
    App, Caller, Result,
    analytics::{ask, open_dataset},
};
use hearken_archive::{Ask, Data, Dimension, Key, TermsAsk};
use hearken_model::{Focus, Language, Source, TimeFrame, language::FIRST_CLASS};
use hearken_store::OrganizationSettings;

/// Languages that can become search languages: first-class ones, then the others that the detector
/// hears, marked "search only" in forms (SEA-136).
pub(crate) fn offered_languages() -> Vec<Language> {
    let mut offered: Vec<Language> = FIRST_CLASS.iter().filter_map(|c| c.parse().ok()).collect();
    for code in two_letter_codes() {
        let Ok(language) = code.parse::<Language>() else {
            continue;
        };
        if hearken_text::language::is_detected(&language) && !offered.contains(&language) {
            offered.push(language);
        }
    }
    offered
}

fn two_letter_codes() -> impl Iterator<Item = String> {
    ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}")))
}

/// The organization's search languages; where none were chosen, all that are offered.
pub(crate) fn search_languages(settings: &OrganizationSettings) -> Vec<Language> {
    if settings.search_languages.is_empty() {
        offered_languages()
    } else {
        settings.search_languages.clone()
    }
}

/// Sources that rules can name: those of the connectors, then what imports brought.
pub(crate) async fn offered_sources(app: &App, caller: &Caller) -> Result<Vec<Source>> {
    let connectors = hearken_connectors::registry::connectors();
    let known = connectors
        .iter()
        .filter_map(|c| c.descriptor().source.clone());
    let mut offered: Vec<Source> = Vec::new();
    for source in known {
        if !offered.contains(&source) {
            offered.push(source);
        }
    }
    let view = open_dataset(app, caller, Focus::All, TimeFrame::All).await?;
    let most = app.archive.caps().most_rows;
    let asked = vec![Ask::Terms(TermsAsk::new(Dimension::Source, most))];
    for answer in ask(app, &view, asked).await? {
        let Data::Terms(terms) = answer.data else {
            continue;
        };
        for term in terms.rows {
            match term.key {
                Key::Source(source) if !offered.contains(&source) => offered.push(source),
                _ => {}
            }
        }
    }
    Ok(offered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_class_languages_come_first_and_once() {
        let offered = offered_languages();
        let codes: Vec<&str> = offered.iter().map(Language::as_str).collect();
        assert_eq!(codes.get(..FIRST_CLASS.len()), Some(&FIRST_CLASS[..]));
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), codes.len());
        assert!(!codes.contains(&"und"));
    }
}
