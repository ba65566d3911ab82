//! The simulated network: who writes when, and what.

use crate::{
    brands::Brand,
    random::Random,
    sentences::{DISLIKES, LIKES, NEUTRAL, OTHERS, Sentence, TITLES},
};
use hearken_model::{
    Author, Language, Post, PostKind, Source, Timestamp,
    time::{DAY, HOUR, MINUTE},
};

/// Writers of the network.
const WRITERS: usize = 900;
/// Posts of an ordinary day, all brands together.
const POSTS_A_DAY: f64 = 170.0;
/// Cities of people who write about anything.
const CITIES: &[&str] = &[
    "London",
    "Berlin",
    "Paris",
    "Madrid",
    "Rome, Italy",
    "Warsaw",
    "New York",
    "San Francisco, CA",
    "São Paulo",
    "Mexico City",
    "Tokyo",
    "Sydney, Australia",
    "Cairo",
    "Nairobi",
    "Mumbai",
    "Oslo",
];

/// A network whose people talk about some brands.
#[derive(Clone, Debug)]
pub struct SimulatedNetwork {
    brands: Vec<Brand>,
    random: Random,
    posts: u64,
}

impl SimulatedNetwork {
    /// With these brands; the same seed makes the same posts.
    pub fn new(brands: Vec<Brand>, seed: u64) -> Self {
        Self {
            brands,
            random: Random::new(seed),
            posts: 0,
        }
    }

    /// The posts of some days that end at `end`, oldest first: a rhythm of day and week, and a few
    /// days on which something happened.
    pub fn history(&mut self, days: i64, end: Timestamp) -> Vec<Post> {
        let mut posts = Vec::new();
        for day in (0..days).rev() {
            let start = end.plus(-(day + 1) * DAY);
            let weekend = matches!((start.0.div_euclid(DAY) + 4).rem_euclid(7), 0 | 6);
            let event = day % 23 == 11;
            let mut count = POSTS_A_DAY * (0.8 + 0.4 * self.random.unit());
            count *= if weekend { 0.65 } else { 1.0 };
            count *= if event { 2.4 } else { 1.0 };
            for _ in 0..count as usize {
                let at = start.plus(self.time_of_day());
                posts.push(self.post(at, event));
            }
        }
        posts.sort_by_key(|post| post.published_at);
        posts
    }

    /// A post that is published now.
    pub fn next(&mut self, now: Timestamp) -> Post {
        let at = now.plus(-((self.random.below(40) as i64) * MINUTE / 60));
        self.post(at, false)
    }

    /// People write most at noon and in the evening.
    fn time_of_day(&mut self) -> i64 {
        let hour = 4.0 + 9.0 * (self.random.unit() + self.random.unit());
        (hour * HOUR as f64) as i64
    }

    fn post(&mut self, at: Timestamp, event: bool) -> Post {
        self.posts += 1;
        let brand = self.brand();
        let (sentence, language) = self.sentence(&brand, event);
        let text = fill(sentence, &brand);
        let is_forum = self.random.chance(0.22);
        let source = if is_forum {
            Source::REDDIT
        } else {
            Source::BLUESKY
        };
        let mut post = Post::new(source, format!("demo-{}-{}", at.0, self.posts), text, at);
        post.language = language.parse::<Language>().ok();
        if is_forum {
            post.title = self.random.pick(TITLES).map(|title| fill(title, &brand));
        }
        post.kind = if self.random.chance(0.2) {
            PostKind::Reply
        } else {
            PostKind::Post
        };
        post.author = Some(self.author(&brand, is_forum));
        post.permalink = Some(format!("https://posts.example/{}", post.native_id));
        post
    }

    fn brand(&mut self) -> Brand {
        let all: usize = self.brands.iter().map(|brand| brand.weight).sum();
        let mut left = self.random.below(all.max(1));
        for brand in &self.brands {
            if left < brand.weight {
                return *brand;
            }
            left -= brand.weight;
        }
        crate::brands::AGENCY
            .brands
            .first()
            .copied()
            .unwrap_or(Brand {
                name: "Kessamor",
                thing: "kettle",
                weight: 1,
                liked: 0.5,
                cities: CITIES,
            })
    }

    fn sentence(&mut self, brand: &Brand, event: bool) -> (Sentence, &'static str) {
        if self.random.chance(0.3)
            && let Some((language, sentences)) = self.random.pick(OTHERS).copied()
        {
            return (
                self.random.pick(sentences).copied().unwrap_or("{b}"),
                language,
            );
        }
        let liked = if event {
            brand.liked * 0.5
        } else {
            brand.liked
        };
        let mood = self.random.unit();
        let sentences = if mood < 0.25 {
            NEUTRAL
        } else if mood < 0.25 + 0.75 * liked {
            LIKES
        } else {
            DISLIKES
        };
        (self.random.pick(sentences).copied().unwrap_or("{b}"), "en")
    }

    fn author(&mut self, brand: &Brand, is_forum: bool) -> Author {
        // A few write much, most write little.
        let share = self.random.unit();
        let n = (share * share * share * WRITERS as f64) as usize;
        let mut own = Random::new(n as u64 + 1);
        let handle = if is_forum {
            format!("demo_reader_{n}")
        } else {
            format!("reader{n}.example")
        };
        let cities = if own.chance(0.7) {
            brand.cities
        } else {
            CITIES
        };
        Author {
            native_id: format!("demo:{handle}"),
            name: Some(format!("Reader {n}")),
            profile_url: Some(format!("https://people.example/{n}")),
            avatar_url: None,
            followers: Some((10.0_f64.powf(1.0 + 4.2 * own.unit() * own.unit())) as u64),
            location: own
                .chance(0.75)
                .then(|| own.pick(cities).map(|c| (*c).to_owned()))
                .flatten(),
            handle: Some(handle),
        }
    }
}

fn fill(sentence: &str, brand: &Brand) -> String {
    let handle = brand.name.to_lowercase();
    sentence
        .replace("{b}", brand.name)
        .replace("{t}", brand.thing)
        .replace("{h}", &handle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brands::CUSTOMERS;

    #[test]
    fn the_same_seed_makes_the_same_posts() {
        let brands: Vec<Brand> = CUSTOMERS
            .iter()
            .flat_map(|c| c.brands.iter().copied())
            .collect();
        let end = Timestamp::from_seconds(1_790_000_000);
        let posts = SimulatedNetwork::new(brands.clone(), 7).history(10, end);
        assert_eq!(posts, SimulatedNetwork::new(brands, 7).history(10, end));
        assert!(posts.len() > 800, "{}", posts.len());
        assert!(
            posts
                .iter()
                .all(|p| p.published_at < end && p.published_at >= end.plus(-11 * DAY))
        );
        assert!(posts.iter().any(|p| p.title.is_some()));
    }
}
