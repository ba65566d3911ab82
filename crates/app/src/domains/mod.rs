//! Mail domains of organizations (TRI-20, TRI-21): a global administrator names one, proves by a text
//! record in the domain name system that it is theirs, and from then on people with an address there
//! who come by themselves ask this organization for access (ADM-14).

mod add;
mod join;
mod list;
mod remove;
mod verify;

pub use add::add;
pub(crate) use join::{join, owner_of};
pub use list::{DomainRow, list};
pub use remove::remove;
pub use verify::verify;

use async_trait::async_trait;

/// Why text records could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the domain name system does not answer: {0}")]
pub struct RecordsAway(pub String);

/// The domain name system.
#[async_trait]
pub trait TextRecords: Send + Sync {
    /// The text records of a name; none where the name does not exist.
    async fn text_records(&self, name: &str) -> Result<Vec<String>, RecordsAway>;
}

/// Below which name of a domain its record stands.
const LABEL: &str = "_hearken";
/// What a record begins with.
const MARK: &str = "hearken-verification=";

/// The domain of an address, ASCII and small; none where it is no domain that somebody can own.
fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    ownable(domain)
}

/// A domain as it is kept: ASCII, small, below a public suffix (nobody owns `co.uk`).
fn ownable(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    let url::Host::Domain(name) = url::Host::parse(text).ok()? else {
        return None;
    };
    // RFC 1035, 2.3.4; the name of the record must fit, too.
    let fits = name.len() + LABEL.len() < 253 && name.split('.').all(|label| label.len() <= 63);
    let domain = psl::domain(name.as_bytes()).filter(|_| fits)?;
    let is_known = domain.suffix().is_known() || name.ends_with(".example");
    is_known.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_what_somebody_can_own() {
        for (text, expect) in [
            ("Contoso.COM.", Some("contoso.com")),
            ("mail.contoso.co.uk", Some("mail.contoso.co.uk")),
            ("bücher.de", Some("xn--bcher-kva.de")),
            ("contoso.example", Some("contoso.example")),
            ("co.uk", None),
            ("com", None),
            ("127.0.0.1", None),
            ("localhost", None),
            ("not a domain", None),
            ("", None),
            (&format!("{}.example", "a".repeat(64)), None),
            (&format!("{}example", "a.".repeat(120)), None),
        ] {
            assert_eq!(ownable(text).as_deref(), expect, "{text}");
        }
        assert_eq!(domain_of("ann@Contoso.com").as_deref(), Some("contoso.com"));
        assert_eq!(domain_of("ann"), None);
    }
}
