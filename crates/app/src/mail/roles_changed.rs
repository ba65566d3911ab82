//! To a person whose roles were changed, with what they may do now (ADM-16).

use super::{Mail, Recipient, Sender, Words, post, templates};
use crate::{App, Caller, Result};
use hearken_authz::{Membership, OrgScope};
use hearken_model::{ConfigurationRole, InteractionRole, OrganizationRole, RolePair, Slug};
use hearken_store::{Tx, User};

/// The mail.
pub(crate) struct RolesChanged {
    /// The organization's name in URLs.
    pub(crate) slug: Slug,
    /// The roles from now on.
    pub(crate) roles: RolePair,
    /// Role towards the organization itself.
    pub(crate) organization_role: OrganizationRole,
    /// Whether the person may enter.
    pub(crate) may_enter: bool,
}

templates!(
    RolesChanged,
    "mail/roles_changed.txt",
    "mail/roles_changed.html"
);

impl RolesChanged {
    fn link(&self, words: &Words<'_>) -> String {
        words.link(&format!("/o/{}/analytics", self.slug))
    }

    /// The sentences of the mail: a role, and what it lets one do.
    fn lines(&self, words: &Words<'_>) -> Vec<String> {
        if !self.may_enter {
            return vec![words.t("mail-roles-withdrawn")];
        }
        let text = |word: &str| words.t(&format!("mail-role-{}", word.replace('_', "-")));
        let mut lines = vec![
            text(self.roles.configuration.as_str()),
            text(self.roles.interaction.as_str()),
        ];
        if self.organization_role != OrganizationRole::None {
            lines.push(text(self.organization_role.as_str()));
        }
        lines
    }
}

impl Mail for RolesChanged {
    fn name(&self) -> &'static str {
        "roles_changed"
    }

    fn subject(&self, words: &Words<'_>) -> String {
        words.t1("mail-roles-changed", "organization", &words.sender())
    }

    fn text(&self, words: &Words<'_>) -> Result<String> {
        self.as_text(words)
    }

    fn html(&self, words: &Words<'_>) -> Result<String> {
        self.as_html(words)
    }
}

/// Tells a person what they may do from now on, if that is another thing than before and somebody
/// else changed it.
pub(crate) async fn tell_roles(
    app: &App,
    tx: &mut Tx,
    (caller, scope): (&Caller, &OrgScope),
    user: &User,
    (before, after): (&Membership, &Membership),
) -> Result<()> {
    let visible = |m: &Membership| (m.roles, m.organization_role, m.may_enter());
    let Some(organization) = caller.organization() else {
        return Ok(());
    };
    if visible(before) == visible(after) || caller.principal.user() == Some(user.id) {
        return Ok(());
    }
    let mail = RolesChanged {
        slug: organization.slug.clone(),
        roles: after.roles,
        organization_role: after.organization_role,
        may_enter: after.may_enter(),
    };
    let to = [Recipient::of(user)];
    post(app, tx, Sender::Organization(scope), &to, &mail).await?;
    Ok(())
}

#[expect(clippy::expect_used, reason = "a constant that is a slug")]
pub(super) fn sample() -> RolesChanged {
    RolesChanged {
        slug: "contoso".parse().expect("a slug"),
        roles: RolePair {
            configuration: ConfigurationRole::Administrator,
            interaction: InteractionRole::Manager,
        },
        organization_role: OrganizationRole::GlobalAdministrator,
        may_enter: true,
    }
}
