//! Following the link of the mail.

use super::{SignUpPolicy, found::found_organization, is_there};
use crate::{App, AppError, Code, Result, Secret, act::deed, session::parse_secret};
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
            created_at: sign_up.created_at,
        }
    }
}

/// What came of following the link.
#[derive(Clone, Debug)]
pub enum Confirmed {
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
    Ok(SignUpView::of(&find(app, link).await?))
}

/// Confirms the mail address: the organization is created, or waits for the operator.
pub async fn confirm(app: &App, link: &str) -> Result<Confirmed> {
    let sign_up = find(app, link).await?;
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
