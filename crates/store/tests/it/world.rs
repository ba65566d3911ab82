//! A store of its own for a test, with a clock that stands still and ids that count.

use hearken_authz::{
    InstallScope, Membership, MembershipState, OrgScope, Permission, Person, Principal, Resource,
    Wiring, decide,
};
use hearken_model::{
    Annotations, Author, Language, OrgId, OrganizationRole, Post, PostId, PublicId, RolePair,
    RuleKind, Sentiment, Source, Term, Timestamp, TopicId, UserId,
    annotation::{PhraseKey, Tone},
    topic::SearchTopic,
};
use hearken_store::{
    Audience, Clock, Hit, Ids, Location, NewOrganization, NewPost, NewTopic, OrganizationSettings,
    PostChange, RecordBatch, Recorded, Store, StoreConfig,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

#[derive(Debug)]
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Debug, Default)]
pub(crate) struct TestIds(AtomicU64);

impl Ids for TestIds {
    fn public_id(&self) -> PublicId {
        let n = u128::from(self.0.fetch_add(1, Ordering::Relaxed));
        // Spread, so that indexes see the order they see in life.
        PublicId(n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835) ^ 0x5555)
    }

    fn secret(&self) -> [u8; 32] {
        let half = self.public_id().to_bytes();
        let mut secret = [7; 32];
        secret[..16].copy_from_slice(&half);
        secret
    }
}

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) install: InstallScope,
    pub(crate) config: StoreConfig,
    folder: Option<tempfile::TempDir>,
    admin_url: Option<(String, String)>,
}

/// Drops the PostgreSQL database of a test that went well; one that failed leaves it to be seen.
pub(crate) struct Guard {
    store: Store,
    admin_url: Option<(String, String)>,
}

impl Guard {
    pub(crate) async fn drop_database(self) {
        self.store.close().await;
        if let Some((url, name)) = self.admin_url {
            let mut connection = connect(&url).await;
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }
}

async fn connect(url: &str) -> sqlx::PgConnection {
    use sqlx::Connection;
    sqlx::PgConnection::connect(url).await.unwrap()
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = StoreConfig::new(Location::Folder(folder.path().to_owned()));
        let mut world = Self::open(config).await;
        world.folder = Some(folder);
        world
    }

    pub(crate) async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let Ok(url) = std::env::var("HEARKEN_TEST_POSTGRES") else {
            println!("skipped: HEARKEN_TEST_POSTGRES is not set");
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("hearken_test_{}_{number}", std::process::id());
        let mut connection = connect(&url).await;
        for sql in [
            format!("DROP DATABASE IF EXISTS {name}"),
            format!("CREATE DATABASE {name}"),
        ] {
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                .execute(&mut connection)
                .await
                .unwrap();
        }
        let (server, _) = url.rsplit_once('/').expect("a URL with a database");
        let config = StoreConfig::new(Location::Postgres(format!("{server}/{name}")));
        let mut world = Self::open(config).await;
        world.admin_url = Some((url, name));
        Some(world)
    }

    pub(crate) async fn open(config: StoreConfig) -> Self {
        let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000_000_000)));
        let ids = Arc::new(TestIds::default());
        let store = Store::open(config.clone(), clock.clone(), ids)
            .await
            .unwrap();
        Self {
            store,
            clock,
            install: Wiring::claim().install_scope("test"),
            config,
            folder: None,
            admin_url: None,
        }
    }

    /// A statement past the store, as somebody with the database in hand may send it.
    pub(crate) async fn raw(&self, sql: &str) {
        let query = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()));
        match &self.config.location {
            Location::Folder(folder) => {
                let file = folder.join("hearken.db");
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
                let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
                query.execute(&pool).await.unwrap();
                pool.close().await;
            }
            Location::Postgres(url) => {
                query.execute(&mut connect(url).await).await.unwrap();
            }
        }
    }

    pub(crate) fn guard(&self) -> Guard {
        Guard {
            store: self.store.clone(),
            admin_url: self.admin_url.clone(),
        }
    }

    pub(crate) fn store_now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) async fn organization_in(&self, tx: &mut hearken_store::Tx, slug: &str) -> OrgId {
        let new = NewOrganization {
            slug: slug.parse().unwrap(),
            settings: settings(slug),
        };
        tx.create_organization(&self.install, &new)
            .await
            .unwrap()
            .id
    }

    /// The scope of a job in an organization.
    pub(crate) fn scope(&self, org: OrgId) -> OrgScope {
        let job = Principal::System { job: "test" };
        decide(
            &job,
            Permission::RecordPosts,
            &Resource::organization(org),
            self.clock.now(),
        )
        .unwrap()
    }

    /// The scope of an administrator.
    pub(crate) fn scope_of(&self, org: OrgId, user: UserId) -> OrgScope {
        let person = Principal::Person(Person {
            term: Term::default(),
            user,
            operator: false,
            acting: None,
            membership: Some(Membership {
                org,
                roles: RolePair {
                    configuration: hearken_model::ConfigurationRole::Administrator,
                    interaction: hearken_model::InteractionRole::Manager,
                },
                organization_role: OrganizationRole::None,
                state: MembershipState::Active,
                licence: Some(hearken_model::LicenceType::Full),
            }),
        });
        let resource = Resource::organization(org);
        decide(
            &person,
            Permission::EditSettings,
            &resource,
            self.clock.now(),
        )
        .unwrap()
    }

    pub(crate) async fn organization(&self, slug: &str) -> OrgId {
        let mut tx = self.store.begin().await.unwrap();
        let new = NewOrganization {
            slug: slug.parse().unwrap(),
            settings: settings(slug),
        };
        let org = tx.create_organization(&self.install, &new).await.unwrap();
        tx.commit().await.unwrap();
        org.id
    }

    /// An organization with one topic that has one rule.
    pub(crate) async fn listening(&self, slug: &str) -> Listening {
        let org = self.organization(slug).await;
        let topic = self.topic(org, "Contoso").await;
        Listening {
            org,
            hit: Hit {
                org,
                topic: topic.id,
                rule: topic.rules[0].id,
            },
            topic,
        }
    }

    pub(crate) async fn topic(&self, org: OrgId, name: &str) -> SearchTopic {
        let scope = self.scope(org);
        let mut tx = self.store.begin().await.unwrap();
        let there = self.store.list_categories(&scope).await.unwrap();
        let category = match there.into_iter().next() {
            Some(category) => category,
            None => tx.create_category(&scope, "Products", None).await.unwrap(),
        };
        let new = NewTopic {
            category: category.id,
            name: name.to_owned(),
            owner: None,
            rules: vec![keywords(name)],
        };
        let topic = tx.create_topic(&scope, &new).await.unwrap();
        tx.commit().await.unwrap();
        topic
    }

    pub(crate) async fn record(&self, changes: Vec<PostChange>) -> Recorded {
        let mut batch = RecordBatch::new(Audience::Everybody);
        batch.changes = changes;
        self.store.record(&self.install, batch).await.unwrap()
    }

    /// Every post of an organization as (native id, text, topics).
    pub(crate) async fn posts(&self, org: OrgId) -> Vec<(String, String, Vec<TopicId>)> {
        let scope = self.scope(org);
        let rows = self
            .store
            .stream_rows(&scope, PostId(0), 1000)
            .await
            .unwrap();
        let ids: Vec<PostId> = rows.iter().map(|row| row.id).collect();
        let posts = self.store.load_posts(&scope, &ids).await.unwrap();
        let mut list: Vec<_> = posts
            .into_iter()
            .map(|post| {
                let mut topics: Vec<TopicId> = post.hits.iter().map(|hit| hit.0).collect();
                topics.dedup();
                (post.post.native_id, post.post.text, topics)
            })
            .collect();
        list.sort();
        list
    }
}

pub(crate) struct Listening {
    pub(crate) org: OrgId,
    pub(crate) hit: Hit,
    pub(crate) topic: SearchTopic,
}

pub(crate) fn settings(name: &str) -> OrganizationSettings {
    OrganizationSettings {
        time_zone: Some("Europe/Berlin".parse().unwrap()),
        search_languages: vec![Language::EN],
        ..OrganizationSettings::new(name, "DE".parse().unwrap())
    }
}

pub(crate) fn keywords(word: &str) -> RuleKind {
    RuleKind::Keywords(hearken_model::KeywordsRule {
        keywords: vec![word.to_owned()],
        ..Default::default()
    })
}

/// A post of an author with two phrases and a positive tone.
pub(crate) fn post(native_id: &str, text: &str, author: &str, hits: &[Hit]) -> PostChange {
    PostChange::Put(Box::new(new_post(native_id, text, author, hits)))
}

pub(crate) fn new_post(native_id: &str, text: &str, author: &str, hits: &[Hit]) -> NewPost {
    let mut post = Post::new(
        Source::BLUESKY,
        native_id,
        text,
        Timestamp(1_790_000_000_000_000),
    );
    post.author = Some(Author {
        native_id: author.to_owned(),
        handle: Some(format!("{author}.test")),
        followers: Some(1_234),
        ..Author::default()
    });
    NewPost {
        post,
        annotations: Annotations {
            language: Language::EN,
            tone: Tone {
                sentiment: Sentiment::Positive,
                value: Some(0.5),
                evidence: Vec::new(),
            },
            phrases: Vec::new(),
            place: Some(hearken_model::Place {
                kind: hearken_model::PlaceKind::Author,
                country: "FR".parse().unwrap(),
                latitude: 48.86,
                longitude: 2.35,
            }),
        },
        phrase_keys: vec![PhraseKey(u64::MAX), PhraseKey(7)],
        hits: hits.to_vec(),
    }
}
