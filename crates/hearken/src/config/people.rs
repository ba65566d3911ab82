//! Settings of how people come in and are told of things: mail and sign-up.

use serde::Deserialize;

/// Who is let in.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Access {
    /// Whether an organization opens only after a global administrator declared that it is not
    /// used by or for a government body (ADM-21).
    pub declaration: bool,
    /// Days that a trial lasts (TRI-09).
    pub trial_days: u16,
    /// Whether the places that come with a sign-up are a trial; else they last.
    pub sign_up_trial: bool,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            declaration: false,
            trial_days: 30,
            sign_up_trial: false,
        }
    }
}

/// Acting for customers.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Delegation {
    /// Whether people of partners need a second factor confirmed within twelve hours (DEL-65).
    pub second_factor: bool,
    /// Customers that one person may enter within ten minutes; one more ends their sessions and
    /// alarms both sides.
    pub customers_in_ten_minutes: u32,
}

impl Default for Delegation {
    fn default() -> Self {
        Self {
            second_factor: true,
            customers_in_ten_minutes: 50,
        }
    }
}

/// Who may create an organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// The operator alone.
    #[default]
    Off,
    /// Whoever the operator approves.
    Approval,
    /// Everybody.
    Open,
}

/// Where people may sign in instead of here.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SignInProviderConfig {
    /// Address of an OpenID Connect provider; absent: people sign in here alone.
    pub issuer: Option<String>,
    /// What the provider calls this installation.
    pub client_id: Option<String>,
    /// Its word with it, where the provider gave one.
    pub client_secret: Option<String>,
    /// What the provider is called on the button; absent: its host.
    pub label: Option<String>,
}

impl std::fmt::Debug for SignInProviderConfig {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInProviderConfig")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Outgoing mail.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Mail {
    /// The server, with user and password where it wants them; absent: no mails are sent.
    pub url: Option<String>,
    /// The sender's address.
    pub from: Option<String>,
}

impl std::fmt::Debug for Mail {
    /// Without the server's address, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}
