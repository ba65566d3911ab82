//! Offers and their answers.

use super::*;

/// 1.14 scenario 1.
#[tokio::test]
async fn nothing_works_before_the_yes_and_work_goes_after_it() {
    let pair = Pair::new().await;
    let code = pair.code(offer()).await;
    let token = pair.session(ADMIN).await;
    assert_eq!(pair.inside(&token).await.err(), Some(Code::NotFound));
    let reply = pair.reply(&code).await;
    let answered = pair.answer(&code, reply).await.expect("yes");
    let id = answered.relationship.expect("a relationship");
    // A session at home still sees nothing: one has to enter.
    assert_eq!(pair.inside(&token).await.err(), Some(Code::NotFound));
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let acting = inside.acting().expect("acting");
    assert_eq!(
        (&*acting.customer, &*acting.partner),
        ("Fabrikam", "Contoso")
    );
    assert_eq!(
        inside.organization().expect("inside").country.as_str(),
        "US",
        "DEL-50"
    );
    let new = users::NewUser {
        name: "Robin".to_owned(),
        email: "robin@fabrikam.example".to_owned(),
        ..users::NewUser::default()
    };
    users::create(&pair.world.app, &inside, new)
        .await
        .expect("a user");
    let topics = topics::list(&pair.world.app, &inside, topics::TopicFilter::default()).await;
    assert!(topics.is_ok());
    // Everything is noted with the partner and the relationship (DEL-72), on both sides.
    let scope = pair.world.scope(pair.world.org("fabrikam").await);
    let audit = pair
        .world
        .store
        .list_audit(&scope, None, 50)
        .await
        .expect("audit");
    let made = audit.iter().find(|entry| entry.verb == "user.created");
    assert!(made.expect("noted").relationship.is_some());
    let left = delegation::leftovers(&pair.world.app, &pair.customer, id).await;
    assert_eq!(left.expect("leftovers").users, ["Robin"], "DEL-87");
}

/// 1.14 scenario 2: the same link for two customers, each confirmed by the partner (INV-07, A2).
#[tokio::test]
async fn a_reusable_link_waits_for_the_partner() {
    let pair = Pair::new().await;
    let code = pair.code(open(5)).await;
    let reply = pair.reply(&code).await;
    let answered = pair.answer(&code, reply.clone()).await.expect("yes");
    assert_eq!(answered.status, "approved");
    let id = answered.relationship.expect("a relationship");
    assert_eq!(
        pair.enter(ADMIN, id).await.err(),
        Some(Code::DelegationEnded)
    );
    delegation::countersign(&pair.world.app, &pair.partner, id)
        .await
        .expect("confirmed");
    pair.enter(ADMIN, id).await.expect("entered");
    let again = pair.answer(&code, reply).await.expect("a second yes");
    assert_eq!(
        (again.relationship, again.already),
        (Some(id), true),
        "DEL-29"
    );
    let third = pair.third("northwind").await;
    let name = OfferName::Code(code.clone());
    let page = delegation::look(&pair.world.app, &third, &code)
        .await
        .expect("open");
    let reply = Reply {
        terms_hash: page.terms_hash,
        ..pair.reply(&code).await
    };
    let other = delegation::answer(&pair.world.app, &third, name, reply).await;
    assert_ne!(other.expect("yes").relationship, Some(id));
}

/// 1.14 scenarios 5 and 6, DEL-30; A6: nobody who works for the partner says yes to it.
#[tokio::test]
async fn only_a_global_administrator_of_its_own_answers() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let third = pair.third("northwind").await;
    delegation::authorize(app, &Caller::command_line(), "northwind", true)
        .await
        .expect("authorized");
    let made = delegation::make_offer(app, &third, open(3))
        .await
        .expect("made");
    let code = made.code.expose();
    let reply = pair.reply(code).await;
    let say = async |caller: &Caller| {
        let name = OfferName::Code(code.to_owned());
        let answered = delegation::answer(app, caller, name, reply.clone()).await;
        answered.map_err(|error| error.code).err()
    };
    let administrator = pair
        .world
        .person(&pair.customer, "Ada", ConfigurationRole::Administrator)
        .await;
    assert_eq!(
        say(&administrator).await,
        Some(Code::NotNativeAdministrator)
    );
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let delegate = pair.inside(&token).await.expect("inside");
    assert_eq!(say(&delegate).await, Some(Code::NotNativeAdministrator));
    let stranger = pair.world.resume("admin@northwind.example").await;
    assert_eq!(
        organizations::enter(app, &stranger, "fabrikam")
            .await
            .map_err(|e| e.code)
            .err(),
        Some(Code::NotFound)
    );
    // A person of the partner who also governs the customer.
    let fabrikam = &pair.customer;
    let both = users::NewUser {
        email: "admin@northwind.example".to_owned(),
        roles: None,
        organization_role: Some(OrganizationRole::GlobalAdministrator),
        ..users::NewUser::default()
    };
    users::create(app, fabrikam, both).await.expect("in both");
    let both = pair
        .world
        .sign_in("admin@northwind.example", "fabrikam")
        .await;
    assert_eq!(say(&both).await, Some(Code::NotNativeAdministrator));
    assert_eq!(say(&pair.customer).await, None);
}

/// A4: replays of a link; A7: other terms than shown; A8: more than asked.
#[tokio::test]
async fn an_answer_counts_once_and_for_what_was_shown() {
    let pair = Pair::new().await;
    let code = pair
        .code(Compose {
            days: Some(30),
            level: Some(DelegationLevel::Limited),
            ..offer()
        })
        .await;
    let reply = pair.reply(&code).await;
    for (change, expect) in [
        (
            Reply {
                terms_hash: "00".repeat(32),
                ..reply.clone()
            },
            Code::TermsChanged,
        ),
        (
            Reply {
                level: DelegationLevel::Full,
                ..reply.clone()
            },
            Code::CannotWiden,
        ),
        (
            Reply {
                days: None,
                ..reply.clone()
            },
            Code::CannotWiden,
        ),
        (
            Reply {
                days: Some(31),
                ..reply.clone()
            },
            Code::CannotWiden,
        ),
        (
            Reply {
                days: Some(0),
                ..reply.clone()
            },
            Code::Invalid,
        ),
        (
            Reply {
                days: Some(731),
                ..reply.clone()
            },
            Code::Invalid,
        ),
        (
            Reply {
                password: Secret::new("wrong"),
                ..reply.clone()
            },
            Code::Invalid,
        ),
    ] {
        assert_eq!(pair.answer(&code, change).await.err(), Some(expect));
        assert!(
            delegation::partners(&pair.world.app, &pair.customer)
                .await
                .expect("listed")
                .is_empty()
        );
    }
    let no = Reply {
        delegate: false,
        ..reply.clone()
    };
    assert_eq!(pair.answer(&code, no).await.expect("no").relationship, None);
    assert_eq!(
        pair.answer(&code, reply).await.err(),
        Some(Code::OfferUsed),
        "after a no"
    );
    assert_eq!(
        delegation::look(&pair.world.app, &pair.customer, "nonsense")
            .await
            .map_err(|e| e.code)
            .err(),
        Some(Code::NotFound)
    );
}

/// A4: after it was taken back, and after its time.
#[tokio::test]
async fn a_closed_offer_is_gone() {
    let pair = Pair::new().await;
    let code = pair.code(offer()).await;
    let reply = pair.reply(&code).await;
    let all = delegation::offers(&pair.world.app, &pair.partner)
        .await
        .expect("offers");
    delegation::withdraw_offer(&pair.world.app, &pair.partner, all[0].id)
        .await
        .expect("withdrawn");
    assert_eq!(
        pair.answer(&code, reply).await.err(),
        Some(Code::OfferWithdrawn)
    );
    let code = pair.code(offer()).await;
    let reply = pair.reply(&code).await;
    pair.world.clock.step(91 * DAY);
    assert_eq!(
        pair.answer(&code, reply).await.err(),
        Some(Code::OfferExpired)
    );
}

/// Administration 1.13: an addressed offer opened by another organization or address.
#[tokio::test]
async fn an_addressed_offer_is_for_one() {
    let pair = Pair::new().await;
    let third = pair.third("northwind").await;
    let code = pair.code(offer()).await;
    let reply = pair.reply(&code).await;
    let name = OfferName::Code(code.clone());
    let answered = delegation::answer(&pair.world.app, &third, name, reply).await;
    assert_eq!(
        answered.map_err(|e| e.code).err(),
        Some(Code::OfferNotForYou)
    );
    // DEL-66: organizations that the partner does not know cannot be told from none.
    let to = |slug: &str| Compose {
        audience: Audience::Organization(slug.to_owned()),
        ..offer()
    };
    for slug in ["northwind", "nobody-here", "Ä"] {
        let made = delegation::make_offer(&pair.world.app, &pair.partner, to(slug)).await;
        let problems = crate::support::problems(made.expect_err("unknown"));
        assert_eq!(
            problems,
            crate::support::pairs(&[("organization", "unknown_customer")])
        );
    }
    let own = delegation::make_offer(&pair.world.app, &pair.partner, to("contoso")).await;
    let problems = crate::support::problems(own.expect_err("own"));
    assert_eq!(
        problems,
        crate::support::pairs(&[("organization", "own_organization")])
    );
}
