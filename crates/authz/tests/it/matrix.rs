//! The table of the code is the table of `matrix.md`, and every cell of it is what `decide` does.

use hearken_authz::{
    Cell, Column, Delegation, Denied, Event, Level, Membership, MembershipState, NEVER_DELEGATED,
    PERMISSIONS, Permission, Person, Principal, Relationship, Resource, decide,
    decide_installation, reach,
};
use hearken_model::{
    ConfigurationRole, DelegationLevel, InteractionRole, LicenceType, OrgId, OrganizationRole,
    PartnerStatus, READ_ONLY_LIMIT, RelationshipId, RolePair, Side, Stage, Term, Timestamp, UserId,
};
use std::collections::BTreeMap;

const ORG: OrgId = OrgId(7);
const ME: UserId = UserId(1);
const NOW: Timestamp = Timestamp(1);

/// The lines of the document's table, its header first.
fn lines() -> Vec<Vec<&'static str>> {
    include_str!("matrix.md")
        .lines()
        .filter(|line| line.starts_with('|') && !line.starts_with("|---"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// Permission -> column -> cell, as the document says.
fn document() -> BTreeMap<String, BTreeMap<String, Cell>> {
    let rows = lines();
    let (header, rows) = rows.split_first().expect("a header");
    rows.iter()
        .map(|row| {
            let cells = header[2..header.len() - 1].iter().zip(&row[2..]);
            let cells = cells.map(|(column, cell)| {
                let cell = match *cell {
                    "Y" => Cell::All,
                    "own" => Cell::Own,
                    "-" => Cell::No,
                    other => panic!("{other} in row {}", row[0]),
                };
                ((*column).to_owned(), cell)
            });
            (row[0].to_owned(), cells.collect())
        })
        .collect()
}

#[test]
fn the_table_is_the_transcribed_matrix() {
    let code: BTreeMap<String, BTreeMap<String, Cell>> = PERMISSIONS
        .iter()
        .map(|row| {
            let cells = Column::ALL.iter().zip(row.cells);
            let cells = cells.map(|(column, cell)| (column.as_str().to_owned(), cell));
            (row.name.to_owned(), cells.collect())
        })
        .collect();
    assert_eq!(code, document());
}

#[test]
fn rows_and_variants_are_in_one_order() {
    for (at, row) in PERMISSIONS.iter().enumerate() {
        assert_eq!(row.permission as usize, at);
        assert_eq!(row.permission.row().name, row.name);
    }
    for (at, column) in Column::ALL.iter().enumerate() {
        assert_eq!(*column as usize, at);
    }
}

fn member(
    roles: RolePair,
    organization_role: OrganizationRole,
    (state, licence): (MembershipState, Option<LicenceType>),
) -> Person {
    Person {
        user: ME,
        operator: false,
        membership: Some(Membership {
            org: ORG,
            roles,
            organization_role,
            state,
            licence,
        }),
        acting: None,
        term: Term::default(),
    }
}

/// Each state with each kind of licence and with none.
fn standings() -> Vec<(MembershipState, Option<LicenceType>)> {
    let kinds = [None, Some(LicenceType::Full), Some(LicenceType::Restricted)];
    let of = |state| kinds.map(|licence| (state, licence));
    MembershipState::ALL.into_iter().flat_map(of).collect()
}

/// The columns that speak for a member.
fn speaking(
    roles: RolePair,
    organization_role: OrganizationRole,
    (state, licence): (MembershipState, Option<LicenceType>),
) -> Vec<&'static str> {
    let mut columns = Vec::new();
    if matches!(state, MembershipState::Active | MembershipState::New) {
        if licence.is_some() {
            columns.extend([roles.configuration.as_str(), roles.interaction.as_str()]);
        }
        if organization_role != OrganizationRole::None {
            columns.push(organization_role.as_str());
        }
    }
    columns
}

/// What `decide` should say of a thing with this owner: the union of the document's columns.
fn expected(
    document: &BTreeMap<String, BTreeMap<String, Cell>>,
    permission: Permission,
    columns: &[&str],
    owner: Option<UserId>,
) -> bool {
    if permission.level() == Level::Installation {
        return false;
    }
    let row = &document[permission.name()];
    columns.iter().any(|column| match row[*column] {
        Cell::All => true,
        Cell::Own => owner == Some(ME),
        Cell::No => false,
    })
}

#[test]
fn every_person_may_what_the_document_says() {
    let document = document();
    let mut decisions = 0;
    for &configuration in ConfigurationRole::ALL {
        for &interaction in InteractionRole::ALL {
            for &organization_role in OrganizationRole::ALL {
                for standing in standings() {
                    let roles = RolePair {
                        configuration,
                        interaction,
                    };
                    let principal = Principal::Person(member(roles, organization_role, standing));
                    let columns = speaking(roles, organization_role, standing);
                    for row in PERMISSIONS {
                        for owner in [None, Some(ME), Some(UserId(2))] {
                            let resource = Resource::owned(ORG, owner);
                            let answer = decide(&principal, row.permission, &resource, NOW);
                            let expect = expected(&document, row.permission, &columns, owner);
                            let what = format!("{principal:?} {} {owner:?}", row.name);
                            match answer {
                                Ok(scope) => {
                                    assert!(expect, "{what}");
                                    assert_eq!(scope.org(), ORG);
                                    assert_eq!(scope.actor().user(), Some(ME));
                                    assert_eq!(scope.permission(), row.permission);
                                }
                                Err(denied) => {
                                    assert!(!expect, "{what}");
                                    assert_eq!(denied, Denied::Forbidden, "{what}");
                                }
                            }
                            decisions += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(decisions, 3 * 3 * 3 * (4 * 3) * PERMISSIONS.len() * 3);
}

#[test]
fn jobs_and_the_command_line_may_what_the_document_says() {
    let document = document();
    for (principal, column) in [
        (Principal::System { job: "pipeline" }, "job"),
        (Principal::Operator, "command_line"),
    ] {
        for row in PERMISSIONS {
            let cell = document[row.name][column];
            let inside = decide(
                &principal,
                row.permission,
                &Resource::organization(ORG),
                NOW,
            );
            let outside = decide_installation(&principal, row.permission, NOW);
            let organization = row.level == Level::Organization;
            assert_eq!(
                inside.is_ok(),
                organization && cell == Cell::All,
                "{}",
                row.name
            );
            assert_eq!(
                outside.is_ok(),
                !organization && cell == Cell::All,
                "{}",
                row.name
            );
        }
    }
}

#[test]
fn operating_the_installation_opens_no_organization() {
    let document = document();
    let operator = Principal::Person(Person {
        user: ME,
        operator: true,
        membership: None,
        acting: None,
        term: Term::default(),
    });
    let nobody = Principal::Person(Person {
        user: ME,
        operator: false,
        membership: None,
        acting: None,
        term: Term::default(),
    });
    for row in PERMISSIONS {
        let inside = decide(&operator, row.permission, &Resource::organization(ORG), NOW);
        assert_eq!(inside, Err(Denied::NotFound), "{}", row.name);
        let cell = document[row.name]["operator"];
        let may = decide_installation(&operator, row.permission, NOW);
        assert_eq!(may.is_ok(), cell == Cell::All, "{}", row.name);
        let may = decide_installation(&nobody, row.permission, NOW);
        assert_eq!(may, Err(Denied::NotFound), "{}", row.name);
    }
}

#[test]
fn delegated_admins_may_what_the_document_says() {
    let document = document();
    let home = member(
        RolePair::default(),
        OrganizationRole::None,
        (MembershipState::Active, None),
    );
    for (level, column) in [
        (DelegationLevel::Full, "delegated_full"),
        (DelegationLevel::Limited, "delegated_limited"),
    ] {
        let offered = Relationship::offered(level, None, true, Timestamp(9), NOW);
        let approve = Event::Approve { level, days: None };
        let acting = Delegation {
            id: RelationshipId(1),
            customer: OrgId(8),
            partner: ORG,
            relationship: offered
                .step(Side::Customer, approve, NOW)
                .expect("approved"),
            partner_status: PartnerStatus::Verified,
            home: home.membership,
            scoped: Some(DelegationLevel::Full),
            second_factor_at: Some(NOW),
        };
        let person = Principal::Person(Person {
            acting: Some(acting),
            ..home
        });
        for row in PERMISSIONS {
            for owner in [None, Some(ME), Some(UserId(2))] {
                let at = |org| decide(&person, row.permission, &Resource::owned(org, owner), NOW);
                let expect = expected(&document, row.permission, &[column], owner);
                assert_eq!(
                    at(OrgId(8)).is_ok(),
                    expect,
                    "{column} {} {owner:?}",
                    row.name
                );
                assert_eq!(at(ORG), Err(Denied::NotFound), "at home while acting");
                if let Ok(scope) = at(OrgId(8)) {
                    let under = scope.acting().expect("under a relationship");
                    assert_eq!((under.partner, under.epoch), (ORG, 2));
                }
            }
        }
    }
}

/// DEL-31, DEL-41: a delegated admin is Administrator, Manager and does the organization's tasks.
#[test]
fn full_administration_is_the_documented_union() {
    // The named tasks (administration 1.8), of those that are no administrator's in the solution.
    let tasks = [
        Permission::ManageUsers,
        Permission::HelpSignIn,
        Permission::ManageLicences,
        Permission::BuyLicences,
    ];
    for row in PERMISSIONS {
        let permission = row.permission;
        let union = permission
            .cell(Column::Administrator)
            .max(permission.cell(Column::Manager));
        let cell = permission.cell(Column::DelegatedFull);
        if NEVER_DELEGATED.contains(&permission) {
            assert_eq!(cell, Cell::No, "{}", row.name);
        } else if tasks.contains(&permission) {
            assert_eq!(cell, Cell::All, "{}", row.name);
        } else if union == Cell::All {
            assert_ne!(cell, Cell::No, "{}", row.name);
        } else {
            assert_eq!(cell, union, "{}", row.name);
        }
        assert!(
            permission.cell(Column::DelegatedLimited) <= cell,
            "{}",
            row.name
        );
    }
}

/// TRI-09: what each permission's row says of the end of the subscription, for members and for those
/// who act for a customer (DEL-90).
#[test]
fn after_the_subscription_people_may_what_the_document_says() {
    let until: BTreeMap<&str, &str> = lines().iter().map(|row| (row[0], row[1])).collect();
    let roles = RolePair {
        configuration: ConfigurationRole::Administrator,
        interaction: InteractionRole::Manager,
    };
    let seat = (MembershipState::Active, Some(LicenceType::Full));
    let person = member(roles, OrganizationRole::GlobalAdministrator, seat);
    let end = NOW.plus(-1);
    for (term, stage) in [
        (Term { ends_at: Some(end) }, Stage::ReadOnly),
        (
            Term {
                ends_at: Some(end.plus(-READ_ONLY_LIMIT)),
            },
            Stage::Closed,
        ),
    ] {
        let before = Principal::Person(person);
        let after = Principal::Person(Person { term, ..person });
        for row in PERMISSIONS {
            assert_eq!(row.until.as_str(), until[row.name], "{}", row.name);
            let resource = Resource::owned(ORG, Some(ME));
            let granted = decide(&before, row.permission, &resource, NOW);
            let answer = decide(&after, row.permission, &resource, NOW);
            if granted.is_ok() && stage > row.until {
                assert_eq!(
                    answer,
                    Err(Denied::SubscriptionEnded(stage)),
                    "{}",
                    row.name
                );
                assert_eq!(reach(&after, row.permission, ORG, NOW), Cell::No);
            } else {
                assert_eq!(answer, granted, "{}", row.name);
            }
        }
    }
}
