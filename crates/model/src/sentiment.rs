//! Tone of a post and the index over many (ANA-160..164).

use serde::{Deserialize, Serialize};

/// Tone of one post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Sentiment {
    /// Well-disposed.
    Positive = 0,
    /// Ill-disposed.
    Negative = 1,
    /// Neither, or both in balance.
    Neutral = 2,
    /// The language has no model, or there is no text.
    Unknown = 3,
}

impl Sentiment {
    /// All four, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Positive, Self::Negative, Self::Neutral, Self::Unknown];
    /// A machine value below this distance from zero is neutral (ANA-161).
    pub const NEUTRAL_BELOW: f32 = 0.2;

    /// From a machine value in -1..=1.
    pub fn from_value(value: f32) -> Self {
        if value.abs() < Self::NEUTRAL_BELOW {
            Self::Neutral
        } else if value > 0.0 {
            Self::Positive
        } else {
            Self::Negative
        }
    }

    /// The word in URLs and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Unknown => "unknown",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == word)
    }

    /// From its stored number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|s| *s as i64 == number)
    }
}

/// Sentiment index in tenths, -100..=100: `(P - N) / (P + N) x 10`, one decimal, half away from
/// zero (ANA-162, ANA-163).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SentimentIndex(i8);

impl SentimentIndex {
    /// The index of `positive` and `negative` posts; none when there are neither.
    pub fn of(positive: u64, negative: u64) -> Option<Self> {
        let total = i128::from(positive) + i128::from(negative);
        if total == 0 {
            return None;
        }
        let doubled = 2 * 100 * (i128::from(positive) - i128::from(negative));
        // Round half away from zero in integers: (2a ± b) / 2b.
        let tenths = (doubled + total * doubled.signum()) / (2 * total);
        Some(Self(tenths as i8))
    }

    /// The index as a number in -10.0..=10.0.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_follows_ana_163() {
        for (p, n, expect) in [
            (83, 17, Some(6.6)),
            (0, 0, None),
            (1, 0, Some(10.0)),
            (0, 4, Some(-10.0)),
            (5, 5, Some(0.0)),
            (2, 1, Some(3.3)),
            (1, 2, Some(-3.3)),
            (201, 199, Some(0.1)),
            (199, 201, Some(-0.1)),
        ] {
            assert_eq!(
                SentimentIndex::of(p, n).map(SentimentIndex::value),
                expect,
                "{p} {n}"
            );
        }
    }

    #[test]
    fn values_near_zero_are_neutral() {
        for (value, expect) in [
            (-0.002, Sentiment::Neutral),
            (-0.071, Sentiment::Neutral),
            (0.315, Sentiment::Positive),
            (-0.460, Sentiment::Negative),
            (0.2, Sentiment::Positive),
        ] {
            assert_eq!(Sentiment::from_value(value), expect, "{value}");
        }
    }
}
