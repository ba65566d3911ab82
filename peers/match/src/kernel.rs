//! The kernel, as the product asks it, on one thread.

use crate::workload::Workload;
use crate::{Engine, Hits};
use anyhow::Result;
use hearken_model::{Language, OrgId, Post, RuleId, Source, Timestamp, TopicId};
use hearken_rules::{Hit, Matcher, MatcherBuilder, Scratch};

struct Kernel {
    matcher: Matcher,
    scratch: Scratch,
    post: Post,
}

pub(crate) fn engine(workload: &Workload) -> Result<Box<dyn Engine + '_>> {
    let mut builder = MatcherBuilder::default();
    for (rule, number) in workload.rules.iter().zip(0..) {
        let hit = Hit {
            org: OrgId(number % 30),
            topic: TopicId(number / 10),
            rule: RuleId(number),
        };
        builder.keywords(hit, rule);
    }
    Ok(Box::new(Kernel {
        matcher: builder.build(),
        scratch: Scratch::default(),
        post: Post::new(Source::BLUESKY, "1", String::new(), Timestamp(0)),
    }))
}

impl Engine for Kernel {
    fn find(&mut self, post: &str, hits: &mut Vec<u32>) {
        self.post.text.clear();
        self.post.text.push_str(post);
        let found = self
            .matcher
            .find(&self.post, &Language::UND, &mut self.scratch);
        hits.extend(
            found
                .iter()
                .filter_map(|hit| u32::try_from(hit.rule.0).ok()),
        );
    }
}

/// What every engine must find.
pub(crate) fn hits(workload: &Workload) -> Hits {
    let Ok(mut engine) = engine(workload) else {
        return vec![];
    };
    let find = |post: &String| {
        let mut hits = vec![];
        engine.find(post, &mut hits);
        hits.into_iter().collect()
    };
    workload.posts.iter().map(find).collect()
}
