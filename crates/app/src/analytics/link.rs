//! Links to other datasets: the pairs of a URL, changed one step at a time.

use hearken_model::{TimeFrame, dataset::url::print_frame};

/// The pairs of a dataset's URL, to be changed and printed. Works on their text, so that values
/// need no catalogue; parsing puts them into canonical form again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pairs: Vec<(String, String)>,
}

/// The one filter whose values are not separated by commas.
const FREE_TEXT: &str = "keywords";

impl Link {
    /// Begins with these pairs; see [`super::View::link`].
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// Another focus: the value of `focus` (`all`, `category-<id>`, `topic-<id>`).
    pub fn focus(mut self, focus: &str) -> Self {
        self.drop_key("focus");
        if !matches!(focus, "" | "all") {
            self.pairs.insert(0, ("focus".to_owned(), focus.to_owned()));
        }
        self
    }

    /// Another time frame.
    pub fn time(mut self, frame: TimeFrame) -> Self {
        self.drop_key("time");
        self.pairs.push(("time".to_owned(), print_frame(frame)));
        self
    }

    /// One more value of a filter, by their names in URLs; a name with `-` before it excludes.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let opposite = name
            .strip_prefix('-')
            .map_or_else(|| format!("-{name}"), str::to_owned);
        self = self.without(&opposite, value).without(name, value);
        let list = self
            .pairs
            .iter_mut()
            .find(|(key, _)| key == name && !is_free_text(name));
        match list {
            Some((_, values)) if !values.is_empty() => {
                values.push(',');
                values.push_str(value);
            }
            _ => self.pairs.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// A filter with this value alone.
    pub fn only(mut self, name: &str, value: &str) -> Self {
        self = self.clear(name);
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// One value of a filter less.
    pub fn without(mut self, name: &str, value: &str) -> Self {
        for (key, values) in &mut self.pairs {
            if key != name {
                continue;
            }
            if is_free_text(name) {
                if values == value {
                    values.clear();
                }
            } else {
                let kept: Vec<&str> = values.split(',').filter(|v| v.trim() != value).collect();
                *values = kept.join(",");
            }
        }
        self.pairs.retain(|(_, values)| !values.is_empty());
        self
    }

    /// Without a filter, both its included and excluded values.
    pub fn clear(mut self, name: &str) -> Self {
        let name = name.strip_prefix('-').unwrap_or(name);
        self.drop_key(name);
        self.drop_key(&format!("-{name}"));
        self
    }

    /// Without any filter; focus and time frame stay (ANA-040).
    pub fn clear_all(mut self) -> Self {
        self.pairs
            .retain(|(key, _)| matches!(key.as_str(), "focus" | "time"));
        self
    }

    /// The pairs, not percent-encoded.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The pairs as a percent-encoded query string, without `?`; empty for the default dataset.
    pub fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.pairs)
            .finish()
    }

    fn drop_key(&mut self, name: &str) {
        self.pairs.retain(|(key, _)| key != name);
    }
}

fn is_free_text(name: &str) -> bool {
    name.strip_prefix('-').unwrap_or(name) == FREE_TEXT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl Fn(Link) -> Link, expect: &str) {
        let pairs = [
            ("time", "week"),
            ("source", "bluesky,reddit"),
            ("-language", "de"),
            ("keywords", "a, b"),
        ];
        let pairs = pairs.map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(change(Link::new(pairs.to_vec())).query(), expect);
    }

    #[test]
    fn links_change_one_thing() {
        let rest = "&-language=de&keywords=a%2C+b";
        check(|l| l, &format!("time=week&source=bluesky%2Creddit{rest}"));
        check(
            |l| l.with("source", "feed"),
            &format!("time=week&source=bluesky%2Creddit%2Cfeed{rest}"),
        );
        check(
            |l| l.with("source", "reddit"),
            &format!("time=week&source=bluesky%2Creddit{rest}"),
        );
        check(
            |l| l.with("-source", "reddit"),
            &format!("time=week&source=bluesky{rest}&-source=reddit"),
        );
        check(
            |l| l.without("source", "reddit").without("source", "bluesky"),
            &format!("time=week{rest}"),
        );
        check(
            |l| l.only("source", "feed"),
            &format!("time=week{rest}&source=feed"),
        );
        check(
            |l| l.clear("language").with("keywords", "c"),
            "time=week&source=bluesky%2Creddit&keywords=a%2C+b&keywords=c",
        );
        check(
            |l| l.without("keywords", "a, b").clear_all().focus("topic-1"),
            "focus=topic-1&time=week",
        );
        check(
            |l| l.clear_all().focus("all").time(TimeFrame::LastMonth),
            "time=month",
        );
    }
}
