//! Ids: inside the house dense 64-bit numbers per organization, outside random 128-bit ones.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
        impl From<i64> for $name { fn from(id: i64) -> Self { Self(id) } }
        impl From<$name> for i64 { fn from(id: $name) -> i64 { id.0 } }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
    )* };
}

id! {
    /// An organization (tenant) of the installation.
    OrgId;
    /// A person who can sign in, installation-wide.
    UserId;
    /// A recorded post, dense and rising within its organization.
    PostId;
    /// An author known to one organization.
    AuthorId;
    /// A category of search topics.
    CategoryId;
    /// A search topic.
    TopicId;
    /// A rule of a search topic.
    RuleId;
    /// A group of custom sources (feeds).
    SourceGroupId;
    /// An offer of delegated administration, dense within its partner.
    OfferId;
    /// A relationship of a partner and a customer, dense on the installation.
    RelationshipId;
    /// A subscription of an organization.
    SubscriptionId;
    /// A group of people of an organization.
    GroupId;
    /// A file import.
    ImportId;
    /// A position in the outbox of one organization; starts at 1, 0 is "nothing yet".
    Seq;
}

/// The name of a thing outside the house (URLs, API): 128 random bits, printed as 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicId(pub u128);

impl PublicId {
    /// The sixteen bytes, most significant first, as they are stored.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// From sixteen stored bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: 32 hexadecimal digits expected")]
pub struct ParseIdError;

impl FromStr for PublicId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        if text.len() != 32 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(ParseIdError);
        }
        u128::from_str_radix(text, 16)
            .map(Self)
            .map_err(|_| ParseIdError)
    }
}

impl Serialize for PublicId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_id_prints_and_parses() {
        let id = PublicId(0x0102);
        assert_eq!(id.to_string(), "00000000000000000000000000000102");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(PublicId::from_bytes(id.to_bytes()), id);
        for bad in [
            "",
            "102",
            "0000000000000000000000000000010G",
            "+0000000000000000000000000000102",
        ] {
            assert_eq!(bad.parse::<PublicId>(), Err(ParseIdError), "{bad}");
        }
    }
}
