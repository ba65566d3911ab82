//! What people who act for a customer tried and may not (A30): counted in memory, written once a
//! minute as one entry per person, permission and minute, so that trying over and over fills nothing.
//! A process that dies takes with it what it counted since.

use crate::{App, Result};
use hearken_authz::{ActingFor, Actor, Denied, Permission, Principal};
use hearken_model::{OrgId, Timestamp, time::MINUTE};
use hearken_store::{DENIED, NewAudit};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Most counters that are kept; whoever is denied beyond them is not counted.
const MOST: usize = 10_000;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    minute: i64,
    org: OrgId,
    actor: Actor,
    acting: ActingFor,
    permission: Permission,
    denied: Denied,
}

/// What was denied and is not written yet.
#[derive(Debug, Default)]
pub(crate) struct Denials(Mutex<HashMap<Key, u64>>);

impl Denials {
    /// Counts a denial of somebody who acts for a customer; anybody else's is not counted.
    pub(crate) fn count(
        &self,
        principal: &Principal,
        permission: Permission,
        denied: Denied,
        now: Timestamp,
    ) {
        let (Principal::Person(person), Some(acting)) = (principal, principal.acting()) else {
            return;
        };
        let Some(delegation) = person.acting else {
            return;
        };
        let key = Key {
            minute: now.0.div_euclid(MINUTE),
            org: delegation.customer,
            actor: Actor::of(principal),
            acting: ActingFor { epoch: 0, ..acting },
            permission,
            denied,
        };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() < MOST || counts.contains_key(&key) {
            *counts.entry(key).or_default() += 1;
        }
    }

    /// Takes out what was counted in minutes before this one.
    fn take(&self, before: i64) -> Vec<(Key, u64)> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken: Vec<_> = counts.extract_if(|key, _| key.minute < before).collect();
        taken.sort_by_key(|(key, _)| (key.minute, key.org, key.permission.name()));
        taken
    }

    fn put_back(&self, key: Key, count: u64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(key).or_default() += count;
    }
}

/// Writes what was denied in minutes that are over, or with `all` everything, as before a stop, into
/// the audit of both sides; how many entries. What cannot be written is tried again.
pub async fn write_denials(app: &App, all: bool) -> Result<usize> {
    let this = app.now().0.div_euclid(MINUTE);
    let taken = app.denials.take(if all { i64::MAX } else { this });
    let written = taken.len();
    let mut failed = None;
    for (key, count) in taken {
        let noted = match failed {
            None => note(app, key, count).await,
            Some(_) => Err(crate::AppError::new(crate::Code::Unavailable)),
        };
        if let Err(error) = noted {
            app.denials.put_back(key, count);
            failed = failed.or(Some(error));
        }
    }
    failed.map_or(Ok(written), Err)
}

async fn note(app: &App, key: Key, count: u64) -> Result<()> {
    let since = Timestamp(key.minute * MINUTE);
    let why = crate::AppError::from(key.denied).code.as_str();
    let entry = NewAudit {
        verb: DENIED,
        object: format!("permission:{}", key.permission.name()),
        detail: json!({ "count": count, "minute": since.to_rfc3339(), "why": why }),
    };
    let mut tx = app.store.begin().await?;
    tx.audit_denied(&app.install, (key.org, key.acting), key.actor, entry)
        .await?;
    tx.commit().await?;
    Ok(())
}
