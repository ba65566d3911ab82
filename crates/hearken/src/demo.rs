//! The demo world: made-up organizations set up through the use-cases, months of history, and a
//! simulated network that goes on. Posts come in as from any network: matched, annotated, recorded.

mod partners;

use crate::wiring::House;
use hearken_app::{
    Caller, Secret, organizations,
    setup::{self, NewOrganization},
    topics::{self, CategoryChoice, RuleInput, SaveTopic},
};
use hearken_connectors::{Audience, Batch, Item};
use hearken_model::{KeywordsRule, Post};
use hearken_web::DemoPerson;
use hearken_world::{AGENCY, Brand, CUSTOMERS, Organization, SimulatedNetwork};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The password of everybody in the demo.
const PASSWORD: &str = "listen-to-the-demo";
/// Days of history.
const DAYS: i64 = 95;
/// The seed of the history; that of the live network is another one.
const SEED: u64 = 2020;
/// Posts recorded together.
const BATCH: usize = 1_000;
/// Mean pause between two posts of the live network.
const PAUSE: Duration = Duration::from_secs(6);

/// Makes the demo's organizations, topics and history where they are missing, and answers who can
/// sign in.
pub async fn prepare(house: &House) -> anyhow::Result<Vec<DemoPerson>> {
    if setup::is_first_run(&house.app).await? {
        setup::create_installation(&house.app, new(&AGENCY)).await?;
        add_topics(house, &AGENCY).await?;
        for customer in &CUSTOMERS {
            organizations::create(&house.app, &Caller::command_line(), new(customer)).await?;
            add_topics(house, customer).await?;
        }
        partners::introduce(house).await?;
        house.pipeline.reload().await?;
        let history = SimulatedNetwork::new(brands(), SEED).history(DAYS, house.app.now());
        for part in history.chunks(BATCH) {
            take(house, part.to_vec()).await?;
        }
    }
    let all = CUSTOMERS.iter().chain([&AGENCY]);
    let person = |organization: &Organization| DemoPerson {
        email: organization.email.to_owned(),
        password: PASSWORD.to_owned(),
        about: format!("{} ({})", organization.name, organization.country),
    };
    Ok(all.map(person).collect())
}

/// Lets the simulated network go on until it is stopped.
pub fn live(house: &House, stop: CancellationToken) {
    let house = house.clone();
    tokio::spawn(async move {
        let seed = house.app.now().0.unsigned_abs();
        let mut network = SimulatedNetwork::new(brands(), seed);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
            let post = network.next(house.app.now());
            if let Err(error) = take(&house, vec![post]).await {
                tracing::warn!(%error, "the simulated network stumbled");
            }
        }
    });
}

async fn take(house: &House, posts: Vec<Post>) -> anyhow::Result<()> {
    let mut batch = Batch::empty(Audience::Public);
    batch.read = posts.len() as u64;
    batch.items = posts
        .into_iter()
        .map(|post| Item::Upsert(Box::new(post)))
        .collect();
    Ok(house.pipeline.take(batch, "demo").await?)
}

fn brands() -> Vec<Brand> {
    CUSTOMERS
        .iter()
        .flat_map(|customer| customer.brands.iter().copied())
        .collect()
}

fn new(organization: &Organization) -> NewOrganization {
    NewOrganization {
        name: organization.name.to_owned(),
        slug: organization.slug.to_owned(),
        country: organization.country.to_owned(),
        zone: organization.zone.to_owned(),
        admin_name: format!("{} admin", organization.name),
        admin_email: organization.email.to_owned(),
        admin_password: Some(Secret::new(PASSWORD)),
        seats: Some(25),
        with_token: false,
    }
}

async fn add_topics(house: &House, organization: &Organization) -> anyhow::Result<()> {
    let caller = Caller::command_line();
    let caller = organizations::enter(&house.app, &caller, organization.slug).await?;
    for topic in organization.topics {
        let list = |entries: &[&str]| entries.iter().map(|entry| (*entry).to_owned()).collect();
        let rule = KeywordsRule {
            keywords: list(topic.keywords),
            inclusions: list(topic.inclusions),
            exclusions: list(topic.exclusions),
            ..KeywordsRule::default()
        };
        let input = SaveTopic {
            id: None,
            version: None,
            name: topic.name.to_owned(),
            category: CategoryChoice::Named(topic.category.to_owned()),
            owner: None,
            rules: vec![RuleInput::Keywords { id: None, rule }],
        };
        topics::save(&house.app, &caller, input).await?;
    }
    Ok(())
}
