//! The demo's agency as a partner: a delegated admin of one customer, and an offer that waits at the
//! other. Everything happens through the use-cases, by the people whose it is.

use super::PASSWORD;
use crate::wiring::House;
use hearken_app::{
    Caller, Secret,
    delegation::{
        self, Assign, Assignee, Audience, Compose, OfferDetails, OfferName, PartnerProfile, Reply,
        USUAL_DAYS,
    },
    organizations, session,
    users::{self, UserFilter},
};
use hearken_model::{DelegationLevel, OfferKind};
use hearken_world::{AGENCY, CUSTOMERS, Organization};

/// Makes the agency a partner of both customers: one has said yes, one is still asked.
pub(super) async fn introduce(house: &House) -> anyhow::Result<()> {
    let app = &house.app;
    delegation::authorize(app, &Caller::command_line(), AGENCY.slug, true).await?;
    let agency = inside(house, &AGENCY).await?;
    let profile = PartnerProfile {
        email: AGENCY.email.to_owned(),
        web: "https://lumenpine.example".to_owned(),
        terms: "We look after your topics and answer within a working day. You can end this at any time."
            .to_owned(),
        ..PartnerProfile::default()
    };
    delegation::save_profile(app, &agency, profile).await?;
    let people = users::list(app, &agency, UserFilter::default()).await?;
    if let Some(person) = people.first() {
        let everybody = Assign {
            who: Assignee::Person(person.id),
            level: DelegationLevel::Full,
            relationships: None,
        };
        delegation::assign(app, &agency, everybody).await?;
    }
    for (at, customer) in CUSTOMERS.iter().enumerate() {
        let made = delegation::make_offer(app, &agency, offer_to(customer)).await?;
        if at == 0 {
            let answering = inside(house, customer).await?;
            let code = made.code.expose().to_owned();
            let page = delegation::look(app, &answering, &code).await?;
            let yes = Reply {
                terms_hash: page.terms_hash,
                delegate: true,
                product: false,
                seats: Vec::new(),
                level: DelegationLevel::Full,
                days: Some(USUAL_DAYS),
                password: Secret::new(PASSWORD),
            };
            delegation::answer(app, &answering, OfferName::Code(code), yes).await?;
        }
    }
    Ok(())
}

fn offer_to(customer: &Organization) -> Compose {
    Compose {
        kind: OfferKind::Standalone,
        level: Some(DelegationLevel::Full),
        days: Some(USUAL_DAYS),
        audience: Audience::Mail(customer.email.to_owned()),
        valid_days: 90,
        details: OfferDetails {
            message: format!("We would like to look after {} for you.", customer.name),
            ..OfferDetails::default()
        },
    }
}

/// The administrator of an organization, signed in and inside.
async fn inside(house: &House, organization: &Organization) -> anyhow::Result<Caller> {
    let input = session::SignIn {
        email: organization.email.to_owned(),
        password: Secret::new(PASSWORD),
        origin: session::Origin::default(),
    };
    let signed_in = session::sign_in(&house.app, input).await?;
    let caller = organizations::enter(&house.app, &signed_in.caller, organization.slug).await?;
    session::sign_out(&house.app, signed_in.token.expose()).await?;
    Ok(caller)
}
