//! Organizations: listing, entering, creating further ones.

mod create;
mod enter;
mod list;
mod list_mine;

pub use create::create;
pub use enter::enter;
pub use list::list;
pub use list_mine::{MyOrganization, list_mine};

use hearken_model::{CountryCode, OrgId, PublicId, Slug, TimeFrame, Timestamp, Zone};

/// An organization as its people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationView {
    pub(crate) id: OrgId,
    /// Its id.
    pub public_id: PublicId,
    /// Its name in URLs.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Where it is; its maps open here.
    pub country: CountryCode,
    /// Its time zone, for people who have set none.
    pub zone: Zone,
    /// Time frame of a fresh dataset (GLO-04).
    pub time_frame: TimeFrame,
    /// When it was made.
    pub created_at: Timestamp,
}

impl OrganizationView {
    /// The box that its maps open at: south, west, north, east in degrees.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        None
    }
}
