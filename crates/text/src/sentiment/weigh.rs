//! Weighs items by the rules of VADER: shouting, boosters, negation, `but`, punctuation.

use super::{
    items::{Item, Stretch},
    lexicon::Role,
};

/// What capitals among small letters add.
const SHOUT: f32 = 0.733;
/// What a negation makes of a weight.
const NEGATED: f32 = -0.74;
/// Words this far before are looked at, and how much a booster there still counts.
const REACH: [f32; 3] = [1.0, 0.95, 0.9];
/// The sum that counts as half way to certainty, squared.
const HALF_WAY: f32 = 15.0;

/// A weighed item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weighed {
    /// The item's place.
    pub(super) item: usize,
    /// The first item that had a say in its weight.
    pub(super) from: usize,
    /// Its weight after all rules.
    pub(super) weight: f32,
}

/// Weighs the items of one stretch: each that has a tone, and the value of the whole, -1..=1.
pub(super) fn weigh(items: &[Item], stretch: Stretch) -> (Vec<Weighed>, f32) {
    let shouted = items.iter().filter(|item| item.shouted).count();
    let mixed = shouted > 0 && shouted < items.len();
    let mut weighed: Vec<Weighed> = (0..items.len())
        .filter_map(|place| one(items, place, mixed))
        .collect();
    if let Some(but) = items.iter().position(|item| item.entry.role == Role::But) {
        for one in &mut weighed {
            one.weight *= if one.item < but { 0.5 } else { 1.5 };
        }
    }
    let sum: f32 = weighed.iter().map(|one| one.weight).sum();
    let emphasis = emphasis(stretch);
    let sum = match () {
        () if sum > 0.0 => sum + emphasis,
        () if sum < 0.0 => sum - emphasis,
        () => 0.0,
    };
    (weighed, normalize(sum))
}

/// A sum of weights as a value -1..=1.
fn normalize(sum: f32) -> f32 {
    (sum / (sum * sum + HALF_WAY).sqrt()).clamp(-1.0, 1.0)
}

/// What exclamation and question marks add to the tone there is.
fn emphasis(stretch: Stretch) -> f32 {
    let exclamations = stretch.exclamations.min(4) as f32 * 0.292;
    let questions = match stretch.questions {
        0 | 1 => 0.0,
        few @ 2..=3 => few as f32 * 0.18,
        _ => 0.96,
    };
    exclamations + questions
}

fn one(items: &[Item], place: usize, mixed: bool) -> Option<Weighed> {
    let item = items.get(place)?;
    let role_at = |back: usize| {
        place
            .checked_sub(back)
            .and_then(|at| items.get(at))
            .map_or(Role::Plain, |i| i.entry.role)
    };
    let mut weight = item.entry.weight;
    let next_has_tone = items
        .get(place + 1)
        .is_some_and(|next| next.entry.weight != 0.0);
    if item.entry.role == Role::No && next_has_tone {
        return None;
    }
    if weight == 0.0 || item.entry.role.boost() != 0.0 {
        return None;
    }
    let mut from = place;
    if item.shouted && mixed {
        weight += SHOUT.copysign(weight);
    }
    let after_no = (1..=2).find(|back| role_at(*back) == Role::No);
    let no_or = role_at(3) == Role::No && role_at(1) == Role::Or;
    if let Some(back) = after_no.or(no_or.then_some(3)) {
        weight *= NEGATED;
        from = place.saturating_sub(back);
    }
    for (back, nearness) in (1..).zip(REACH) {
        let Some(at) = place.checked_sub(back) else {
            break;
        };
        let Some(before) = items.get(at).filter(|b| b.entry.weight == 0.0) else {
            continue;
        };
        let role = before.entry.role;
        if role.boost() != 0.0 {
            let shout = if before.shouted && mixed { SHOUT } else { 0.0 };
            let by = role.boost() + if role.boost() > 0.0 { shout } else { -shout };
            weight += (by * nearness) * weight.signum();
            from = from.min(at);
        }
        if role.negates() {
            weight *= turn(role, back, role_at(1), role_at(2));
            from = from.min(at);
        }
    }
    if role_at(1) == Role::Least && !matches!(role_at(2), Role::BeforeLeast(_)) {
        weight *= NEGATED;
        from = from.min(place - 1);
    }
    Some(Weighed {
        item: place,
        from,
        weight,
    })
}

/// What a negation `back` words before makes of a weight.
fn turn(role: Role, back: usize, first: Role, second: Role) -> f32 {
    let after_never = |role| matches!(role, Role::AfterNever(_));
    match role {
        Role::Never if back == 2 && after_never(first) => 1.25,
        Role::Never if back == 3 && (after_never(first) || after_never(second)) => 1.25,
        Role::Without if back == 2 && first == Role::Doubt => 1.0,
        Role::Without if back == 3 && (first == Role::Doubt || second == Role::Doubt) => 1.0,
        _ => NEGATED,
    }
}
