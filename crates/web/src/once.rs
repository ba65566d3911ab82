//! Secrets that a page shows once: made by a form, shown by the page that it leads to, so that a reload
//! of that page makes nothing anew. They stay in this process, for minutes, and whoever comes for one
//! takes it away. Where several processes serve pages and another one answers, it is not shown at all,
//! and a new one is to be made.

use hearken_app::Secret;
use hearken_model::{PublicId, Timestamp, time::MINUTE};
use std::sync::{Mutex, PoisonError};

/// How long a secret waits to be shown.
const WAITS: i64 = 2 * MINUTE;
/// Most secrets that wait; beyond it the oldest goes.
const MOST: usize = 1_000;

struct Waiting {
    /// For whom.
    person: PublicId,
    /// Of what.
    thing: PublicId,
    until: Timestamp,
    secret: Secret,
}

/// What waits to be shown.
#[derive(Default)]
pub struct Once(Mutex<Vec<Waiting>>);

impl Once {
    /// Keeps the secret of a thing for a person.
    pub fn keep(&self, person: PublicId, thing: PublicId, secret: Secret, now: Timestamp) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|each| each.until > now);
        if waiting.len() >= MOST {
            waiting.remove(0);
        }
        waiting.push(Waiting {
            person,
            thing,
            until: now.plus(WAITS),
            secret,
        });
    }

    /// Takes it away; none where there is none, or no longer, or not for this person.
    pub fn take(&self, person: PublicId, thing: PublicId, now: Timestamp) -> Option<Secret> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|each| each.until > now);
        let is_it = |each: &Waiting| each.person == person && each.thing == thing;
        let at = waiting.iter().position(is_it)?;
        Some(waiting.remove(at).secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_once_to_its_person_and_soon() {
        let (ann, bea, thing) = (PublicId(1), PublicId(2), PublicId(3));
        let (now, late) = (Timestamp(0), Timestamp(WAITS));
        let once = Once::default();
        once.keep(ann, thing, Secret::new("tea"), now);
        assert!(once.take(bea, thing, now).is_none());
        assert!(once.take(ann, PublicId(4), now).is_none());
        let shown = once.take(ann, thing, now);
        assert_eq!(shown.as_ref().map(Secret::expose), Some("tea"));
        assert!(once.take(ann, thing, now).is_none());
        once.keep(ann, thing, Secret::new("tea"), now);
        assert!(once.take(ann, thing, late).is_none());
    }
}
