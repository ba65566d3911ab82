//! Trials and purchases that partners offer (DEL-14..16, DEL-24).

use super::*;
use hearken_app::{delegation::OfferedSubscription, licences};
use hearken_model::Plan;

/// A trial or purchase of ten full places.
fn product(kind: OfferKind) -> Compose {
    Compose {
        kind,
        details: OfferDetails {
            usage_location: "US".to_owned(),
            subscriptions: vec![OfferedSubscription {
                plan: Plan::FullSeats,
                seats: 10,
            }],
            ..OfferDetails::default()
        },
        ..offer()
    }
}

async fn overview(pair: &Pair) -> licences::Overview {
    licences::overview(&pair.world.app, &pair.customer)
        .await
        .expect("an overview")
}

/// 1.14 scenario 3, DEL-16, TRI-09: the trial without delegation; the partner stays as advisor.
#[tokio::test]
async fn a_trial_is_taken_without_delegation() {
    let pair = Pair::new().await;
    let before = overview(&pair).await;
    let code = pair.code(product(OfferKind::Trial)).await;
    let mut reply = pair.reply(&code).await;
    (reply.delegate, reply.product) = (false, true);
    // A trial is as it is offered.
    reply.seats = vec![10_000];
    let answered = pair.answer(&code, reply).await.expect("answered");
    assert_eq!(
        (answered.relationship, answered.ordered, answered.status),
        (None, true, "closed")
    );
    let after = overview(&pair).await;
    assert_eq!(after.seats[0].total, before.seats[0].total + 10);
    let trial = after.subscriptions.last().expect("a trial").clone();
    let app = &pair.world.app;
    assert_eq!(trial.trial_ends_at, Some(app.now().plus(30 * DAY)));
    assert_eq!(trial.advisor.as_deref(), Some("Contoso"));
    assert_eq!(
        delegation::partners(app, &pair.customer)
            .await
            .expect("none"),
        []
    );
    let token = pair.session(ADMIN).await;
    assert_eq!(pair.inside(&token).await.err(), Some(Code::NotFound));
    // Once it is over it gives nothing.
    pair.world.clock.step(30 * DAY);
    assert_eq!(overview(&pair).await.seats[0].total, before.seats[0].total);
}

/// 1.14 scenario 4, DEL-15, DEL-33: the purchase with delegation and other numbers.
#[tokio::test]
async fn a_purchase_is_taken_with_delegation_and_more_places() {
    let pair = Pair::new().await;
    let before = overview(&pair).await;
    let code = pair.code(product(OfferKind::Purchase)).await;
    let mut reply = pair.reply(&code).await;
    reply.product = true;
    for seats in [vec![0], vec![15, 3]] {
        let wrong = Reply {
            seats,
            ..reply.clone()
        };
        let refused = pair.answer(&code, wrong).await;
        assert_eq!(refused.err(), Some(Code::Invalid), "nothing is begun");
    }
    assert_eq!(overview(&pair).await, before);
    reply.seats = vec![15];
    let answered = pair.answer(&code, reply).await.expect("answered");
    assert_eq!((answered.status, answered.ordered), ("active", true));
    let id = answered.relationship.expect("a relationship");
    pair.enter(ADMIN, id).await.expect("entered");
    let after = overview(&pair).await;
    assert_eq!(
        (after.seats[0].total, after.seats[0].used),
        (before.seats[0].total + 15, before.seats[0].used)
    );
    let bought = after.subscriptions.last().expect("a purchase").clone();
    assert_eq!((bought.quantity, bought.trial_ends_at), (15, None));
    assert_eq!(bought.advisor.as_deref(), Some("Contoso"));
    // A further purchase for a pair that is related adds places and begins nothing (DEL-29).
    let code = pair.code(product(OfferKind::Purchase)).await;
    let mut reply = pair.reply(&code).await;
    reply.product = true;
    let again = pair.answer(&code, reply).await.expect("answered");
    assert!(again.already && again.ordered);
    assert_eq!(again.relationship, Some(id));
    assert_eq!(
        overview(&pair).await.seats[0].total,
        before.seats[0].total + 25
    );
}

/// 1.13: what is wrong with a trial or purchase is said with its field.
#[tokio::test]
async fn trials_and_purchases_are_checked_field_by_field() {
    let pair = Pair::new().await;
    let of = |kind, seats: &[u32], location: &str| {
        let mut input = product(kind);
        input.details.usage_location = location.to_owned();
        input.details.subscriptions = seats
            .iter()
            .map(|seats| OfferedSubscription {
                plan: Plan::RestrictedSeats,
                seats: *seats,
            })
            .collect();
        input
    };
    for (input, field) in [
        (of(OfferKind::Trial, &[], "US"), "subscriptions"),
        (of(OfferKind::Trial, &[1, 2], "US"), "subscriptions"),
        (of(OfferKind::Purchase, &[], "US"), "subscriptions"),
        (of(OfferKind::Purchase, &[0], "US"), "seats"),
        (of(OfferKind::Purchase, &[1], ""), "usage_location"),
        (of(OfferKind::Purchase, &[1], "??"), "usage_location"),
    ] {
        let made = delegation::make_offer(&pair.world.app, &pair.partner, input).await;
        let error = made.expect_err("refused");
        let fields: Vec<&str> = error.diagnostics.iter().map(|d| d.field.as_str()).collect();
        assert_eq!(fields, [field]);
    }
    // Delegation is a choice in them.
    let mut alone = product(OfferKind::Purchase);
    alone.level = None;
    let code = pair.code(alone).await;
    let mut reply = pair.reply(&code).await;
    (reply.delegate, reply.product) = (false, true);
    assert!(pair.answer(&code, reply).await.expect("answered").ordered);
}
