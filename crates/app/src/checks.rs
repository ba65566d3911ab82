//! Checks of what people type that several use-cases share. Each reports into one list, so that all
//! problems are told at once.

use hearken_model::{CountryCode, Diagnostic, Language, Zone};

/// Longest name of a person, organization or token, in characters.
const TITLE_LIMIT: usize = 80;
/// Longest mail address (RFC 5321).
const EMAIL_LIMIT: usize = 254;

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems(pub(crate) Vec<Diagnostic>);

impl Problems {
    /// One more.
    pub(crate) fn add(&mut self, problem: Diagnostic) {
        self.0.push(problem);
    }

    /// An error if there are any.
    pub(crate) fn settle(self) -> crate::Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(crate::AppError::invalid(self.0))
        }
    }

    /// A name of 1 to `limit` characters, counted in Unicode scalar values after trimming
    /// (SEA-021), without control characters.
    pub(crate) fn name(&mut self, text: &str, limit: usize, field: &str) -> String {
        let name = text.trim();
        let length = name.chars().count();
        if length == 0 {
            self.add(Diagnostic::new("required", field));
        } else if length > limit {
            let problem = Diagnostic::new("too_long", field);
            self.add(
                problem
                    .with("limit", limit as i64)
                    .with("count", length as i64),
            );
        } else if name.chars().any(char::is_control) {
            self.add(Diagnostic::new("control_character", field));
        }
        name.to_owned()
    }

    /// The name of a person, organization or token.
    pub(crate) fn title(&mut self, text: &str, field: &str) -> String {
        self.name(text, TITLE_LIMIT, field)
    }

    /// A text that may be empty, of at most `limit` characters, without control characters but line
    /// breaks.
    pub(crate) fn text(&mut self, text: &str, limit: usize, field: &str) -> String {
        let text = text.trim().replace("\r\n", "\n");
        let length = text.chars().count();
        if length > limit {
            let problem = Diagnostic::new("too_long", field);
            self.add(
                problem
                    .with("limit", limit as i64)
                    .with("count", length as i64),
            );
        } else if text.chars().any(|c| c.is_control() && c != '\n') {
            self.add(Diagnostic::new("control_character", field));
        }
        text
    }

    /// A mail address: something, an `@`, a host with a dot or `localhost`. Whether it exists only a
    /// mail can tell.
    pub(crate) fn email(&mut self, text: &str, field: &str) -> String {
        let email = text.trim().to_lowercase();
        if email.is_empty() {
            self.add(Diagnostic::new("required", field));
        } else if email.len() > EMAIL_LIMIT {
            self.add(Diagnostic::new("too_long", field).with("limit", EMAIL_LIMIT as i64));
        } else if !is_email(&email) {
            self.add(Diagnostic::new("not_an_email", field).entry(text.trim()));
        }
        email
    }

    /// A language of pages; none where nothing is typed.
    pub(crate) fn locale(&mut self, typed: &str, field: &'static str) -> Option<String> {
        let typed = Some(typed.trim()).filter(|typed| !typed.is_empty())?;
        if typed.parse::<Language>().is_err() {
            self.add(Diagnostic::new("not_a_language", field));
            return None;
        }
        Some(typed.to_owned())
    }

    /// A word of a closed list; none where nothing is typed.
    pub(crate) fn choice<T>(
        &mut self,
        typed: &str,
        field: &'static str,
        of: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let typed = Some(typed.trim()).filter(|typed| !typed.is_empty())?;
        let chosen = of(typed);
        if chosen.is_none() {
            self.add(Diagnostic::new("unknown_value", field).entry(typed));
        }
        chosen
    }

    /// A time zone; empty is none.
    pub(crate) fn zone(&mut self, text: &str, field: &str) -> Option<Zone> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let zone = text.parse().ok();
        if zone.is_none() {
            self.add(Diagnostic::new("not_a_zone", field).entry(text));
        }
        zone
    }

    /// A country that exists.
    pub(crate) fn country(&mut self, text: &str, field: &str) -> Option<CountryCode> {
        let text = text.trim();
        if text.is_empty() {
            self.add(Diagnostic::new("required", field));
            return None;
        }
        let code: Option<CountryCode> = text.parse().ok();
        let known = code.filter(|code| hearken_text::places::country(*code).is_some());
        if known.is_none() {
            self.add(Diagnostic::new("not_a_country", field).entry(text));
        }
        known
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let clean = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && !part
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '@' | '<' | '>' | ','))
    };
    clean(local) && clean(host) && (host.contains('.') || host == "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(check: impl Fn(&mut Problems)) -> Vec<String> {
        let mut problems = Problems::default();
        check(&mut problems);
        problems.0.iter().map(|p| p.code.to_string()).collect()
    }

    #[test]
    fn names_count_characters_after_trimming() {
        for (text, expect) in [
            ("  ", vec!["required"]),
            (" Marke ", vec![]),
            (&"ü".repeat(35), vec![]),
            (&format!("{} ", "ü".repeat(35)), vec![]),
            (&"ü".repeat(36), vec!["too_long"]),
            ("a\u{7}b", vec!["control_character"]),
        ] {
            assert_eq!(
                codes(|p| drop(p.name(text, 35, "name"))),
                expect,
                "{text:?}"
            );
        }
    }

    #[test]
    fn addresses_look_like_addresses() {
        for (text, expect) in [
            ("", vec!["required"]),
            ("demo@example.org", vec![]),
            (" Demo@Example.org ", vec![]),
            ("demo@localhost", vec![]),
            ("demo", vec!["not_an_email"]),
            ("demo@", vec!["not_an_email"]),
            ("@example.org", vec!["not_an_email"]),
            ("de mo@example.org", vec!["not_an_email"]),
            ("demo@example..org", vec!["not_an_email"]),
            ("demo@intern", vec!["not_an_email"]),
            ("a,b@example.org", vec!["not_an_email"]),
        ] {
            assert_eq!(codes(|p| drop(p.email(text, "email"))), expect, "{text:?}");
        }
    }

    #[test]
    fn zones_may_be_empty() {
        assert!(codes(|p| assert!(p.zone(" ", "zone").is_none())).is_empty());
        assert!(codes(|p| assert!(p.zone("Europe/Berlin", "zone").is_some())).is_empty());
        assert_eq!(codes(|p| drop(p.zone("Mars", "zone"))), ["not_a_zone"]);
    }
}
