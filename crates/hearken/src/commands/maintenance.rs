//! `migrate`, `backup`, `restore`, `check-config`, `rebuild-index`, and people who are locked out.

use super::{open, print};
use crate::{
    config::Config,
    wiring::{House, archive_folder, location},
};
use anyhow::{Context as _, bail};
use hearken_app::{Caller, delegation, operations};
use hearken_store::StoreConfig;
use std::{path::Path, time::Duration};

/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// Opening the store has migrated it already.
pub(super) async fn migrate(house: &House) -> anyhow::Result<()> {
    let findings = house.store.check(&house.install).await?;
    for finding in &findings {
        print(&format!("{}: {}", finding.check, finding.detail));
    }
    if !findings.is_empty() {
        bail!("the database is not sound; restore a backup or ask for help with the lines above");
    }
    print("the database is of this version's form");
    Ok(())
}

pub(super) async fn backup(house: &House, file: &Path) -> anyhow::Result<()> {
    operations::backup(&house.app, &Caller::command_line(), file).await?;
    print(&format!("written to {}", file.display()));
    Ok(())
}

pub(super) async fn forget_second_factor(house: &House, address: &str) -> anyhow::Result<()> {
    operations::forget_second_factor(&house.app, &Caller::command_line(), address).await?;
    print(&format!("{address} signs in with the password alone"));
    Ok(())
}

pub(super) async fn restore(data: &Path, config: Config, file: &Path) -> anyhow::Result<()> {
    hearken_store::restore(&StoreConfig::new(location(data, &config)), file, false).await?;
    // What was counted before is not what was restored; the next start counts anew.
    match std::fs::remove_dir_all(archive_folder(data)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).context("the archive of what was there before cannot be removed");
        }
        _ => {}
    }
    print(&format!("restored into {}", data.display()));
    let house = open(data, config).await?;
    let held = delegation::hold_restored(&house.app, &Caller::command_line()).await?;
    if held > 0 {
        print(&format!(
            "delegations paused until their customers lift the pause, because they may have been \
             ended after the backup was made: {held}"
        ));
    }
    Ok(())
}

/// Reading the configuration has checked it already.
pub(super) fn check_config(config: &Config) -> anyhow::Result<()> {
    if let Some(url) = &config.base_url
        && !(url.starts_with("http://") || url.starts_with("https://"))
    {
        bail!("base_url: an http or https address expected");
    }
    print(&format!("listen        {}", config.listen));
    print(&format!(
        "base_url      {}",
        config.base_url.as_deref().unwrap_or("-")
    ));
    let database = if config.database.url.is_some() {
        "PostgreSQL"
    } else {
        "SQLite in the data folder"
    };
    print(&format!("database      {database}"));
    print(&format!(
        "bluesky       {}",
        if config.bluesky.enabled { "on" } else { "off" }
    ));
    print(&format!(
        "feeds         {}",
        if config.feeds.enabled { "on" } else { "off" }
    ));
    print(&format!(
        "mail          {}",
        config
            .mail
            .from
            .as_deref()
            .filter(|_| config.mail.url.is_some())
            .unwrap_or("-")
    ));
    print("the configuration is in order");
    Ok(())
}

pub(super) async fn rebuild(house: &House) -> anyhow::Result<()> {
    let caller = Caller::command_line();
    let mut rebuilding = std::pin::pin!(operations::rebuild(&house.app, &caller, None));
    let bar = super::spinner();
    let done = loop {
        tokio::select! {
            done = &mut rebuilding => break done,
            () = tokio::time::sleep(LOOK) => {
                bar.set_message(format!("{} posts", house.pipeline.rows_rebuilt()));
                bar.tick();
            }
        }
    };
    bar.finish_and_clear();
    for (slug, posts) in done? {
        print(&format!("{slug}: {posts} posts"));
    }
    Ok(())
}
