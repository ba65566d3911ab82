//! People of partners who act for the organization that is asked: with full and with limited
//! administration, and two whose relationship is over or paused.

use crate::{Member, PASSWORD, TestApp};
use hearken::app::{
    Caller, Secret,
    delegation::{self, Assign, Audience, Compose, OfferDetails, OfferName, OurSide, Reply},
    organizations, session, tokens,
};
use hearken_model::{DelegationLevel, OfferKind, PublicId, TokenPurpose};

/// Who acts for the organization.
pub(super) struct Delegates {
    /// With full administration.
    pub(super) full: Member,
    /// With limited administration; it makes no API tokens.
    pub(super) limited: Member,
    /// Whose relationship the customer has ended.
    pub(super) ended: Member,
    /// Whose relationship the customer has paused.
    pub(super) held: Member,
}

impl Delegates {
    pub(super) async fn of(app: &TestApp, customer: &Member) -> Self {
        let full = DelegationLevel::Full;
        let (full_member, _) = delegate(app, customer, "agency", full).await;
        let (limited, _) = delegate(app, customer, "desk", DelegationLevel::Limited).await;
        let (ended, over) = delegate(app, customer, "former", full).await;
        let (held, paused) = delegate(app, customer, "paused", full).await;
        for (id, what) in [(over, OurSide::End), (paused, OurSide::Hold)] {
            delegation::change_partner(&app.house.app, &customer.caller, id, what)
                .await
                .expect("a customer pauses and ends");
        }
        Self {
            full: full_member,
            limited,
            ended,
            held,
        }
    }
}

/// A partner's administrator who has entered the customer.
async fn delegate(
    app: &TestApp,
    customer: &Member,
    slug: &str,
    level: DelegationLevel,
) -> (Member, PublicId) {
    let partner = app.organization(slug).await;
    let cases = &app.house.app;
    delegation::authorize(cases, &Caller::command_line(), slug, true)
        .await
        .expect("a partner is authorized");
    let home = organizations::enter(cases, &partner.caller, slug).await;
    let home = home.expect("at home");
    let everybody = Assign {
        user: home.person().expect("a person").public_id,
        level,
        relationships: None,
    };
    delegation::assign(cases, &home, everybody)
        .await
        .expect("a person is assigned");
    let id = agreed(app, &home, customer, level).await;
    let session = Secret::new(partner.session.clone());
    let entered = delegation::enter_customer(cases, &home, &session, id).await;
    let token = entered.expect("an entry").token;
    let caller = session::resume(cases, token.expose()).await;
    let caller = caller.expect("a session");
    let caller = organizations::enter(cases, &caller, &customer.slug).await;
    let caller = caller.expect("inside");
    let new = tokens::NewToken {
        name: "acting".to_owned(),
        purpose: TokenPurpose::Api,
    };
    let made = tokens::create(cases, &caller, new).await.ok();
    let member = Member {
        slug: customer.slug.clone(),
        email: partner.email.clone(),
        session: token.expose().to_owned(),
        token: made.map(|made| made.token.expose().to_owned()),
        caller,
    };
    (member, id)
}

/// An offer made and answered with yes.
async fn agreed(
    app: &TestApp,
    home: &Caller,
    customer: &Member,
    level: DelegationLevel,
) -> PublicId {
    let cases = &app.house.app;
    let offer = Compose {
        kind: OfferKind::Standalone,
        level: Some(level),
        days: None,
        audience: Audience::Mail(customer.email.clone()),
        valid_days: 30,
        details: OfferDetails::default(),
    };
    let made = delegation::make_offer(cases, home, offer).await;
    let code = made.expect("an offer is made").code.expose().to_owned();
    let page = delegation::look(cases, &customer.caller, &code).await;
    let yes = Reply {
        terms_hash: page.expect("an offer is seen").terms_hash,
        delegate: true,
        product: false,
        level,
        days: None,
        password: Secret::new(PASSWORD),
    };
    let name = OfferName::Code(code);
    let answered = delegation::answer(cases, &customer.caller, name, yes).await;
    answered.expect("an answer").relationship.expect("a yes")
}
