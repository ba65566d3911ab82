//! Delegated administrators in the customer's user management (DEL-32..35, DEL-38).

use super::*;
use hearken_app::{
    licences,
    users::{EditSelected, LicenceFilter, UserRow},
};
use hearken_model::LicenceType;

fn id_of(caller: &Caller) -> PublicId {
    caller.person().expect("a person").public_id
}

impl Pair {
    /// The delegated administrators of the customer's list.
    async fn delegates(&self) -> Vec<UserRow> {
        let filter = UserFilter {
            licence: LicenceFilter::Delegates,
            ..UserFilter::default()
        };
        let rows = users::list(&self.world.app, &self.customer, filter).await;
        rows.expect("rows")
    }

    async fn used(&self) -> Vec<(LicenceType, u64)> {
        let overview = licences::overview(&self.world.app, &self.customer).await;
        let seats = overview.expect("an overview").seats;
        seats.into_iter().map(|s| (s.kind, s.used)).collect()
    }
}

/// DEL-35, DEL-33, DEL-38: a row from the first entry until the end, and no place taken.
#[tokio::test]
async fn a_delegated_administrator_has_a_row_from_the_first_entry_and_no_place() {
    let (pair, id) = Pair::related().await;
    let before = pair.used().await;
    assert_eq!(pair.delegates().await, []);
    pair.enter(ADMIN, id).await.expect("entered");
    let rows = pair.delegates().await;
    assert_eq!(rows.len(), 1);
    let delegate = rows[0].delegate.clone().expect("a delegate");
    assert_eq!(
        (
            delegate.partner.as_str(),
            delegate.level,
            delegate.last_entry_at
        ),
        ("Contoso", DelegationLevel::Full, pair.world.app.now()),
    );
    assert_eq!((rows[0].licence, rows[0].id), (None, id_of(&pair.partner)));
    assert_eq!(
        rows[0].roles.configuration,
        ConfigurationRole::Administrator
    );
    assert_eq!(pair.used().await, before, "no place is taken");
    let in_solution = UserFilter {
        licence: LicenceFilter::InSolution,
        ..UserFilter::default()
    };
    let listed = users::list(&pair.world.app, &pair.customer, in_solution).await;
    assert_eq!(listed.expect("rows").len(), 2, "beside the own people");
    // A pause leaves the row: the relationship is there. An end takes it away.
    pair.ours(id, OurSide::Hold).await.expect("paused");
    assert_eq!(pair.delegates().await.len(), 1);
    pair.ours(id, OurSide::End).await.expect("ended");
    assert_eq!(pair.delegates().await, []);
}

/// DEL-32, DEL-34: nobody changes such a row; several at once go on for the others.
#[tokio::test]
async fn the_row_of_a_delegated_administrator_is_locked_for_everybody() {
    let (pair, id) = Pair::related().await;
    let (app, admin) = (&pair.world.app, &pair.customer);
    let dana = pair
        .world
        .person(admin, "Dana", ConfigurationRole::Analyst)
        .await;
    let token = pair.enter(ADMIN, id).await.expect("entered");
    let inside = pair.inside(&token).await.expect("inside");
    let (locked, dana) = (id_of(&pair.partner), id_of(&dana));
    for by in [admin, &inside] {
        let roles = ChangeRoles {
            users: vec![locked],
            roles: RolePair::default(),
            organization_role: None,
        };
        let place = licences::Assign {
            user: locked,
            kind: LicenceType::Full,
            usage_location: String::new(),
        };
        let refused = [
            users::change_roles(app, by, roles).await.err(),
            users::set_access(app, by, vec![locked], false).await.err(),
            users::delete(app, by, locked).await.err(),
            licences::assign(app, by, place).await.err(),
            licences::remove(app, by, locked).await.err(),
        ];
        let codes = refused.map(|error| error.map(|error| error.code));
        assert_eq!(codes, [Some(Code::Locked); 5]);
        let both = EditSelected {
            users: vec![dana, locked],
            roles: Some(RolePair {
                configuration: ConfigurationRole::PowerAnalyst,
                interaction: InteractionRole::Manager,
            }),
            access: None,
        };
        let edited = users::edit_selected(app, by, both).await.expect("edited");
        let ids = |rows: Vec<UserRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(
            (ids(edited.changed), ids(edited.locked)),
            (vec![dana], vec![locked])
        );
    }
    // Who governs the customer is out of a delegated administrator's reach (DEL-45).
    let governs = id_of(admin);
    let refused = [
        users::delete(app, &inside, governs).await.err(),
        licences::remove(app, &inside, governs).await.err(),
        users::set_access(app, &inside, vec![governs], false)
            .await
            .err(),
    ];
    let codes = refused.map(|error| error.map(|error| error.code));
    assert_eq!(codes, [Some(Code::NeverDelegable); 3]);
    // Who is sent no more has no row.
    let home = pair.world.sign_in(ADMIN, "contoso").await;
    let rows = delegation::assignments(app, &home).await.expect("rows");
    delegation::unassign(app, &home, rows[0].id)
        .await
        .expect("unassigned");
    assert_eq!(pair.delegates().await, []);
}
