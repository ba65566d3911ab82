//! Delegated administration (administration section 1). A partner's side stands under
//! `/organizations/{slug}/partner`, a customer's under `/organizations/{slug}/offers` and
//! `/partners`. Whatever reduces or ends access needs no body and no precondition, and may be said
//! twice.

mod customers;
mod offers;
mod partner_offers;
mod partners;
mod people;
mod words;

use hearken_app::App;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(partner_offers::router())
        .merge(customers::router())
        .merge(people::router())
        .merge(offers::router())
        .merge(partners::router())
}
