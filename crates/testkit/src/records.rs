//! A domain name system that says what it is told.

use async_trait::async_trait;
use hearken::app::domains::{RecordsAway, TextRecords};
use std::{collections::HashMap, sync::Mutex};

/// Text records by name; without any it does not answer at all.
#[derive(Default)]
pub struct Records(Mutex<HashMap<String, String>>);

impl Records {
    /// From now on the name has this record alone.
    ///
    /// # Panics
    /// When a test panicked meanwhile.
    pub fn set(&self, name: &str, text: &str) {
        let mut all = self.0.lock().expect("nobody panicked");
        all.insert(name.to_owned(), text.to_owned());
    }
}

#[async_trait]
impl TextRecords for Records {
    async fn text_records(&self, name: &str) -> Result<Vec<String>, RecordsAway> {
        let all = self.0.lock().expect("nobody panicked");
        if all.is_empty() {
            return Err(RecordsAway("there is none in this test".to_owned()));
        }
        Ok(all.get(name).cloned().into_iter().collect())
    }
}
