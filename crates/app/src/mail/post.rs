//! Writing a mail down in the transaction of the deed that it tells of.

use super::{Mail, SEND_MAIL, Words, words::clean};
use crate::{App, Result};
use hearken_authz::OrgScope;
use hearken_store::{MailContent, MailId, NewJob, NewMail, Tx, User};
use serde_json::json;

/// In whose name a mail is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sender<'a> {
    /// An organization's (GLO-03).
    Organization(&'a OrgScope),
    /// The installation's.
    Installation,
}

/// To whom a mail goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Address.
    pub email: String,
    /// Name; empty: not known.
    pub name: String,
    /// Their language; none: the organization's, else English.
    pub locale: Option<String>,
}

impl Recipient {
    /// A person of the installation.
    pub(crate) fn of(user: &User) -> Self {
        Self {
            email: user.email.clone(),
            name: user.name.clone(),
            locale: user.locale.clone(),
        }
    }
}

/// The installation's display name.
pub(super) const INSTALLATION: &str = "Hearken";

/// Writes a mail to each recipient and has it sent after the commit; answers whether it will be:
/// where no mail server is configured it is only noted, for the operator.
pub(crate) async fn post(
    app: &App,
    tx: &mut Tx,
    sender: Sender<'_>,
    recipients: &[Recipient],
    mail: &dyn Mail,
) -> Result<bool> {
    let (name, locale) = match sender {
        Sender::Organization(scope) => {
            let settings = tx.organization_settings(scope).await?;
            (settings.name, settings.locale)
        }
        Sender::Installation => (INSTALLATION.to_owned(), None),
    };
    for recipient in recipients {
        let chosen = recipient.locale.as_deref().or(locale.as_deref());
        let new = write(app, tx, (&name, chosen), recipient, mail)?;
        let id = match sender {
            Sender::Organization(scope) => tx.add_mail(scope, &new).await?,
            Sender::Installation => tx.add_installation_mail(&app.install, &new).await?,
        };
        if new.content.is_none() {
            tracing::info!(
                mail.kind = mail.name(),
                "no mail server is configured: a mail was not sent"
            );
            continue;
        }
        let job = job(id);
        match sender {
            Sender::Organization(scope) => tx.enqueue(scope, &job).await?,
            Sender::Installation => tx.enqueue_installation(&app.install, &job).await?,
        };
    }
    Ok(app.sends_mail())
}

fn job(id: MailId) -> NewJob {
    NewJob {
        kind: SEND_MAIL,
        payload: json!({ "mail": id.0 }),
        run_after: None,
        dedupe: None,
    }
}

fn write(
    app: &App,
    tx: &Tx,
    (sender, locale): (&str, Option<&str>),
    recipient: &Recipient,
    mail: &dyn Mail,
) -> Result<NewMail> {
    let words = Words {
        locale: Words::locale_of(locale),
        sender,
        recipient: &recipient.name,
        base_url: app.base_url(),
    };
    let content = if app.sends_mail() {
        Some(MailContent {
            text: mail.text(&words)?,
            html: mail.html(&words)?,
        })
    } else {
        None
    };
    Ok(NewMail {
        kind: mail.name(),
        sender: clean(sender),
        recipient: recipient.email.clone(),
        subject: clean(&mail.subject(&words)),
        content,
        useful_until: tx.now().plus(mail.useful_for()),
    })
}

impl App {
    /// Whether mails are sent at all.
    pub fn sends_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// The address under which people reach the pages, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}
