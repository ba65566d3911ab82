//! `init` and `operator organization create`.

use super::print;
use crate::{cli::NewOrganization, wiring::House};
use hearken_app::{Caller, Secret, organizations, setup, setup::Created};
use serde_json::json;

/// The first organization.
pub(super) async fn run(house: &House, args: NewOrganization) -> anyhow::Result<()> {
    let as_json = args.json;
    let created = setup::create_installation(&house.app, input(args)).await?;
    tell(&created, as_json);
    Ok(())
}

/// A further organization.
pub(super) async fn further(house: &House, args: NewOrganization) -> anyhow::Result<()> {
    let as_json = args.json;
    let created = organizations::create(&house.app, &Caller::command_line(), input(args)).await?;
    tell(&created, as_json);
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a password is given by the environment alone"
)]
fn input(args: NewOrganization) -> setup::NewOrganization {
    setup::NewOrganization {
        name: args.organization,
        slug: args.slug,
        country: args.country,
        admin_email: args.admin_email,
        admin_password: std::env::var("HEARKEN_ADMIN_PASSWORD")
            .ok()
            .map(Secret::new),
        seats: args.seats,
        with_token: true,
        ..setup::NewOrganization::default()
    }
}

/// Allows an organization to offer delegated administration, or takes that back.
pub(super) async fn partner(house: &House, slug: &str, allowed: bool) -> anyhow::Result<()> {
    let caller = hearken_app::Caller::command_line();
    hearken_app::delegation::authorize(&house.app, &caller, slug, allowed).await?;
    let what = if allowed { "may" } else { "may no longer" };
    print(&format!("{slug} {what} offer delegated administration"));
    Ok(())
}

fn tell(created: &Created, as_json: bool) {
    let secret = |secret: &Option<Secret>| secret.as_ref().map(|s| s.expose().to_owned());
    let (password, token) = (secret(&created.password), secret(&created.api_token));
    let slug = created.organization.slug.as_str();
    if as_json {
        let value = json!({
            "organization": slug,
            "user": created.user.email,
            "password": password,
            "api_token": token,
        });
        print(&value.to_string());
        return;
    }
    print(&format!(
        "organization  {} ({slug})",
        created.organization.name
    ));
    print(&format!("user          {}", created.user.email));
    if let Some(password) = password {
        print(&format!(
            "password      {password}   (to be changed at the first sign-in)"
        ));
    }
    if let Some(token) = token {
        print(&format!("API token     {token}   (shown this once)"));
    }
}
