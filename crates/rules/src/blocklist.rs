//! Blocked content (SEA-140..143): domains and phrases that an organization does not want to see.
//!
//! What it is: whether an organization blocks a post, and by which entry. What it is not: hiding,
//! deleting or undoing, which are jobs over stored posts.

use crate::edits::Change;
use crate::matcher::{Hit, Matcher, MatcherBuilder};
use crate::subject::Subject;
use crate::term::Term;
use hashbrown::HashMap;
use hearken_model::topic::ENTRY_LIMIT;
use hearken_model::{Diagnostic, KeywordsRule, OrgId, RuleId, TopicId};
use std::sync::Arc;
use url::{Host, Url};

/// Longest domain entry, in bytes: what an address may have.
pub const DOMAIN_LIMIT: usize = 2048;

/// One entry of an organization's blocked content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockedEntry {
    /// Posts from this host, its subdomains and, where a path is named, below that path.
    Domain(BlockedDomain),
    /// Posts that hold this word or phrase.
    Phrase(String),
}

/// A host with an optional path prefix, normalized: `contoso.com`, `contoso.com/blog`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockedDomain {
    host: String,
    /// Empty, or beginning with `/` and not ending with one; may go on with a query.
    path: String,
}

impl BlockedDomain {
    /// Reads a full or partial address; scheme, port, user name and fragment are left out. Codes
    /// of problems: `required`, `too_long`, `not_a_domain`, `public_suffix` (`com` and the like
    /// would block a whole country).
    pub fn parse(entry: &str, field: &str) -> Result<Self, Diagnostic> {
        let typed = entry.trim();
        let problem = |code| Diagnostic::new(code, field).entry(typed);
        if typed.is_empty() {
            return Err(Diagnostic::new("required", field));
        }
        if typed.len() > DOMAIN_LIMIT {
            let problem = problem("too_long").with("limit", DOMAIN_LIMIT as i64);
            return Err(problem.with("count", typed.len() as i64));
        }
        let address = match typed.split_once("://") {
            Some((scheme, _)) if is_web(scheme) => typed.to_owned(),
            _ => format!("http://{}", typed.trim_start_matches('/')),
        };
        let (host, path) = host_and_path(&address).ok_or_else(|| problem("not_a_domain"))?;
        if host.parse::<std::net::IpAddr>().is_err() && !host.starts_with('[') {
            if is_public_suffix(&host) {
                return Err(problem("public_suffix"));
            }
            if !host.contains('.') || host.split('.').any(str::is_empty) {
                return Err(problem("not_a_domain"));
            }
        }
        let path = path.trim_end_matches('/').to_owned();
        Ok(Self { host, path })
    }

    /// Whether an address lies in it: the host at a boundary of labels, the path at one of
    /// segments.
    pub fn covers(&self, address: &str) -> bool {
        host_and_path(address).is_some_and(|(host, path)| self.covers_parts(&host, &path))
    }

    fn covers_parts(&self, host: &str, path: &str) -> bool {
        let label = |rest: &str| rest.is_empty() || rest.ends_with('.');
        let segment = |rest: &str| rest.is_empty() || rest.starts_with(['/', '?', '&']);
        host.strip_suffix(self.host.as_str()).is_some_and(label)
            && path.strip_prefix(self.path.as_str()).is_some_and(segment)
    }
}

impl std::fmt::Display for BlockedDomain {
    /// Host and path, as it is stored and shown; [`Self::parse`] reads it back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.host, self.path)
    }
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// Host and path (with query) of a web address, normalized as browsers do.
fn host_and_path(address: &str) -> Option<(String, String)> {
    let url = Url::parse(address.trim())
        .ok()
        .filter(|url| is_web(url.scheme()))?;
    let host = match url.host()? {
        Host::Domain(domain) => domain.trim_end_matches('.').to_owned(),
        Host::Ipv4(ip) => ip.to_string(),
        Host::Ipv6(ip) => format!("[{ip}]"),
    };
    let query = url.query().map(|query| format!("?{query}"));
    let path = format!("{}{}", url.path(), query.unwrap_or_default());
    (!host.is_empty()).then_some((host, path))
}

/// Whether registries sell names directly below it. Suffixes that companies run for their
/// customers (`github.io`) may be blocked.
fn is_public_suffix(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| {
        suffix.is_known() && suffix.typ() == Some(psl::Type::Icann) && suffix == host
    })
}

/// Reads a blocked phrase: one entry, trimmed, white space inside it made one space. Codes of
/// problems: `required`, `too_long`, `comma` (a comma separates entries, so none can hold one).
pub fn parse_phrase(entry: &str, field: &str) -> Result<String, Diagnostic> {
    let phrase = entry.split_whitespace().collect::<Vec<_>>().join(" ");
    if Term::new(&phrase, false).is_none() {
        return Err(Diagnostic::new("required", field));
    }
    if phrase.contains(',') {
        return Err(Diagnostic::new("comma", field).entry(phrase));
    }
    let count = phrase.chars().count();
    if count > ENTRY_LIMIT {
        let problem = Diagnostic::new("too_long", field).entry(phrase);
        let problem = problem.with("limit", ENTRY_LIMIT as i64);
        return Err(problem.with("count", count as i64));
    }
    Ok(phrase)
}

/// The blocked content of any number of organizations, compiled. It never changes; an edit makes
/// another one, which shares what is the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blocklist {
    orgs: Arc<HashMap<OrgId, Arc<Entries>>>,
    /// A rule for each phrase; its number is the phrase's place in its organization.
    rules: Matcher,
}

/// Those of an organization.
#[derive(Debug, Default, PartialEq)]
struct Entries {
    domains: Vec<BlockedEntry>,
    phrases: Vec<BlockedEntry>,
}

impl Entries {
    fn new(entries: impl IntoIterator<Item = BlockedEntry>) -> Self {
        let is_domain = |entry: &BlockedEntry| matches!(entry, BlockedEntry::Domain(_));
        let (domains, phrases) = entries.into_iter().partition(is_domain);
        Self { domains, phrases }
    }

    fn rules(&self, org: OrgId) -> impl Iterator<Item = (Hit, KeywordsRule)> {
        let phrases = self.phrases.iter().filter_map(|entry| match entry {
            BlockedEntry::Phrase(phrase) => Some(phrase.clone()),
            BlockedEntry::Domain(_) => None,
        });
        (0..).map(RuleId).zip(phrases).map(move |(rule, phrase)| {
            let topic = TopicId(0);
            let keywords = KeywordsRule {
                keywords: vec![phrase],
                ..KeywordsRule::default()
            };
            (Hit { org, topic, rule }, keywords)
        })
    }
}

impl Blocklist {
    /// Compiles entries.
    pub fn build(entries: impl IntoIterator<Item = (OrgId, BlockedEntry)>) -> Self {
        Self::default().rebuilt(entries)
    }

    /// Compiles entries of which most are those of this list.
    pub fn rebuilt(&self, entries: impl IntoIterator<Item = (OrgId, BlockedEntry)>) -> Self {
        let mut by_org: HashMap<OrgId, Vec<BlockedEntry>> = HashMap::new();
        for (org, entry) in entries {
            by_org.entry(org).or_default().push(entry);
        }
        let orgs = by_org.into_iter();
        let orgs = orgs.map(|(org, entries)| (org, Arc::new(Entries::new(entries))));
        let orgs: HashMap<OrgId, Arc<Entries>> = orgs.collect();
        let rules = orgs.iter().flat_map(|(org, entries)| entries.rules(*org));
        let rules: Vec<(Hit, KeywordsRule)> = rules.collect();
        let mut builder = MatcherBuilder::default();
        for (hit, rule) in &rules {
            builder.keywords(*hit, rule);
        }
        Self {
            rules: builder.build_on(&self.rules),
            orgs: Arc::new(orgs),
        }
    }

    /// The list after an organization's entries became these.
    pub fn changed(&self, org: OrgId, entries: impl IntoIterator<Item = BlockedEntry>) -> Self {
        let entries = Entries::new(entries);
        let gone = self.rules.hits_of(org, None).into_iter();
        let gone = gone.filter(|hit| hit.rule.0 >= entries.phrases.len() as i64);
        let put = entries.rules(org).map(|(hit, rule)| Change::Put(hit, rule));
        let rules = self.rules.changed(gone.map(Change::Remove).chain(put));
        let mut orgs = self.orgs.as_ref().clone();
        if entries == Entries::default() {
            orgs.remove(&org);
        } else {
            orgs.insert(org, Arc::new(entries));
        }
        let orgs = Arc::new(orgs);
        Self { orgs, rules }
    }

    /// Whether edits have piled up, so that [`Self::merged`] pays.
    pub fn is_worn(&self) -> bool {
        self.rules.is_worn()
    }

    /// The same entries, compiled into one part.
    pub fn merged(&self) -> Self {
        Self {
            orgs: Arc::clone(&self.orgs),
            rules: self.rules.merged(),
        }
    }

    /// Whether nobody blocks anything.
    pub fn is_empty(&self) -> bool {
        self.orgs.is_empty()
    }

    /// Whether the organization blocks the post: by the address it stands at, by the page it
    /// passes on (its link card), or by a phrase.
    pub fn blocks(&self, org: OrgId, subject: &Subject<'_>) -> bool {
        self.reason(org, subject).is_some()
    }

    /// The entry by which it does.
    pub fn reason(&self, org: OrgId, subject: &Subject<'_>) -> Option<&BlockedEntry> {
        let entries = self.orgs.get(&org)?;
        by_domain(&entries.domains, subject).or_else(|| self.by_phrase(org, entries, subject))
    }

    fn by_phrase<'e>(
        &self,
        org: OrgId,
        entries: &'e Entries,
        subject: &Subject<'_>,
    ) -> Option<&'e BlockedEntry> {
        if entries.phrases.is_empty() {
            return None;
        }
        let hits = self.rules.matches_for(org, subject);
        let first = hits.first()?;
        entries.phrases.get(usize::try_from(first.rule.0).ok()?)
    }
}

fn by_domain<'e>(domains: &'e [BlockedEntry], subject: &Subject<'_>) -> Option<&'e BlockedEntry> {
    if domains.is_empty() {
        return None;
    }
    let post = subject.post();
    let card = post.link.as_ref().map(|card| card.url.as_str());
    let addresses = [post.permalink.as_deref(), card];
    let parts = addresses.into_iter().flatten().filter_map(host_and_path);
    parts.into_iter().find_map(|(host, path)| {
        domains.iter().find(|entry| match entry {
            BlockedEntry::Domain(domain) => domain.covers_parts(&host, &path),
            BlockedEntry::Phrase(_) => false,
        })
    })
}
