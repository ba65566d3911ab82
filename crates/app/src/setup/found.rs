//! Founding an organization: the one way, of the first and of further ones.

use super::{Created, NewOrganization};
use crate::{
    App, AppError, Code, Result, Secret,
    act::deed,
    checks::Problems,
    licences::USUAL_SEATS,
    mail::{INVITATION_GOOD_FOR, Recipient, Sender, Welcome, post},
    organizations::OrganizationView,
    session::{check_new_password, generate_password, hash_password, offer_password_link},
    tokens,
    users::PersonView,
};
use hearken_authz::{
    InstallScope, MembershipState, OrgScope, Permission, Principal, Resource, decide,
};
use hearken_model::{
    ConfigurationRole, Diagnostic, InteractionRole, Language, LicenceType, OrganizationRole, Plan,
    PublicId, RolePair, Slug, SubscriptionSource, SubscriptionState, Timestamp, TokenPurpose,
    UserId, language::FIRST_CLASS,
};
use hearken_store::{
    NewMembership, NewSubscription, NewUser, Organization, OrganizationSettings, SignUp,
    SignUpState, Tx, User,
};
use serde_json::json;

/// Under what circumstances.
pub(crate) struct Founding<'a> {
    /// The permission to do it.
    pub(crate) scope: &'a InstallScope,
    /// Whether it must be the first one, whose first person operates the installation.
    pub(crate) is_first: bool,
    /// Who does it, if it is a person.
    pub(crate) founder: Option<PublicId>,
    /// The sign-up that it comes from, and where that must stand: it moves on in the same
    /// transaction, so that it becomes an organization once.
    pub(crate) sign_up: Option<(&'a SignUp, SignUpState)>,
}

/// The checked input.
struct Checked {
    slug: Slug,
    settings: OrganizationSettings,
    admin_name: String,
    admin_email: String,
}

/// Makes an organization with its first person.
pub(crate) async fn found(
    app: &App,
    founding: &Founding<'_>,
    input: NewOrganization,
) -> Result<Created> {
    let checked = check(&input)?;
    let known = app
        .store
        .find_user(&app.install, &checked.admin_email)
        .await?;
    let mut shown = None;
    let hash = if known.is_some() || founding.sign_up.is_some() {
        // They have a password, or choose one by a link.
        None
    } else if let Some(chosen) = &input.admin_password {
        Some(hash_password(app, chosen, false).await?)
    } else {
        let password = generate_password(app);
        let hash = hash_password(app, &password, true).await?;
        shown = Some(password);
        Some(hash)
    };
    let mut tx = app.store.begin().await?;
    let user = match known {
        Some(user) => user,
        None => add_person(&mut tx, founding, &checked, hash).await?,
    };
    let organization = add_organization(app, &mut tx, founding, &checked).await?;
    let scope = founders_scope(&organization, app)?;
    let is_trial = founding.sign_up.is_some() && app.limits.sign_up_trial;
    let trial_ends_at = is_trial.then(|| tx.now().plus(app.limits.trial));
    let seats = input.seats.unwrap_or(USUAL_SEATS);
    add_seats(&mut tx, &scope, seats, trial_ends_at).await?;
    add_membership(&mut tx, &scope, &organization, user.id).await?;
    let token = if input.with_token {
        let (_, secret) = tx
            .create_token(&scope, user.id, "init", TokenPurpose::Api, None)
            .await?;
        Some(tokens::print(&secret))
    } else {
        None
    };
    note(&mut tx, founding, &scope, &organization, &user).await?;
    let password_link = match founding.sign_up {
        Some(sign_up) => welcome(app, &mut tx, &scope, sign_up, &organization, &user).await?,
        None => None,
    };
    tx.commit().await?;
    app.configuration_changed(organization.id).await;
    Ok(Created {
        organization: OrganizationView::of(organization),
        user: PersonView::of(user),
        password: shown,
        password_link,
        api_token: token,
    })
}

fn check(input: &NewOrganization) -> Result<Checked> {
    let mut problems = Problems::default();
    let name = problems.title(&input.name, "name");
    let slug = check_slug(input, &name, &mut problems);
    let country = problems.country(&input.country, "country");
    let time_zone = problems.zone(&input.zone, "zone");
    let admin_email = problems.email(&input.admin_email, "admin_email");
    let mut admin_name = input.admin_name.trim().to_owned();
    if admin_name.is_empty() {
        let local = admin_email.split('@').next().unwrap_or_default();
        admin_name = local.chars().take(80).collect();
    } else {
        admin_name = problems.title(&admin_name, "admin_name");
    }
    if let Some(password) = &input.admin_password {
        let problem = check_new_password(password, "admin_password");
        problems.0.extend(problem);
    }
    problems.settle()?;
    let (Some(slug), Some(country)) = (slug, country) else {
        return Err(AppError::new(Code::Internal));
    };
    let first_class = FIRST_CLASS.iter().filter_map(|code| code.parse().ok());
    let search_languages: Vec<Language> = first_class.collect();
    Ok(Checked {
        slug,
        settings: OrganizationSettings {
            time_zone,
            search_languages,
            ..OrganizationSettings::new(name, country)
        },
        admin_name,
        admin_email,
    })
}

/// The slug as typed, or made of the name: letters and digits of ASCII, the rest as hyphens.
fn check_slug(input: &NewOrganization, name: &str, problems: &mut Problems) -> Option<Slug> {
    let typed = input.slug.trim();
    let text = if typed.is_empty() {
        slug_of(name)
    } else {
        typed.to_lowercase()
    };
    let slug: Option<Slug> = text.parse().ok();
    if slug.is_none() && !(typed.is_empty() && name.is_empty()) {
        let code = if typed.is_empty() {
            "required"
        } else {
            "not_a_slug"
        };
        problems.add(Diagnostic::new(code, "slug"));
    }
    slug
}

pub(crate) fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let cut: String = slug.chars().take(40).collect();
    cut.trim_matches('-').to_owned()
}

async fn add_person(
    tx: &mut Tx,
    founding: &Founding<'_>,
    checked: &Checked,
    password_hash: Option<String>,
) -> Result<User> {
    let new = NewUser {
        email: checked.admin_email.clone(),
        name: checked.admin_name.clone(),
        password_hash,
        locale: None,
        time_zone: None,
        is_operator: founding.is_first,
    };
    Ok(tx.create_user(founding.scope, &new).await?)
}

async fn add_organization(
    app: &App,
    tx: &mut Tx,
    founding: &Founding<'_>,
    checked: &Checked,
) -> Result<Organization> {
    let new = hearken_store::NewOrganization {
        slug: checked.slug.clone(),
        settings: checked.settings.clone(),
    };
    let organization = tx.create_organization(founding.scope, &new).await?;
    // Two first runs at once: making an organization takes a number that the second one waits for,
    // so that whoever comes second sees the first one here. What this transaction wrote itself is
    // not seen by reads outside of it.
    if founding.is_first && !super::is_first_run(app).await? {
        return Err(AppError::new(Code::AlreadySetUp));
    }
    Ok(organization)
}

/// Nobody is in the organization yet, so the installation itself acts.
fn founders_scope(organization: &Organization, app: &App) -> Result<OrgScope> {
    let resource = Resource::organization(organization.id);
    let permission = Permission::ManageUsers;
    Ok(decide(
        &Principal::Operator,
        permission,
        &resource,
        app.now(),
    )?)
}

/// At least the founder's.
async fn add_seats(
    tx: &mut Tx,
    scope: &OrgScope,
    seats: u32,
    trial_ends_at: Option<Timestamp>,
) -> Result<()> {
    let new = NewSubscription {
        plan: Plan::FullSeats,
        quantity: seats.max(1),
        trial_ends_at,
        source: SubscriptionSource::Operator,
        reference: None,
        state: SubscriptionState::Active,
    };
    tx.add_subscription(scope, &new).await?;
    Ok(())
}

async fn add_membership(
    tx: &mut Tx,
    scope: &OrgScope,
    organization: &Organization,
    user: UserId,
) -> Result<()> {
    let membership = NewMembership {
        user,
        roles: RolePair {
            configuration: ConfigurationRole::Administrator,
            interaction: InteractionRole::Manager,
        },
        organization_role: OrganizationRole::GlobalAdministrator,
        state: MembershipState::Active,
        licence: Some(LicenceType::Full),
        usage_location: Some(organization.settings.country),
    };
    tx.add_member(scope, &membership).await?;
    Ok(())
}

async fn note(
    tx: &mut Tx,
    founding: &Founding<'_>,
    scope: &OrgScope,
    organization: &Organization,
    user: &User,
) -> Result<()> {
    let detail = json!({
        "slug": organization.slug.as_str(),
        "administrator": user.public_id.to_string(),
        "by": founding.founder.map(|id| id.to_string()),
    });
    let entry = deed("organization.created", organization.public_id, detail);
    tx.audit_installation(founding.scope, entry.clone()).await?;
    tx.audit(scope, entry).await?;
    Ok(())
}

/// Ends a sign-up: it becomes this organization, and its first person is told, also of the offer that
/// led to it: that is answered on its own page, by whom it was made for (DEL-24). Answers the secret of a link that sets the password, where there is none yet.
async fn welcome(
    app: &App,
    tx: &mut Tx,
    scope: &OrgScope,
    (sign_up, from): (&SignUp, SignUpState),
    organization: &Organization,
    user: &User,
) -> Result<Option<Secret>> {
    let id = sign_up.public_id;
    if !tx
        .move_sign_up(&app.install, id, from, SignUpState::Founded)
        .await?
    {
        return Err(AppError::new(Code::LinkOver));
    }
    let link = if user.password_hash.is_none() {
        Some(offer_password_link(app, tx, user.id, INVITATION_GOOD_FOR).await?)
    } else {
        None
    };
    // Whoever followed the link just now is led on; whoever waited for the operator is not there.
    let mailed = link.clone().filter(|_| from == SignUpState::Waiting);
    let mail = Welcome {
        slug: organization.slug.clone(),
        link: mailed,
        offer: sign_up.form.offer.clone(),
    };
    let mut recipient = Recipient::of(user);
    recipient.locale = recipient.locale.or(Some(sign_up.form.locale.clone()));
    post(app, tx, Sender::Organization(scope), &[recipient], &mail).await?;
    Ok(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_made_of_names() {
        for (name, expect) in [
            ("Contoso", "contoso"),
            ("Fabrikam & Söhne GmbH", "fabrikam-soehne-gmbh"),
            ("  Café  du  Nord ", "caf-du-nord"),
            ("日本", ""),
            ("-- A --", "a"),
        ] {
            assert_eq!(slug_of(name.trim()), expect, "{name}");
        }
    }
}
