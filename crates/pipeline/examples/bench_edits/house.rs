//! The installation that is edited.

use crate::Result;
use hearken_authz::{InstallScope, OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{CategoryId, KeywordsRule, OrgId, RuleKind, SearchTopic, TopicId};
use hearken_pipeline::Pipeline;
use hearken_store::{
    BlockedKind, NewOrganization, NewTopic, OrganizationSettings, Store, TopicEdit,
};
use hearken_testkit::TestApp;
use std::time::Instant;

const ORGANIZATIONS: usize = 100;
const RULES_OF_A_TOPIC: usize = 10;
/// Words that rules and posts are made of.
const WORDS: usize = 20_000;

pub(crate) struct House {
    app: TestApp,
    orgs: Vec<Edited>,
    /// What the last edit made, for the next one.
    topic: Option<SearchTopic>,
}

/// An organization with the topics that were there from the beginning.
struct Edited {
    scope: OrgScope,
    category: CategoryId,
    topics: Vec<TopicId>,
}

/// A post that shows whether an edit is in force.
pub(crate) struct Probe {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) is_found: bool,
}

impl House {
    /// A running house with so many rules.
    pub(crate) async fn build(rules: usize) -> Result<Self> {
        let app = TestApp::new().await;
        let mut house = Self {
            app,
            orgs: vec![],
            topic: None,
        };
        for n in 0..ORGANIZATIONS {
            house.found(n, rules / ORGANIZATIONS).await?;
        }
        Ok(house)
    }

    /// An organization with its rules, in one transaction.
    async fn found(&mut self, n: usize, rules: usize) -> Result<()> {
        let house = &self.app.house;
        let mut tx = house.store.begin().await?;
        let new = NewOrganization {
            slug: format!("bench-{n}").parse()?,
            settings: OrganizationSettings::new(format!("Bench {n}"), "DE".parse()?),
        };
        let org: OrgId = tx.create_organization(&house.install, &new).await?.id;
        let job = Principal::System { job: "bench" };
        let resource = Resource::organization(org);
        let scope = decide(&job, Permission::RecordPosts, &resource, house.app.now())?;
        let category = tx.create_category(&scope, "Bench", None).await?.id;
        let seeds: Vec<usize> = (0..rules).map(|rule| n * rules + rule).collect();
        let mut topics = vec![];
        for (topic, seeds) in seeds.chunks(RULES_OF_A_TOPIC).enumerate() {
            let own = one_word(&format!("organization{n}topic{topic}"));
            let more = seeds.iter().skip(1).map(|seed| rule(*seed));
            let new = NewTopic {
                category,
                name: format!("Topic {topic}"),
                owner: None,
                rules: std::iter::once(own).chain(more).collect(),
            };
            topics.push(tx.create_topic(&scope, &new).await?.id);
        }
        tx.commit().await?;
        self.orgs.push(Edited {
            scope,
            category,
            topics,
        });
        Ok(())
    }

    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.app.house.pipeline
    }

    pub(crate) fn store(&self) -> (Store, InstallScope) {
        (self.app.house.store.clone(), self.app.house.install.clone())
    }

    /// Makes the `n`-th edit; a post that shows it, and when its commit was acknowledged. In fives: a
    /// topic is added, changed, its word blocked and blocked no more, and an old topic of ten rules is
    /// deleted.
    pub(crate) async fn edit(&mut self, n: usize) -> Result<(Probe, Instant)> {
        let (round, step) = (n / 5, n % 5);
        let which = round % ORGANIZATIONS;
        let org = self.orgs.get(which).ok_or("no organization")?;
        let scope = &org.scope;
        let (added, changed) = (format!("addedword{round}"), format!("changedword{round}"));
        let store = &self.app.house.store;
        let entries = store.list_blocked(scope).await?;
        let mut tx = store.begin().await?;
        let (kind, text, is_found) = match (step, self.topic.take()) {
            (0, _) => {
                let new = NewTopic {
                    category: org.category,
                    name: added.clone(),
                    owner: None,
                    rules: vec![one_word(&added)],
                };
                self.topic = Some(tx.create_topic(scope, &new).await?);
                ("a rule added", added, true)
            }
            (1, Some(topic)) => {
                let edit = of_one_word(&topic, &changed);
                let saved = tx
                    .update_topic(scope, topic.id, topic.version, &edit)
                    .await?;
                self.topic = Some(saved);
                ("a rule changed", changed, true)
            }
            (2, topic) => {
                tx.add_blocked(scope, BlockedKind::Phrase, &changed).await?;
                self.topic = topic;
                ("a phrase blocked", changed, false)
            }
            (3, topic) => {
                let entry = entries.iter().find(|entry| entry.value == changed);
                let entry = entry.ok_or("nothing is blocked")?;
                tx.remove_blocked(scope, entry.public_id).await?;
                self.topic = topic;
                ("a phrase allowed", changed, true)
            }
            (4, _) => {
                let old = round / ORGANIZATIONS;
                let topic = org.topics.get(old).ok_or("more edits than topics")?;
                tx.delete_topic(scope, *topic).await?;
                let word = format!("organization{which}topic{old}");
                ("ten rules removed", word, false)
            }
            _ => return Err("no topic to edit".into()),
        };
        tx.commit().await?;
        let committed = Instant::now();
        let probe = Probe {
            kind,
            text,
            is_found,
        };
        Ok((probe, committed))
    }

    pub(crate) async fn end(&self) {
        self.app.stop().await;
    }
}

/// Twelve of the words.
pub(crate) fn sentence(n: usize) -> String {
    let words = (0..12).map(|at| word(n * 12 + at));
    words.collect::<Vec<_>>().join(" ")
}

/// A word, the first ones far more often than the last.
fn word(seed: usize) -> String {
    let drawn = scatter(seed);
    let at = (drawn % WORDS) * (drawn / WORDS % WORDS) / WORDS;
    format!("word{at}")
}

/// An everyday name near one of three words, without two others.
fn rule(seed: usize) -> RuleKind {
    let word = |n: usize| word(seed * 8 + n);
    RuleKind::Keywords(KeywordsRule {
        keywords: vec![
            format!("brand{}", scatter(seed) % WORDS),
            format!("{} {}", word(0), word(1)),
        ],
        inclusions: (2..5).map(word).collect(),
        exclusions: (5..7).map(word).collect(),
        ..KeywordsRule::default()
    })
}

/// The topic with another word.
fn of_one_word(topic: &SearchTopic, word: &str) -> TopicEdit {
    let mut edit = TopicEdit {
        category: topic.category,
        name: topic.name.clone(),
        owner: None,
        state: topic.state,
        rules: topic.rules.clone(),
    };
    for rule in &mut edit.rules {
        rule.kind = one_word(word);
    }
    edit
}

fn one_word(word: &str) -> RuleKind {
    RuleKind::Keywords(KeywordsRule {
        keywords: vec![word.to_owned()],
        ..KeywordsRule::default()
    })
}

const fn scatter(seed: usize) -> usize {
    let mut z = (seed as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 8) as usize
}
