//! Who gets administrator mails (DEL-44): the solution's own administrators, and those people of
//! partners who administer it, have been there, and did not turn the mails off.

use super::Recipient;
use crate::{App, Result, delegation};
use hearken_authz::{Delegation, OrgScope, Permission, Person, Principal, Resource, decide};

/// The recipients, the organization's own first.
pub(crate) async fn administrators(app: &App, scope: &OrgScope) -> Result<Vec<Recipient>> {
    let term = app.store.find_term(&app.install, scope.org()).await?;
    let gets = |user, membership, acting| {
        let person = Principal::Person(Person {
            user,
            operator: false,
            membership,
            acting,
            term,
        });
        let resource = Resource::organization(scope.org());
        let permission = Permission::ReceiveAdministratorMails;
        decide(&person, permission, &resource, app.now()).is_ok()
    };
    let members = app.store.list_members(scope).await?;
    let mut to: Vec<Recipient> = members
        .iter()
        .filter(|one| gets(one.user.id, Some(one.membership), None))
        .map(|one| Recipient::of(&one.user))
        .collect();
    let rows = app.store.list_partners(scope).await?;
    for presence in app.store.list_presences(scope).await? {
        let row = rows.iter().find(|row| row.id == presence.relationship);
        let Some(row) = row.filter(|_| !presence.muted) else {
            continue;
        };
        let acting = Delegation {
            // Nobody signs in to get a mail.
            second_factor_at: Some(app.now()),
            ..delegation::load(app, row, presence.user).await?
        };
        if gets(presence.user, None, Some(acting)) {
            let user = app.store.load_user(&app.install, presence.user).await?;
            to.push(Recipient::of(&user));
        }
    }
    Ok(to)
}
