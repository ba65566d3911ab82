//! Delegated administration from both sides: the scenarios of administration 1.14, and the abuse cases
//! that can occur within one process. Contoso is the partner, Fabrikam the customer.

mod abuse;
mod acting;
mod audit;
mod ends;
mod offers;
mod orders;
mod people;
mod races;
mod terms;

use crate::support::{PASSWORD, World};
use hearken_app::{
    Caller, Code, Secret,
    delegation::{
        self, Answered, Assign, Assignee, Audience, Compose, OfferDetails, OfferName, OurSide,
        OwnSide, Reply,
    },
    groups, organizations, session, settings, tokens, topics,
    users::{self, ChangeRoles, UserFilter},
};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, OfferKind, OrganizationRole, PublicId,
    RolePair, Side,
    time::{DAY, HOUR, MINUTE},
};

/// The installation, the partner's and the customer's administrators.
pub(crate) struct Pair {
    world: World,
    partner: Caller,
    customer: Caller,
}

impl Pair {
    async fn new() -> Self {
        Self::of(World::two().await).await
    }

    async fn of((world, partner, customer): (World, Caller, Caller)) -> Self {
        let operator = Caller::command_line();
        delegation::authorize(&world.app, &operator, "contoso", true)
            .await
            .expect("authorized");
        let partner_again = world.sign_in("admin@contoso.example", "contoso").await;
        drop(partner);
        let pair = Self {
            world,
            partner: partner_again,
            customer,
        };
        pair.assign(&pair.partner, DelegationLevel::Full).await;
        pair
    }

    /// With a relationship in force; answers its id.
    async fn related() -> (Self, PublicId) {
        Self::new().await.with_relationship().await
    }

    async fn with_relationship(self) -> (Self, PublicId) {
        let answered = self.agree(offer()).await;
        assert_eq!(answered.status, "active");
        let id = answered.relationship.expect("a relationship");
        (self, id)
    }

    async fn assign(&self, person: &Caller, level: DelegationLevel) -> PublicId {
        let user = person.person().expect("a person").public_id;
        let input = Assign {
            who: Assignee::Person(user),
            level,
            relationships: None,
        };
        delegation::assign(&self.world.app, &self.partner, input)
            .await
            .expect("assigned")
    }

    async fn code(&self, input: Compose) -> String {
        let made = delegation::make_offer(&self.world.app, &self.partner, input).await;
        made.expect("an offer").code.expose().to_owned()
    }

    async fn reply(&self, code: &str) -> Reply {
        let page = delegation::look(&self.world.app, &self.customer, code).await;
        let page = page.expect("a page");
        Reply {
            terms_hash: page.terms_hash,
            delegate: true,
            product: false,
            seats: Vec::new(),
            level: page.offer.level.unwrap_or(DelegationLevel::Limited),
            days: page.offer.days,
            password: Secret::new(PASSWORD),
        }
    }

    async fn answer(&self, code: &str, reply: Reply) -> Result<Answered, Code> {
        let name = OfferName::Code(code.to_owned());
        let answered = delegation::answer(&self.world.app, &self.customer, name, reply).await;
        answered.map_err(|error| error.code)
    }

    async fn agree(&self, input: Compose) -> Answered {
        let code = self.code(input).await;
        let reply = self.reply(&code).await;
        self.answer(&code, reply).await.expect("answered")
    }

    /// A session of a person with a second factor confirmed just now.
    async fn session(&self, email: &str) -> Secret {
        let input = session::SignIn {
            email: email.to_owned(),
            password: Secret::new(PASSWORD),
            origin: session::Origin::default(),
        };
        let signed = session::sign_in(&self.world.app, input).await.expect("in");
        self.confirm(&signed.token).await;
        signed.token
    }

    async fn confirm(&self, token: &Secret) {
        let digits = token.expose();
        let bytes: [u8; 32] = std::array::from_fn(|n| {
            u8::from_str_radix(&digits[n * 2..n * 2 + 2], 16).expect("hexadecimal")
        });
        let (store, install) = (&self.world.store, &self.world.install);
        let session = store.find_session(install, &bytes).await.expect("looked");
        let user = session.expect("a session").user;
        let mut tx = store.begin().await.expect("begun");
        let confirmed = tx.confirm_session(install, user, &bytes).await;
        assert!(confirmed.expect("confirmed"));
        tx.commit().await.expect("kept");
    }

    /// What was decided before an end is not written after it.
    async fn writes_nothing(&self, stale: &Caller) {
        let general = settings::General {
            name: "x".to_owned(),
            time_frame: "week".to_owned(),
            ..settings::General::default()
        };
        let late = settings::set_general(&self.world.app, stale, general).await;
        let late = late.map_err(|error| error.code);
        assert_eq!(late.err(), Some(Code::DelegationEnded));
    }

    /// Enters the customer as a person of the partner; answers the session's new token.
    async fn enter(&self, email: &str, id: PublicId) -> Result<Secret, Code> {
        let token = self.session(email).await;
        let caller = self.at_home(&token).await;
        let entered = delegation::enter_customer(&self.world.app, &caller, &token, id).await;
        entered
            .map(|entered| entered.token)
            .map_err(|error| error.code)
    }

    async fn at_home(&self, token: &Secret) -> Caller {
        let caller = session::resume(&self.world.app, token.expose())
            .await
            .expect("a session");
        organizations::enter(&self.world.app, &caller, "contoso")
            .await
            .expect("at home")
    }

    /// The next request of a session to the customer.
    async fn inside(&self, token: &Secret) -> Result<Caller, Code> {
        let caller = session::resume(&self.world.app, token.expose()).await;
        let caller = caller.map_err(|error| error.code)?;
        let inside = organizations::enter(&self.world.app, &caller, "fabrikam").await;
        inside.map_err(|error| error.code)
    }

    async fn status(&self) -> &'static str {
        let rows = delegation::partners(&self.world.app, &self.customer).await;
        rows.expect("partners")[0].status
    }

    async fn ours(&self, id: PublicId, what: OurSide) -> Result<(), Code> {
        let done = delegation::change_partner(&self.world.app, &self.customer, id, what).await;
        done.map_err(|error| error.code)
    }

    async fn theirs(&self, id: PublicId, what: OwnSide) -> Result<(), Code> {
        let done = delegation::change_customers(&self.world.app, &self.partner, &[id], what).await;
        done.map_err(|error| error.code)
    }
}

const ADMIN: &str = "admin@contoso.example";

fn offer() -> Compose {
    Compose {
        kind: OfferKind::Standalone,
        level: Some(DelegationLevel::Full),
        days: Some(365),
        audience: Audience::Mail("admin@fabrikam.example".to_owned()),
        valid_days: 90,
        details: OfferDetails::default(),
    }
}

fn open(most: u32) -> Compose {
    Compose {
        audience: Audience::Open(most),
        ..offer()
    }
}

impl Pair {
    /// A third organization and its administrator.
    async fn third(&self, slug: &str) -> Caller {
        let email = format!("admin@{slug}.example");
        let mut input = crate::support::organization(slug, "FR", &email);
        input.slug = slug.to_owned();
        organizations::create(&self.world.app, &Caller::command_line(), input)
            .await
            .expect("a third");
        self.world.sign_in(&email, slug).await
    }
}
