//! What every handler gets.

use crate::Once;
use hearken_app::App;
use std::sync::Arc;

/// What the pages need to know of how they are served.
#[derive(Clone, Debug, Default)]
pub struct WebSettings {
    /// Whether cookies are sent over https alone.
    pub secure_cookies: bool,
    /// Whether this is the demo world: a strip on every page says so, and sign-in shows who can.
    pub demo: Vec<DemoPerson>,
}

/// Somebody who can sign in to the demo.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    /// Mail address.
    pub email: String,
    /// Password; the demo's alone.
    pub password: String,
    /// Organization and role, to choose by.
    pub about: String,
}

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct WebState {
    /// The use-cases.
    pub app: Arc<App>,
    /// How pages are served.
    pub settings: Arc<WebSettings>,
    /// Secrets that wait to be shown.
    pub once: Arc<Once>,
}
