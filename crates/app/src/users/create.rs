//! A new user (administration 9.2: global administrators).

use super::UserRow;
use crate::{
    App, AppError, Caller, Code, Result, Secret,
    act::deed,
    checks::Problems,
    mail::{AccountCreated, INVITATION_GOOD_FOR, Recipient, Sender, post},
    session::{generate_password, hash_password, offer_password_link},
};
use hearken_authz::{Membership, MembershipState, OrgScope, Permission};
use hearken_model::{Diagnostic, OrganizationRole, RolePair};
use hearken_store::{Member, NewMembership, Tx, User};
use serde_json::json;

/// Who it is.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// Name, 1 to 80 characters; field `name`.
    pub name: String,
    /// Mail address; field `email`.
    pub email: String,
    /// Roles; none: Power Analyst and Responder (ADM-03). Other ones need `manage_user_roles`.
    pub roles: Option<RolePair>,
    /// Role towards the organization itself; none: none.
    pub organization_role: Option<OrganizationRole>,
}

/// A new user.
#[derive(Clone, Debug)]
pub struct UserCreated {
    /// The user.
    pub user: UserRow,
    /// The one-time password, shown once; none when the person was known to the installation, or
    /// got a mail with a link that sets one.
    pub password: Option<Secret>,
    /// Whether the person was told by mail.
    pub is_mailed: bool,
}

/// Adds a person to the visited organization. A person whom the installation knows already keeps
/// their name and password.
pub async fn create(app: &App, caller: &Caller, input: NewUser) -> Result<UserCreated> {
    let now = app.now();
    let scope = caller.scope(Permission::ManageUsers, now)?;
    let roles = input.roles.unwrap_or_default();
    if roles != RolePair::default() {
        caller.scope(Permission::ManageUserRoles, now)?;
    }
    if input.organization_role == Some(OrganizationRole::GlobalAdministrator) {
        caller.native_scope(Permission::ManageGlobalAdministrators, now)?;
    }
    let mut problems = Problems::default();
    let email = problems.email(&input.email, "email");
    let known = app.store.find_user(&app.install, &email).await?;
    let name = match &known {
        Some(user) => user.name.clone(),
        None => problems.title(&input.name, "name"),
    };
    problems.settle()?;
    let (password, hash) = if known.is_some() || app.sends_mail() {
        (None, None)
    } else {
        let generated = generate_password(app);
        let hash = hash_password(app, &generated, true).await?;
        (Some(generated), Some(hash))
    };
    let mut tx = app.store.begin().await?;
    let user = match known {
        Some(user) => user,
        None => {
            let new = hearken_store::NewUser {
                email,
                name,
                password_hash: hash,
                locale: None,
                time_zone: None,
                is_operator: false,
            };
            tx.create_user(&app.install, &new).await?
        }
    };
    let membership = Membership {
        org: scope.org(),
        roles,
        organization_role: input.organization_role.unwrap_or(OrganizationRole::None),
        state: match input.roles {
            Some(_) => MembershipState::Active,
            None => MembershipState::New,
        },
    };
    add(&mut tx, &scope, &user, membership).await?;
    let is_mailed = invite(app, &mut tx, caller, &scope, &user).await?;
    tx.commit().await?;
    let user = UserRow::of(Member { user, membership }, caller);
    Ok(UserCreated {
        user,
        password,
        is_mailed,
    })
}

/// Tells the person by mail, with a link that sets their password if they have none.
async fn invite(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    scope: &OrgScope,
    user: &User,
) -> Result<bool> {
    let organization = caller.organization();
    let organization = organization.ok_or_else(|| AppError::new(Code::NotFound))?;
    let token = if user.password_hash.is_none() && app.sends_mail() {
        Some(offer_password_link(app, tx, user.id, INVITATION_GOOD_FOR).await?)
    } else {
        None
    };
    let mail = AccountCreated {
        slug: organization.slug.clone(),
        token,
    };
    let to = [Recipient::of(user)];
    post(app, tx, Sender::Organization(scope), &to, &mail).await
}

async fn add(tx: &mut Tx, scope: &OrgScope, user: &User, membership: Membership) -> Result<()> {
    let new = NewMembership {
        user: user.id,
        roles: membership.roles,
        organization_role: membership.organization_role,
        state: membership.state,
    };
    match tx.add_member(scope, &new).await {
        Err(hearken_store::Error::Taken(_)) => {
            let problem = Diagnostic::new("duplicate", "email").entry(user.email.clone());
            return Err(AppError::invalid(vec![problem]));
        }
        other => other?,
    }
    let detail = json!({
        "configuration_role": membership.roles.configuration.as_str(),
        "interaction_role": membership.roles.interaction.as_str(),
        "organization_role": membership.organization_role.as_str(),
    });
    tx.audit(scope, deed("user.created", user.public_id, detail))
        .await?;
    Ok(())
}
