//! Mails that wait to be sent, or were lately. The text of a mail may hold a secret (a link that sets
//! a password): it is removed in the same write that says the mail was sent or given up.

use crate::{
    Result, Store, Tx,
    db::q,
    store::{INSTALLATION, public_id, word},
};
use hearken_authz::{InstallScope, OrgScope};
use hearken_model::{OrgId, PublicId, Timestamp};

/// The number of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailId(pub i64);

/// What a mail says.
#[derive(Clone, PartialEq, Eq)]
pub struct MailContent {
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

impl std::fmt::Debug for MailContent {
    /// Without the text, which may hold a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailContent(..)")
    }
}

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMail {
    /// Which mail it is (`password_reset`).
    pub kind: &'static str,
    /// The sender's display name.
    pub sender: String,
    /// Address.
    pub recipient: String,
    /// Subject; never a secret.
    pub subject: String,
    /// What it says; none where it cannot be sent and is only noted.
    pub content: Option<MailContent>,
    /// After this it is not sent any more.
    pub useful_until: Timestamp,
}

/// How a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// Waits, perhaps to be tried again.
    Queued,
    /// A server took it.
    Sent,
    /// A server refused it for good.
    Refused,
    /// No server took it while it was of use.
    Expired,
    /// There was no mail server configured.
    Unsent,
}

impl MailState {
    const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sent,
        Self::Refused,
        Self::Expired,
        Self::Unsent,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Unsent => "unsent",
        }
    }
}

/// A mail as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its number.
    pub id: MailId,
    /// Its name in the world: the same at every try.
    pub public_id: PublicId,
    /// Its organization; none for a mail of the installation.
    pub org: Option<OrgId>,
    /// Which mail it is.
    pub kind: String,
    /// The sender's display name.
    pub sender: String,
    /// Address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// What it says; none once it is of no more use.
    pub content: Option<MailContent>,
    /// How it stands.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong last.
    pub error: Option<String>,
    /// After this it is not sent any more.
    pub useful_until: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last moved.
    pub updated_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct MailRow {
    id: i64,
    org_id: i64,
    public_id: Vec<u8>,
    kind: String,
    sender: String,
    recipient: String,
    subject: String,
    text_body: Option<String>,
    html_body: Option<String>,
    state: String,
    attempts: i64,
    error: Option<String>,
    useful_until: i64,
    created_at: i64,
    updated_at: i64,
}

impl MailRow {
    fn read(self) -> Result<Mail> {
        let known = MailState::ALL.into_iter();
        let state = known.into_iter().find(|state| state.as_str() == self.state);
        Ok(Mail {
            id: MailId(self.id),
            public_id: public_id(&self.public_id)?,
            org: Some(OrgId(self.org_id)).filter(|org| *org != INSTALLATION),
            kind: self.kind,
            sender: self.sender,
            recipient: self.recipient,
            subject: self.subject,
            content: self
                .text_body
                .zip(self.html_body)
                .map(|(text, html)| MailContent { text, html }),
            state: word("mail state", &self.state, state)?,
            attempts: self.attempts.clamp(0, i64::from(u32::MAX)) as u32,
            error: self.error,
            useful_until: Timestamp(self.useful_until),
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
        })
    }
}

impl Tx {
    /// Writes down a mail of an organization.
    pub async fn add_mail(&mut self, scope: &OrgScope, new: &NewMail) -> Result<MailId> {
        self.write_mail(scope.org(), new).await
    }

    /// Writes down a mail of the installation.
    pub async fn add_installation_mail(
        &mut self,
        _scope: &InstallScope,
        new: &NewMail,
    ) -> Result<MailId> {
        self.write_mail(INSTALLATION, new).await
    }

    async fn write_mail(&mut self, org: OrgId, new: &NewMail) -> Result<MailId> {
        let id = self.take_id(INSTALLATION, "mail").await?;
        let state = if new.content.is_some() {
            MailState::Queued
        } else {
            MailState::Unsent
        };
        self.db
            .exec(q!(
                "INSERT INTO mails (id, org_id, public_id, kind, sender, recipient, subject, \
                 text_body, html_body, state, attempts, useful_until, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $12)",
                id,
                org,
                self.env.ids.public_id(),
                new.kind,
                &new.sender,
                &new.recipient,
                &new.subject,
                new.content.as_ref().map(|content| content.text.as_str()),
                new.content.as_ref().map(|content| content.html.as_str()),
                state.as_str(),
                new.useful_until,
                self.now
            ))
            .await?;
        Ok(MailId(id))
    }
}

impl Store {
    /// A mail; none when it was swept away.
    pub async fn find_mail(&self, _scope: &InstallScope, id: MailId) -> Result<Option<Mail>> {
        let row: Option<MailRow> = self
            .db
            .opt(q!(
                "SELECT id, org_id, public_id, kind, sender, recipient, subject, text_body, \
                 html_body, state, attempts, error, useful_until, created_at, updated_at \
                 FROM mails WHERE org_id >= 0 AND id = $1",
                id.0
            ))
            .await?;
        row.map(MailRow::read).transpose()
    }

    /// Notes how a try went. Whatever the state is but [`MailState::Queued`], the text goes.
    pub async fn note_mail(
        &self,
        _scope: &InstallScope,
        id: MailId,
        state: MailState,
        error: Option<&str>,
    ) -> Result<()> {
        self.db
            .exec(q!(
                "UPDATE mails SET state = $1, error = $2, attempts = attempts + 1, \
                 text_body = CASE WHEN $3 = 1 THEN text_body ELSE NULL END, \
                 html_body = CASE WHEN $3 = 1 THEN html_body ELSE NULL END, updated_at = $4 \
                 WHERE org_id >= 0 AND id = $5",
                state.as_str(),
                error,
                state == MailState::Queued,
                self.now(),
                id.0
            ))
            .await?;
        Ok(())
    }

    /// Mails that no server has taken, newest first, for the operator.
    pub async fn list_undelivered_mails(
        &self,
        _scope: &InstallScope,
        limit: u32,
    ) -> Result<Vec<Mail>> {
        let rows: Vec<MailRow> = self
            .db
            .all(q!(
                "SELECT id, org_id, public_id, kind, sender, recipient, subject, \
                 NULL AS text_body, NULL AS html_body, state, attempts, error, useful_until, \
                 created_at, updated_at FROM mails WHERE org_id >= 0 AND state <> 'sent' \
                 ORDER BY id DESC LIMIT $1",
                i64::from(limit)
            ))
            .await?;
        rows.into_iter().map(MailRow::read).collect()
    }

    /// Removes mails that have not moved since `before` and wait no longer.
    pub async fn sweep_mails(&self, _scope: &InstallScope, before: Timestamp) -> Result<u64> {
        self.db
            .exec(q!(
                "DELETE FROM mails WHERE org_id >= 0 AND state <> 'queued' AND updated_at < $1",
                before
            ))
            .await
    }
}
