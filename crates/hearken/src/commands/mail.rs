//! `operator mail test` and `operator mail undelivered`.

use super::print;
use crate::{cli::MailCommand, wiring::House};
use anyhow::bail;
use hearken_app::{Caller, jobs, mail};

pub(super) async fn run(house: &House, command: MailCommand) -> anyhow::Result<()> {
    match command {
        MailCommand::Test { address } => test(house, &address).await,
        MailCommand::Undelivered => undelivered(house).await,
    }
}

async fn test(house: &House, address: &str) -> anyhow::Result<()> {
    let caller = Caller::command_line();
    if !house.app.sends_mail() {
        bail!("no mail server is configured; set mail.url, mail.from and base_url");
    }
    mail::send_test(&house.app, &caller, address).await?;
    while jobs::run_due(&house.app).await? {}
    let left = mail::list_undelivered(&house.app, &caller).await?;
    match left.iter().find(|mail| mail.kind == "test") {
        Some(mail) => bail!(
            "the server did not take it: {}",
            mail.error.as_deref().unwrap_or(mail.state)
        ),
        None => print(&format!("the server took a mail to {address}")),
    }
    Ok(())
}

async fn undelivered(house: &House) -> anyhow::Result<()> {
    let mails = mail::list_undelivered(&house.app, &Caller::command_line()).await?;
    for mail in &mails {
        print(&format!(
            "{}  {:8}  {:2} tries  {}  {}  {}",
            mail.created_at,
            mail.state,
            mail.attempts,
            mail.recipient,
            mail.kind,
            mail.error.as_deref().unwrap_or("-")
        ));
    }
    print(&format!("{} mails that no server has taken", mails.len()));
    Ok(())
}
