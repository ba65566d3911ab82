//! How relationships end and rest, and how fast that bites.

use super::*;

/// DEL-02, DEL-03: without authorization nothing is offered; taking it back rests what there is.
#[tokio::test]
async fn the_operator_decides_who_is_a_partner() {
    let (pair, id) = Pair::related().await;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    pair.inside(&token).await.expect("inside");
    let code = pair.code(open(2)).await;
    let operator = Caller::command_line();
    let app = &pair.world.app;
    delegation::authorize(app, &operator, "contoso", false)
        .await
        .expect("suspended");
    assert_eq!(pair.inside(&token).await.err(), Some(Code::DelegationEnded));
    let made = delegation::make_offer(app, &pair.partner, offer()).await;
    assert_eq!(
        made.map_err(|e| e.code).err(),
        Some(Code::PartnerNotAuthorized)
    );
    let page = delegation::look(app, &pair.customer, &code)
        .await
        .expect("a page");
    assert_eq!(page.closed, Some(Code::OfferWithdrawn));
    let by_partner = delegation::authorize(app, &pair.partner, "contoso", true).await;
    assert!(
        by_partner.is_ok(),
        "the admin of the first organization operates the installation"
    );
    pair.inside(&token).await.expect("restored");
    let by_customer = delegation::authorize(app, &pair.customer, "contoso", true).await;
    assert_eq!(by_customer.map_err(|e| e.code).err(), Some(Code::NotFound));
}

/// 1.14 scenario 9, A14, A20, A27: the next request is refused, tokens are void, topics stay.
#[tokio::test]
async fn an_end_bites_at_once() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let new = tokens::NewToken {
        name: "agency".to_owned(),
        ..tokens::NewToken::default()
    };
    let made = tokens::create(app, &inside, new).await.expect("a token");
    let by_token = async || {
        let caller = tokens::resume(app, made.token.expose())
            .await
            .map_err(|e| e.code)?;
        let inside = organizations::enter(app, &caller, "fabrikam").await;
        inside.map_err(|e| e.code)
    };
    assert!(by_token().await.is_ok());
    pair.ours(id, OurSide::End).await.expect("ended");
    assert_eq!(pair.inside(&token).await.err(), Some(Code::DelegationEnded));
    // What was decided before the end is not written after it (INV-19).
    let late = settings::set_general(
        app,
        &inside,
        settings::General {
            name: "Taken over".to_owned(),
            time_frame: "week".to_owned(),
            ..settings::General::default()
        },
    );
    assert_eq!(
        late.await.map_err(|e| e.code).err(),
        Some(Code::DelegationEnded)
    );
    assert_eq!(by_token().await.err(), Some(Code::NotSignedIn));
    assert_eq!(pair.status().await, "terminated");
    pair.ours(id, OurSide::End)
        .await
        .expect("a second end is no mistake (INV-25)");
    assert_eq!(
        pair.ours(id, OurSide::Lift).await,
        Err(Code::RelationshipNotActive)
    );
    // Leaving works whatever became of the relationship.
    let caller = session::resume(app, token.expose())
        .await
        .expect("a session");
    let (fresh, _) = delegation::leave_customer(app, &caller, &token)
        .await
        .expect("left");
    pair.at_home(&fresh).await;
    assert_eq!(
        session::resume(app, token.expose())
            .await
            .map_err(|e| e.code)
            .err(),
        Some(Code::NotSignedIn)
    );
}

/// 1.14 scenario 10, A18: relationships are independent.
#[tokio::test]
async fn ending_one_leaves_the_other() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let third = pair.third("northwind").await;
    delegation::authorize(app, &Caller::command_line(), "northwind", true)
        .await
        .expect("authorized");
    let user = third.person().expect("a person").public_id;
    let all = Assign {
        who: Assignee::Person(user),
        level: DelegationLevel::Full,
        relationships: None,
    };
    delegation::assign(app, &third, all)
        .await
        .expect("assigned");
    let made = delegation::make_offer(app, &third, offer())
        .await
        .expect("made");
    let code = made.code.expose().to_owned();
    let reply = pair.reply(&code).await;
    let other = pair
        .answer(&code, reply)
        .await
        .expect("yes")
        .relationship
        .expect("one");
    pair.ours(id, OurSide::End).await.expect("ended");
    let token = pair.session("admin@northwind.example").await;
    let caller = session::resume(app, token.expose())
        .await
        .expect("a session");
    let home = organizations::enter(app, &caller, "northwind")
        .await
        .expect("home");
    let entered = delegation::enter_customer(app, &home, &token, other)
        .await
        .expect("entered");
    pair.inside(&entered.token)
        .await
        .expect("the other still works");
}

/// 1.14 scenario 11, A19: one person withdrawn, colleagues stay.
#[tokio::test]
async fn a_person_withdrawn_loses_every_customer_at_once() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let cem = pair
        .world
        .person(&pair.partner, "Cem", ConfigurationRole::Analyst)
        .await;
    let assigned = pair.assign(&cem, DelegationLevel::Full).await;
    let (his, hers) = ("cem@people.example", ADMIN);
    let token = pair.enter(his, id).await.expect("entered");
    let colleague = pair.enter(hers, id).await.expect("entered");
    let stale = pair.inside(&token).await.expect("inside");
    delegation::unassign(app, &pair.partner, assigned)
        .await
        .expect("removed");
    assert_eq!(pair.inside(&token).await.err(), Some(Code::DelegationEnded));
    pair.inside(&colleague).await.expect("a colleague stays");
    let late = topics::list(app, &stale, topics::TopicFilter::default()).await;
    assert!(late.is_ok(), "a reading that was decided before");
    pair.writes_nothing(&stale).await;
    pair.assign(&cem, DelegationLevel::Full).await;
    let token = pair.enter(his, id).await.expect("again");
    let stale = pair.inside(&token).await.expect("inside");
    let user = cem.person().expect("a person").public_id;
    users::set_access(app, &pair.partner, vec![user], false)
        .await
        .expect("withdrawn");
    assert_eq!(pair.inside(&token).await.err(), Some(Code::DelegationEnded));
    pair.writes_nothing(&stale).await;
}

/// DEL-08: a group stands for whoever is in it, and who leaves it is out at once.
#[tokio::test]
async fn a_group_acts_as_long_as_one_is_in_it() {
    let (pair, id) = Pair::related().await;
    let app = &pair.world.app;
    let cem = pair
        .world
        .person(&pair.partner, "Cem", ConfigurationRole::Analyst)
        .await;
    let cem = cem.person().expect("a person").public_id;
    let desk = |id, version, members| groups::SaveGroup {
        id,
        version,
        name: "Desk".to_owned(),
        members,
    };
    let made = groups::save(app, &pair.partner, desk(None, None, vec![])).await;
    let group = made.expect("a group").row.id;
    let all = Assign {
        who: Assignee::Group(group),
        level: DelegationLevel::Full,
        relationships: None,
    };
    delegation::assign(app, &pair.partner, all)
        .await
        .expect("assigned");
    let email = "cem@people.example";
    assert_eq!(pair.enter(email, id).await.err(), Some(Code::NotFound));
    let with = desk(Some(group), None, vec![cem]);
    groups::save(app, &pair.partner, with)
        .await
        .expect("joined");
    let token = pair.enter(email, id).await.expect("entered");
    let stale = pair.inside(&token).await.expect("inside");
    let rows = delegation::assignments(app, &pair.partner)
        .await
        .expect("listed");
    let row = rows.iter().find(|row| row.who == Assignee::Group(group));
    assert_eq!(
        row.map(|row| (row.people, row.name.as_str())),
        Some((1, "Desk"))
    );
    let partners = delegation::partners(app, &pair.customer)
        .await
        .expect("listed");
    let could = partners[0].people.iter().find(|person| person.id == cem);
    assert_eq!(
        could.and_then(|person| person.level),
        Some(DelegationLevel::Full)
    );
    let without = desk(Some(group), None, vec![]);
    groups::save(app, &pair.partner, without)
        .await
        .expect("left");
    assert_eq!(pair.inside(&token).await.err(), Some(Code::DelegationEnded));
    pair.writes_nothing(&stale).await;
    // A group that goes takes the assignment along.
    groups::delete(app, &pair.partner, group)
        .await
        .expect("gone");
    let rows = delegation::assignments(app, &pair.partner)
        .await
        .expect("listed");
    assert!(!rows.iter().any(|row| matches!(row.who, Assignee::Group(_))));
}

/// 1.14 scenario 12, DEL-88: twenty days, reminders at seven and one, then over.
#[tokio::test]
async fn agreed_time_runs_out() {
    let pair = Pair::new().await;
    let answered = pair
        .agree(Compose {
            days: Some(20),
            ..offer()
        })
        .await;
    let id = answered.relationship.expect("a relationship");
    let told = async || {
        delegation::sweep(&pair.world.app).await.expect("swept");
        let mails = pair
            .world
            .store
            .list_undelivered_mails(&pair.world.install, 500);
        mails.await.expect("mails").len()
    };
    let before = told().await;
    pair.world.clock.step(12 * DAY);
    assert_eq!(
        told().await,
        before,
        "nothing thirty days before: it had not begun"
    );
    pair.world.clock.step(DAY);
    assert_eq!(told().await, before + 2, "seven days, both sides");
    assert_eq!(told().await, before + 2, "once");
    pair.world.clock.step(6 * DAY);
    assert_eq!(told().await, before + 4, "one day");
    pair.world.clock.step(DAY - 1);
    pair.enter(ADMIN, id).await.expect("the last microsecond");
    pair.world.clock.step(1);
    assert_eq!(
        pair.enter(ADMIN, id).await.err(),
        Some(Code::DelegationEnded),
        "no sweeper needed (INV-18)"
    );
    assert_eq!(told().await, before + 6, "expired");
    assert_eq!(pair.status().await, "expired");
}

/// A22: each side lifts its own hold alone; INV-27: ninety idle days pause, the customer lifts.
#[tokio::test]
async fn holds_belong_to_their_sides() {
    let (pair, id) = Pair::related().await;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    pair.ours(id, OurSide::Hold).await.expect("held");
    assert_eq!(pair.inside(&token).await.err(), Some(Code::DelegationEnded));
    pair.theirs(id, OwnSide::Lift)
        .await
        .expect("lifts nothing of ours");
    assert_eq!(pair.status().await, "suspended");
    pair.theirs(id, OwnSide::Hold).await.expect("held too");
    pair.ours(id, OurSide::Lift).await.expect("ours");
    assert_eq!(pair.status().await, "suspended");
    pair.theirs(id, OwnSide::Lift).await.expect("theirs");
    assert_eq!(pair.status().await, "active");
    pair.world.clock.step(90 * DAY - 1);
    assert_eq!(pair.status().await, "active");
    pair.world.clock.step(1);
    assert_eq!(pair.status().await, "suspended", "idle");
    assert_eq!(
        pair.enter(ADMIN, id).await.err(),
        Some(Code::DelegationEnded)
    );
    delegation::sweep(&pair.world.app).await.expect("swept");
    pair.theirs(id, OwnSide::Lift)
        .await
        .expect("not the partner's to lift");
    assert_eq!(pair.status().await, "suspended");
    let rows = delegation::partners(&pair.world.app, &pair.customer)
        .await
        .expect("rows");
    assert_eq!(rows[0].held_by, [Side::System]);
    let partner = pair
        .world
        .sign_in("admin@fabrikam.example", "fabrikam")
        .await;
    delegation::change_partner(&pair.world.app, &partner, id, OurSide::Lift)
        .await
        .expect("the customer");
    assert_eq!(pair.status().await, "active");
}
