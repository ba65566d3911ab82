//! What the pages of people have in common: filters of a list, its pages, a person's mail address.

use crate::{format, visit::Visit};
use hearken_app::users::{PAGE, UserPage};
use serde::Deserialize;

/// What is asked for by the filters of a list of people.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    pub(super) search: String,
    pub(super) configuration: String,
    pub(super) interaction: String,
    pub(super) state: String,
    pub(super) licence: String,
    pub(super) page: String,
    pub(super) saved: Option<String>,
}

impl Wish {
    /// The page that is asked for, from 1.
    pub(super) fn page(&self) -> usize {
        self.page.parse().unwrap_or(1)
    }

    /// The address of another page of the same list.
    fn other(&self, action: &str, page: usize) -> String {
        let page = page.to_string();
        let pairs = [
            ("search", self.search.as_str()),
            ("configuration", &self.configuration),
            ("interaction", &self.interaction),
            ("state", &self.state),
            ("licence", &self.licence),
            ("page", &page),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<(&str, &str)> = said.collect();
        let query = serde_urlencoded::to_string(said).unwrap_or_default();
        format!("{action}?{query}")
    }
}

/// Where one is in a list of several pages; no text where there is one page alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Pager {
    pub(super) text: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// The way through a list.
pub(super) fn pager(visit: &Visit, wish: &Wish, action: &str, page: &UserPage) -> Pager {
    if page.pages < 2 {
        return Pager::default();
    }
    let texts = visit.texts();
    let number = |n: usize| format::number(n as u64, texts);
    let first = (page.page - 1) * PAGE + 1;
    let last = first + page.rows.len().saturating_sub(1);
    let text = texts.with(
        "page-of",
        &[
            ("first", number(first).into()),
            ("last", number(last).into()),
            ("total", number(page.total).into()),
        ],
    );
    Pager {
        text: Some(text),
        before: (page.page > 1).then(|| wish.other(action, page.page - 1)),
        after: (page.page < page.pages).then(|| wish.other(action, page.page + 1)),
    }
}

/// The address that opens the mail program (ADM-18).
pub(super) fn mailto(email: &str) -> String {
    let mut address = String::from("mailto:");
    for c in email.chars() {
        match c {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3F"),
            '&' => address.push_str("%26"),
            '#' => address.push_str("%23"),
            _ => address.push(c),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_adds_no_fields_to_the_mail() {
        for (email, expect) in [
            ("a@contoso.example", "mailto:a@contoso.example"),
            ("a?bcc=b&c@d.example", "mailto:a%3Fbcc=b%26c@d.example"),
            ("a%20#@d.example", "mailto:a%2520%23@d.example"),
        ] {
            assert_eq!(mailto(email), expect);
        }
    }

    #[test]
    fn another_page_keeps_the_filters() {
        let wish = Wish {
            search: "a b&c".to_owned(),
            state: "new".to_owned(),
            page: "2".to_owned(),
            ..Wish::default()
        };
        assert_eq!(wish.other("/x", 3), "/x?search=a+b%26c&state=new&page=3");
    }
}
