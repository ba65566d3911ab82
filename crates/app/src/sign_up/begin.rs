//! The form (TRI-03, TRI-04).

use super::is_there;
use crate::{
    App, AppError, Code, Result,
    checks::Problems,
    mail::{Recipient, Sender, SignUpConfirm, post},
    session::{Origin, print_secret},
};
use hearken_model::{Diagnostic, time::DAY};
use hearken_store::NewSignUp;

/// Sizes of organizations that can be chosen: how many people work there.
pub const SIZES: [&str; 5] = ["1-9", "10-49", "50-249", "250-999", "1000+"];

/// How long the link in the mail is good, microseconds.
pub(crate) const GOOD_FOR: i64 = DAY;
/// Longest code of an offer.
const OFFER: usize = 128;

/// What the form holds, as typed.
#[derive(Clone, Debug, Default)]
pub struct SignUpForm {
    /// Country, two letters; field `country`. Cannot be changed later.
    pub country: String,
    /// The person's name, 1 to 80 characters; field `name`.
    pub name: String,
    /// Business mail address; field `email`.
    pub email: String,
    /// Name of the organization, 1 to 80 characters; field `organization`.
    pub organization: String,
    /// One of [`SIZES`]; field `size`.
    pub size: String,
    /// Whether the terms were agreed to, and that one may bind the organization; field `terms`.
    pub terms: bool,
    /// Language of the form.
    pub locale: String,
    /// IANA name of the browser's zone; empty: not known.
    pub zone: String,
    /// The code of an offer that led here; it is kept through the confirmation.
    pub offer: String,
    /// From where.
    pub origin: Origin,
}

/// Takes the form and sends a link to its address. `not_found` where there is no sign-up,
/// `too_many_attempts` when one address or network address asks too often.
pub async fn begin(app: &App, form: SignUpForm) -> Result<()> {
    is_there(app)?;
    let new = check(&form)?;
    if !app.sends_mail() {
        return Err(AppError::new(Code::Unsupported));
    }
    let mut keys = vec![format!("sign-up:{}", new.email)];
    keys.extend(
        form.origin
            .address
            .map(|from| format!("sign-up-address:{from}")),
    );
    app.take_attempt(&keys)?;
    // Nothing that was typed into the form is in this mail: it may go to somebody who never saw it.
    let recipient = Recipient {
        email: new.email.clone(),
        name: String::new(),
        locale: Some(new.locale.clone()),
    };
    let mut tx = app.store.begin().await?;
    let expires_at = tx.now().plus(GOOD_FOR);
    let secret = tx.add_sign_up(&app.install, &new, expires_at).await?;
    let mail = SignUpConfirm {
        link: print_secret(&secret).into(),
    };
    post(app, &mut tx, Sender::Installation, &[recipient], &mail).await?;
    tx.commit().await?;
    Ok(())
}

fn check(form: &SignUpForm) -> Result<NewSignUp> {
    let mut problems = Problems::default();
    let country = problems.country(&form.country, "country");
    let name = problems.title(&form.name, "name");
    let email = problems.email(&form.email, "email");
    let organization = problems.title(&form.organization, "organization");
    let size = SIZES.into_iter().find(|size| *size == form.size);
    if size.is_none() {
        problems.add(Diagnostic::new("required", "size"));
    }
    if !form.terms {
        problems.add(Diagnostic::new("terms_not_agreed", "terms"));
    }
    problems.settle()?;
    let (Some(country), Some(size)) = (country, size) else {
        return Err(AppError::new(Code::Internal));
    };
    // It becomes a part of an address; what is no code is dropped.
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let offer = form.offer.trim();
    let offer = Some(offer).filter(|text| text.len() <= OFFER && text.chars().all(is_code));
    Ok(NewSignUp {
        email,
        name,
        organization,
        country,
        size: size.to_owned(),
        locale: form.locale.clone(),
        // A browser may name a zone that we don't know; it can be set later.
        time_zone: form.zone.parse().ok(),
        offer: offer.filter(|text| !text.is_empty()).map(str::to_owned),
    })
}
