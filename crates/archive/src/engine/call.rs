//! One call of `ask`: the selection of every frame, made once, and what several asks share.

use super::{
    cells,
    codes::{Codes, Phrases},
    dictionary::Dictionaries,
    figures,
    late::Late,
    seen::COMMON_POSTS,
    select::Plan,
    selected::Selected,
    snapshot::Snapshot,
    table::Table,
    terms,
    text::Texts,
    totals::Totals,
};
use crate::{ArchiveError, Ask, Count, Data, Dimension};
use hearken_authz::OrgScope;
use hearken_model::{Sentiment, dataset::BoundDataset};
use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
    thread,
};

type Frame<'s> = Vec<Selected<'s>>;
/// Frame, of what, tone.
type TotalsKey = (usize, Kept, Option<Sentiment>);

/// Totals that are kept for the other asks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kept {
    Authors,
    CommonPhrases,
    AllPhrases,
}

/// A dataset applied to a snapshot.
pub(super) struct Selection<'s> {
    snapshot: &'s Snapshot,
    pub(super) dataset: &'s BoundDataset,
    plan: Plan,
    /// The frame, then as many past ones as are asked for, nearest first.
    frames: Vec<Frame<'s>>,
    /// One more than the largest code of a common phrase.
    common: u32,
}

/// The asks of one thread about a selection, and what is kept between them.
pub(super) struct Call<'s> {
    pub(super) selection: &'s Selection<'s>,
    /// Keys of the rare phrases of all frames, rising.
    rare: OnceCell<Arc<[u64]>>,
    totals: RefCell<BTreeMap<TotalsKey, Rc<Totals>>>,
    tables: RefCell<Vec<(usize, Codes, Rc<Table>)>>,
    of_tone: RefCell<BTreeMap<Sentiment, Rc<Frame<'s>>>>,
}

/// From so many selected rows on phrases are asked for beside the rest: they take as long as all of
/// it, and a thread of its own costs little beside that.
const ASIDE_ROWS: usize = 20_000;

impl<'s> Selection<'s> {
    pub(super) fn new(
        snapshot: &'s Snapshot,
        dataset: &'s BoundDataset,
        asks: &[Ask],
        texts: &Texts,
        scope: &OrgScope,
    ) -> Result<Self, ArchiveError> {
        let plan = snapshot.with_dictionaries(|codes| Plan::of(dataset, codes));
        let (common, late) = late_phrases(snapshot, asks);
        let past = asks.iter().map(|ask| past_frames(ask, dataset.past.len()));
        let spans = [dataset.span].into_iter().chain(dataset.past.clone());
        let mut frames = Vec::new();
        for span in spans.take(1 + past.max().unwrap_or_default()) {
            let mut frame = Vec::new();
            for (number, segment) in snapshot.segments.iter().enumerate() {
                let selected = plan.select(segment, span);
                let mut selected = texts.narrow(scope, selected, &plan.texts)?;
                selected.late = late.get(number).cloned();
                if !selected.is_empty() {
                    frame.push(selected);
                }
            }
            frames.push(frame);
        }
        Ok(Self {
            snapshot,
            dataset,
            plan,
            frames,
            common,
        })
    }

    /// The answers, in the order of the asks.
    pub(super) fn answers(&self, asks: &[Ask]) -> Vec<Data> {
        let some = |aside: bool| -> Vec<Data> {
            let call = Call::new(self);
            let asks = asks.iter().filter(|ask| is_of_phrases(ask) == aside);
            asks.map(|ask| call.answer(ask)).collect()
        };
        let aside = asks.iter().filter(|ask| is_of_phrases(ask)).count();
        let rows: usize = self.frames.iter().flatten().map(Selected::len).sum();
        if aside == 0 || aside == asks.len() || rows < ASIDE_ROWS {
            let call = Call::new(self);
            return asks.iter().map(|ask| call.answer(ask)).collect();
        }
        let (aside, rest) = thread::scope(|scope| {
            let aside = scope.spawn(|| some(true));
            let rest = some(false);
            (aside.join(), rest)
        });
        let aside = aside.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let (mut aside, mut rest) = (aside.into_iter(), rest.into_iter());
        let next = asks.iter().map(|ask| {
            if is_of_phrases(ask) {
                aside.next()
            } else {
                rest.next()
            }
        });
        next.flatten().collect()
    }
}

impl<'s> Call<'s> {
    fn new(selection: &'s Selection<'s>) -> Self {
        Self {
            selection,
            rare: OnceCell::new(),
            totals: RefCell::default(),
            tables: RefCell::default(),
            of_tone: RefCell::default(),
        }
    }

    pub(super) fn now(&self) -> &[Selected<'s>] {
        self.frame(0)
    }

    pub(super) fn past(&self) -> &[Frame<'s>] {
        self.selection.frames.get(1..).unwrap_or_default()
    }

    /// The frame (0) or a past one.
    pub(super) fn frame(&self, frame: usize) -> &[Selected<'s>] {
        self.selection.frames.get(frame).map_or(&[], Vec::as_slice)
    }

    /// A dimension in codes, for values of at least so many posts in the frame.
    pub(super) fn codes(&self, by: &Dimension, at_least: u64) -> Codes {
        Codes::of(by, &self.selection.plan, || Phrases {
            common: self.selection.common,
            rare: if at_least < COMMON_POSTS {
                Arc::clone(self.rare.get_or_init(|| self.rare()))
            } else {
                Arc::default()
            },
        })
    }

    #[expect(
        clippy::stable_sort_primitive,
        reason = "these are several rising lists, which this sort merges"
    )]
    fn rare(&self) -> Arc<[u64]> {
        let Selection { frames, common, .. } = self.selection;
        let all = frames.iter().flatten();
        let mut keys: Vec<u64> = all.flat_map(|s| s.rare_keys(*common)).collect();
        keys.sort();
        keys.dedup();
        keys.into()
    }

    /// Posts by code and tone of a small dimension, kept for the other asks.
    pub(super) fn table(&self, frame: usize, codes: &Codes) -> Rc<Table> {
        let mut tables = self.tables.borrow_mut();
        if let Some(known) = tables.iter().find(|t| t.0 == frame && t.1 == *codes) {
            return Rc::clone(&known.2);
        }
        let table = Table::by_code(self.frame(frame), codes, self.domain(codes));
        let table = Rc::new(table);
        tables.push((frame, codes.clone(), Rc::clone(&table)));
        table
    }

    pub(super) fn with_dictionaries<T>(&self, f: impl FnOnce(&Dictionaries) -> T) -> T {
        self.selection.snapshot.with_dictionaries(f)
    }

    pub(super) fn domain(&self, codes: &Codes) -> usize {
        self.with_dictionaries(|d| codes.domain(d))
    }

    /// Posts by code; those of authors and phrases are kept for the other asks.
    pub(super) fn totals(
        &self,
        frame: usize,
        codes: &Codes,
        tone: Option<Sentiment>,
    ) -> Rc<Totals> {
        let count = |rows: &[Selected<'s>]| Rc::new(Totals::count(rows, codes, self.domain(codes)));
        let rows = tone.map(|tone| self.rows_of_tone(tone));
        let rows = rows
            .as_ref()
            .map_or(self.frame(frame), |rows| rows.as_slice());
        let kept = match codes {
            Codes::Author => Kept::Authors,
            Codes::Phrase(phrases) if phrases.rare.is_empty() => Kept::CommonPhrases,
            Codes::Phrase(_) => Kept::AllPhrases,
            _ => return count(rows),
        };
        let key = (frame, kept, tone);
        if let Some(known) = self.totals.borrow().get(&key) {
            return Rc::clone(known);
        }
        let totals = count(rows);
        self.totals.borrow_mut().insert(key, Rc::clone(&totals));
        totals
    }

    /// The rows of the frame that have a tone.
    pub(super) fn rows_of_tone(&self, tone: Sentiment) -> Rc<Frame<'s>> {
        let narrow = |selected: &Selected<'s>| selected.of_tone(tone as u8);
        let mut known = self.of_tone.borrow_mut();
        let rows = known
            .entry(tone)
            .or_insert_with(|| Rc::new(self.now().iter().map(narrow).collect()));
        Rc::clone(rows)
    }

    fn answer(&self, ask: &Ask) -> Data {
        match ask {
            Ask::Count => Data::Count(self.count(|_, rows| figures::posts(rows))),
            Ask::Distinct(by) => {
                let codes = self.codes(by, 1);
                let distinct = |frame, _: &_| self.totals(frame, &codes, None).distinct(&codes);
                Data::Count(self.count(distinct))
            }
            Ask::Histogram { bucket, split } => {
                let bucket = bucket.unwrap_or(self.selection.dataset.bucket);
                Data::Histogram(figures::histogram(self, bucket, split.as_ref()))
            }
            Ask::Tones => Data::Tones {
                now: figures::tones(self, 0),
                before: self.past().first().map(|_| figures::tones(self, 1)),
            },
            Ask::Terms(ask) => Data::Terms(terms::terms(self, ask)),
            Ask::TonePhrases {
                tone,
                limit,
                at_least,
            } => Data::Terms(terms::tone_phrases(self, *tone, *limit, *at_least)),
            Ask::Cells { zoom, limit } => Data::Cells(cells::cells(self.now(), *zoom, *limit)),
            Ask::Latest(limit) => Data::Posts(figures::newest(self.now(), *limit)),
        }
    }

    fn count(&self, figure: impl Fn(usize, &[Selected<'s>]) -> u64) -> Count {
        let past = self.selection.frames.iter().enumerate().skip(1);
        Count {
            now: figure(0, self.now()),
            past: past.map(|(n, rows)| figure(n, rows)).collect(),
        }
    }
}

/// How many past frames an ask looks at.
fn past_frames(ask: &Ask, all: usize) -> usize {
    match ask {
        Ask::Count | Ask::Distinct(_) | Ask::Histogram { .. } => all,
        Ask::Terms(terms) if terms.trend => all,
        Ask::Terms(terms) if terms.tones => all.min(1),
        Ask::Tones => all.min(1),
        Ask::Terms(_) | Ask::TonePhrases { .. } | Ask::Cells { .. } | Ask::Latest(_) => 0,
    }
}

/// The length of the dictionary of phrases and, if an ask is about phrases, those of each segment
/// that became common after it was made.
fn late_phrases(snapshot: &Snapshot, asks: &[Ask]) -> (u32, Vec<Arc<Late>>) {
    if !asks.iter().any(is_of_phrases) {
        return (0, Vec::new());
    }
    snapshot.with_dictionaries(|known| {
        let segments = snapshot.segments.iter();
        let late = segments.map(|segment| segment.late(&known.phrases));
        (known.phrases.len() as u32, late.collect())
    })
}

fn is_of_phrases(ask: &Ask) -> bool {
    match ask {
        Ask::Distinct(by) => *by == Dimension::Phrase,
        Ask::Histogram { split, .. } => split.as_ref().is_some_and(|s| s.by == Dimension::Phrase),
        Ask::Terms(terms) => terms.by == Dimension::Phrase,
        Ask::TonePhrases { .. } => true,
        Ask::Count | Ask::Tones | Ask::Cells { .. } | Ask::Latest(_) => false,
    }
}
