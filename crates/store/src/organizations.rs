//! Organizations and their solution-wide settings (SEA-130, SEA-132, administration section 4.1).

use crate::{
    Error, Result, SetupChange, Store, Tx,
    db::{Reader, q},
    store::{INSTALLATION, json, parsed, public_id, to_json, word},
    users::{style_of, style_text},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{
    CountryCode, DefaultFrame, Language, OrgId, PageStyle, PartnerStatus, PublicId, Slug, Source,
    Timestamp, Zone,
};
use serde::{Deserialize, Serialize};

/// A tenant of the installation.
#[derive(Clone, Debug, PartialEq)]
pub struct Organization {
    /// Id inside.
    pub id: OrgId,
    /// Id outside.
    pub public_id: PublicId,
    /// Its name in URLs, unique.
    pub slug: Slug,
    /// When it was made.
    pub created_at: Timestamp,
    /// Rises with every change of the settings; a stale write is refused.
    pub version: i64,
    /// Whether it may serve others as a partner.
    pub partner_status: PartnerStatus,
    /// What its administrators may change.
    pub settings: OrganizationSettings,
}

/// What the administrators of an organization may change about it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationSettings {
    /// Its name.
    pub name: String,
    /// Where it is; maps open there.
    pub country: CountryCode,
    /// Zone of its days for people who chose none themselves.
    pub time_zone: Option<Zone>,
    /// Time frame with which Analytics begins for people who chose none themselves (GLO-04).
    pub default_frame: DefaultFrame,
    /// Language of pages and mails for people who chose none themselves (GLO-02); none: as their
    /// browsers say.
    pub locale: Option<String>,
    /// How pages look and write for people who chose nothing themselves (GLO-02).
    pub style: PageStyle,
    /// Languages that keywords rules may choose from (SEA-130); none means every one.
    pub search_languages: Vec<Language>,
    /// What new topics begin with (SEA-132).
    pub setup_defaults: SetupDefaults,
}

impl OrganizationSettings {
    /// With everything else as it is where nobody chose: all languages and sources, the last month.
    pub fn new(name: impl Into<String>, country: CountryCode) -> Self {
        Self {
            name: name.into(),
            country,
            time_zone: None,
            default_frame: DefaultFrame::LastMonth,
            locale: None,
            style: PageStyle::default(),
            search_languages: Vec::new(),
            setup_defaults: SetupDefaults::default(),
        }
    }
}

/// Preselected sources and languages of new topics (SEA-132), and how they are previewed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetupDefaults {
    /// Sources; none means every one.
    pub sources: Vec<Source>,
    /// Languages; none means every one.
    pub languages: Vec<Language>,
    /// Whether previews look at stored posts alone, so that no network sees a rule (SEA-054).
    pub local_previews: bool,
}

/// An organization to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOrganization {
    /// Its name in URLs.
    pub slug: Slug,
    /// Its settings.
    pub settings: OrganizationSettings,
}

#[derive(sqlx::FromRow)]
struct OrganizationRow {
    id: i64,
    public_id: Vec<u8>,
    slug: String,
    name: String,
    country: String,
    time_zone: Option<String>,
    default_frame: String,
    locale: Option<String>,
    style: Option<String>,
    search_languages: String,
    setup_defaults: String,
    version: i64,
    partner_status: String,
    created_at: i64,
}

impl OrganizationRow {
    fn read(self) -> Result<Organization> {
        let zone = self.time_zone.as_deref();
        Ok(Organization {
            id: OrgId(self.id),
            public_id: public_id(&self.public_id)?,
            slug: parsed("slug", &self.slug)?,
            created_at: Timestamp(self.created_at),
            version: self.version,
            partner_status: word(
                "status",
                &self.partner_status,
                PartnerStatus::from_word(&self.partner_status),
            )?,
            settings: OrganizationSettings {
                country: parsed("country", &self.country)?,
                time_zone: zone.map(|zone| parsed("time zone", zone)).transpose()?,
                default_frame: frame(&self.default_frame)?,
                locale: self.locale,
                style: style_of(self.style.as_deref())?,
                search_languages: json("search languages", &self.search_languages)?,
                setup_defaults: json("setup defaults", &self.setup_defaults)?,
                name: self.name,
            },
        })
    }
}

/// A stored default time frame.
pub(crate) fn frame(text: &str) -> Result<DefaultFrame> {
    word("time frame", text, DefaultFrame::from_word(text))
}

impl Store {
    /// Every organization, by name.
    pub async fn list_organizations(&self, _scope: &InstallScope) -> Result<Vec<Organization>> {
        let rows: Vec<OrganizationRow> = self
            .db
            .all(q!(
                "SELECT id, public_id, slug, name, country, time_zone, default_frame, locale, style, \
                 search_languages, setup_defaults, version, partner_status, created_at \
                 FROM organizations ORDER BY name, id"
            ))
            .await?;
        rows.into_iter().map(OrganizationRow::read).collect()
    }

    /// The organization of a slug.
    pub async fn find_organization(
        &self,
        _scope: &InstallScope,
        slug: &Slug,
    ) -> Result<Option<Organization>> {
        let row: Option<OrganizationRow> = self
            .db
            .opt(q!(
                "SELECT id, public_id, slug, name, country, time_zone, default_frame, locale, style, \
                 search_languages, setup_defaults, version, partner_status, created_at \
                 FROM organizations WHERE slug = $1",
                slug.as_str()
            ))
            .await?;
        row.map(OrganizationRow::read).transpose()
    }

    /// An organization by id, to name it to those whom a relationship joins with it.
    pub async fn load_organization_of(
        &self,
        _scope: &InstallScope,
        org: OrgId,
    ) -> Result<Organization> {
        load(self.reader(), org).await
    }

    /// The organization of the scope.
    pub async fn load_organization(&self, scope: &OrgScope) -> Result<Organization> {
        load(self.reader(), scope.org()).await
    }
}

async fn load(mut reader: Reader<'_>, org: OrgId) -> Result<Organization> {
    let row: Option<OrganizationRow> = reader
        .opt(q!(
            "SELECT id, public_id, slug, name, country, time_zone, default_frame, locale, style, \
             search_languages, setup_defaults, version, partner_status, created_at \
             FROM organizations WHERE id = $1",
            org
        ))
        .await?;
    row.ok_or(Error::NotFound)?.read()
}

impl Tx {
    /// Makes an organization. [`Error::Taken`] when the slug is.
    pub async fn create_organization(
        &mut self,
        _scope: &InstallScope,
        new: &NewOrganization,
    ) -> Result<Organization> {
        let id = OrgId(self.take_id(INSTALLATION, "organization").await?);
        let (public, salt) = (self.env.ids.public_id(), self.env.ids.secret());
        let settings = &new.settings;
        self.db
            .exec(q!(
                "INSERT INTO organizations (id, public_id, slug, name, country, time_zone, \
                 default_frame, search_languages, setup_defaults, salt, version, created_at, \
                 locale, style) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13)",
                id,
                public,
                new.slug.as_str(),
                &settings.name,
                settings.country.as_str(),
                settings.time_zone.as_ref().map(Zone::name),
                settings.default_frame.as_str(),
                to_json(&settings.search_languages)?,
                to_json(&settings.setup_defaults)?,
                salt.to_vec(),
                self.now,
                settings.locale.as_deref(),
                style_text(settings.style)?
            ))
            .await?;
        self.touch_setup(SetupChange::Words(id)).await?;
        load(self.reader(), id).await
    }

    /// The settings of the organization, for what is written in its name.
    pub async fn organization_settings(
        &mut self,
        scope: &OrgScope,
    ) -> Result<OrganizationSettings> {
        Ok(load(self.reader(), scope.org()).await?.settings)
    }

    /// Changes the settings. [`Error::Stale`] when `version` is not the one that is stored.
    pub async fn update_organization(
        &mut self,
        scope: &OrgScope,
        version: i64,
        settings: &OrganizationSettings,
    ) -> Result<Organization> {
        let changed = self
            .db
            .exec(q!(
                "UPDATE organizations SET name = $1, country = $2, time_zone = $3, \
                 default_frame = $4, search_languages = $5, setup_defaults = $6, \
                 locale = $9, style = $10, version = version + 1 WHERE id = $7 AND version = $8",
                &settings.name,
                settings.country.as_str(),
                settings.time_zone.as_ref().map(Zone::name),
                settings.default_frame.as_str(),
                to_json(&settings.search_languages)?,
                to_json(&settings.setup_defaults)?,
                scope.org(),
                version,
                settings.locale.as_deref(),
                style_text(settings.style)?
            ))
            .await?;
        if changed == 0 {
            return Err(Error::Stale);
        }
        self.touch_setup(SetupChange::Words(scope.org())).await?;
        load(self.reader(), scope.org()).await
    }
}
