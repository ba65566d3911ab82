//! Mails by SMTP.

use crate::config::Mail;
use anyhow::Context as _;
use async_trait::async_trait;
use hearken_app::mail::{Letter, MailError, Mailer};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
};
use std::time::Duration;

/// How long a server may take for one command; a mail takes a handful of them.
const PATIENCE: Duration = Duration::from_secs(20);

/// Gives mails to the configured server.
#[derive(Debug)]
pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl Smtp {
    /// The server of the configuration; none where there is none.
    pub(crate) fn new(config: &Mail) -> anyhow::Result<Option<Self>> {
        let Some(url) = &config.url else {
            return Ok(None);
        };
        let from = config.from.as_deref().context("mail.url needs mail.from")?;
        // The error of a wrong address could print the password in it.
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| {
                anyhow::anyhow!("mail.url: smtp://, smtps:// with user, password, host expected")
            })?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Some(Self {
            transport,
            from: from.parse().context("mail.from: a mail address expected")?,
        }))
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailError> {
        let refused = |what: &str| MailError::Refused(what.to_owned());
        let to: Address = letter
            .recipient
            .parse()
            .map_err(|_| refused("not a mail address"))?;
        Message::builder()
            .from(Mailbox::new(Some(letter.sender.clone()), self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.domain())))
            // Nobody's absence note is wanted (RFC 3834).
            .header(AutoSubmitted)
            .header(header::MIME_VERSION_1_0)
            .multipart(MultiPart::alternative_plain_html(
                letter.text.clone(),
                letter.html.clone(),
            ))
            .map_err(|error| MailError::Refused(error.to_string()))
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(letter)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
            Err(error) => Err(MailError::Failed(error.to_string())),
        }
    }
}

/// `Auto-Submitted: auto-generated`
#[derive(Clone, Copy, Debug)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
