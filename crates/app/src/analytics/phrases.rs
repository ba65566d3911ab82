//! The phrases of a dataset: the most frequent (ANA-175, ANA-176) and those that rose most (ANA-177).

use super::{Phrase, TrendingPhrase, View, assemble::terms};
use crate::{App, Result};
use hearken_archive::{Answer, Count, Data, Key, Term};
use hearken_model::{PostId, annotation::PhraseKey};
use hearken_text::phrases::{key, of_post};
use std::collections::HashMap;

/// A phrase of which a longer one covers at least this share is dropped (ANA-176).
const COVERED: f64 = 0.8;

/// The most frequent phrases.
pub(super) async fn phrases(
    app: &App,
    view: &View,
    own: &[Answer],
    rows: usize,
) -> Result<Vec<Phrase>> {
    let Some(terms) = terms(own) else {
        return Ok(Vec::new());
    };
    let mut shown = without_covered(named(app, view, &terms.rows).await?);
    shown.truncate(rows);
    Ok(shown)
}

/// The phrases whose share of the posts rose most against the past frames, by their
/// log-likelihood; none without past frames. `own` are the phrases, then the posts of the frames.
pub(super) async fn trending(
    app: &App,
    view: &View,
    own: &[Answer],
    rows: usize,
) -> Result<Vec<TrendingPhrase>> {
    let (Some(terms), Some(Data::Count(posts))) = (terms(own), own.get(1).map(|a| &a.data)) else {
        return Ok(Vec::new());
    };
    let mut rising: Vec<(f64, &Term)> = terms
        .rows
        .iter()
        .filter_map(|term| Some((score(term, posts)?, term)))
        .collect();
    rising.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    // Covered ones go, so a few more are named than shown.
    rising.truncate(rows * 2);
    let scores: HashMap<&Key, f64> = rising
        .iter()
        .map(|(score, term)| (&term.key, *score))
        .collect();
    let chosen: Vec<Term> = rising.iter().map(|(_, term)| (*term).clone()).collect();
    let named = without_covered(named(app, view, &chosen).await?);
    let mut shown: Vec<TrendingPhrase> = named
        .into_iter()
        .filter_map(|phrase| {
            let key = Key::Phrase(key(&phrase.text));
            let term = chosen.iter().find(|term| term.key == key)?;
            Some(TrendingPhrase {
                score: *scores.get(&key)?,
                past: term.past_mean()?,
                phrase,
            })
        })
        .collect();
    shown.truncate(rows);
    Ok(shown)
}

/// The log-likelihood G2 of a phrase in the frame against the past frames together (T. Dunning,
/// Accurate methods for the statistics of surprise and coincidence, 1993); none where its share did
/// not rise.
fn score(term: &Term, posts: &Count) -> Option<f64> {
    let total = |counts: &[u64]| counts.iter().sum::<u64>() as f64;
    let (now, past) = (term.posts as f64, total(&term.past));
    let (all_now, all_past) = (posts.now as f64, total(&posts.past));
    if all_past <= 0.0 || now * all_past <= past * all_now {
        return None;
    }
    let (all, with) = (all_now + all_past, now + past);
    let part = |seen: f64, of: f64, chance: f64| match seen {
        0.0 => 0.0,
        seen => seen * (seen / (of * chance)).ln(),
    };
    let cells = [
        part(now, all_now, with / all),
        part(past, all_past, with / all),
        part(all_now - now, all_now, 1.0 - with / all),
        part(all_past - past, all_past, 1.0 - with / all),
    ];
    Some(2.0 * cells.iter().sum::<f64>())
}

/// Phrases have no dictionary: their texts are read back from their newest posts.
async fn named(app: &App, view: &View, terms: &[Term]) -> Result<Vec<Phrase>> {
    let samples: Vec<PostId> = terms.iter().filter_map(|term| term.latest).collect();
    let texts: HashMap<PhraseKey, String> = app
        .store
        .load_texts(&view.scope, &samples)
        .await?
        .iter()
        .flat_map(|(_, language, post)| of_post(post, language))
        .map(|(phrase, key)| (key, phrase.0))
        .collect();
    let named = terms.iter().filter_map(|term| {
        let Key::Phrase(key) = term.key else {
            return None;
        };
        Some(Phrase {
            text: texts.get(&key)?.clone(),
            posts: term.posts,
            tones: term.tones.unwrap_or_default(),
        })
    });
    Ok(named.collect())
}

/// Drops phrases that almost always stand within a longer one (ANA-176).
fn without_covered(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let in_words: Vec<(u64, Vec<String>)> = phrases
        .iter()
        .map(|phrase| (phrase.posts, words(&phrase.text)))
        .collect();
    let covers = |(posts, long): &(u64, Vec<String>), short: &(u64, Vec<String>)| {
        long.len() > short.1.len()
            && *posts as f64 >= short.0 as f64 * COVERED
            && long.windows(short.1.len()).any(|run| run == short.1)
    };
    let kept: Vec<bool> = in_words
        .iter()
        .map(|short| !in_words.iter().any(|long| covers(long, short)))
        .collect();
    phrases
        .into_iter()
        .zip(kept)
        .filter_map(|(phrase, keep)| keep.then_some(phrase))
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_archive::Tones;

    fn phrase(text: &str, posts: u64) -> Phrase {
        Phrase {
            text: text.to_owned(),
            posts,
            tones: Tones::default(),
        }
    }

    #[test]
    fn covered_phrases_are_dropped() {
        let all = vec![
            phrase("new", 20),
            phrase("new phone", 10),
            phrase("phone", 11),
            phrase("phones", 11),
        ];
        let kept: Vec<String> = without_covered(all).into_iter().map(|p| p.text).collect();
        assert_eq!(kept, ["new", "new phone", "phones"]);
    }

    #[test]
    fn what_rose_is_scored_by_its_surprise() {
        let score = |posts, past: &[u64], now, all_past: &[u64]| {
            let term = Term {
                key: Key::Phrase(PhraseKey(1)),
                posts,
                tones: None,
                tones_before: None,
                past: past.to_vec(),
                latest: None,
            };
            let count = Count {
                now,
                past: all_past.to_vec(),
            };
            super::score(&term, &count).map(|score| (score * 100.0).round() / 100.0)
        };
        // By hand: 2 (10 ln 2 + 90 ln(90 / 95) + 100 ln(100 / 95)).
        assert_eq!(score(10, &[0], 100, &[100]), Some(14.39));
        assert_eq!(score(10, &[5, 5], 100, &[100, 100]), Some(2.54));
        assert!(score(20, &[5], 100, &[100]) > score(10, &[5], 100, &[100]));
        // No more than before, fewer, no past.
        assert_eq!(score(10, &[10], 100, &[100]), None);
        assert_eq!(score(10, &[9], 200, &[100]), None);
        assert_eq!(score(10, &[], 100, &[]), None);
        assert_eq!(score(10, &[0, 0], 100, &[0, 0]), None);
    }
}
