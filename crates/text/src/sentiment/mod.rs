//! The tone of a post and the words that speak for it (ANA-160, ANA-161, ANA-167).
//!
//! English is weighed by the VADER lexicon and rules; any other language is `Unknown` (SEA-133).

mod items;
mod lexicon;
mod weigh;

use hearken_model::{Evidence, Language, Post, Sentiment, annotation::Tone};
use items::{Item, Items};
use weigh::Weighed;

/// Most fragments kept of one post, the weightiest.
pub const MAX_EVIDENCE: usize = 24;

/// The tone of `post`, whose language is `language`; [`Sentiment::Unknown`] for a language without
/// a model and for a post without text.
///
/// The value of a short text is that of its words together; of a long one, the mean of its
/// sentences that have a tone. The shares of the evidence add up to about the value: punctuation
/// strengthens the value alone.
pub fn of_post(post: &Post, language: &Language) -> Tone {
    let unknown = Tone {
        sentiment: Sentiment::Unknown,
        value: None,
        evidence: Vec::new(),
    };
    if !is_supported(language) || post.fields().all(|(_, text)| text.trim().is_empty()) {
        return unknown;
    }
    let items = Items::of(post.fields(), lexicon::lexicon());
    let (value, evidence) = weigh_all(&items);
    Tone {
        sentiment: Sentiment::from_value(value),
        value: Some(value),
        evidence,
    }
}

/// Whether posts in `language` get a tone (SEA-133).
pub fn is_supported(language: &Language) -> bool {
    *language == Language::EN
}

/// Whether an English word has a tone of its own.
pub(crate) fn has_tone(word: &str) -> bool {
    lexicon::lexicon()
        .word(word)
        .is_some_and(|entry| entry.weight != 0.0)
}

fn weigh_all(items: &Items) -> (f32, Vec<(Evidence, f32)>) {
    let mut values = Vec::new();
    let mut fragments: Vec<(Evidence, f32)> = Vec::new();
    let mut rest = items.all.as_slice();
    for stretch in &items.stretches {
        let Some((these, later)) = rest.split_at_checked(stretch.items) else {
            break;
        };
        rest = later;
        let (weighed, value) = weigh::weigh(these, *stretch);
        let total: f32 = weighed.iter().map(|one| one.weight.abs()).sum();
        // Words in balance are evidence too, so they share what they weigh, not what is left.
        let scale = 1.0 / (total * total + 15.0).sqrt();
        fragments.extend(evidence(these, &weighed, scale));
        if value != 0.0 {
            values.push(value);
        }
    }
    let count = values.len().max(1) as f32;
    for (_, share) in &mut fragments {
        *share /= count;
    }
    // From zero, because an empty sum of floats is -0.
    (
        values.iter().fold(0.0, |sum, value| sum + value) / count,
        strongest(fragments),
    )
}

/// The fragment of each weighed item: with the words before it that had a say, as far as no
/// earlier fragment holds them.
fn evidence(items: &[Item], weighed: &[Weighed], scale: f32) -> Vec<(Evidence, f32)> {
    let mut fragments: Vec<(Evidence, f32)> = Vec::with_capacity(weighed.len());
    for one in weighed {
        let (Some(item), Some(from)) = (items.get(one.item), items.get(one.from)) else {
            continue;
        };
        let taken = fragments
            .last()
            .filter(|(e, _)| e.field == item.field)
            .map_or(0, |(e, _)| e.end);
        let begins = if from.field == item.field {
            from.start
        } else {
            item.start
        };
        let (Ok(begins), Ok(start), Ok(end)) = (
            u32::try_from(begins),
            u32::try_from(item.start),
            u32::try_from(item.end),
        ) else {
            continue;
        };
        let start = if begins < taken { start } else { begins };
        fragments.push((
            Evidence {
                field: item.field,
                start,
                end,
            },
            one.weight * scale,
        ));
    }
    fragments
}

/// The weightiest fragments, in reading order.
fn strongest(mut fragments: Vec<(Evidence, f32)>) -> Vec<(Evidence, f32)> {
    if fragments.len() > MAX_EVIDENCE {
        fragments.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
        fragments.truncate(MAX_EVIDENCE);
        fragments.sort_by_key(|(evidence, _)| *evidence);
    }
    fragments
}
