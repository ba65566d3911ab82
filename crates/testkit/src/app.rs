//! The application of a test.

use crate::{PostOffice, Records, SeededIds, SteppedClock, ndjson};
use hearken::{
    House, HouseParts,
    app::{
        Caller, Secret, delegation, imports, organizations, session, session::SignInProvider,
        setup, topics, users,
    },
    config::Config,
};
use hearken_model::{KeywordsRule, OrganizationRole, Post, PublicId, RolePair};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;

/// The password of everybody in a test.
pub const PASSWORD: &str = "a kettle sings at five";

/// KiB of memory for a password hash: the least there is, because tests sign in often.
const CHEAP: u32 = 16;

/// A whole application in this process, over a temporary data folder.
pub struct TestApp {
    /// Its parts, as `hearken` wires them.
    pub house: House,
    /// What it takes for the time.
    pub clock: Arc<SteppedClock>,
    /// Where its mails end, if it sends any.
    pub post: Arc<PostOffice>,
    /// What it takes for the domain name system.
    pub records: Arc<Records>,
    /// Pages and API.
    pub(crate) routes: axum::Router,
    folder: Arc<TempDir>,
    lives: Arc<AtomicU32>,
    imported: AtomicU32,
}

/// Configures a mail server, so that mails are sent; [`TestApp::post`] takes them.
pub fn with_mail(config: &mut Config) {
    config.mail.url = Some("smtp://mail.example".to_owned());
    config.mail.from = Some("hearken@house.example".to_owned());
    config.base_url = Some(BASE_URL.to_owned());
}

/// The address of the pages in mails.
pub const BASE_URL: &str = "https://hearken.example";

/// A person in an organization, signed in.
#[derive(Clone)]
pub struct Member {
    /// The organization's name in URLs.
    pub slug: String,
    /// Mail address.
    pub email: String,
    /// The session's token, for the cookie.
    pub session: String,
    /// An API token, where one was made.
    pub token: Option<String>,
    /// For calling use-cases without HTTP.
    pub caller: Caller,
}

impl TestApp {
    /// An empty installation on SQLite, as before its first run; no network is listened to.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, sending mails: into [`TestApp::post`].
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn with_mail() -> Self {
        Self::with(with_mail).await
    }

    /// The same with another configuration.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn with(configure: impl FnOnce(&mut Config)) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder can be made"));
        let clock = Arc::new(SteppedClock::at(crate::START));
        Self::over(folder, clock, Arc::default(), None, configure).await
    }

    /// With a provider where people may sign in instead.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn with_provider(provider: Arc<dyn SignInProvider>) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder can be made"));
        let clock = Arc::new(SteppedClock::at(crate::START));
        Self::over(folder, clock, Arc::default(), Some(provider), |_| {}).await
    }

    /// A further process over the same data folder, as after a restart; the clock is shared, and so
    /// is the folder, which goes with the last of them.
    ///
    /// # Panics
    /// When it cannot be set up.
    pub async fn again(&self) -> Self {
        let (folder, clock) = (Arc::clone(&self.folder), Arc::clone(&self.clock));
        Self::over(folder, clock, Arc::clone(&self.lives), None, |_| {}).await
    }

    async fn over(
        folder: Arc<TempDir>,
        clock: Arc<SteppedClock>,
        lives: Arc<AtomicU32>,
        provider: Option<Arc<dyn SignInProvider>>,
        configure: impl FnOnce(&mut Config),
    ) -> Self {
        // No two processes draw the same ids.
        let seed = u64::from(lives.fetch_add(1, Ordering::Relaxed)) + 1;
        let mut config = Config::default();
        config.bluesky.enabled = false;
        config.feeds.enabled = false;
        configure(&mut config);
        let post = Arc::new(PostOffice::default());
        let records = Arc::new(Records::default());
        let parts = HouseParts {
            clock: Arc::clone(&clock) as Arc<_>,
            ids: Arc::new(SeededIds::new(seed)),
            password_memory_kib: Some(CHEAP),
            mailer: Some(Arc::clone(&post) as Arc<_>),
            provider,
            records: Arc::clone(&records) as Arc<_>,
        };
        let house = House::open(folder.path(), config, parts).await;
        let house = house.expect("a house opens over an empty folder");
        house
            .start()
            .await
            .expect("a house without networks starts");
        Self {
            routes: house.router(hearken::WebSettings::default()),
            house,
            clock,
            post,
            records,
            folder,
            lives,
            imported: AtomicU32::new(0),
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new organization with its first person: Administrator, Manager, global administrator.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn organization(&self, slug: &str) -> Member {
        let input = setup::NewOrganization {
            name: slug.replace('-', " "),
            slug: slug.to_owned(),
            country: "DE".to_owned(),
            admin_email: format!("admin@{slug}.example"),
            admin_password: Some(Secret::new(PASSWORD)),
            with_token: true,
            ..setup::NewOrganization::default()
        };
        let app = &self.house.app;
        let first = setup::is_first_run(app).await.expect("the store answers");
        let created = if first {
            setup::create_installation(app, input).await
        } else {
            organizations::create(app, &Caller::command_line(), input).await
        };
        let created = created.expect("an organization can be made");
        let token = created
            .api_token
            .as_ref()
            .map(|token| token.expose().to_owned());
        self.sign_in(slug, &created.user.email, PASSWORD, token)
            .await
    }

    /// A further person of an organization, signed in with a password of their own.
    ///
    /// # Panics
    /// When they cannot be made.
    pub async fn member(
        &self,
        by: &Member,
        name: &str,
        roles: RolePair,
        organization_role: Option<OrganizationRole>,
    ) -> Member {
        let email = format!("{}@{}.example", name.to_lowercase(), by.slug);
        let input = users::NewUser {
            name: name.to_owned(),
            email: email.clone(),
            roles: Some(roles),
            organization_role,
            ..users::NewUser::default()
        };
        let created = users::create(&self.house.app, &by.caller, input).await;
        let created = created.expect("a person can be added");
        match created.password {
            Some(password) => self.change_password(by, &email, password).await,
            None => self.follow_invitation(&email).await,
        }
        self.sign_in(&by.slug, &email, PASSWORD, None).await
    }

    /// A topic of one keywords rule, in a category that is made when it is not there.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn topic(
        &self,
        by: &Member,
        category: &str,
        name: &str,
        keywords: &[&str],
    ) -> PublicId {
        let rule = KeywordsRule {
            keywords: keywords.iter().map(|word| (*word).to_owned()).collect(),
            ..KeywordsRule::default()
        };
        let input = topics::SaveTopic {
            id: None,
            version: None,
            name: name.to_owned(),
            category: topics::CategoryChoice::Named(category.to_owned()),
            owner: None,
            rules: vec![topics::RuleInput::Keywords { id: None, rule }],
        };
        let saved = topics::save(&self.house.app, &by.caller, input).await;
        self.house.pipeline.run_due_jobs().await.expect("jobs run");
        saved.expect("a topic can be saved").row.id
    }

    /// Imports posts as a file of our own form, to the end, and brings the index up to it.
    ///
    /// # Panics
    /// When it fails, or takes longer than a minute.
    pub async fn import(&self, by: &Member, posts: &[Post]) -> imports::ImportView {
        let number = self.imported.fetch_add(1, Ordering::Relaxed);
        let path = self.folder().join(format!("import-{number}.ndjson"));
        std::fs::write(&path, ndjson::print(posts)).expect("the data folder can be written");
        let input = imports::StartImport {
            path,
            format: "ndjson".to_owned(),
            ..imports::StartImport::default()
        };
        let app = &self.house.app;
        let mut import = imports::start(app, &by.caller, input)
            .await
            .expect("an import starts");
        for _ in 0..1_200 {
            if import.state.has_ended() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            import = imports::get(app, &by.caller, import.id)
                .await
                .expect("an import is found");
        }
        assert_eq!(import.state, imports::ImportState::Done, "{import:?}");
        let organization = self
            .house
            .store
            .find_organization(&self.house.install, &by.slug.parse().expect("a slug"))
            .await;
        let org = organization
            .expect("the store answers")
            .expect("the organization is there")
            .id;
        self.house
            .pipeline
            .catch_up(org)
            .await
            .expect("the index follows");
        import
    }

    /// A new organization that may serve others.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn partner(&self, slug: &str) -> Member {
        let made = self.organization(slug).await;
        delegation::authorize(&self.house.app, &Caller::command_line(), slug, true)
            .await
            .expect("a partner is authorized");
        made
    }

    /// The administrator of an organization, at home in a session of their own.
    ///
    /// # Panics
    /// When they cannot sign in.
    pub async fn at_home(&self, slug: &str) -> Member {
        let email = format!("admin@{slug}.example");
        self.sign_in(slug, &email, PASSWORD, None).await
    }

    /// Ends everything in good order; the folder goes with the value.
    pub async fn stop(&self) {
        self.house.stop().await;
    }

    async fn change_password(&self, by: &Member, email: &str, password: Secret) {
        let member = self.sign_in(&by.slug, email, password.expose(), None).await;
        let change = session::ChangePassword {
            current: password,
            new: Secret::new(PASSWORD),
            keep: Some(Secret::new(&member.session)),
        };
        let changed = session::change_password(&self.house.app, &member.caller, change).await;
        changed.expect("a one-time password can be changed");
    }

    async fn follow_invitation(&self, email: &str) {
        let mails = self.mails().await;
        let letter = mails.iter().find(|letter| letter.recipient == email);
        let letter = letter.expect("a new person gets a mail");
        let link = Self::link(letter, "/password/set?link=");
        let secret = link.rsplit('=').next().unwrap_or_default();
        let set = session::set_password(&self.house.app, secret, &Secret::new(PASSWORD)).await;
        set.expect("the link sets a password");
    }

    async fn sign_in(
        &self,
        slug: &str,
        email: &str,
        password: &str,
        token: Option<String>,
    ) -> Member {
        let input = session::SignIn {
            email: email.to_owned(),
            password: Secret::new(password),
            origin: session::Origin::default(),
        };
        let app = &self.house.app;
        let signed_in = session::sign_in(app, input)
            .await
            .expect("the password is right");
        let caller = if signed_in.caller.must_change_password() {
            signed_in.caller
        } else {
            let entered = organizations::enter(app, &signed_in.caller, slug).await;
            entered.expect("a member may enter")
        };
        Member {
            slug: slug.to_owned(),
            email: email.to_owned(),
            session: signed_in.token.expose().to_owned(),
            token,
            caller,
        }
    }
}
