//! From a sign-up to the organization (TRI-08).

use crate::{
    App, AppError, Code, Result, Secret,
    setup::{Founding, NewOrganization, found, slug_of},
};
use hearken_authz::InstallScope;
use hearken_model::{PublicId, Slug};
use hearken_store::{SignUp, SignUpState};

/// Names in URLs that are tried before the person must choose one.
const TRIES: u32 = 50;

/// Creates the organization of a sign-up that stands at `from`; whoever comes second gets
/// `link_over`. Answers its name in URLs and the secret of a link that sets the password.
pub(super) async fn found_organization(
    app: &App,
    scope: &InstallScope,
    sign_up: &SignUp,
    from: SignUpState,
    founder: Option<PublicId>,
) -> Result<(Slug, Option<Secret>)> {
    let form = &sign_up.form;
    let founding = Founding {
        scope,
        is_first: false,
        founder,
        sign_up: Some((sign_up, from)),
    };
    let input = NewOrganization {
        name: form.organization.clone(),
        slug: free_slug(app, &form.organization).await?.to_string(),
        country: form.country.to_string(),
        zone: form
            .time_zone
            .as_ref()
            .map_or_else(String::new, |zone| zone.name().to_owned()),
        admin_name: form.name.clone(),
        admin_email: form.email.clone(),
        admin_password: None,
        seats: None,
        with_token: false,
    };
    let created = found(app, &founding, input).await?;
    Ok((created.organization.slug, created.password_link))
}

/// A name in URLs that is free, made of the organization's.
async fn free_slug(app: &App, name: &str) -> Result<Slug> {
    let made = slug_of(name);
    let stem = if made.len() < 2 {
        "organization"
    } else {
        &made
    };
    for n in 1..=TRIES {
        let stem: String = stem.chars().take(36).collect();
        let stem = stem.trim_end_matches('-');
        let text = if n == 1 {
            stem.to_owned()
        } else {
            format!("{stem}-{n}")
        };
        let Ok(slug) = text.parse::<Slug>() else {
            continue;
        };
        let taken = app.store.find_organization(&app.install, &slug).await?;
        if taken.is_none() {
            return Ok(slug);
        }
    }
    Err(AppError::new(Code::Unavailable))
}
