//! Following the link of the mail.

use super::{SignUpPolicy, begin::GOOD_FOR, found::found_organization, is_there};
use crate::{
    App, AppError, Code, Result, Secret,
    act::deed,
    domains,
    session::{offer_password_link, parse_secret},
};
use hearken_model::{CountryCode, PublicId, Slug, Timestamp};
use hearken_store::{SignUp, SignUpState};

/// What somebody wants to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignUpView {
    /// Its id.
    pub id: PublicId,
    /// Name of the organization.
    pub organization: String,
    /// Where it is.
    pub country: CountryCode,
    /// One of [`super::SIZES`].
    pub size: String,
    /// The first person's name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Whether an offer led there.
    pub has_offer: bool,
    /// The organization that the address's domain is of: its administrators are asked for access
    /// instead of creating another one (TRI-20).
    pub joins: Option<String>,
    /// When the form was sent.
    pub created_at: Timestamp,
}

impl SignUpView {
    pub(super) fn of(sign_up: &SignUp) -> Self {
        let form = &sign_up.form;
        Self {
            id: sign_up.public_id,
            organization: form.organization.clone(),
            country: form.country,
            size: form.size.clone(),
            name: form.name.clone(),
            email: form.email.clone(),
            has_offer: form.offer.is_some(),
            joins: None,
            created_at: sign_up.created_at,
        }
    }
}

/// What came of following the link.
#[derive(Clone, Debug)]
pub enum Confirmed {
    /// The administrators of the organization that the address's domain is of are asked for access,
    /// or have let everybody in beforehand.
    Asked {
        /// Whether the person may enter.
        is_in: bool,
        /// The secret of a link that sets their password; none for somebody who has one already.
        link: Option<Secret>,
    },
    /// The operator is asked; a mail follows.
    Waiting,
    /// The organization is there.
    Founded {
        /// Its name in URLs.
        slug: Slug,
        /// The secret of a link that sets the first person's password; none for somebody who has
        /// one already.
        link: Option<Secret>,
        /// The code of the offer that led there, to be answered next.
        offer: Option<String>,
    },
}

/// What the link would create; `link_over` when it was used or is too old. Looking changes nothing.
pub async fn look(app: &App, link: &str) -> Result<SignUpView> {
    let sign_up = find(app, link).await?;
    let mut view = SignUpView::of(&sign_up);
    if let Some(owner) = domains::owner_of(app, &sign_up.form.email).await? {
        let owner = app.store.load_organization_of(&app.install, owner).await?;
        view.joins = Some(owner.settings.name);
    }
    Ok(view)
}

/// Confirms the mail address: the organization is created, or waits for the operator; or the
/// organization that the address's domain is of is asked for access.
pub async fn confirm(app: &App, link: &str) -> Result<Confirmed> {
    let sign_up = find(app, link).await?;
    if domains::owner_of(app, &sign_up.form.email).await?.is_some() {
        return ask_for_access(app, &sign_up).await;
    }
    if app.sign_up == SignUpPolicy::Open {
        let from = SignUpState::Unconfirmed;
        let (slug, link) = found_organization(app, &app.install, &sign_up, from, None).await?;
        let offer = sign_up.form.offer.clone();
        return Ok(Confirmed::Founded { slug, link, offer });
    }
    let mut tx = app.store.begin().await?;
    let (from, to) = (SignUpState::Unconfirmed, SignUpState::Waiting);
    let id = sign_up.public_id;
    if !tx.move_sign_up(&app.install, id, from, to).await? {
        return Err(AppError::new(Code::LinkOver));
    }
    let entry = deed("sign_up.confirmed", id, serde_json::json!({}));
    tx.audit_installation(&app.install, entry).await?;
    tx.commit().await?;
    Ok(Confirmed::Waiting)
}

/// Joining comes first, and again is no mistake: whatever breaks off, the link still works.
async fn ask_for_access(app: &App, sign_up: &SignUp) -> Result<Confirmed> {
    let over = || AppError::new(Code::LinkOver);
    let form = &sign_up.form;
    let joined = domains::join(app, &form.email, &form.name).await?;
    let joined = joined.ok_or_else(over)?;
    let (from, to) = (SignUpState::Unconfirmed, SignUpState::Joined);
    let mut tx = app.store.begin().await?;
    if !tx
        .move_sign_up(&app.install, sign_up.public_id, from, to)
        .await?
    {
        return Err(over());
    }
    let mut link = None;
    if joined.user.password_hash.is_none() {
        link = Some(offer_password_link(app, &mut tx, joined.user.id, GOOD_FOR).await?);
    }
    tx.commit().await?;
    Ok(Confirmed::Asked {
        is_in: joined.is_in,
        link,
    })
}

async fn find(app: &App, link: &str) -> Result<SignUp> {
    is_there(app)?;
    let over = || AppError::new(Code::LinkOver);
    let secret = parse_secret(link).ok_or_else(over)?;
    let found = app
        .store
        .find_sign_up_by_link(&app.install, &secret)
        .await?;
    found.ok_or_else(over)
}
