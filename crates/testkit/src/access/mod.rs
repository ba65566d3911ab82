//! Who may ask what: tables of routes x roles x relations, walked with real requests.
//!
//! A table has one [`Row`] per route ([`demand_rows`]). [`demand_answers`] asks each as everybody of
//! the [`Stage`] (each pair of roles, organization-level roles, outsiders) about a thing of the own
//! organization, one of one's own, one of another organization and one that is not there. The last
//! two must be the same answer to the byte. Further people and relations are lines of [`Outsider`]
//! and [`COLUMNS`].

mod delegates;
mod stage;
mod walk;

pub use delegates::delegate;
pub use stage::{Outsider, Stage, Thing};
pub use walk::{Edge, Judge, demand_answers, demand_rows};

/// The columns of a row: the configuration roles, whatever the interaction role, then an analyst
/// who is also something to the organization itself.
pub const COLUMNS: [&str; 5] = [
    "analyst",
    "power_analyst",
    "administrator",
    "global_administrator",
    "billing_administrator",
];

/// Statuses, one for each of [`COLUMNS`].
pub type Statuses = [u16; COLUMNS.len()];

/// What a request is made with.
#[derive(Clone, Debug)]
pub struct Given {
    /// A number that no other request has.
    pub n: u32,
    /// The id of the thing, as text.
    pub id: String,
    /// An active user of the organization.
    pub user: String,
    /// A group of feeds of the organization.
    pub group: String,
    /// Address of a feed that no group has.
    pub feed: String,
}

impl Given {
    /// Initials of a group of feeds that no other group has.
    pub fn initials(&self) -> String {
        initials(0x5e00 + self.n)
    }
}

/// One letter.
fn initials(number: u32) -> String {
    char::from_u32(number).expect("a letter").to_string()
}

/// Whether a route is one of the pages, and not of the API or for watchers of the process.
pub fn is_page(route: &str) -> bool {
    let (_, path) = route.split_once(' ').unwrap_or_default();
    let is_of_programs = path.starts_with("/api/") || path.starts_with("/scim/");
    !is_of_programs && !["/healthz", "/readyz", "/metrics"].contains(&path)
}

/// What a request carries.
#[derive(Clone, Copy, Debug)]
pub enum Send {
    /// Nothing.
    Nothing,
    /// A JSON body.
    Json(fn(&Given) -> serde_json::Value),
    /// A form.
    Form(fn(&Given) -> Vec<(&'static str, String)>),
    /// A body with its content type.
    Raw(&'static str, &'static str),
}

/// Who else may ask, of routes outside organizations.
#[derive(Clone, Copy, Debug)]
pub enum Expect {
    /// A route inside an organization: members by column.
    Members(Statuses),
    /// Any other: nobody in particular, and somebody signed in.
    Anybody {
        /// Nobody in particular.
        anonymous: u16,
        /// Somebody who is signed in.
        person: u16,
    },
}

/// A route and who may ask it.
#[derive(Clone, Debug)]
pub struct Row {
    /// `GET /o/{slug}/posts/{id}`
    pub route: &'static str,
    /// What `{id}` names.
    pub thing: Thing,
    /// Who gets what about a thing of the organization that an administrator owns.
    pub expect: Expect,
    /// The same about a thing of one's own, where that makes a difference.
    pub mine: Option<Statuses>,
    /// The body.
    pub send: Send,
    /// Other parameters of the path, and `?...` behind it.
    pub with: &'static [(&'static str, &'static str)],
    /// What delegated admins get, with full and with limited administration; none: what an
    /// administrator gets, and a refusal (administration 9).
    pub delegated: Option<(u16, u16)>,
    /// Whether the answer never ends, so that its body is not read.
    pub endless: bool,
}

/// A row of a route inside an organization that names no thing.
pub fn row(route: &'static str, statuses: Statuses) -> Row {
    Row {
        route,
        thing: Thing::None,
        expect: Expect::Members(statuses),
        mine: None,
        send: Send::Nothing,
        with: &[],
        delegated: None,
        endless: false,
    }
}

/// A row of a route outside organizations.
pub fn open(route: &'static str, anonymous: u16, person: u16) -> Row {
    Row {
        expect: Expect::Anybody { anonymous, person },
        ..row(route, [0; COLUMNS.len()])
    }
}

impl Row {
    /// Names a thing.
    #[must_use]
    pub fn of(self, thing: Thing) -> Self {
        Self { thing, ..self }
    }

    /// What the owner of the thing gets.
    #[must_use]
    pub fn mine(self, statuses: Statuses) -> Self {
        let mine = Some(statuses);
        Self { mine, ..self }
    }

    /// Carries JSON.
    #[must_use]
    pub fn json(self, body: fn(&Given) -> serde_json::Value) -> Self {
        let send = Send::Json(body);
        Self { send, ..self }
    }

    /// Carries a form.
    #[must_use]
    pub fn form(self, fields: fn(&Given) -> Vec<(&'static str, String)>) -> Self {
        let send = Send::Form(fields);
        Self { send, ..self }
    }

    /// Carries a body of this type.
    #[must_use]
    pub fn raw(self, kind: &'static str, body: &'static str) -> Self {
        let send = Send::Raw(kind, body);
        Self { send, ..self }
    }

    /// Fills other parameters of the path; `?` is the query.
    #[must_use]
    pub fn with(self, with: &'static [(&'static str, &'static str)]) -> Self {
        Self { with, ..self }
    }

    /// What delegated admins get where it is not what an administrator gets, and a refusal for
    /// limited ones.
    #[must_use]
    pub fn delegated(self, full: u16, limited: u16) -> Self {
        let delegated = Some((full, limited));
        Self { delegated, ..self }
    }

    /// Its answer never ends.
    #[must_use]
    pub fn endless(self) -> Self {
        Self {
            endless: true,
            ..self
        }
    }
}
