//! The largest values of a dimension.

use super::{
    call::Call,
    codes::Codes,
    latest::latest,
    selected::Selected,
    table::Table,
    totals::{Ranked, Slots, Totals, is_sparse, rank},
};
use crate::{Cursor, Dimension, Term, Terms, TermsAsk, Tones};
use hearken_model::Sentiment;
use std::rc::Rc;

/// A domain of so few codes is counted by code and tone in one pass.
const SMALL: usize = 4096;

/// Posts by tone of what was ranked, in one frame.
struct Detail {
    table: Rc<Table>,
    slots: Option<Slots>,
}

impl Detail {
    fn tones(&self, ranked: &Ranked) -> Tones {
        let place = self.slots.as_ref().map(|slots| slots.of_code(ranked.code));
        self.table.tones(place.unwrap_or(ranked.code as usize))
    }
}

pub(super) fn terms(call: &Call<'_>, ask: &TermsAsk) -> Terms {
    let codes = call.codes(&ask.by, ask.at_least);
    let domain = call.domain(&codes);
    let limit = ask.limit.min(super::MOST_ROWS);
    let small = domain <= SMALL;
    let totals = if small {
        Rc::new(Totals::of_table(&call.table(0, &codes)))
    } else {
        call.totals(0, &codes, None)
    };
    let (ranked, distinct) =
        call.with_dictionaries(|d| rank(&totals, &codes, d, limit, ask.at_least, None));
    let rows = call.now();
    let detail = |frame| {
        if small {
            return Detail {
                table: call.table(frame, &codes),
                slots: None,
            };
        }
        let rows = call.frame(frame);
        let slots = Slots::of(&ranked, domain, is_sparse(rows, &codes, domain));
        Detail {
            table: Rc::new(Table::by_slot(rows, &codes, &slots, &ranked)),
            slots: Some(slots),
        }
    };
    let now = ask.tones.then(|| detail(0));
    let frames = if ask.trend {
        call.past().len()
    } else {
        call.past().len().min(usize::from(ask.tones))
    };
    let past: Vec<Detail> = (1..=frames).map(detail).collect();
    let newest = if ask.by.has_latest() {
        newest_of(rows, &codes, domain, &ranked)
    } else {
        Vec::new()
    };
    let row = |(n, ranked): (usize, &Ranked)| Term {
        posts: ranked.posts,
        tones: now.as_ref().map(|detail| detail.tones(ranked)),
        tones_before: past.first().filter(|_| ask.tones).map(|f| f.tones(ranked)),
        past: past
            .iter()
            .filter(|_| ask.trend)
            .map(|frame| frame.tones(ranked).posts())
            .collect(),
        latest: newest.get(n + 1).copied().flatten().map(|at| at.id),
        key: ranked.key.clone(),
    };
    Terms {
        rows: ranked.iter().enumerate().map(row).collect(),
        distinct,
        carrying: codes.carrying(rows, totals.of(0)),
    }
}

fn newest_of(
    rows: &[Selected<'_>],
    codes: &Codes,
    domain: usize,
    ranked: &[Ranked],
) -> Vec<Option<Cursor>> {
    let slots = Slots::of(ranked, domain, is_sparse(rows, codes, domain));
    latest(rows, codes, &slots, ranked)
}

/// Phrases whose share of a tone exceeds the dataset's (ANA-168): in whole numbers,
/// `of_tone / posts > set_of_tone / set`.
pub(super) fn tone_phrases(call: &Call<'_>, tone: Sentiment, limit: usize, at_least: u64) -> Terms {
    let codes = call.codes(&Dimension::Phrase, at_least);
    let domain = call.domain(&codes);
    let all = call.totals(0, &codes, None);
    let of_tone = call.totals(0, &codes, Some(tone));
    let rows = call.rows_of_tone(tone);
    let set: u128 = call.now().iter().map(|s| s.len() as u128).sum();
    let set_of_tone: u128 = rows.iter().map(|s| s.len() as u128).sum();
    let stands_out =
        |code: u32, posts: u32| u128::from(posts) * set > u128::from(all.of(code)) * set_of_tone;
    let limit = limit.min(super::MOST_ROWS);
    let (ranked, distinct) =
        call.with_dictionaries(|d| rank(&of_tone, &codes, d, limit, at_least, Some(&stands_out)));
    let newest = newest_of(&rows, &codes, domain, &ranked);
    let row = |(n, ranked): (usize, Ranked)| Term {
        key: ranked.key,
        posts: ranked.posts,
        tones: None,
        tones_before: None,
        past: Vec::new(),
        latest: newest.get(n + 1).copied().flatten().map(|at| at.id),
    };
    Terms {
        rows: ranked.into_iter().enumerate().map(row).collect(),
        distinct,
        carrying: codes.carrying(&rows, 0),
    }
}
