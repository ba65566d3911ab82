//! A person as they see themselves.

use hearken_model::{Preferences, PublicId, UserId, Zone};
use hearken_store::User;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    pub(crate) id: UserId,
    /// Their id.
    pub public_id: PublicId,
    /// Name as shown.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// The zone they chose; none: the browser's.
    pub zone: Option<Zone>,
    /// The language of the pages they chose (`en`, `de`); none: the browser's.
    pub locale: Option<String>,
    /// How they like Analytics to begin.
    pub preferences: Preferences,
    /// Whether they operate the installation.
    pub operator: bool,
}

impl PersonView {
    pub(crate) fn of(user: User) -> Self {
        Self {
            id: user.id,
            public_id: user.public_id,
            name: user.name,
            email: user.email,
            zone: user.time_zone,
            locale: user.locale,
            preferences: user.preferences,
            operator: user.is_operator,
        }
    }
}
