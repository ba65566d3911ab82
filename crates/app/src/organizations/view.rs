//! An organization as its people see it.

use hearken_model::{
    CountryCode, DefaultFrame, OrgId, PageStyle, PartnerStatus, PublicId, Slug, Term, Timestamp,
    Zone,
};
use hearken_store::Organization;

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
    /// Time frame of a fresh dataset, for people who chose none (GLO-04).
    pub time_frame: DefaultFrame,
    /// Language of pages for people who chose none (GLO-02).
    pub locale: Option<String>,
    /// How pages look and write for people who chose nothing (GLO-02).
    pub style: PageStyle,
    /// Whether it may serve others as a partner.
    pub is_partner: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when its solution has places; known where it was entered.
    pub term: Term,
}

impl OrganizationView {
    /// The box that its maps open at (ANA-139): south, west, north, east in degrees; west is
    /// greater than east across the date line.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let found = hearken_text::places::country_box(self.country)?;
        Some([found.south, found.west, found.north, found.east].map(f64::from))
    }

    pub(crate) fn of(organization: Organization) -> Self {
        let settings = organization.settings;
        Self {
            id: organization.id,
            public_id: organization.public_id,
            slug: organization.slug,
            name: settings.name,
            country: settings.country,
            zone: settings.time_zone.unwrap_or(Zone::UTC),
            time_frame: settings.default_frame,
            locale: settings.locale,
            style: settings.style,
            is_partner: organization.partner_status == PartnerStatus::Verified,
            created_at: organization.created_at,
            term: Term::default(),
        }
    }
}
