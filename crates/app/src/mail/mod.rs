//! Mails: one file each, with its templates beside it as text and as HTML, and a line of [`MAILS`].
//!
//! A use-case calls `post` in the transaction of its deed: the mail exists if and only if the deed
//! does. It is written in the recipient's language, in the name of the organization (GLO-03), and
//! given to a server by the job `send_mail`. Where no server is configured the deed is done all the
//! same, and the operator sees what was not sent. What a mail says is kept until it is sent or of no
//! more use, never longer: it may hold a secret.

mod access_asked;
mod account_created;
mod administrators;
mod delegation;
mod list_undelivered;
mod password_changed;
mod password_reset;
mod post;
mod preview;
mod roles_changed;
mod send;
mod sign_up_confirm;
mod sign_up_refused;
mod solution_ends;
mod test;
mod topic_deleted;
mod welcome;
mod words;

pub(crate) use access_asked::AccessAsked;
pub(crate) use account_created::{AccountCreated, INVITATION_GOOD_FOR};
pub(crate) use administrators::administrators;
pub(crate) use delegation::tell_both;
pub use list_undelivered::{UndeliveredMail, list_undelivered};
pub(crate) use password_changed::PasswordChanged;
pub(crate) use password_reset::PasswordReset;
pub use post::Recipient;
pub(crate) use post::{Sender, post};
pub use preview::{Preview, preview, previews};
pub(crate) use roles_changed::tell_roles;
pub(crate) use send::{KIND as SEND_MAIL, send};
pub(crate) use sign_up_confirm::SignUpConfirm;
pub(crate) use sign_up_refused::SignUpRefused;
pub(crate) use solution_ends::SolutionEnds;
pub use test::send_test;
pub(crate) use topic_deleted::tell_creator;
pub(crate) use welcome::Welcome;
pub use words::Words;

use crate::Result;
use async_trait::async_trait;
use hearken_model::{PublicId, time::DAY};

/// A mail, as a struct with what it tells.
pub trait Mail: Send + Sync {
    /// Its name: of its file, its templates and its subject `mail-<name>` in the catalogues.
    fn name(&self) -> &'static str;

    /// The subject; never a secret.
    fn subject(&self, words: &Words<'_>) -> String;

    /// As plain text.
    fn text(&self, words: &Words<'_>) -> Result<String>;

    /// As HTML.
    fn html(&self, words: &Words<'_>) -> Result<String>;

    /// How long it is of use, microseconds: that long it is tried.
    fn useful_for(&self) -> i64 {
        3 * DAY
    }
}

/// Every mail, made with a sample: for the preview pages and the tests that walk them all.
pub const MAILS: &[fn() -> Box<dyn Mail>] = &[
    || Box::new(delegation::sample()),
    || Box::new(access_asked::sample()),
    || Box::new(account_created::sample()),
    || Box::new(PasswordChanged),
    || Box::new(password_reset::sample()),
    || Box::new(roles_changed::sample()),
    || Box::new(sign_up_confirm::sample()),
    || Box::new(SignUpRefused),
    || Box::new(solution_ends::sample()),
    || Box::new(test::TestMail),
    || Box::new(topic_deleted::sample()),
    || Box::new(welcome::sample()),
];

/// A mail on its way to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its name in the world, the same at every try, so that a recipient's server knows a repeated
    /// one.
    pub id: PublicId,
    /// The sender's display name.
    pub sender: String,
    /// Address of the recipient.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

/// Why a server did not take a mail.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It never will: the address is wrong or unknown there.
    #[error("refused: {0}")]
    Refused(String),
    /// Not now: it is away, busy or misconfigured.
    #[error("not sent: {0}")]
    Failed(String),
}

/// Gives mails to a server.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Gives it one mail; `Ok` when it took the mail.
    async fn send(&self, letter: &Letter) -> std::result::Result<(), MailError>;
}

/// The two templates of a mail: `templates!(RolesChanged, "roles_changed")` for
/// `mail/roles_changed.txt` and `.html`, which see the mail as `mail` and [`Words`] as `words`.
macro_rules! templates {
    ($mail:ident, $text:literal, $html:literal) => {
        #[derive(askama::Template)]
        #[template(path = $text)]
        struct AsText<'a> {
            #[allow(dead_code, reason = "not every mail has something of its own to say")]
            mail: &'a $mail,
            words: &'a $crate::mail::Words<'a>,
        }
        #[derive(askama::Template)]
        #[template(path = $html)]
        struct AsHtml<'a> {
            #[allow(dead_code, reason = "not every mail has something of its own to say")]
            mail: &'a $mail,
            words: &'a $crate::mail::Words<'a>,
        }
        impl $mail {
            fn as_text(&self, words: &$crate::mail::Words<'_>) -> $crate::Result<String> {
                let page = AsText { mail: self, words };
                askama::Template::render(&page).map_err($crate::AppError::internal)
            }
            fn as_html(&self, words: &$crate::mail::Words<'_>) -> $crate::Result<String> {
                let page = AsHtml { mail: self, words };
                askama::Template::render(&page).map_err($crate::AppError::internal)
            }
        }
    };
}
pub(crate) use templates;
