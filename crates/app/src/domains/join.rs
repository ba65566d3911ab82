//! Coming by oneself to the organization whose domain one's address is of (ADM-14, ADM-20).

use super::domain_of;
use crate::{
    App, AppError, Code, Result,
    act::deed,
    licences,
    mail::{AccessAsked, Sender, administrators, post},
    users::written,
};
use hearken_authz::{
    Membership, MembershipState, OrgScope, Permission, Principal, Resource, decide,
};
use hearken_model::{LicenceType, OrgId, OrganizationRole, RolePair};
use hearken_store::{Member, Organization, Tx, User};

/// What came of it.
#[derive(Clone, Debug)]
pub(crate) struct Joined {
    /// The person.
    pub(crate) user: User,
    /// Whether they may enter at once.
    pub(crate) is_in: bool,
}

/// Whose domain the address is of.
pub(crate) async fn owner_of(app: &App, email: &str) -> Result<Option<OrgId>> {
    let Some(domain) = domain_of(email) else {
        return Ok(None);
    };
    let owner = app.store.find_domain_owner(&app.install, &domain).await?;
    Ok(owner)
}

/// Lets a person whose address is proven to be theirs ask the domain's organization for access:
/// pending, or in at once where requests are approved as they come and there is a place. Who is in
/// the organization already stays as they are. None where the address is of nobody's domain.
pub(crate) async fn join(app: &App, email: &str, name: &str) -> Result<Option<Joined>> {
    let Some(org) = owner_of(app, email).await? else {
        return Ok(None);
    };
    let scope = decide(
        &Principal::System { job: "join" },
        Permission::AdmitPeople,
        &Resource::organization(org),
        app.now(),
    )?;
    let known = app.store.find_user(&app.install, email).await?;
    let (mut tx, _) = licences::begin(app, &scope).await?;
    let user = match known {
        Some(user) => user,
        None => {
            let new = hearken_store::NewUser {
                email: email.to_owned(),
                name: name.to_owned(),
                password_hash: None,
                locale: None,
                time_zone: None,
                is_operator: false,
            };
            tx.create_user(&app.install, &new).await?
        }
    };
    if let Some(membership) = tx.find_member(&scope, user.id).await? {
        let is_in = membership.may_enter();
        return Ok(Some(Joined { user, is_in }));
    }
    let organization = app.store.load_organization(&scope).await?;
    let member = ask(app, &mut tx, &scope, &organization, user).await?;
    tx.commit().await?;
    Ok(Some(Joined {
        is_in: member.membership.may_enter(),
        user: member.user,
    }))
}

async fn ask(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    organization: &Organization,
    user: User,
) -> Result<Member> {
    let approves = tx.access_settings(scope).await?.automatic_approval;
    let seat = match licences::take_seat(app, tx, scope, LicenceType::Full).await {
        Ok(()) => approves,
        Err(AppError {
            code: Code::NoSeatsLeft,
            ..
        }) => false,
        Err(error) => return Err(error),
    };
    let membership = Membership {
        org: scope.org(),
        roles: RolePair::default(),
        organization_role: OrganizationRole::None,
        state: if seat {
            MembershipState::Active
        } else {
            MembershipState::Pending
        },
        licence: seat.then_some(LicenceType::Full),
    };
    let member = Member {
        user,
        membership,
        usage_location: seat.then_some(organization.settings.country),
        is_from_directory: false,
        updated_at: tx.now(),
    };
    tx.add_member(scope, &written(&member)).await?;
    let detail = serde_json::json!({ "approved": seat });
    tx.audit(scope, deed("user.asked", member.user.public_id, detail))
        .await?;
    if !seat {
        tell(app, tx, scope, organization, &member.user).await?;
    }
    Ok(member)
}

/// Tells who can let them in.
async fn tell(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    organization: &Organization,
    who: &User,
) -> Result<()> {
    let to = administrators(app, scope).await?;
    let mail = AccessAsked {
        slug: organization.slug.clone(),
        name: who.name.clone(),
        email: who.email.clone(),
    };
    post(app, tx, Sender::Organization(scope), &to, &mail).await?;
    Ok(())
}
