//! A new user (administration 9.2: global administrators).

use super::{UserRow, told, written};
use crate::{
    App, AppError, Caller, Code, Result, Secret,
    act::deed,
    checks::Problems,
    licences,
    mail::{AccountCreated, INVITATION_GOOD_FOR, Recipient, Sender, post},
    session::{generate_password, hash_password, offer_password_link},
};
use hearken_authz::{Membership, MembershipState, OrgScope, Permission};
use hearken_model::{Diagnostic, LicenceType, OrganizationRole, RolePair};
use hearken_store::{Member, Tx, User};

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
    /// The one-time password, shown once; none when the person was known to the installation, or
    /// got a mail with a link that sets one.
    pub password: Option<Secret>,
    /// Whether the person was told by mail.
    pub is_mailed: bool,
}

/// Adds a person to the visited organization. A person whom the installation knows already keeps
/// their name and password. `no_seats_left` when every place of the kind is taken.
pub async fn create(app: &App, caller: &Caller, input: NewUser) -> Result<UserCreated> {
    let scope = allow(app, caller, &input)?;
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
    let country = app.store.load_organization(&scope).await?.settings.country;
    let (mut tx, _) = licences::begin(app, &scope).await?;
    if let Some(kind) = input.licence {
        licences::take_seat(app, &mut tx, &scope, kind).await?;
    }
    let user = match known {
        Some(user) => user,
        None => person(app, &mut tx, (name, email), hash).await?,
    };
    let membership = Membership {
        org: scope.org(),
        roles: input.roles.unwrap_or_default(),
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
    let is_mailed = invite(app, &mut tx, caller, &scope, &member.user).await?;
    tx.commit().await?;
    Ok(UserCreated {
        user: UserRow::of(member, caller),
        password,
        is_mailed,
    })
}

/// A person whom the installation doesn't know yet.
async fn person(
    app: &App,
    tx: &mut Tx,
    (name, email): (String, String),
    password_hash: Option<String>,
) -> Result<User> {
    let new = hearken_store::NewUser {
        email,
        name,
        password_hash,
        locale: None,
        time_zone: None,
        is_operator: false,
    };
    Ok(tx.create_user(&app.install, &new).await?)
}

/// Roles and global administrators need more than adding people.
fn allow(app: &App, caller: &Caller, input: &NewUser) -> Result<OrgScope> {
    let now = app.now();
    let scope = caller.scope(Permission::ManageUsers, now)?;
    if input.roles.unwrap_or_default() != RolePair::default() {
        caller.scope(Permission::ManageUserRoles, now)?;
    }
    if input.organization_role == Some(OrganizationRole::GlobalAdministrator) {
        caller.native_scope(Permission::ManageGlobalAdministrators, now)?;
    }
    Ok(scope)
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
