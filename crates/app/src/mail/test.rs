//! A mail by which an operator tries whether mails arrive.

use super::{Mail, Recipient, Sender, Words, post, templates};
use crate::{App, AppError, Caller, Code, Result, act::deed, checks::Problems};
use hearken_authz::Permission;
use hearken_model::PublicId;

/// The mail.
pub(crate) struct TestMail;

templates!(TestMail, "mail/test.txt", "mail/test.html");

impl Mail for TestMail {
    fn name(&self) -> &'static str {
        "test"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t("mail-test")
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}

/// Sends a test mail to an address; `unsupported` where no mail server is configured. Operators
/// only.
pub async fn send_test(app: &App, caller: &Caller, address: &str) -> Result<()> {
    let scope = caller.install_scope(Permission::OperateInstallation, app.now())?;
    let mut problems = Problems::default();
    let email = problems.email(address, "email");
    problems.settle()?;
    if !app.sends_mail() {
        return Err(AppError::new(Code::Unsupported));
    }
    let recipient = Recipient {
        email,
        name: caller.person().map_or_else(String::new, |p| p.name.clone()),
        locale: caller.person().and_then(|person| person.locale.clone()),
    };
    let mut tx = app.store.begin().await?;
    post(app, &mut tx, Sender::Installation, &[recipient], &TestMail).await?;
    let entry = deed("mail.tested", PublicId(0), serde_json::json!({}));
    tx.audit_installation(&scope, entry).await?;
    tx.commit().await?;
    Ok(())
}
