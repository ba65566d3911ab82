//! First run: the first organization and the person who operates the installation.

mod create_installation;
mod found;
mod is_first_run;

pub use create_installation::create_installation;
pub(crate) use found::{Founding, found, slug_of};
pub use is_first_run::is_first_run;

use crate::{Secret, organizations::OrganizationView, users::PersonView};

/// What a new organization and its first person need. All text as typed.
#[derive(Clone, Debug, Default)]
pub struct NewOrganization {
    /// Name of the organization, 1 to 80 characters.
    pub name: String,
    /// Its name in URLs; empty: made from the name.
    pub slug: String,
    /// ISO 3166-1 alpha-2 code; where its maps open.
    pub country: String,
    /// IANA name of its time zone; empty: UTC.
    pub zone: String,
    /// The first person's name; empty: the part of the address before `@`.
    pub admin_name: String,
    /// The first person's mail address. A person the installation knows already becomes a member.
    pub admin_email: String,
    /// The first person's password, at least 12 characters; none: one is generated and must be
    /// changed at the first sign-in.
    pub admin_password: Option<Secret>,
    /// Places for people; none: [`crate::licences::USUAL_SEATS`].
    pub seats: Option<u32>,
    /// Whether an API token of the first person is made.
    pub with_token: bool,
}

/// A new organization.
#[derive(Clone, Debug)]
pub struct Created {
    /// The organization.
    pub organization: OrganizationView,
    /// Its first person: Administrator, Manager and global administrator.
    pub user: PersonView,
    /// The generated password, if one was; shown once.
    pub password: Option<Secret>,
    /// The secret of a link that sets their password, if they signed up and have none.
    pub password_link: Option<Secret>,
    /// The API token, if one was asked for; shown once.
    pub api_token: Option<Secret>,
}
