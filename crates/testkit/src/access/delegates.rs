//! People of partners who act for the organization that is asked: with full and with limited
//! administration, and two whose relationship is over or paused.

use crate::{Member, PASSWORD, TestApp};
use hearken::app::{
    Caller, Secret,
    delegation::{
        self, Assign, Assignee, Audience, Compose, OfferDetails, OfferName, OurSide, Reply,
    },
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
    /// What the partner of the first has with the organization, and with another one.
    pub(super) relationships: [PublicId; 2],
}

impl Delegates {
    pub(super) async fn of(app: &TestApp, customer: &Member, other: &Member) -> Self {
        let full = DelegationLevel::Full;
        let (full_member, ours) = delegate(app, customer, "agency", full).await;
        let home = app.at_home("agency").await.caller;
        let theirs = agreed(app, &home, other, full).await;
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
            relationships: [ours, theirs],
        }
    }
}

/// The administrator of a new partner who has entered the customer, and the relationship's id.
///
/// # Panics
/// When they cannot; the second factor has to be off.
pub async fn delegate(
    app: &TestApp,
    customer: &Member,
    slug: &str,
    level: DelegationLevel,
) -> (Member, PublicId) {
    let partner = app.partner(slug).await;
    let cases = &app.house.app;
    let home = organizations::enter(cases, &partner.caller, slug).await;
    let home = home.expect("at home");
    let everybody = Assign {
        who: Assignee::Person(home.person().expect("a person").public_id),
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

/// An offer of full administration to a mail address.
pub(super) fn offer_to(mail: &str) -> Compose {
    Compose {
        kind: OfferKind::Standalone,
        level: Some(DelegationLevel::Full),
        days: None,
        audience: Audience::Mail(mail.to_owned()),
        valid_days: 30,
        details: OfferDetails::default(),
    }
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
        level: Some(level),
        ..offer_to(&customer.email)
    };
    let made = delegation::make_offer(cases, home, offer).await;
    let code = made.expect("an offer is made").code.expose().to_owned();
    let page = delegation::look(cases, &customer.caller, &code).await;
    let yes = Reply {
        terms_hash: page.expect("an offer is seen").terms_hash,
        delegate: true,
        product: false,
        seats: Vec::new(),
        level,
        days: None,
        password: Secret::new(PASSWORD),
    };
    let name = OfferName::Code(code);
    let answered = delegation::answer(cases, &customer.caller, name, yes).await;
    answered.expect("an answer").relationship.expect("a yes")
}
