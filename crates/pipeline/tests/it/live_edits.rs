//! Whatever is edited, by whichever process: the rules in force are those that a start would read.

use crate::network::Random;
use hearken_authz::{OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{
    CategoryId, KeywordsRule, Language, Post, Rule, RuleId, RuleKind, Source, SourceGroupId,
    Standing, Timestamp, topic::TopicState,
};
use hearken_pipeline::{Rulebook, Ruleset};
use hearken_rules::{Scratch, Subject};
use hearken_store::{BlockedKind, NewSourceGroup, NewTopic, TopicEdit, Tx};
use hearken_testkit::{Member, TestApp, house::app::settings};

const WORDS: [&str; 8] = [
    "tea", "cup", "pot", "hob", "gas", "mug", "kettle", "tea pot",
];
const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];
const STANDINGS: [Standing; 4] = [
    Standing::Running,
    Standing::EndsSoon,
    Standing::ReadOnly,
    Standing::Closed,
];

/// An organization and a person who edits it.
struct Edited {
    scope: OrgScope,
    member: Member,
    category: CategoryId,
    standing: Standing,
    /// To give out names.
    made: u64,
}

async fn edited(app: &TestApp, slug: &str) -> Edited {
    let member = app.organization(slug).await;
    let house = &app.house;
    let slug = slug.parse().unwrap();
    let found = house.store.find_organization(&house.install, &slug);
    let job = Principal::System { job: "test" };
    let resource = Resource::organization(found.await.unwrap().unwrap().id);
    let scope = decide(&job, Permission::RecordPosts, &resource, house.app.now()).unwrap();
    let mut tx = house.store.begin().await.unwrap();
    let category = tx
        .create_category(&scope, "Kitchen", None)
        .await
        .unwrap()
        .id;
    tx.commit().await.unwrap();
    Edited {
        scope,
        member,
        category,
        standing: Standing::Running,
        made: 0,
    }
}

fn some<T: Clone>(random: &Random, of: &[T]) -> Vec<T> {
    let keep = of.iter().filter(|_| random.below(3) == 0);
    keep.cloned().collect()
}

fn one<T: Clone>(random: &Random, of: &[T]) -> Option<T> {
    let at = random.below(of.len().max(1) as u64);
    of.get(at as usize).cloned()
}

fn words(random: &Random) -> Vec<String> {
    some(random, &WORDS.map(str::to_owned))
}

/// A rule; now and then one of custom sources.
fn rule(random: &Random, groups: &[SourceGroupId]) -> RuleKind {
    if random.below(5) == 0 {
        let groups = some(random, groups);
        return RuleKind::CustomSources { groups };
    }
    RuleKind::Keywords(KeywordsRule {
        keywords: words(random),
        inclusions: some(random, &words(random)),
        exclusions: some(random, &words(random)),
        languages: some(random, &LANGUAGES.map(|code| code.parse().unwrap())),
        ignore_accents: random.below(4) == 0,
        ..KeywordsRule::default()
    })
}

impl Edited {
    fn name(&mut self) -> String {
        self.made += 1;
        format!("Name {}", self.made)
    }

    async fn edit(&mut self, app: &TestApp, random: &Random) {
        let store = &app.house.store;
        if random.below(12) == 0 {
            return self.set_languages(app, random).await;
        }
        let groups = store.list_source_groups(&self.scope).await.unwrap();
        let ids: Vec<SourceGroupId> = groups.iter().map(|group| group.id).collect();
        let mut tx = store.begin().await.unwrap();
        match random.below(20) {
            0..=4 => self.make_topic(&mut tx, random, &ids).await,
            5..=9 => self.change_topic(&mut tx, random, &ids).await,
            10 | 11 => {
                let topics = tx.list_topics(&self.scope).await.unwrap();
                if let Some(topic) = one(random, &topics) {
                    tx.delete_topic(&self.scope, topic.id).await.unwrap();
                }
            }
            12..=14 => self.block(&mut tx, app, random).await,
            15 | 16 => self.change_sources(&mut tx, random, &ids).await,
            17 | 18 => {
                let to = one(random, &STANDINGS).unwrap();
                tx.set_standing(&self.scope, self.standing, to)
                    .await
                    .unwrap();
                self.standing = to;
            }
            _ if random.below(4) == 0 => {
                while tx.empty_part(&self.scope).await.unwrap() {}
                let made = tx.create_category(&self.scope, "Kitchen", None).await;
                self.category = made.unwrap().id;
            }
            _ => {
                let name = self.name();
                let category = self.category;
                tx.update_category(&self.scope, category, &name, None)
                    .await
                    .unwrap();
            }
        }
        tx.commit().await.unwrap();
    }

    async fn make_topic(&mut self, tx: &mut Tx, random: &Random, groups: &[SourceGroupId]) {
        let rules = (0..=random.below(3)).map(|_| rule(random, groups));
        let new = NewTopic {
            category: self.category,
            rules: rules.collect(),
            name: self.name(),
            owner: None,
        };
        tx.create_topic(&self.scope, &new).await.unwrap();
    }

    async fn change_topic(&mut self, tx: &mut Tx, random: &Random, groups: &[SourceGroupId]) {
        let topics = tx.list_topics(&self.scope).await.unwrap();
        let Some(topic) = one(random, &topics) else {
            return;
        };
        let mut rules = topic.rules.clone();
        match random.below(4) {
            0 => drop(rules.pop()),
            1 => rules.push(Rule {
                id: RuleId(0),
                public_id: hearken_model::PublicId(0),
                kind: rule(random, groups),
            }),
            2 => rules.reverse(),
            _ => {
                for one in &mut rules {
                    one.kind = rule(random, groups);
                }
            }
        }
        let edit = TopicEdit {
            category: topic.category,
            name: topic.name,
            owner: None,
            state: one(
                random,
                &[TopicState::Active, TopicState::Active, TopicState::Inactive],
            )
            .unwrap(),
            rules,
        };
        tx.update_topic(&self.scope, topic.id, topic.version, &edit)
            .await
            .unwrap();
    }

    async fn block(&mut self, tx: &mut Tx, app: &TestApp, random: &Random) {
        let entries = app.house.store.list_blocked(&self.scope).await.unwrap();
        if let Some(entry) = one(random, &entries).filter(|_| random.below(2) == 0) {
            tx.remove_blocked(&self.scope, entry.public_id)
                .await
                .unwrap();
            return;
        }
        let (kind, value) = match random.below(2) {
            0 => (
                BlockedKind::Domain,
                format!("{}.example", one(random, &WORDS[..6]).unwrap()),
            ),
            _ => (BlockedKind::Phrase, one(random, &WORDS).unwrap().to_owned()),
        };
        let has = |entry: &hearken_store::Blocked| entry.kind == kind && entry.value == value;
        if !entries.iter().any(has) {
            tx.add_blocked(&self.scope, kind, &value).await.unwrap();
        }
    }

    async fn change_sources(&mut self, tx: &mut Tx, random: &Random, groups: &[SourceGroupId]) {
        if let Some(group) = one(random, groups).filter(|_| random.below(2) == 0) {
            tx.delete_source_group(&self.scope, group).await.unwrap();
            return;
        }
        let name = self.name();
        let new = NewSourceGroup {
            initials: name.clone(),
            name,
            feeds: vec!["https://feed.example/".to_owned()],
        };
        tx.create_source_group(&self.scope, &new).await.unwrap();
    }

    /// Rules lose languages, or go with their topics.
    async fn set_languages(&mut self, app: &TestApp, random: &Random) {
        let mut languages = some(random, &LANGUAGES.map(str::to_owned));
        languages.push("it".to_owned());
        let caller = &self.member.caller;
        let set = settings::set_languages(&app.house.app, caller, &languages, true);
        set.await.unwrap();
    }
}

/// A post of some of the words, of a group now and then.
fn some_post(random: &Random, groups: &[hearken_model::PublicId]) -> (Post, Language) {
    let text = words(random).join(" ");
    let mut post = Post::new(Source::FEED, "1", &text, Timestamp(0));
    post.permalink = one(random, &WORDS[..6]).map(|word| format!("https://{word}.example/1"));
    post.group = one(random, groups).filter(|_| random.below(2) == 0);
    (post, one(random, &LANGUAGES).unwrap().parse().unwrap())
}

async fn assert_same(app: &TestApp, orgs: &[Edited], known: &Ruleset, random: &Random, how: &str) {
    let (store, install) = (&app.house.store, &app.house.install);
    let fresh = Ruleset::load(store, install, &Ruleset::default())
        .await
        .unwrap();
    assert_eq!(known.revision, fresh.revision, "{how}");
    assert!(known.is_same(&fresh), "{how}: {known:?} {fresh:?}");
    assert_eq!(known.matcher.len(), fresh.matcher.len(), "{how}");
    let groups = store.list_all_source_groups(install).await.unwrap();
    let groups: Vec<_> = groups.into_iter().map(|(_, _, public)| public).collect();
    let mut scratch = Scratch::default();
    for _ in 0..20 {
        let (post, language) = some_post(random, &groups);
        let expected = fresh.matcher.find(&post, &language, &mut scratch).to_vec();
        let found = known.matcher.find(&post, &language, &mut scratch);
        assert_eq!(found, expected, "{how}: {post:?}");
        let subject = Subject::new(&post, &language);
        for org in orgs.iter().map(|edited| edited.scope.org()) {
            let [a, b] = [known, &fresh].map(|of| of.blocklist.reason(org, &subject));
            assert_eq!(a, b, "{how}: {post:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_after_edits_are_those_that_are_stored() {
    let here = TestApp::new().await;
    let there = here.again().await;
    let mut orgs = [edited(&here, "one").await, edited(&here, "two").await];
    let random = Random::new(11);
    let book = Rulebook::default();
    let (store, install) = (&here.house.store, &here.house.install);
    book.refresh(store, install).await.unwrap();
    let mut by_steps = 0;
    for round in 0..250 {
        for _ in 0..=random.below(3) {
            let app = one(&random, &[&here, &there]).unwrap();
            let at = random.below(2) as usize;
            orgs[at].edit(app, &random).await;
        }
        let revision = store.setup_revision(install).await.unwrap();
        let before = book.current();
        let advanced = before.advanced(store, install, revision).await.unwrap();
        by_steps += usize::from(advanced.is_some());
        book.refresh(store, install).await.unwrap();
        let current = book.current();
        assert_same(&here, &orgs, &current, &random, &format!("round {round}")).await;
        if round % 25 == 0 {
            let merged = current.merged();
            assert_same(
                &here,
                &orgs,
                &merged,
                &random,
                &format!("merged in round {round}"),
            )
            .await;
            assert!(!book.compare(store, install).await.unwrap());
        }
    }
    assert_eq!(by_steps, 250, "nothing was read as a whole");
    there.stop().await;
    here.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_edits_are_merged_while_more_come_in() {
    let app = TestApp::new().await;
    let mut org = edited(&app, "one").await;
    let (store, install) = (&app.house.store, &app.house.install);
    let book = Rulebook::default();
    book.refresh(store, install).await.unwrap();
    let random = Random::new(5);
    let mut tx = store.begin().await.unwrap();
    for _ in 0..900 {
        org.make_topic(&mut tx, &random, &[]).await;
    }
    tx.commit().await.unwrap();
    book.refresh(store, install).await.unwrap();
    assert!(book.current().is_worn());
    let edits = async {
        for _ in 0..20 {
            org.edit(&app, &random).await;
            book.refresh(store, install).await.unwrap();
        }
    };
    let (merged, ()) = tokio::join!(book.merge(store, install), edits);
    merged.unwrap();
    assert!(!book.current().is_worn());
    book.refresh(store, install).await.unwrap();
    assert_same(&app, &[org], &book.current(), &random, "merged").await;
    app.stop().await;
}
