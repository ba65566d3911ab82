//! An offer before it is answered, for one who may answer it, and for programs: what cannot be
//! answered is refused with its reason.

use super::{
    OfferName,
    answer::{may_answer, named, native},
    offer_page::{OfferPage, page_of},
};
use crate::{App, AppError, Caller, Result};

/// The offer for the visited organization. Its own global administrators only; `offer_not_for_you`
/// when it is addressed to somebody else, `offer_withdrawn`, `offer_expired` and `offer_used` when
/// nothing can be said to it any more. Changes nothing.
pub async fn inspect(app: &App, caller: &Caller, name: OfferName) -> Result<OfferPage> {
    let (scope, _) = native(app, caller).await?;
    let offer = named(app, &scope, name).await?;
    may_answer(app, caller, &scope, &offer).await?;
    let page = page_of(app, offer, &[scope.org()]).await?;
    match page.closed {
        Some(code) => Err(AppError::new(code)),
        None => Ok(page),
    }
}
