//! Long posts of few words, which stand there often: what rules share of them is what each would find
//! by itself.

use hearken_model::{
    KeywordsRule, Language, OrgId, Post, Proximity, RuleId, Source, Timestamp, TopicId,
};
use hearken_rules::{Hit, MatcherBuilder, Scratch, naive};

const WORDS: [&str; 7] = ["tea", "the", "ısı", "I", "kettle", "東", "#the"];
const TERMS: [&str; 12] = [
    "tea",
    "the",
    "ısı",
    "i",
    "kettle",
    "東",
    "the tea",
    "tea the kettle",
    "東東",
    "#the",
    "the the the",
    "kettle i",
];
const GAPS: [&str; 5] = [" ", " ", " ", "! ", "!\n\n"];

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % bound
    }

    fn terms(&mut self, most: usize) -> Vec<String> {
        let count = self.below(most + 1);
        (0..count)
            .map(|_| TERMS[self.below(TERMS.len())].to_owned())
            .collect()
    }

    fn rule(&mut self) -> KeywordsRule {
        KeywordsRule {
            keywords: self.terms(3),
            inclusions: self.terms(3),
            exclusions: if self.below(3) == 0 {
                self.terms(1)
            } else {
                vec![]
            },
            proximity: Proximity::ALL[self.below(3)],
            ignore_accents: self.below(5) == 0,
            ..KeywordsRule::default()
        }
    }

    /// Stretches of few words each, so that some words are far from others.
    fn post(&mut self) -> Post {
        let mut text = String::new();
        for _ in 0..=self.below(6) {
            let own = [self.below(WORDS.len()), self.below(WORDS.len())];
            let gaps = 1 + self.below(GAPS.len());
            for _ in 0..self.below(200) {
                text.push_str(WORDS[own[self.below(2)]]);
                text.push_str(GAPS[self.below(gaps)]);
            }
            text.push_str("!\n\n");
        }
        let mut post = Post::new(Source::FEED, "1", text, Timestamp(0));
        post.title = (self.below(2) == 0).then(|| "the tea! I".to_owned());
        post
    }
}

#[test]
fn many_rules_find_in_long_posts_what_the_oracle_finds() {
    let mut random = Random(3);
    let rules: Vec<KeywordsRule> = (0..120).map(|_| random.rule()).collect();
    let hit = |n| Hit {
        org: OrgId(1),
        topic: TopicId(1),
        rule: RuleId(n),
    };
    let mut builder = MatcherBuilder::default();
    for (n, rule) in (0..).zip(&rules) {
        builder.keywords(hit(n), rule);
    }
    let matcher = builder.build();
    let mut scratch = Scratch::default();
    let mut found = 0;
    for _ in 0..60 {
        let post = random.post();
        for language in [Language::UND, "tr".parse().unwrap()] {
            let expected = (0..).zip(&rules);
            let expected = expected.filter(|(_, rule)| naive::matches(rule, &post, &language));
            let expected: Vec<Hit> = expected.map(|(n, _)| hit(n)).collect();
            let hits = matcher.find(&post, &language, &mut scratch);
            assert_eq!(hits, expected, "{language} {post:?}");
            found += hits.len();
        }
    }
    assert!(found > 1000, "{found}");
}
