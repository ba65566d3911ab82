//! A device that shows codes, as a person holds it beside the screen.

use crate::TestApp;
use hearken::Clock;
use hearken_model::time::SECOND;
use totp_rs::{Builder, Secret, Totp};

/// Shows the code of the application's time.
pub struct Authenticator(Totp);

impl Authenticator {
    /// From the key that the page shows.
    ///
    /// # Panics
    /// When it is none.
    pub fn new(key: &str) -> Self {
        let secret = Secret::try_from_base32(key).expect("a key in base 32");
        let totp = Builder::new().with_secret(secret).with_account_name("test");
        Self(totp.build().expect("a key that is long enough"))
    }

    /// The code that it shows now.
    pub fn code(&self, app: &TestApp) -> String {
        let seconds = u64::try_from(app.clock.now().0 / SECOND).unwrap_or_default();
        self.0.generate(seconds).to_string()
    }
}
