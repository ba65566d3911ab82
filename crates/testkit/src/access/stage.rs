//! The people and things that tables are walked with.

use super::{
    COLUMNS,
    delegates::{Delegates, offer_to},
};
use crate::{Member, TestApp, feed::serve_feed, post};
use hearken::app::{
    Caller, analytics, blocked, categories, custom_sources, delegation, domains, groups, imports,
    location_groups, posts, tokens,
    users::{self, NewUser},
};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, LocationGroupKey, OrganizationRole,
    PublicId, RolePair,
};
use std::sync::atomic::{AtomicU32, Ordering};

/// What an id of a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Nothing.
    None,
    /// A topic.
    Topic,
    /// A category without topics.
    Category,
    /// A group of feeds.
    Group,
    /// A blocked phrase.
    Blocked,
    /// A stored post.
    Post,
    /// An import that has ended.
    Import,
    /// A person of the organization.
    User,
    /// A group of people.
    UserGroup,
    /// A location group that is in no other.
    LocationGroup,
    /// A mail domain that is not proven.
    Domain,
    /// An API token.
    Token,
    /// The relationship of a customer with the partner of [`Stage`]'s delegated admin.
    Relationship,
    /// An open offer of a partner.
    Offer,
    /// That a person of a partner acts for customers.
    Assignment,
}

/// Somebody who is not (any more) in the organization that is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outsider {
    /// Nobody who is signed in.
    Anonymous,
    /// The operator of the installation, who is in another organization.
    Operator,
    /// An administrator of another organization.
    Stranger,
    /// Somebody whose access was withdrawn.
    Withdrawn,
    /// A delegated admin whose relationship was ended.
    Ended,
    /// A delegated admin whose relationship is paused.
    Held,
}

/// Three organizations: of the operator, the one that is asked, and one with foreign things.
pub struct Stage {
    /// The application.
    pub app: TestApp,
    /// The administrator of the organization that is asked, who owns its things.
    pub admin: Member,
    /// The administrator of another organization.
    pub stranger: Member,
    pub(super) operator: Member,
    pub(super) withdrawn: Member,
    pub(super) delegates: Delegates,
    /// Everybody inside, with the column and the name.
    pub(super) members: Vec<(usize, String, Member)>,
    pub(super) group: PublicId,
    feeds: String,
    posts: [std::sync::Mutex<Vec<PublicId>>; 2],
    imports: [PublicId; 2],
    count: AtomicU32,
}

/// Posts of an organization; walking deletes some.
const POSTS: usize = 50;

impl Stage {
    /// Sets it.
    ///
    /// # Panics
    /// When it cannot be set.
    pub async fn set() -> Self {
        let app = TestApp::with(|config| {
            config.network.allow_private_addresses = true;
            // The table is about permissions; the second factor has tests of its own.
            config.delegation.second_factor = false;
        })
        .await;
        let feeds = serve_feed().await;
        let operator = app.organization("house").await;
        let admin = app.organization("acme").await;
        let stranger = app.organization("other").await;
        for slug in [&admin.slug, &stranger.slug] {
            delegation::authorize(&app.house.app, &Caller::command_line(), slug, true)
                .await
                .expect("it may be a partner, too");
        }
        let delegates = Delegates::of(&app, &admin, &stranger).await;
        let members = members(&app, &admin).await;
        let withdrawn = withdrawn(&app, &admin).await;
        let (own, own_import) = stored_posts(&app, &admin).await;
        let (foreign, foreign_import) = stored_posts(&app, &stranger).await;
        let group = group(&app, &admin, "Fixed", "fx", &format!("{feeds}/fixed")).await;
        Self {
            app,
            admin,
            stranger,
            operator,
            withdrawn,
            delegates,
            members,
            group,
            feeds,
            posts: [own.into(), foreign.into()],
            imports: [own_import, foreign_import],
            count: AtomicU32::new(0),
        }
    }

    /// A number that was not given before.
    pub(super) fn number(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// The address of a feed that no group has.
    pub(super) fn feed(&self, n: u32) -> String {
        format!("{}/{n}", self.feeds)
    }

    /// A new thing in the organization of a person, theirs where things have owners.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn make(&self, thing: Thing, by: &Member) -> PublicId {
        let n = self.number();
        let app = &self.app.house.app;
        let foreign = usize::from(by.slug == self.stranger.slug);
        match thing {
            Thing::None => PublicId(0),
            Thing::Topic => {
                let word = format!("word{n}");
                self.app.topic(by, "Brands", &word, &[&word]).await
            }
            Thing::Category => {
                let name = format!("Category {n}");
                let made = categories::create(app, &by.caller, &name).await;
                made.expect("a category can be made").id
            }
            Thing::Group => {
                let initials = super::initials(0x4e00 + n);
                let name = format!("Group {n}");
                group(&self.app, by, &name, &initials, &self.feed(n)).await
            }
            Thing::Blocked => {
                let phrase = format!("never{n}");
                let kind = blocked::BlockedKind::Phrase;
                let added = blocked::add(app, &by.caller, kind, &phrase).await;
                added.expect("a phrase can be blocked").id
            }
            Thing::Post => {
                let mut left = self.posts[foreign].lock().expect("nobody panicked");
                // Nobody gets at a foreign one, so one is enough.
                let kept = left.first().copied().filter(|_| foreign == 1);
                kept.or_else(|| left.pop()).expect("there are posts left")
            }
            Thing::Import => self.imports[foreign],
            Thing::User => {
                let new = NewUser {
                    name: format!("Person {n}"),
                    email: format!("person{n}@{}.example", by.slug),
                    ..NewUser::default()
                };
                let made = users::create(app, &by.caller, new).await;
                made.expect("a person can be added").user.id
            }
            Thing::UserGroup => {
                let new = groups::SaveGroup {
                    name: format!("People {n}"),
                    ..groups::SaveGroup::default()
                };
                let made = groups::save(app, &by.caller, new).await;
                made.expect("a group of people can be made").row.id
            }
            Thing::LocationGroup => location_group(&self.app, by, n).await,
            Thing::Domain => domain(&self.app, by, n).await,
            Thing::Token => token(&self.app, by).await.0,
            Thing::Relationship => self.delegates.relationships[foreign],
            Thing::Offer => offer(&self.app, by).await,
            Thing::Assignment => assignment(&self.app, by).await,
        }
    }
}

async fn location_group(app: &TestApp, by: &Member, n: u32) -> PublicId {
    let new = location_groups::SaveLocationGroup {
        name: format!("Places {n}"),
        locations: vec!["DE".to_owned()],
        ..location_groups::SaveLocationGroup::default()
    };
    let made = location_groups::save(&app.house.app, &by.caller, new).await;
    match made.expect("a location group can be made").key {
        LocationGroupKey::Custom(id) => id,
        LocationGroupKey::Continent(_) => PublicId(0),
    }
}

async fn domain(app: &TestApp, by: &Member, n: u32) -> PublicId {
    let name = format!("d{n}.{}.example", by.slug);
    let made = domains::add(&app.house.app, &by.caller, &name).await;
    made.expect("a domain can be named").id
}

async fn offer(app: &TestApp, by: &Member) -> PublicId {
    let new = offer_to("new@client.example");
    let made = delegation::make_offer(&app.house.app, &by.caller, new).await;
    made.expect("an offer can be made").offer.id
}

async fn assignment(app: &TestApp, by: &Member) -> PublicId {
    let input = delegation::Assign {
        who: delegation::Assignee::Person(by.caller.person().expect("a person").public_id),
        level: DelegationLevel::Limited,
        relationships: None,
    };
    let made = delegation::assign(&app.house.app, &by.caller, input).await;
    made.expect("a person can be assigned")
}

async fn token(app: &TestApp, by: &Member) -> (PublicId, String) {
    let new = tokens::NewToken {
        name: "table".to_owned(),
        ..tokens::NewToken::default()
    };
    let made = tokens::create(&app.house.app, &by.caller, new).await;
    let made = made.expect("a token can be made");
    (made.row.id, made.token.expose().to_owned())
}

async fn group(app: &TestApp, by: &Member, name: &str, initials: &str, feed: &str) -> PublicId {
    let input = custom_sources::SaveGroup {
        id: None,
        name: name.to_owned(),
        initials: initials.to_owned(),
        feeds: vec![feed.to_owned()],
    };
    let saved = custom_sources::save(&app.house.app, &by.caller, input).await;
    saved.expect("a group can be made").id
}

async fn members(app: &TestApp, admin: &Member) -> Vec<(usize, String, Member)> {
    let mut people = Vec::new();
    for (column, configuration) in ConfigurationRole::ALL.iter().enumerate() {
        for interaction in InteractionRole::ALL {
            people.push((column, *configuration, *interaction, None));
        }
    }
    let analyst = ConfigurationRole::Analyst;
    for (column, role) in [
        (3, OrganizationRole::GlobalAdministrator),
        (4, OrganizationRole::BillingAdministrator),
    ] {
        people.push((column, analyst, InteractionRole::Reader, Some(role)));
    }
    let mut members = Vec::new();
    for (n, (column, configuration, interaction, role)) in people.into_iter().enumerate() {
        let roles = RolePair {
            configuration,
            interaction,
        };
        let mut member = app.member(admin, &format!("Cast{n}"), roles, role).await;
        member.token = Some(token(app, &member).await.1);
        let name = format!("{} ({configuration}, {interaction})", COLUMNS[column]);
        members.push((column, name, member));
    }
    members
}

async fn withdrawn(app: &TestApp, admin: &Member) -> Member {
    let mut member = app.member(admin, "Gone", RolePair::default(), None).await;
    member.token = Some(token(app, &member).await.1);
    let id = member.caller.person().expect("a person").public_id;
    let gone = users::set_access(&app.house.app, &admin.caller, vec![id], false).await;
    gone.expect("access can be withdrawn");
    member
}

async fn stored_posts(app: &TestApp, by: &Member) -> (Vec<PublicId>, PublicId) {
    app.topic(by, "Brands", "Kettles", &["kettle"]).await;
    let found: Vec<_> = (0..POSTS)
        .map(|n| post(format!("{}-{n}", by.slug), format!("a kettle, number {n}")).build())
        .collect();
    let import: imports::ImportView = app.import(by, &found).await;
    let all = [("time".to_owned(), "all".to_owned())];
    let view = analytics::open(&app.house.app, &by.caller, &all).await;
    let view = view.expect("the dataset opens");
    let page = posts::page(&app.house.app, &view, None, 0).await;
    let cards = page.expect("posts are listed").posts;
    (cards.iter().filter_map(|card| card.id).collect(), import.id)
}
