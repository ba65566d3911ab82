//! Where the mails of a test end.

use crate::TestApp;
use async_trait::async_trait;
use hearken::app::{
    jobs,
    mail::{Letter, MailError, Mailer},
};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Takes mails and keeps them; refuses or is away when told to.
#[derive(Debug, Default)]
pub struct PostOffice {
    taken: Mutex<Vec<Letter>>,
    trouble: Mutex<Option<Trouble>>,
}

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Away,
    Refuses,
}

impl PostOffice {
    /// From now on it is away: mails are tried again.
    pub fn go_away(&self) {
        *lock(&self.trouble) = Some(Trouble::Away);
    }

    /// From now on it refuses every mail for good.
    pub fn refuse(&self) {
        *lock(&self.trouble) = Some(Trouble::Refuses);
    }

    /// It takes mails again.
    pub fn come_back(&self) {
        *lock(&self.trouble) = None;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Mailer for PostOffice {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        match *lock(&self.trouble) {
            None => {
                lock(&self.taken).push(letter.clone());
                Ok(())
            }
            Some(Trouble::Away) => Err(MailError::Failed("away".to_owned())),
            Some(Trouble::Refuses) => Err(MailError::Refused("550 no such person".to_owned())),
        }
    }
}

impl TestApp {
    /// The mails that were sent since this was asked last, in order: those that are due are sent
    /// before.
    ///
    /// # Panics
    /// When jobs cannot be done.
    pub async fn mails(&self) -> Vec<Letter> {
        loop {
            while jobs::run_due(&self.house.app).await.expect("jobs are done") {}
            let counts = self.house.store.count_jobs(&self.house.install).await;
            let counts = counts.expect("the store answers");
            if !counts
                .iter()
                .any(|(kind, state, _)| kind == "send_mail" && state == "running")
            {
                break;
            }
            // Another worker of this process has it in hand.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        std::mem::take(&mut *lock(&self.post.taken))
    }

    /// The one mail that was sent since mails were asked for last.
    ///
    /// # Panics
    /// When there is none or more than one.
    pub async fn mail(&self) -> Letter {
        let mut mails = self.mails().await;
        assert_eq!(mails.len(), 1, "{mails:#?}");
        mails.remove(0)
    }

    /// The path and query of the first link of a mail whose address begins like this.
    ///
    /// # Panics
    /// When there is none.
    pub fn link(letter: &Letter, path: &str) -> String {
        let links = letter.text.split_whitespace();
        let mut links = links.filter_map(|word| word.strip_prefix(crate::BASE_URL));
        let link = links.find(|link| link.starts_with(path));
        link.unwrap_or_else(|| panic!("no link to {path}: {}", letter.text))
            .to_owned()
    }
}
