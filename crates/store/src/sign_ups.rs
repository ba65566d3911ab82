//! Organizations that somebody wants to create: from the form over the link in a mail, where the
//! operator wants it over their approval, to the organization.

use crate::{
    Result, Store, Tx,
    db::q,
    sessions::secret_hash,
    store::{INSTALLATION, parsed, public_id, word},
};
use hearken_authz::InstallScope;
use hearken_model::{CountryCode, PublicId, Timestamp, Zone};

/// How a sign-up stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpState {
    /// The link in the mail was not followed yet.
    Unconfirmed,
    /// It waits for the operator.
    Waiting,
    /// The organization is there.
    Founded,
    /// The operator refused it.
    Refused,
    /// The organization of the address's domain was asked instead.
    Joined,
}

impl SignUpState {
    const ALL: [Self; 5] = [
        Self::Unconfirmed,
        Self::Waiting,
        Self::Founded,
        Self::Refused,
        Self::Joined,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Waiting => "waiting",
            Self::Founded => "founded",
            Self::Refused => "refused",
            Self::Joined => "joined",
        }
    }
}

/// What the form held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSignUp {
    /// Mail address of the first person.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Name of the organization.
    pub organization: String,
    /// Where it is.
    pub country: CountryCode,
    /// How many people it has (`10-49`).
    pub size: String,
    /// Language of the form.
    pub locale: String,
    /// Zone of the browser.
    pub time_zone: Option<Zone>,
    /// The code of an offer that led to the form.
    pub offer: Option<String>,
}

/// A sign-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignUp {
    /// Id outside.
    pub public_id: PublicId,
    /// What the form held.
    pub form: NewSignUp,
    /// How it stands.
    pub state: SignUpState,
    /// When the form was sent.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    public_id: Vec<u8>,
    email: String,
    name: String,
    organization: String,
    country: String,
    size: String,
    locale: String,
    time_zone: Option<String>,
    offer: Option<String>,
    state: String,
    created_at: i64,
}

impl Row {
    fn read(self) -> Result<SignUp> {
        let mut states = SignUpState::ALL.into_iter();
        let state = states.find(|state| state.as_str() == self.state);
        let zone = self.time_zone.as_deref();
        Ok(SignUp {
            public_id: public_id(&self.public_id)?,
            form: NewSignUp {
                country: parsed("country", &self.country)?,
                time_zone: zone.map(|zone| parsed("time zone", zone)).transpose()?,
                email: self.email,
                name: self.name,
                organization: self.organization,
                size: self.size,
                locale: self.locale,
                offer: self.offer,
            },
            state: word("sign-up state", &self.state, state)?,
            created_at: Timestamp(self.created_at),
        })
    }
}

impl Tx {
    /// Writes a sign-up down and answers the secret of the link that confirms it.
    pub async fn add_sign_up(
        &mut self,
        _scope: &InstallScope,
        new: &NewSignUp,
        expires_at: Timestamp,
    ) -> Result<[u8; 32]> {
        let id = self.take_id(INSTALLATION, "sign_up").await?;
        let secret = self.env.ids.secret();
        self.db
            .exec(q!(
                "INSERT INTO sign_ups (id, public_id, secret_hash, email, name, organization, \
                 country, size, locale, time_zone, offer, state, created_at, updated_at, \
                 expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
                 'unconfirmed', $12, $12, $13)",
                id,
                self.env.ids.public_id(),
                secret_hash(&secret),
                &new.email,
                &new.name,
                &new.organization,
                new.country.as_str(),
                &new.size,
                &new.locale,
                new.time_zone.as_ref().map(Zone::name),
                new.offer.as_deref(),
                self.now,
                expires_at
            ))
            .await?;
        Ok(secret)
    }

    /// Moves a sign-up on; false when it does not stand there any more.
    pub async fn move_sign_up(
        &mut self,
        _scope: &InstallScope,
        id: PublicId,
        from: SignUpState,
        to: SignUpState,
    ) -> Result<bool> {
        let moved = self
            .db
            .exec(q!(
                "UPDATE sign_ups SET state = $1, updated_at = $2 \
                 WHERE public_id = $3 AND state = $4",
                to.as_str(),
                self.now,
                id,
                from.as_str()
            ))
            .await?;
        Ok(moved == 1)
    }
}

impl Store {
    /// The unconfirmed sign-up of a link, while it is good.
    pub async fn find_sign_up_by_link(
        &self,
        _scope: &InstallScope,
        secret: &[u8; 32],
    ) -> Result<Option<SignUp>> {
        let row: Option<Row> = self
            .db
            .opt(q!(
                "SELECT public_id, email, name, organization, country, size, locale, time_zone, \
                 offer, state, created_at FROM sign_ups \
                 WHERE secret_hash = $1 AND state = 'unconfirmed' AND expires_at > $2",
                secret_hash(secret),
                self.now()
            ))
            .await?;
        row.map(Row::read).transpose()
    }

    /// A sign-up that waits for the operator.
    pub async fn find_waiting_sign_up(
        &self,
        _scope: &InstallScope,
        id: PublicId,
    ) -> Result<Option<SignUp>> {
        let row: Option<Row> = self
            .db
            .opt(q!(
                "SELECT public_id, email, name, organization, country, size, locale, time_zone, \
                 offer, state, created_at FROM sign_ups \
                 WHERE public_id = $1 AND state = 'waiting'",
                id
            ))
            .await?;
        row.map(Row::read).transpose()
    }

    /// The sign-ups that wait for the operator, the oldest first.
    pub async fn list_waiting_sign_ups(&self, _scope: &InstallScope) -> Result<Vec<SignUp>> {
        let rows: Vec<Row> = self
            .db
            .all(q!(
                "SELECT public_id, email, name, organization, country, size, locale, time_zone, \
                 offer, state, created_at FROM sign_ups WHERE state = 'waiting' ORDER BY id"
            ))
            .await?;
        rows.into_iter().map(Row::read).collect()
    }

    /// Removes sign-ups that nobody confirmed in time, and those that have not moved since `before`
    /// and wait no longer.
    pub async fn sweep_sign_ups(&self, _scope: &InstallScope, before: Timestamp) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM sign_ups WHERE (state = 'unconfirmed' AND expires_at <= $1) \
                 OR (state IN ('founded', 'refused') AND updated_at < $2)",
                self.now(),
                before
            ))
            .await
    }
}
