//! A new user (administration 9.2: global administrators).

use super::{UserRow, told, written};
use crate::{
    App, AppError, Caller, Result, Secret,
    act::deed,
    checks::Problems,
    licences,
    session::{generate_password, hash_password},
};
use hearken_authz::{Membership, MembershipState, OrgScope, Permission};
use hearken_model::{Diagnostic, LicenceType, OrganizationRole, RolePair};
use hearken_store::{Member, Tx};

/// Who it is.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Name, 1 to 80 characters; field `name`.
    pub name: String,
    /// Mail address; field `email`.
    pub email: String,
    /// Roles; none: Power Analyst and Responder (ADM-03). Other ones need `manage_user_roles`.
    pub roles: Option<RolePair>,
    /// Role towards the organization itself; none: none.
    pub organization_role: Option<OrganizationRole>,
    /// The place they get; none: they cannot enter the solution. A person who is added gets a full
    /// one unless it is said otherwise.
    pub licence: Option<LicenceType>,
}

impl Default for NewUser {
    fn default() -> Self {
        Self {
            name: String::new(),
            email: String::new(),
            roles: None,
            organization_role: None,
            licence: Some(LicenceType::Full),
        }
    }
}

/// A new user.
#[derive(Clone, Debug)]
pub struct UserCreated {
    /// The user.
    pub user: UserRow,
    /// The one-time password, shown once; none when the person was known to the installation.
    pub password: Option<Secret>,
}

/// Adds a person to the visited organization. A person whom the installation knows already keeps
/// their name and password. `no_seats_left` when every place of the kind is taken.
pub async fn create(app: &App, caller: &Caller, input: NewUser) -> Result<UserCreated> {
    let now = app.now();
    let scope = caller.scope(Permission::ManageUsers, now)?;
    let roles = input.roles.unwrap_or_default();
    if roles != RolePair::default() {
        caller.scope(Permission::ManageUserRoles, now)?;
    }
    let mut problems = Problems::default();
    let email = problems.email(&input.email, "email");
    let known = app.store.find_user(&app.install, &email).await?;
    let name = match &known {
        Some(user) => user.name.clone(),
        None => problems.title(&input.name, "name"),
    };
    problems.settle()?;
    let mut password = None;
    let mut hash = None;
    if known.is_none() {
        let generated = generate_password(app);
        hash = Some(hash_password(app, &generated, true).await?);
        password = Some(generated);
    }
    let country = app.store.load_organization(&scope).await?.settings.country;
    let (mut tx, _) = licences::begin(app, &scope).await?;
    if let Some(kind) = input.licence {
        licences::take_seat(app, &mut tx, &scope, kind).await?;
    }
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
        licence: input.licence,
    };
    let member = Member {
        user,
        membership,
        usage_location: input.licence.map(|_| country),
        is_from_directory: false,
        updated_at: tx.now(),
    };
    add(&mut tx, &scope, &member).await?;
    tx.commit().await?;
    let user = UserRow::of(member, caller);
    Ok(UserCreated { user, password })
}

async fn add(tx: &mut Tx, scope: &OrgScope, member: &Member) -> Result<()> {
    let user = &member.user;
    match tx.add_member(scope, &written(member)).await {
        Err(hearken_store::Error::Taken(_)) => {
            let problem = Diagnostic::new("duplicate", "email").entry(user.email.clone());
            return Err(AppError::invalid(vec![problem]));
        }
        other => other?,
    }
    let detail = told(&member.membership);
    tx.audit(scope, deed("user.created", user.public_id, detail))
        .await?;
    Ok(())
}
