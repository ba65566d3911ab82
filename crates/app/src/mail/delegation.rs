//! To both sides of a relationship, at every step of its life (DEL-25, DEL-82, DEL-88; INV-44).

use super::{Mail, Recipient, Sender, Words, post, templates};
use crate::{App, Result};
use hearken_model::{DelegationLevel, OrgId, Slug, Timestamp};
use hearken_store::{StoredRelationship, Tx};

/// Every kind of notice; the sentence of each is `mail-delegation-<kind>`.
const KINDS: &[&str] = &[
    "offered",
    "approved",
    "declined",
    "withdrawn",
    "countersigned",
    "activated",
    "held",
    "lifted",
    "narrowed",
    "extended",
    "ended",
    "expired",
    "entered",
    "alarmed",
    "restored",
    "ends-in-30",
    "ends-in-7",
    "ends-in-1",
];

/// The mail.
pub(crate) struct Delegation {
    /// What happened.
    pub(crate) kind: &'static str,
    /// The partner's name.
    pub(crate) partner: String,
    /// The customer's name.
    pub(crate) customer: String,
    /// What is given.
    pub(crate) level: DelegationLevel,
    /// When it ends.
    pub(crate) ends_at: Option<Timestamp>,
    /// The page to look at.
    pub(crate) path: String,
}

templates!(Delegation, "mail/delegation.txt", "mail/delegation.html");

impl Delegation {
    fn names(&self) -> [(&str, &str); 2] {
        [("partner", &self.partner), ("customer", &self.customer)]
    }

    fn sentence(&self, words: &Words<'_>) -> String {
        words.with(&format!("mail-delegation-{}", self.kind), &self.names())
    }

    fn terms(&self, words: &Words<'_>) -> Vec<String> {
        let level = words.t(&format!("mail-delegation-level-{}", self.level));
        let end = match self.ends_at {
            Some(at) => words.t1("mail-delegation-until", "day", &words.day(at)),
            None => words.t("mail-delegation-until-removed"),
        };
        vec![level, end]
    }

    fn link(&self, words: &Words<'_>) -> String {
        words.link(&self.path)
    }
}

impl Mail for Delegation {
    fn name(&self) -> &'static str {
        "delegation"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.with("mail-delegation", &self.names())
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}

/// Tells the global administrators of both organizations. No switch mutes this: each side learns
/// what the other does.
pub(crate) async fn tell_both(
    app: &App,
    tx: &mut Tx,
    row: &StoredRelationship,
    kind: &str,
) -> Result<()> {
    let Some(kind) = KINDS.iter().find(|known| **known == kind) else {
        return Ok(());
    };
    let customer = app
        .store
        .load_organization_of(&app.install, row.customer)
        .await?;
    let partner = app
        .store
        .load_organization_of(&app.install, row.partner)
        .await?;
    let sides: [(OrgId, &Slug, &str); 2] = [
        (row.customer, &customer.slug, "settings/partners"),
        (row.partner, &partner.slug, "customers"),
    ];
    for (org, slug, page) in sides {
        let people = app
            .store
            .list_global_administrators(&app.install, org)
            .await?;
        let to: Vec<Recipient> = people.iter().map(Recipient::of).collect();
        let mail = Delegation {
            kind,
            partner: partner.settings.name.clone(),
            customer: customer.settings.name.clone(),
            level: row.terms.level,
            ends_at: row.terms.ends_at,
            path: format!("/o/{slug}/{page}"),
        };
        post(app, tx, Sender::Installation, &to, &mail).await?;
    }
    Ok(())
}

pub(super) fn sample() -> Delegation {
    Delegation {
        kind: "approved",
        partner: "Lumenpine Agency".to_owned(),
        customer: "Contoso".to_owned(),
        level: DelegationLevel::Full,
        ends_at: Some(Timestamp::from_seconds(1_800_000_000)),
        path: "/o/contoso/settings/partners".to_owned(),
    }
}
