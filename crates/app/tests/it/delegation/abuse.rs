//! Abuse that a single account, a name or an old copy allows (A32, A33, A35).

use super::*;

/// A32: a name that looks like a known partner's is told, with the known one's name; a partner that
/// the viewer never worked with is told to be new.
#[tokio::test]
async fn a_name_that_looks_like_a_partners_is_told() {
    let (pair, _) = Pair::related().await;
    let app = &pair.world.app;
    // The first letter is Cyrillic.
    let mut input = crate::support::organization("\u{421}ontoso", "FR", "admin@other.example");
    input.slug = "other".to_owned();
    organizations::create(app, &Caller::command_line(), input)
        .await
        .expect("a third");
    delegation::authorize(app, &Caller::command_line(), "other", true)
        .await
        .expect("authorized");
    let other = pair.world.sign_in("admin@other.example", "other").await;
    let made = delegation::make_offer(app, &other, offer()).await;
    let code = made.expect("made").code.expose().to_owned();
    let page = delegation::look(app, &pair.customer, &code).await;
    let page = page.expect("a page");
    assert!(page.is_first_contact);
    assert_eq!(page.resembles.as_deref(), Some("Contoso"));
    let inspected = delegation::inspect(app, &pair.customer, OfferName::Code(code)).await;
    let inspected = inspected.expect("the offer");
    assert_eq!(inspected.resembles.as_deref(), Some("Contoso"));
    // The known partner is neither new nor like another.
    let code = pair.code(offer()).await;
    let page = delegation::look(app, &pair.customer, &code).await;
    let page = page.expect("a page");
    assert_eq!((page.is_first_contact, page.resembles), (false, None));
}

/// A33: who enters one customer after the other is signed out, and every customer is told.
#[tokio::test]
async fn haste_through_customers_ends_the_session() {
    let world = World::with(|limits| limits.entries = 1).await;
    let (pair, first) = Pair::of(world.with_two().await)
        .await
        .with_relationship()
        .await;
    let app = &pair.world.app;
    let third = pair.third("northwind").await;
    let code = pair
        .code(Compose {
            audience: Audience::Mail("admin@northwind.example".to_owned()),
            ..offer()
        })
        .await;
    let reply = pair.reply(&code).await;
    let name = OfferName::Code(code);
    let answered = delegation::answer(app, &third, name, reply).await;
    let second = answered.expect("yes").relationship.expect("a relationship");
    let token = pair.enter(ADMIN, first).await.expect("entered");
    assert_eq!(
        pair.enter(ADMIN, second).await.err(),
        Some(Code::TooManyCustomers)
    );
    assert_eq!(pair.inside(&token).await.err(), Some(Code::NotSignedIn));
    let alarmed = async |slug: &str| {
        let scope = pair.world.scope(pair.world.org(slug).await);
        let audit = pair.world.store.list_audit(&scope, None, 50).await;
        let audit = audit.expect("the audit");
        audit
            .iter()
            .filter(|entry| entry.verb == "relationship.alarmed")
            .count()
    };
    assert_eq!(
        (alarmed("fabrikam").await, alarmed("northwind").await),
        (1, 0)
    );
    // The same customer again is no haste, and ten minutes later another is none either.
    pair.enter(ADMIN, first).await.expect("again");
    pair.world.clock.step(10 * MINUTE);
    pair.enter(ADMIN, second).await.expect("later");
}

/// A35: what comes out of a backup may have been ended since, so it rests until the customer says
/// that it is wanted.
#[tokio::test]
async fn a_restored_relationship_waits_for_its_customer() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let refused = delegation::hold_restored(app, &pair.customer).await;
    assert_eq!(refused.map_err(|e| e.code).err(), Some(Code::NotFound));
    let held = delegation::hold_restored(app, &Caller::command_line()).await;
    assert_eq!(held.expect("held"), 1);
    assert_eq!(
        pair.enter(ADMIN, id).await.err(),
        Some(Code::DelegationEnded)
    );
    let lifted = pair.theirs(id, OwnSide::Lift).await;
    assert!(
        lifted.is_ok(),
        "the partner lifts its own hold, and there is none"
    );
    assert_eq!(
        pair.enter(ADMIN, id).await.err(),
        Some(Code::DelegationEnded)
    );
    pair.ours(id, OurSide::Lift).await.expect("still wanted");
    pair.enter(ADMIN, id).await.expect("entered");
}
