//! People of the installation. What they are in an organization stands in `memberships`.

use crate::{
    Error, Result, Store, Tx,
    db::{Reader, q},
    organizations::frame,
    store::{INSTALLATION, json, name_key, parsed, public_id, to_json, word},
};
use hearken_authz::InstallScope;
use hearken_model::{
    ChartFormat, DefaultFrame, PageStyle, Preferences, PublicId, Timestamp, UserId, Zone,
};

/// A person who can sign in.
#[derive(Clone, PartialEq)]
pub struct User {
    /// Id inside.
    pub id: UserId,
    /// Id outside.
    pub public_id: PublicId,
    /// Address as the person writes it; unique without regard to case.
    pub email: String,
    /// Name.
    pub name: String,
    /// Password hash in PHC form; none for people who cannot sign in by password.
    pub password_hash: Option<String>,
    /// Language of the pages, where chosen (`de`).
    pub locale: Option<String>,
    /// Zone of the person's days, where chosen.
    pub time_zone: Option<Zone>,
    /// How the person likes Analytics to begin.
    pub preferences: Preferences,
    /// Whether the person operates the installation.
    pub is_operator: bool,
    /// When the person was added.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for User {
    /// Without the password hash.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}

/// A person to be added.
#[derive(Clone)]
pub struct NewUser {
    /// Address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Password hash in PHC form.
    pub password_hash: Option<String>,
    /// Language of the pages.
    pub locale: Option<String>,
    /// Zone.
    pub time_zone: Option<Zone>,
    /// Whether the person operates the installation.
    pub is_operator: bool,
}

/// What a person may change about themselves; `None` leaves a field as it is.
#[derive(Clone, Default)]
pub struct UserEdit {
    /// Name.
    pub name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Password hash in PHC form.
    pub password_hash: Option<String>,
    /// Language of the pages; `Some(None)` follows the browser.
    pub locale: Option<Option<String>>,
    /// Zone; `Some(None)` follows the organization.
    pub time_zone: Option<Option<Zone>>,
    /// How the person likes Analytics to begin.
    pub preferences: Option<Preferences>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct UserRow {
    pub(crate) id: i64,
    public_id: Vec<u8>,
    email: String,
    name: String,
    password_hash: Option<String>,
    locale: Option<String>,
    time_zone: Option<String>,
    default_frame: Option<String>,
    charts: Option<String>,
    style: Option<String>,
    is_operator: i64,
    created_at: i64,
}

impl UserRow {
    pub(crate) fn read(self) -> Result<User> {
        let zone = self.time_zone.as_deref();
        Ok(User {
            id: UserId(self.id),
            public_id: public_id(&self.public_id)?,
            email: self.email,
            name: self.name,
            password_hash: self.password_hash,
            locale: self.locale,
            time_zone: zone.map(|zone| parsed("time zone", zone)).transpose()?,
            preferences: preferences((
                self.default_frame.as_deref(),
                self.charts.as_deref(),
                self.style.as_deref(),
            ))?,
            is_operator: self.is_operator != 0,
            created_at: Timestamp(self.created_at),
        })
    }
}

/// Stored preferences: time frame, format of charts, style of pages.
pub(crate) fn preferences(
    (time_frame, charts, style): (Option<&str>, Option<&str>, Option<&str>),
) -> Result<Preferences> {
    let format = |text: &str| word("chart format", text, ChartFormat::from_word(text));
    Ok(Preferences {
        time_frame: time_frame.map(frame).transpose()?,
        charts: charts.map(format).transpose()?,
        style: style_of(style)?,
    })
}

/// A stored style of pages.
pub(crate) fn style_of(stored: Option<&str>) -> Result<PageStyle> {
    let style = stored.map(|text| json("style of pages", text));
    Ok(style.transpose()?.unwrap_or_default())
}

/// To be stored; none where nothing is chosen.
pub(crate) fn style_text(style: PageStyle) -> Result<Option<String>> {
    let chosen = (style != PageStyle::default()).then(|| to_json(&style));
    chosen.transpose()
}

impl Store {
    /// A person by id.
    pub async fn load_user(&self, _scope: &InstallScope, id: UserId) -> Result<User> {
        load(self.reader(), id).await
    }

    /// A person by address, without regard to case.
    pub async fn find_user(&self, _scope: &InstallScope, email: &str) -> Result<Option<User>> {
        let row: Option<UserRow> = self
            .db
            .opt(q!(
                "SELECT id, public_id, email, name, password_hash, locale, time_zone, \
                 default_frame, charts, style, is_operator, created_at FROM users WHERE email_key = $1",
                name_key(email)
            ))
            .await?;
        row.map(UserRow::read).transpose()
    }

    /// How many people there are; 0 means that nobody set the installation up yet.
    pub async fn count_users(&self, _scope: &InstallScope) -> Result<u64> {
        let row: Option<(i64,)> = self.db.opt(q!("SELECT COUNT(*) FROM users")).await?;
        Ok(row.map_or(0, |(count,)| count.max(0) as u64))
    }
}

async fn load(mut reader: Reader<'_>, id: UserId) -> Result<User> {
    let row: Option<UserRow> = reader
        .opt(q!(
            "SELECT id, public_id, email, name, password_hash, locale, time_zone, \
             default_frame, charts, style, is_operator, created_at FROM users WHERE id = $1",
            id
        ))
        .await?;
    row.ok_or(Error::NotFound)?.read()
}

impl Tx {
    /// Adds a person. [`Error::Taken`] when the address is.
    pub async fn create_user(&mut self, _scope: &InstallScope, new: &NewUser) -> Result<User> {
        let id = UserId(self.take_id(INSTALLATION, "user").await?);
        let public = self.env.ids.public_id();
        self.db
            .exec(q!(
                "INSERT INTO users (id, public_id, email, email_key, name, password_hash, \
                 locale, time_zone, is_operator, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                id,
                public,
                new.email.trim(),
                name_key(&new.email),
                new.name.trim(),
                new.password_hash.as_deref(),
                new.locale.as_deref(),
                new.time_zone.as_ref().map(Zone::name),
                new.is_operator,
                self.now
            ))
            .await?;
        load(self.reader(), id).await
    }

    /// Changes what the edit names. [`Error::Taken`] when the address is.
    pub async fn update_user(
        &mut self,
        _scope: &InstallScope,
        id: UserId,
        edit: &UserEdit,
    ) -> Result<User> {
        let mut user = load(self.reader(), id).await?;
        if let Some(name) = &edit.name {
            user.name.clone_from(name);
        }
        if let Some(email) = &edit.email {
            email.trim().clone_into(&mut user.email);
        }
        if let Some(hash) = &edit.password_hash {
            user.password_hash = Some(hash.clone());
        }
        if let Some(locale) = &edit.locale {
            user.locale.clone_from(locale);
        }
        if let Some(zone) = &edit.time_zone {
            user.time_zone.clone_from(zone);
        }
        if let Some(preferences) = edit.preferences {
            user.preferences = preferences;
        }
        self.db
            .exec(q!(
                "UPDATE users SET name = $1, email = $2, email_key = $3, password_hash = $4, \
                 locale = $5, time_zone = $6, default_frame = $7, charts = $8, style = $9 \
                 WHERE id = $10",
                user.name.trim(),
                &user.email,
                name_key(&user.email),
                user.password_hash.as_deref(),
                user.locale.as_deref(),
                user.time_zone.as_ref().map(Zone::name),
                user.preferences.time_frame.map(DefaultFrame::as_str),
                user.preferences.charts.map(ChartFormat::as_str),
                style_text(user.preferences.style)?,
                id
            ))
            .await?;
        Ok(user)
    }
}
