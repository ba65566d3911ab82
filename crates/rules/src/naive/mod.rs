//! The oracle: the same semantics (SEA-080..098), stated a second time without regard to speed.
//!
//! It shares no code with the matcher but the tables of the Unicode crates. Where the matcher
//! reads a post once and compares offsets, this one cuts the post into its units and reads each
//! unit by itself, term by term.

mod pieces;
mod tokens;

use hearken_model::{KeywordsRule, Language, Post, Proximity, Source};
use pieces::{Text, units};
use tokens::{Reading, Token, read};

/// Whether the post matches the rule.
pub fn matches(rule: &KeywordsRule, post: &Post, language: &Language) -> bool {
    let speaks = rule.languages.is_empty() || rule.languages.contains(language);
    let through = |group| rule.groups.contains(group);
    let comes = (rule.sources.is_empty() && rule.groups.is_empty())
        || rule.sources.contains(&post.source)
        || post.group.as_ref().is_some_and(through);
    if !speaks || !comes {
        return false;
    }
    let found = |entries: &[String], unit: &[Text]| {
        entries
            .iter()
            .flat_map(|entry| entry.split([',', '\n', '\r']))
            .any(|entry| stands_in(entry, unit, post, language, rule.ignore_accents))
    };
    let whole = units(post, Proximity::Post);
    if whole.iter().any(|unit| found(&rule.exclusions, unit)) {
        return false;
    }
    if are_empty(&rule.inclusions, rule.ignore_accents) {
        return whole.iter().any(|unit| found(&rule.keywords, unit));
    }
    units(post, rule.proximity)
        .iter()
        .any(|unit| found(&rule.keywords, unit) && found(&rule.inclusions, unit))
}

/// Whether no entry has anything that is visible to the rule.
fn are_empty(entries: &[String], strip: bool) -> bool {
    let plain = Reading {
        turkic: false,
        strip,
        first_label: false,
    };
    entries
        .iter()
        .flat_map(|entry| entry.split([',', '\n', '\r']))
        .all(|entry| read(&Text::of(entry), plain).is_empty())
}

/// Whether the entry stands in a text of the unit, under any reading of the post's language.
fn stands_in(entry: &str, unit: &[Text], post: &Post, language: &Language, strip: bool) -> bool {
    let turkic = matches!(language.as_str(), "tr" | "az");
    let readings: &[bool] = if turkic { &[false, true] } else { &[false] };
    readings.iter().any(|turkic| {
        let reading = |first_label| Reading {
            turkic: *turkic,
            strip,
            first_label,
        };
        let term = read(&Text::of(entry), reading(false));
        let first_label = post.source == Source::BLUESKY;
        !term.is_empty()
            && unit.iter().any(|text| {
                let tokens = read(text, reading(first_label));
                tokens.windows(term.len()).any(|run| is_run(&term, run))
            })
    })
}

/// SEA-094: equal tokens with the white space that the term asks for.
fn is_run(term: &[Token], run: &[Token]) -> bool {
    let all_equal = term
        .iter()
        .zip(run)
        .all(|(wanted, token)| token.stands_for(wanted));
    let spaced = term.windows(2).zip(run.windows(2)).all(|(wanted, token)| {
        let ([before, wanted], [_, token]) = (wanted, token) else {
            return false;
        };
        if before.is_free_symbol() || wanted.is_free_symbol() {
            true
        } else if before.is_word_or_entity() && wanted.is_word_or_entity() {
            token.spaced
        } else {
            token.spaced == wanted.spaced
        }
    });
    all_equal && spaced
}
