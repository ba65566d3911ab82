//! What the operator of the installation does about subscriptions (ADM-35).

use super::{Overview, ask::MOST_UNITS, overview, seats_of};
use crate::{App, AppError, Caller, Code, Result, act::deed};
use hearken_authz::{OrgScope, Permission, Principal, Resource, decide};
use hearken_model::{Diagnostic, Plan, PublicId, SubscriptionSource, SubscriptionState};
use hearken_store::{NewSubscription, Subscription, Tx};
use serde_json::json;

/// How much an organization shall have.
#[derive(Clone, Debug)]
pub struct SetUnits {
    /// The organization, by its name in URLs.
    pub slug: String,
    /// Of what.
    pub plan: Plan,
    /// How many units from the operator; 0 ends it. Field `quantity`.
    pub quantity: u32,
}

/// Sets how many units of a plan an organization has from the operator; what it ordered through a
/// partner is not touched. `seats_in_use` when more places are taken than would be left.
pub async fn set_units(app: &App, caller: &Caller, input: SetUnits) -> Result<Overview> {
    let scope = operators_scope(app, caller, &input.slug).await?;
    if input.quantity > MOST_UNITS {
        let problem = Diagnostic::new("too_many", "quantity").with("limit", MOST_UNITS.into());
        return Err(AppError::invalid(vec![problem]));
    }
    let mut tx = app.store.begin().await?;
    tx.lock_people(&scope).await?;
    let all = tx.list_subscriptions(&scope).await?;
    // What was confirmed of requests is the operator's too.
    let mut own = all.iter().filter(|s| {
        s.plan == input.plan
            && s.state == SubscriptionState::Active
            && s.trial_ends_at.is_none()
            && s.source != SubscriptionSource::PartnerOrder
    });
    let state = match input.quantity {
        0 => SubscriptionState::Ended,
        _ => SubscriptionState::Active,
    };
    let object = match own.next() {
        Some(first) => {
            tx.update_subscription(&scope, first.id, input.quantity, state)
                .await?;
            first.public_id
        }
        None => add(&mut tx, &scope, &input, state).await?,
    };
    for further in own {
        let ended = SubscriptionState::Ended;
        tx.update_subscription(&scope, further.id, 0, ended).await?;
    }
    keep_places(app, &mut tx, &scope).await?;
    let detail = json!({
        "plan": input.plan.as_str(), "quantity": input.quantity, "by": by(caller),
    });
    tx.audit(&scope, deed("subscription.set", object, detail))
        .await?;
    tx.commit().await?;
    overview::read(app, &scope).await
}

async fn add(
    tx: &mut Tx,
    scope: &OrgScope,
    input: &SetUnits,
    state: SubscriptionState,
) -> Result<PublicId> {
    let new = NewSubscription {
        plan: input.plan,
        quantity: input.quantity,
        trial_ends_at: None,
        source: SubscriptionSource::Operator,
        reference: None,
        state,
    };
    Ok(tx.add_subscription(scope, &new).await?.public_id)
}

/// Refuses when more places are taken than there are.
async fn keep_places(app: &App, tx: &mut Tx, scope: &OrgScope) -> Result<()> {
    let subscriptions = tx.list_subscriptions(scope).await?;
    let used = tx.count_licences(scope).await?;
    let seats = seats_of(&subscriptions, &used, app.now());
    match seats.iter().find(|seats| seats.used > seats.total) {
        Some(seats) => {
            let used = i64::try_from(seats.used).unwrap_or(i64::MAX);
            Err(AppError::new(Code::SeatsInUse).with("used", used))
        }
        None => Ok(()),
    }
}

/// Confirms what an organization asked for, or declines it.
pub async fn confirm(
    app: &App,
    caller: &Caller,
    slug: &str,
    request: PublicId,
    accept: bool,
) -> Result<Overview> {
    let scope = operators_scope(app, caller, slug).await?;
    let mut tx = app.store.begin().await?;
    let all = tx.list_subscriptions(&scope).await?;
    let waits =
        |s: &&Subscription| s.public_id == request && s.state == SubscriptionState::Requested;
    let found = all.iter().find(waits);
    let found = found.ok_or_else(|| AppError::new(Code::NotFound))?;
    let (verb, state) = if accept {
        ("subscription.confirmed", SubscriptionState::Active)
    } else {
        ("subscription.declined", SubscriptionState::Ended)
    };
    tx.update_subscription(&scope, found.id, found.quantity, state)
        .await?;
    let detail = json!({
        "plan": found.plan.as_str(), "quantity": found.quantity, "by": by(caller),
    });
    tx.audit(&scope, deed(verb, request, detail)).await?;
    tx.commit().await?;
    overview::read(app, &scope).await
}

/// The person who operates, if it is one.
pub(super) fn by(caller: &Caller) -> Option<String> {
    caller.person().map(|person| person.public_id.to_string())
}

/// The scope in which the operator, who is in no organization by that, sets what one has.
pub(super) async fn operators_scope(app: &App, caller: &Caller, slug: &str) -> Result<OrgScope> {
    let now = app.now();
    let install = caller.install_scope(Permission::ManageOrganizations, now)?;
    let not_found = || AppError::new(Code::NotFound);
    let slug = slug.parse().map_err(|_| not_found())?;
    let found = app.store.find_organization(&install, &slug).await?;
    let resource = Resource::organization(found.ok_or_else(not_found)?.id);
    Ok(decide(
        &Principal::Operator,
        Permission::BuyLicences,
        &resource,
        now,
    )?)
}
