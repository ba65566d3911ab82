//! What mails look like, with samples: for the operator, the reference page and the tests.

use super::{MAILS, Mail, Words};
use crate::{App, AppError, Caller, Code, Result};
use hearken_authz::Permission;

/// A mail as it would be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Which mail it is.
    pub name: &'static str,
    /// Subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

/// Every mail in a language (`en`, `de`; English for any other), made of samples. Needs no caller:
/// nothing in it is anybody's.
pub fn previews(locale: &str) -> Result<Vec<Preview>> {
    let words = Words {
        locale: Words::locale_of(Some(locale)),
        sender: "Contoso",
        recipient: "Ann Example",
        base_url: "https://hearken.example",
    };
    MAILS
        .iter()
        .map(|make| show(make().as_ref(), &words))
        .collect()
}

fn show(mail: &dyn Mail, words: &Words<'_>) -> Result<Preview> {
    Ok(Preview {
        name: mail.name(),
        subject: mail.subject(words),
        text: mail.text(words)?,
        html: mail.html(words)?,
    })
}

/// One mail of [`previews`], for the operator.
pub fn preview(app: &App, caller: &Caller, name: &str, locale: &str) -> Result<Preview> {
    caller.install_scope(Permission::OperateInstallation, app.now())?;
    previews(locale)?
        .into_iter()
        .find(|mail| mail.name == name)
        .ok_or_else(|| AppError::new(Code::NotFound))
}
