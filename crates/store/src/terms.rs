//! How long solutions live: until when there are places, what was written down of it, and the
//! deletion of what was in one (TRI-09, RET-06).

use crate::{Result, SetupChange, Store, Subscription, Tx, db::q, store::word};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{Gives, OrgId, Standing, SubscriptionState, Term, Timestamp};

/// Where a solution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredTerm {
    /// The organization.
    pub org: OrgId,
    /// Until when it has places.
    pub term: Term,
    /// What was written down, and told, last.
    pub standing: Standing,
    /// Since when.
    pub since: Timestamp,
    /// Whether what was in it is deleted.
    pub is_empty: bool,
}

/// Posts or authors that one transaction deletes, so that others get their turn in between.
const PART: u32 = 2_000;

/// What goes besides posts and authors, in an order that keys allow. What stays: the organization's
/// own row and numbers, what it subscribed to, what it agreed with partners, and the audit, which has
/// a retention of its own (RET-14).
const EMPTIED: &[&str] = &[
    "DELETE FROM rules WHERE org_id = $1",
    "DELETE FROM topics WHERE org_id = $1",
    "DELETE FROM categories WHERE org_id = $1",
    "DELETE FROM feeds WHERE org_id = $1",
    "DELETE FROM source_groups WHERE org_id = $1",
    "DELETE FROM location_groups WHERE org_id = $1",
    "DELETE FROM blocked WHERE org_id = $1",
    "DELETE FROM imports WHERE org_id = $1",
    "DELETE FROM checkpoints WHERE org_id = $1",
    "DELETE FROM outbox WHERE org_id = $1",
    "DELETE FROM ledger WHERE org_id = $1",
    "DELETE FROM api_tokens WHERE org_id = $1",
    "DELETE FROM user_group_members WHERE org_id = $1",
    "DELETE FROM user_groups WHERE org_id = $1",
    "DELETE FROM assignment_customers WHERE org_id = $1",
    "DELETE FROM assignments WHERE org_id = $1",
    "DELETE FROM presences WHERE org_id = $1",
    "DELETE FROM kept_answers WHERE org_id = $1",
    "DELETE FROM access_settings WHERE org_id = $1",
    "DELETE FROM domains WHERE org_id = $1",
    "DELETE FROM mails WHERE org_id = $1",
    "DELETE FROM jobs WHERE org_id = $1",
    "DELETE FROM memberships WHERE org_id = $1",
];

/// Until when there are places, by everything that was subscribed to. For good, where nothing ever
/// was: nobody took anything back then.
fn term_of<'a>(subscriptions: impl Iterator<Item = &'a Subscription>) -> Term {
    let mut last = None;
    for one in subscriptions.filter(|s| matches!(s.plan.gives(), Gives::Seat(_))) {
        let end = match one.state {
            SubscriptionState::Requested => continue,
            SubscriptionState::Active => match one.trial_ends_at {
                Some(end) => end,
                None => return Term::default(),
            },
            SubscriptionState::Ended => match (one.ended_at, one.trial_ends_at) {
                (Some(ended), Some(trial)) => ended.min(trial),
                (Some(ended), None) => ended,
                // What was declined never gave anything.
                (None, _) => continue,
            },
        };
        last = last.max(Some(end));
    }
    Term { ends_at: last }
}

impl Store {
    /// Until when an organization's solution has places.
    pub async fn find_term(&self, _scope: &InstallScope, org: OrgId) -> Result<Term> {
        let subscriptions = self.list_subscriptions_of(org).await?;
        Ok(term_of(subscriptions.iter()))
    }

    /// Where every solution stands.
    pub async fn list_terms(&self, scope: &InstallScope) -> Result<Vec<StoredTerm>> {
        let rows: Vec<(i64, String, i64, i64)> = self
            .db
            .all(q!("SELECT id, standing, standing_since, \
                 CAST(CASE WHEN emptied_at IS NULL THEN 0 ELSE 1 END AS BIGINT) \
                 FROM organizations ORDER BY id"))
            .await?;
        let all = self.list_all_subscriptions(scope).await?;
        let read = |(id, standing, since, empty): (i64, String, i64, i64)| {
            let org = OrgId(id);
            Ok(StoredTerm {
                org,
                term: term_of(all.iter().filter(|s| s.org == org)),
                standing: word("standing", &standing, Standing::from_word(&standing))?,
                since: Timestamp(since),
                is_empty: empty != 0,
            })
        };
        rows.into_iter().map(read).collect()
    }
}

impl Tx {
    /// Writes down where the solution stands, if it is written down as `from` still; whether it was.
    /// What posts are matched against is compiled anew.
    pub async fn set_standing(
        &mut self,
        scope: &OrgScope,
        from: Standing,
        to: Standing,
    ) -> Result<bool> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE organizations SET standing = $1, standing_since = $2 \
                 WHERE id = $3 AND standing = $4",
                to.as_str(),
                self.now,
                scope.org(),
                from.as_str()
            ))
            .await?;
        if changed > 0 {
            self.touch_setup(SetupChange::Everything(scope.org()))
                .await?;
        }
        Ok(changed > 0)
    }

    /// Deletes a part of what is in a closed solution; whether there is more. Call it in a
    /// transaction of its own until there is none.
    pub async fn empty_part(&mut self, scope: &OrgScope) -> Result<bool> {
        for statement in [
            "DELETE FROM posts WHERE org_id = $1 AND id IN \
             (SELECT id FROM posts WHERE org_id = $1 ORDER BY id LIMIT $2)",
            "DELETE FROM authors WHERE org_id = $1 AND id IN \
             (SELECT id FROM authors WHERE org_id = $1 ORDER BY id LIMIT $2)",
        ] {
            let gone = self.db.exec(q!(statement, scope.org(), i64::from(PART)));
            if gone.await? > 0 {
                return Ok(true);
            }
        }
        for statement in EMPTIED {
            self.db.exec(q!(*statement, scope.org())).await?;
        }
        self.db
            .exec(q!(
                "UPDATE organizations SET emptied_at = $1 WHERE id = $2",
                self.now,
                scope.org()
            ))
            .await?;
        self.touch_setup(SetupChange::Everything(scope.org()))
            .await?;
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearken_model::{Plan, PublicId, SubscriptionId, SubscriptionSource};

    fn one(
        plan: Plan,
        state: SubscriptionState,
        (trial, ended): (Option<i64>, Option<i64>),
    ) -> Subscription {
        Subscription {
            org: OrgId(1),
            id: SubscriptionId(1),
            public_id: PublicId(1),
            plan,
            quantity: 1,
            trial_ends_at: trial.map(Timestamp),
            source: SubscriptionSource::Operator,
            reference: None,
            state,
            created_at: Timestamp(0),
            ended_at: ended.map(Timestamp),
        }
    }

    #[test]
    fn the_last_of_what_gives_places_counts() {
        use SubscriptionState::{Active, Ended, Requested};
        let seats = Plan::FullSeats;
        let trial = one(seats, Active, (Some(50), None));
        let ended = one(seats, Ended, (None, Some(70)));
        let cut_trial = one(seats, Ended, (Some(90), Some(60)));
        let declined = one(seats, Ended, (None, None));
        let asked = one(seats, Requested, (None, None));
        let posts = one(Plan::Posts10k, Active, (None, None));
        let good = one(Plan::RestrictedSeats, Active, (None, None));
        let end = |of: &[&Subscription]| term_of(of.iter().copied()).ends_at.map(|at| at.0);
        assert_eq!(end(&[]), None);
        assert_eq!(end(&[&declined, &asked, &posts]), None);
        assert_eq!(end(&[&trial, &declined, &asked, &posts]), Some(50));
        assert_eq!(end(&[&trial, &ended, &cut_trial]), Some(70));
        assert_eq!(end(&[&cut_trial]), Some(60));
        assert_eq!(end(&[&trial, &ended, &good]), None);
    }
}
