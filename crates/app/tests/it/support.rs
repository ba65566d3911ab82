//! A small installation: SQLite in a temporary folder, the columns in memory, a clock that stands
//! still, ids that count, and ports that need no network.

use crate::ports::{Network, TestIngest};
use hearken_app::{
    App, Caller, Limits, Parts, Secret, organizations, ports::LocalEvents, session, setup, users,
};
use hearken_archive::{Archive, NoText, SegmentArchive};
use hearken_authz::{InstallScope, OrgScope, Permission, Principal, Resource, Wiring, decide};
use hearken_model::{
    ConfigurationRole, InteractionRole, OrgId, Post, PublicId, RolePair, Source, Timestamp,
    time::HOUR,
};
use hearken_rules::{Matcher, Subject};
use hearken_store::{
    Audience, AuditEntry, Clock, Hit, Ids, Location, NewPost, PostChange, RecordBatch, Store,
    StoreConfig,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

/// A Sunday at noon.
pub(crate) const NOON: &str = "2026-11-22T12:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

#[derive(Debug)]
pub(crate) struct StillClock(AtomicI64);

impl StillClock {
    pub(crate) fn step(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::Relaxed);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Debug, Default)]
struct CountingIds(AtomicU64);

impl Ids for CountingIds {
    fn public_id(&self) -> PublicId {
        let n = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        PublicId(u128::from(n) << 64 | u128::from(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    fn secret(&self) -> [u8; 32] {
        let n = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        std::array::from_fn(|byte| {
            (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (byte % 8 * 8)) as u8 ^ byte as u8
        })
    }
}

/// A domain name system without names.
struct NoRecords;

#[async_trait::async_trait]
impl hearken_app::domains::TextRecords for NoRecords {
    async fn text_records(
        &self,
        _: &str,
    ) -> Result<Vec<String>, hearken_app::domains::RecordsAway> {
        Ok(Vec::new())
    }
}

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) store: Store,
    pub(crate) clock: Arc<StillClock>,
    pub(crate) network: Arc<Network>,
    pub(crate) install: InstallScope,
    _folder: tempfile::TempDir,
}

pub(crate) const PASSWORD: &str = "a long demo password";

impl World {
    /// Nothing set up yet.
    pub(crate) async fn empty() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, where an organization may take in so many posts a month.
    pub(crate) async fn limited(month_quota: Option<u64>) -> Self {
        Self::with(|limits| limits.month_quota = month_quota).await
    }

    /// The same with other limits.
    pub(crate) async fn with(limit: impl FnOnce(&mut Limits)) -> Self {
        let mut limits = Limits {
            attempts: 3,
            password_memory_kib: 64,
            session_idle: 2 * HOUR,
            session_absolute: 5 * HOUR,
            ..Limits::default()
        };
        limit(&mut limits);
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(StillClock(AtomicI64::new(at(NOON).0)));
        let ids: Arc<dyn Ids> = Arc::new(CountingIds::default());
        let config = StoreConfig::new(Location::Folder(folder.path().join("data")));
        let store = Store::open(config, clock.clone(), ids.clone())
            .await
            .expect("a store");
        let archive: Arc<dyn Archive> = Arc::new(SegmentArchive::in_memory(Arc::new(NoText)));
        let network = Arc::new(Network::default());
        let ingest = TestIngest {
            store: store.clone(),
            archive: archive.clone(),
            network: network.clone(),
        };
        let wiring = Wiring::claim();
        let parts = Parts {
            store: store.clone(),
            archive,
            clock: clock.clone(),
            ids,
            ingest: Arc::new(ingest),
            events: Arc::new(LocalEvents::default()),
            uploads: folder.path().to_owned(),
            base_url: None,
            mailer: None,
            sign_up: hearken_app::sign_up::SignUpPolicy::Off,
            provider: None,
            records: Arc::new(NoRecords),
            limits,
        };
        Self {
            app: App::new(parts, &wiring),
            store,
            clock,
            network,
            install: wiring.install_scope("test"),
            _folder: folder,
        }
    }

    /// Two organizations, `contoso` and `fabrikam`; the admin of the first operates the
    /// installation. Answers the admins.
    pub(crate) async fn two() -> (Self, Caller, Caller) {
        Self::empty().await.with_two().await
    }

    /// The two organizations of [`World::two`].
    pub(crate) async fn with_two(self) -> (Self, Caller, Caller) {
        let world = self;
        let first = organization("Contoso", "DE", "admin@contoso.example");
        setup::create_installation(&world.app, first)
            .await
            .expect("the first");
        let admin = world.sign_in("admin@contoso.example", "contoso").await;
        let second = organization("Fabrikam", "US", "admin@fabrikam.example");
        let outside = world.resume("admin@contoso.example").await;
        organizations::create(&world.app, &outside, second)
            .await
            .expect("the second");
        let other = world.sign_in("admin@fabrikam.example", "fabrikam").await;
        (world, admin, other)
    }

    /// Signs in without entering.
    pub(crate) async fn resume(&self, email: &str) -> Caller {
        let input = session::SignIn {
            email: email.to_owned(),
            password: Secret::new(PASSWORD),
            origin: session::Origin::default(),
        };
        let signed = session::sign_in(&self.app, input).await.expect("signed in");
        session::resume(&self.app, signed.token.expose())
            .await
            .expect("a session")
    }

    /// Signs in and enters.
    pub(crate) async fn sign_in(&self, email: &str, slug: &str) -> Caller {
        let caller = self.resume(email).await;
        organizations::enter(&self.app, &caller, slug)
            .await
            .expect("inside")
    }

    /// A new person with a role, signed in and inside.
    pub(crate) async fn person(
        &self,
        admin: &Caller,
        name: &str,
        configuration: ConfigurationRole,
    ) -> Caller {
        let email = format!("{}@people.example", name.to_lowercase());
        let input = users::NewUser {
            name: name.to_owned(),
            email: email.clone(),
            roles: Some(RolePair {
                configuration,
                interaction: InteractionRole::Reader,
            }),
            organization_role: None,
            ..users::NewUser::default()
        };
        let made = users::create(&self.app, admin, input)
            .await
            .expect("a user");
        let password = made.password.expect("a one-time password");
        let sign_in = |password: Secret| session::SignIn {
            email: email.clone(),
            password,
            origin: session::Origin::default(),
        };
        let once = session::sign_in(&self.app, sign_in(password.clone()))
            .await
            .expect("once");
        let change = session::ChangePassword {
            current: password,
            new: Secret::new(PASSWORD),
            keep: None,
        };
        session::change_password(&self.app, &once.caller, change)
            .await
            .expect("changed");
        let slug = admin.organization().expect("inside").slug.clone();
        self.sign_in(&email, slug.as_str()).await
    }

    pub(crate) async fn org(&self, slug: &str) -> OrgId {
        let slug = slug.parse().expect("a slug");
        let found = self
            .store
            .find_organization(&self.install, &slug)
            .await
            .expect("read");
        found.expect("an organization").id
    }

    pub(crate) fn scope(&self, org: OrgId) -> OrgScope {
        let job = Principal::System { job: "test" };
        let resource = Resource::organization(org);
        decide(&job, Permission::RecordPosts, &resource, self.clock.now()).expect("a scope")
    }

    /// Records posts that match a topic, and indexes them.
    pub(crate) async fn record(&self, slug: &str, posts: Vec<Post>) {
        let org = self.org(slug).await;
        let rules = self
            .store
            .list_all_rules(&self.install)
            .await
            .expect("rules");
        let groups = self
            .store
            .list_all_source_groups(&self.install)
            .await
            .expect("groups");
        let rules = rules
            .iter()
            .map(|r| (r.org, r.topic, r.rule.id, &r.rule.kind));
        let matcher = Matcher::build(rules, |_, id| {
            groups.iter().find(|g| g.1 == id).map(|g| g.2)
        });
        let mut batch = RecordBatch::new(Audience::Organization(org));
        for post in posts {
            let annotations = hearken_text::Annotator::new().annotate(&post);
            let phrases = hearken_text::phrases::of_post(&post, &annotations.language);
            let hits = matcher.matches_for(org, &Subject::new(&post, &annotations.language));
            let hits = hits.into_iter().map(|h| Hit {
                org: h.org,
                topic: h.topic,
                rule: h.rule,
            });
            batch.changes.push(PostChange::Put(Box::new(NewPost {
                hits: hits.collect(),
                phrase_keys: phrases.into_iter().map(|(_, key)| key).collect(),
                annotations,
                post,
            })));
        }
        self.store
            .record(&self.install, batch)
            .await
            .expect("recorded");
        let ingest = self.index(org).await;
        assert!(ingest.is_ok(), "{:?}", ingest.err());
    }

    /// Brings the archive up to the store.
    async fn index(&self, org: OrgId) -> hearken_app::Result<()> {
        let operator = Caller::command_line();
        let organizations = organizations::list(&self.app, &operator).await?;
        for organization in organizations {
            if self.org(organization.slug.as_str()).await == org {
                let slug = organization.slug.as_str();
                hearken_app::operations::rebuild(&self.app, &operator, Some(slug)).await?;
            }
        }
        Ok(())
    }

    /// Verbs of the organization's audit rows, newest first.
    pub(crate) async fn audit(&self, slug: &str) -> Vec<AuditEntry> {
        let scope = self.scope(self.org(slug).await);
        self.store
            .list_audit(&scope, None, 100)
            .await
            .expect("audit")
    }

    /// The newest verb of the organization's audit rows.
    pub(crate) async fn last_deed(&self, slug: &str) -> String {
        self.audit(slug)
            .await
            .first()
            .map(|entry| entry.verb.clone())
            .unwrap_or_default()
    }
}

pub(crate) fn organization(name: &str, country: &str, email: &str) -> setup::NewOrganization {
    setup::NewOrganization {
        name: name.to_owned(),
        country: country.to_owned(),
        admin_email: email.to_owned(),
        admin_password: Some(Secret::new(PASSWORD)),
        ..setup::NewOrganization::default()
    }
}

/// A post of a fictional person.
pub(crate) fn post(id: &str, text: &str, published: &str) -> Post {
    Post::new(Source::BLUESKY, id, text, at(published))
}

/// Field and code of every problem.
pub(crate) fn problems(error: hearken_app::AppError) -> Vec<(String, String)> {
    let problems = error.diagnostics.into_iter();
    problems.map(|p| (p.field, p.code.into_owned())).collect()
}

/// The same as literals.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}
