//! What can happen in the model and in the world under test: every event of a relationship by every
//! side, also by those that may not, and what the people around it do.

use hearken_model::{DelegationLevel, Side};

/// One event. Durations are hours, so that both sides do their own arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// The partner asks for `level` during `days`; `bound`: the offer names the customer.
    Offer {
        level: DelegationLevel,
        days: Option<u16>,
        bound: bool,
    },
    /// A side does something to the relationship, or tries.
    By(Side, Kind),
    /// So many hours pass, and nothing sweeps.
    Wait(i64),
    /// The sweeper comes by.
    Sweep,
    /// The partner lets its person act for the customer, or no longer.
    Assign(Option<DelegationLevel>),
    /// The partner's person enters.
    Enter,
    /// The partner's person is blocked at home, or let in again.
    UserActive(bool),
    /// The operator's word on the partner.
    PartnerVerified(bool),
    /// The partner's person confirms a second factor.
    ConfirmFactor,
    /// The partner's person makes a token that acts under the relationship.
    MintToken,
    /// The partner's person leaves a job to be done later.
    Schedule,
    /// The job's time has come.
    RunJob,
    /// A native administrator lowers another one.
    Demote,
    /// A native administrator raises somebody.
    Promote,
    /// The partner's person tries to lower a native administrator.
    DelegateDemotes,
}

impl Deed {
    /// Whether access is less after it, or over.
    pub(crate) fn takes_away(self) -> bool {
        match self {
            Self::By(_, kind) => !matches!(
                kind,
                Kind::Approve(..) | Kind::Countersign | Kind::Lift | Kind::Extend(_)
            ),
            Self::Wait(_) | Self::Assign(None) => true,
            Self::UserActive(active) | Self::PartnerVerified(active) => !active,
            _ => false,
        }
    }
}

/// What a side does to a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Approve(DelegationLevel, Option<u16>),
    Decline,
    Withdraw,
    Countersign,
    Hold,
    Lift,
    /// Less, and (in so many hours) shorter.
    Narrow(DelegationLevel, Option<i64>),
    /// To so many days from now; none: until removed.
    Extend(Option<u16>),
    End,
}

/// An offer is answered within this many hours.
pub(crate) const OFFER_HOURS: i64 = 28 * 24;

use DelegationLevel::{Full, Limited};

/// What every side tries: possible, impossible and out of bounds.
const KINDS: &[Kind] = &[
    Kind::Approve(Limited, Some(14)),
    Kind::Approve(Full, Some(14)),
    Kind::Approve(Limited, None),
    Kind::Approve(Full, None),
    Kind::Approve(Full, Some(0)),
    Kind::Approve(Full, Some(731)),
    Kind::Decline,
    Kind::Withdraw,
    Kind::Countersign,
    Kind::Hold,
    Kind::Lift,
    Kind::Narrow(Limited, None),
    Kind::Narrow(Full, Some(12)),
    Kind::Narrow(Limited, Some(14 * 24)),
    Kind::Extend(Some(28)),
    Kind::Extend(Some(731)),
    Kind::Extend(None),
    Kind::End,
];

/// All deeds, in a fixed order: ordinary ones first, so that the shortest sequence that shows a
/// fault reads naturally.
pub(crate) fn deeds() -> Vec<Deed> {
    let mut all = vec![];
    for bound in [true, false] {
        for days in [Some(28), None] {
            for level in [Full, Limited] {
                all.push(Deed::Offer { level, days, bound });
            }
        }
    }
    for side in [Side::Customer, Side::Partner, Side::Operator, Side::System] {
        all.extend(KINDS.iter().map(|kind| Deed::By(side, *kind)));
    }
    all.extend([12, 14 * 24, 90 * 24].map(Deed::Wait));
    all.push(Deed::Sweep);
    all.extend([None, Some(Limited), Some(Full)].map(Deed::Assign));
    all.extend([Deed::Enter, Deed::UserActive(false), Deed::UserActive(true)]);
    all.extend([Deed::PartnerVerified(false), Deed::PartnerVerified(true)]);
    all.extend([Deed::ConfirmFactor, Deed::MintToken, Deed::Schedule]);
    all.extend([Deed::RunJob, Deed::Demote, Deed::Promote]);
    all.push(Deed::DelegateDemotes);
    all
}

/// What a person of the partner, and the partner, can do or try; and time, which nobody holds back.
pub(crate) fn partner_deeds() -> Vec<Deed> {
    let others = |deed: &Deed| match deed {
        Deed::By(side, _) => *side != Side::Partner,
        Deed::Demote | Deed::Promote | Deed::PartnerVerified(_) | Deed::Sweep => true,
        _ => false,
    };
    deeds().into_iter().filter(|deed| !others(deed)).collect()
}

/// How an event reads in a report.
pub(crate) fn words(sequence: &[Deed]) -> String {
    let word = |level: Option<DelegationLevel>| level.map_or("none", |level| level.as_str());
    let days = |days: Option<u16>| days.map_or(String::new(), |days| format!(" for {days} d"));
    let one = |deed: &Deed| match *deed {
        Deed::Offer {
            level,
            days: asked,
            bound,
        } => {
            let kind = if bound { "offer" } else { "open offer" };
            format!("{kind} {}{}", level.as_str(), days(asked))
        }
        Deed::By(side, kind) => {
            let what = match kind {
                Kind::Approve(level, given) => {
                    format!("approves {}{}", level.as_str(), days(given))
                }
                Kind::Decline => "declines".to_owned(),
                Kind::Withdraw => "withdraws".to_owned(),
                Kind::Countersign => "countersigns".to_owned(),
                Kind::Hold => "holds".to_owned(),
                Kind::Lift => "lifts".to_owned(),
                Kind::Narrow(level, None) => format!("narrows to {}", level.as_str()),
                Kind::Narrow(level, Some(hours)) => {
                    format!("narrows to {} and {hours} h", level.as_str())
                }
                Kind::Extend(given) => format!("extends{}", days(given)),
                Kind::End => "ends".to_owned(),
            };
            format!("{} {what}", side.as_str())
        }
        Deed::Wait(hours) => format!("{hours} h pass"),
        Deed::Sweep => "sweep".to_owned(),
        Deed::Assign(level) => format!("assign {}", word(level)),
        Deed::Enter => "enter".to_owned(),
        Deed::UserActive(active) => format!("user active: {active}"),
        Deed::PartnerVerified(verified) => format!("partner verified: {verified}"),
        Deed::ConfirmFactor => "confirm second factor".to_owned(),
        Deed::MintToken => "mint token".to_owned(),
        Deed::Schedule => "schedule job".to_owned(),
        Deed::RunJob => "run job".to_owned(),
        Deed::Demote => "demote administrator".to_owned(),
        Deed::Promote => "promote administrator".to_owned(),
        Deed::DelegateDemotes => "delegate demotes administrator".to_owned(),
    };
    sequence.iter().map(one).collect::<Vec<_>>().join(", ")
}
