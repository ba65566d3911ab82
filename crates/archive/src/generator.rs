//! Seeded synthetic posts for benchmarks and tests: many posts a day with a daily cycle, topics,
//! authors and phrases by Zipf's law. Nothing of it is meant to read like the world; its counts
//! are.

use crate::PostRow;
use hearken_model::{
    AuthorId, CountryCode, Language, Place, PlaceKind, PostId, PostKind, Sentiment, Source, Span,
    Timestamp, TopicId,
    annotation::{PhraseKey, WordKey},
};
use std::f64::consts::TAU;

/// How many of what.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Posts, with the ids 1, 2, 3 ...
    pub posts: u64,
    /// When they are published, most by day and few by night.
    pub span: Span,
    /// Topics 1 to that; at 200 the largest has a tenth of the posts, the hundredth 0.3 %.
    pub topics: u32,
    /// Authors 1 to that.
    pub authors: u32,
    /// Phrases; a post has 5 to 8.
    pub phrases: u32,
    /// Words; a post has 9 to 18 before repetitions.
    pub words: u32,
    /// Of a thousand posts so many come late: published up to three days before they come.
    pub late_per_mille: u32,
}

impl Shape {
    /// The shape of the archive's measurements: 90 days up to `end`, 200 topics, an author for
    /// every seven posts, 200,000 phrases, 400,000 words, one post of a hundred late.
    pub fn of_posts(posts: u64, end: Timestamp) -> Self {
        Self {
            posts,
            span: Span {
                from: end.plus(-90 * hearken_model::time::DAY),
                to: end,
            },
            topics: 200,
            authors: u32::try_from(posts / 7).unwrap_or(u32::MAX).max(1),
            phrases: 200_000,
            words: 400_000,
            late_per_mille: 10,
        }
    }
}

/// Random numbers from a seed (splitmix64): the same on every machine.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Numbers of that seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when that is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.number()) * u128::from(end)) >> 64) as u64
    }

    /// Whether something happens that does so `times` in a thousand.
    pub fn per_mille(&mut self, times: u64) -> bool {
        self.below(1000) < times
    }

    /// A number from 0 to before 1.
    pub fn unit(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank from 1 to `most` by Zipf's law with exponent 1.
    pub fn zipf(&mut self, most: u32) -> u32 {
        let rank = (f64::from(most) + 1.0).powf(self.unit()) as u32;
        rank.clamp(1, most.max(1))
    }
}

/// The posts of a shape, in the order in which they come.
#[derive(Clone, Debug)]
pub struct Generator {
    shape: Shape,
    random: Random,
    done: u64,
    /// Upper ends of the topics' shares of 0 to 1.
    topics: Vec<f64>,
    sources: Vec<Source>,
    languages: Vec<Language>,
    cities: Vec<Place>,
}

/// Share of a topic falls with this power of its rank.
const TOPIC_POWER: f64 = 0.76;
const CITIES: u32 = 600;

impl Generator {
    /// The posts of a shape and seed.
    pub fn new(shape: Shape, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let sources = ["bluesky", "reddit", "feed", "forum"];
        let weights = (1..=shape.topics.max(1)).map(|rank| f64::from(rank).powf(-TOPIC_POWER));
        let mut topics: Vec<f64> = weights.collect();
        let whole: f64 = topics.iter().sum();
        let mut upto = 0.0;
        for share in &mut topics {
            upto += *share / whole;
            *share = upto;
        }
        let cities = (0..CITIES).filter_map(|_| city(&mut random));
        Self {
            topics,
            sources: sources
                .iter()
                .filter_map(|name| name.parse().ok())
                .collect(),
            languages: hearken_model::language::FIRST_CLASS
                .iter()
                .filter_map(|code| code.parse().ok())
                .collect(),
            cities: cities.collect(),
            shape,
            random,
            done: 0,
        }
    }

    fn published(&mut self) -> Timestamp {
        let span = self.shape.span;
        let days = span.micros() as f64 / hearken_model::time::DAY as f64;
        let at = (self.done as f64 + self.random.unit()) / self.shape.posts.max(1) as f64 * days;
        // Rises with `at`, slowly by day and fast by night: dense days, thin nights.
        let day = at.fract() - 0.8 / TAU * (TAU * at.fract()).sin();
        let micros = (at.trunc() + day) * hearken_model::time::DAY as f64;
        let mut published = span.from.plus(micros as i64);
        if self.random.per_mille(self.shape.late_per_mille.into()) {
            let late = self.random.below(3 * hearken_model::time::DAY as u64);
            published = published.plus(-(late as i64)).max(span.from);
        }
        Timestamp(published.0.min(span.to.0 - 1))
    }

    fn topics(&mut self) -> Vec<TopicId> {
        let count =
            1 + usize::from(self.random.per_mille(150)) + usize::from(self.random.per_mille(30));
        let mut topics = Vec::with_capacity(count);
        for _ in 0..count {
            let share = self.random.unit();
            let rank = self.topics.partition_point(|upto| *upto < share);
            topics.push(TopicId(1 + rank.min(self.topics.len() - 1) as i64));
        }
        topics.sort_unstable();
        topics.dedup();
        topics
    }

    fn phrases(&mut self) -> Vec<PhraseKey> {
        let count = 5 + self.random.below(4);
        let mut phrases: Vec<PhraseKey> = (0..count)
            .map(|_| PhraseKey(Random::new(self.random.zipf(self.shape.phrases).into()).number()))
            .collect();
        phrases.sort_unstable();
        phrases.dedup();
        phrases
    }

    fn words(&mut self) -> Vec<WordKey> {
        let count = 9 + self.random.below(10);
        (0..count)
            .map(|_| word(self.random.zipf(self.shape.words)))
            .collect()
    }

    fn place(&mut self) -> Option<Place> {
        let city = self.random.zipf(CITIES) as usize - 1;
        let city = self.cities.get(city)?;
        match self.random.below(100) {
            0..2 => Some(Place {
                kind: PlaceKind::Post,
                latitude: city.latitude + self.random.unit() as f32 / 10.0,
                longitude: city.longitude + self.random.unit() as f32 / 10.0,
                ..*city
            }),
            2..35 => Some(*city),
            _ => None,
        }
    }

    fn one_of<T: Clone>(random: &mut Random, list: &[T]) -> Option<T> {
        let at = random.zipf(list.len() as u32) as usize - 1;
        list.get(at).cloned()
    }
}

/// The word of that rank: about one post of so many has it.
pub fn word(rank: u32) -> WordKey {
    WordKey(Random::new(u64::from(rank) << 32).number())
}

fn city(random: &mut Random) -> Option<Place> {
    Some(Place {
        kind: PlaceKind::Author,
        country: CountryCode::from_index((random.zipf(60) * 11) as u16)?,
        latitude: (random.unit() * 130.0 - 55.0) as f32,
        longitude: (random.unit() * 340.0 - 170.0) as f32,
    })
}

impl Iterator for Generator {
    type Item = PostRow;

    fn next(&mut self) -> Option<PostRow> {
        if self.done >= self.shape.posts {
            return None;
        }
        let published_at = self.published();
        self.done += 1;
        let tone = match self.random.below(100) {
            0..25 => Sentiment::Positive,
            25..40 => Sentiment::Negative,
            40..85 => Sentiment::Neutral,
            _ => Sentiment::Unknown,
        };
        let kind = match self.random.below(10) {
            0..7 => PostKind::Post,
            7..9 => PostKind::Reply,
            _ => PostKind::Share,
        };
        let reach = 1 + self.random.below(12) as u8;
        Some(PostRow {
            id: PostId(self.done as i64),
            published_at,
            source: Self::one_of(&mut self.random, &self.sources).unwrap_or(Source::FEED),
            language: Self::one_of(&mut self.random, &self.languages).unwrap_or(Language::UND),
            sentiment: tone,
            kind,
            reach: (reach <= 5).then_some(reach),
            author: Some(AuthorId(self.random.zipf(self.shape.authors).into())),
            place: self.place(),
            phrases: self.phrases(),
            words: self.words(),
            topics: self.topics(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_have_the_shape() {
        let shape = Shape::of_posts(50_000, Timestamp::from_seconds(1_800_000_000));
        let rows: Vec<PostRow> = Generator::new(shape, 7).collect();
        assert_eq!(rows, Generator::new(shape, 7).collect::<Vec<_>>());
        assert_ne!(rows, Generator::new(shape, 8).collect::<Vec<_>>());
        let count = |f: &dyn Fn(&PostRow) -> bool| rows.iter().filter(|row| f(row)).count();
        assert!(rows.iter().all(|row| shape.span.contains(row.published_at)));
        let within = |count: usize, from: f64, to: f64| {
            let share = count as f64 / rows.len() as f64;
            assert!(
                (from..to).contains(&share),
                "{share} is not in {from}..{to}"
            );
        };
        within(count(&|row| row.topics.contains(&TopicId(1))), 0.08, 0.13);
        within(
            count(&|row| row.topics.contains(&TopicId(100))),
            0.002,
            0.005,
        );
        within(rows.iter().map(|row| row.topics.len()).sum(), 1.1, 1.25);
        within(rows.iter().map(|row| row.phrases.len()).sum(), 5.5, 6.6);
        within(count(&|row| row.place.is_some()), 0.3, 0.4);
    }
}
