//! Scopes, archives and small random worlds.

use crate::restart::Restarting;
use hearken_archive::{
    Archive, BoxError, Change, Patch, PostRow, SegmentArchive, TextFilter, generator::Random,
    oracle::NaiveArchive,
};
use hearken_authz::{OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{
    AuthorId, Language, OrgId, Place, PlaceKind, PostId, PostKind, Sentiment, Source, Span,
    Timestamp, TopicId, Zone,
    annotation::{Clue, PhraseKey, WordKey},
    dataset::{BoundDataset, Bucket, FilterKey, FilterValue, Filters},
    time::{DAY, HOUR},
};
use smol_str::SmolStr;
use std::sync::Arc;

/// A scope of the organization.
pub(crate) fn scope(org: i64) -> OrgScope {
    decide(
        &Principal::System {
            job: "archive-test",
        },
        Permission::ViewAnalysis,
        &Resource::organization(OrgId(org)),
        Timestamp(0),
    )
    .unwrap()
}

/// An entry `2` is in the text of every second post, `3` of every third, and so on. Words prove
/// some, hint at others, and tell nothing of `5`.
/// A text never changes.
pub(crate) struct Divisible;

/// The words of a post. Some stand in half of all posts, others in one of hundreds.
pub(crate) fn words(id: i64) -> Vec<WordKey> {
    let mut words = vec![1_000 + id / 3, 2_000 + id % 97, 2_000 + id % 97];
    for (by, also) in [(2, 2), (3, 7), (4, 4), (211, 211)] {
        if id % by == 0 || id % also == 0 {
            words.push(by);
        }
    }
    words.into_iter().map(|n| word(n as u64)).collect()
}

fn word(n: u64) -> WordKey {
    WordKey(Random::new(n).number())
}

impl TextFilter for Divisible {
    fn matching(
        &self,
        _scope: &OrgScope,
        posts: &[PostId],
        entries: &[SmolStr],
    ) -> Result<Vec<PostId>, BoxError> {
        let by: Vec<i64> = entries
            .iter()
            .filter_map(|entry| entry.parse().ok())
            .collect();
        let matches = |id: &&PostId| by.iter().any(|by| id.0 % by == 0);
        Ok(posts.iter().filter(matches).copied().collect())
    }

    fn clues(&self, entries: &[SmolStr]) -> Option<Vec<Clue>> {
        let clue = |entry: &SmolStr| {
            let (words, is_proof): (&[u64], bool) = match entry.as_str() {
                "2" => (&[2], true),
                "3" => (&[3], false),
                "12" => (&[3, 4], false),
                "211" => (&[211], true),
                "x" => (&[9], true),
                _ => (&[], false),
            };
            let words = words.iter().map(|n| word(*n)).collect();
            Clue { words, is_proof }
        };
        Some(entries.iter().map(clue).collect())
    }
}

/// A maker of an empty archive.
pub(crate) type Factory<'f> = &'f dyn Fn() -> Box<dyn Archive>;

pub(crate) fn naive() -> Box<dyn Archive> {
    Box::new(NaiveArchive::new(Arc::new(Divisible)))
}

pub(crate) fn memory() -> Box<dyn Archive> {
    Box::new(SegmentArchive::in_memory(Arc::new(Divisible)))
}

/// An archive over files in a folder of its own, which lives as long as the archive.
pub(crate) fn on_disk() -> Box<dyn Archive> {
    Box::new(Restarting::new(None))
}

/// The same, started again at random moments.
pub(crate) fn restarting() -> Box<dyn Archive> {
    Box::new(Restarting::new(Some(Random::new(7))))
}

/// The engine that answers, in memory and over files.
pub(crate) fn engines() -> [Box<dyn Archive>; 2] {
    [memory(), on_disk()]
}

/// The first instant of the small world.
pub(crate) const START: Timestamp = Timestamp(1_774_000_000 * 1_000_000);
/// Its length; a change of the clock in Berlin lies within.
pub(crate) const DAYS: i64 = 20;

pub(crate) fn source(random: &mut Random) -> Source {
    let all = ["bluesky", "reddit", "feed", "forum"];
    all[random.below(4) as usize].parse().unwrap()
}

pub(crate) fn language(random: &mut Random) -> Language {
    let all = ["en", "de", "und", "zh-Hant", "fr"];
    all[random.below(5) as usize].parse().unwrap()
}

pub(crate) fn tone(random: &mut Random) -> Sentiment {
    Sentiment::ALL[random.below(4) as usize]
}

fn kind(random: &mut Random) -> PostKind {
    PostKind::from_number(random.below(4) as i64).unwrap()
}

fn place(random: &mut Random) -> Option<Place> {
    let latitude = random.below(40) as f32 * 5.0 - 95.0;
    random.per_mille(600).then(|| Place {
        kind: [PlaceKind::Post, PlaceKind::Author][random.below(2) as usize],
        country: ["DE", "AT", "US", "ZZ"][random.below(4) as usize]
            .parse()
            .unwrap(),
        // Some are no place on earth.
        latitude,
        longitude: random.unit() as f32 * 365.0 - 180.0,
    })
}

/// Instants collide often, so that ids decide.
pub(crate) fn instant(random: &mut Random) -> Timestamp {
    START.plus(random.below((DAYS * 24) as u64) as i64 * HOUR)
}

pub(crate) fn row(random: &mut Random, id: i64) -> PostRow {
    let author = random.below(12) as i64;
    let some = |random: &mut Random, most: u64, of: u64| -> Vec<i64> {
        (0..random.below(most))
            .map(|_| random.below(of) as i64)
            .collect()
    };
    PostRow {
        id: PostId(id),
        published_at: instant(random),
        source: source(random),
        language: language(random),
        sentiment: tone(random),
        kind: kind(random),
        reach: Some(random.below(8) as u8).filter(|reach| *reach != 7),
        author: (author != 0).then_some(AuthorId(author - 5)),
        place: place(random),
        // Repetitions included. Some phrases are in many posts, others in one or two.
        phrases: some(random, 6, 30)
            .into_iter()
            .chain(some(random, 6, 2_000))
            .map(|n| PhraseKey((n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
            .collect(),
        words: words(id),
        topics: some(random, 4, 6).into_iter().map(TopicId).collect(),
    }
}

fn ids(random: &mut Random, most: u64) -> Vec<PostId> {
    (0..random.below(6))
        .map(|_| PostId(1 + random.below(most) as i64))
        .collect()
}

/// A change that may touch any of the posts up to `most`.
pub(crate) fn change(random: &mut Random, most: u64) -> Change {
    let id = PostId(1 + random.below(most) as i64);
    match random.below(100) {
        0..60 => Change::Put(Box::new(row(random, id.0))),
        60..75 => {
            let sentiment = random.per_mille(900).then(|| tone(random));
            Change::Patch(id, Patch { sentiment })
        }
        75..88 => Change::Topics {
            topic: TopicId(random.below(7) as i64),
            add: ids(random, most),
            remove: ids(random, most),
        },
        88..96 => Change::Delete(id),
        96..98 => Change::DropTopic(TopicId(random.below(6) as i64)),
        _ => Change::EraseAuthor(AuthorId(random.below(12) as i64 - 5)),
    }
}

fn value(random: &mut Random, key: FilterKey) -> FilterValue {
    match key {
        FilterKey::Keywords => {
            let entry = ["2", "3", "5", "12", "211", "x"][random.below(6) as usize];
            FilterValue::Keyword(entry.into())
        }
        FilterKey::Source => FilterValue::Source(source(random)),
        FilterKey::Language => FilterValue::Language(language(random)),
        FilterKey::Sentiment => FilterValue::Sentiment(tone(random)),
        FilterKey::Reach => FilterValue::Reach(random.below(8) as u8),
        FilterKey::Country => {
            let code = ["DE", "AT", "US", "FR"][random.below(4) as usize];
            FilterValue::Country(code.parse().unwrap())
        }
        FilterKey::LocationType => FilterValue::LocationType(
            [PlaceKind::Post, PlaceKind::Author][random.below(2) as usize],
        ),
        FilterKey::Author => FilterValue::Author(AuthorId(random.below(14) as i64 - 6)),
        FilterKey::PostType => FilterValue::PostType(kind(random)),
        FilterKey::Topic => FilterValue::Topic(TopicId(random.below(7) as i64)),
    }
}

fn filters(random: &mut Random) -> Filters {
    let mut filters = Filters::default();
    if random.per_mille(400) {
        return filters;
    }
    for spec in hearken_model::dataset::filters::FILTERS {
        let values = if random.per_mille(150) {
            1 + random.below(3)
        } else {
            0
        };
        for _ in 0..values {
            let chosen = value(random, spec.key);
            if spec.may_exclude && random.per_mille(400) {
                filters.exclude(spec.key, chosen);
            } else {
                filters.include(spec.key, chosen);
            }
        }
    }
    filters
}

/// A dataset of the small world: spans of hours to weeks, past frames, filters, zones.
pub(crate) fn dataset(random: &mut Random) -> BoundDataset {
    let zones = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"];
    let from = instant(random).plus(-(random.below(3 * DAY as u64) as i64));
    let length = 1 + match random.below(3) {
        0 => random.below(2 * DAY as u64),
        _ => random.below((DAYS * DAY) as u64),
    } as i64;
    let back = |n: i64| Span {
        from: from.plus(-n * length),
        to: from.plus((1 - n) * length - random_cut(n)),
    };
    let past = random.below(4) as i64;
    let mut topics: Vec<TopicId> = (0..7).map(TopicId).collect();
    if random.per_mille(600) {
        topics.retain(|_| random.per_mille(400));
    }
    BoundDataset {
        span: back(0),
        past: (1..=past).map(back).collect(),
        topics,
        filters: filters(random),
        zone: zones[random.below(4) as usize].parse::<Zone>().unwrap(),
        bucket: [Bucket::Hour, Bucket::Day, Bucket::Week][random.below(3) as usize],
    }
}

/// Past frames may end early, as those of a running day do.
fn random_cut(n: i64) -> i64 {
    if n == 2 { HOUR / 2 } else { 0 }
}
