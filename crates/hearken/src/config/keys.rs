//! The keys of the configuration by name: for the reference page and for suggestions.

/// Every key, as in the file. The reference page and the suggestions are made from it.
pub const KEYS: &[(&str, &str)] = &[
    ("listen", "Address that `serve` listens on."),
    (
        "base_url",
        "Address under which people reach the server, such as `https://listen.example`.",
    ),
    (
        "signup",
        "Who may create an organization by the form `/signup`: `off` (nobody), `approval` (whoever the operator approves), `open` (everybody). Needs mail.",
    ),
    (
        "log",
        "What is logged: `error`, `warn`, `info`, `debug`, or a filter per module.",
    ),
    (
        "database.url",
        "`postgres://...`; without it SQLite in the data folder.",
    ),
    (
        "database.max_bytes",
        "Largest size of the SQLite file in bytes; beyond it writes wait as on a full disk.",
    ),
    (
        "network.allow_private_addresses",
        "Whether feeds may live at private addresses.",
    ),
    (
        "network.contact",
        "Contact that the User-Agent names to the servers we read.",
    ),
    (
        "bluesky.enabled",
        "Whether the installation listens to Bluesky.",
    ),
    ("bluesky.jetstream", "Jetstream servers, tried in order."),
    (
        "bluesky.search",
        "Server that answers searches for previews.",
    ),
    ("feeds.enabled", "Whether custom sources are read."),
    (
        "feeds.poll_minutes",
        "Shortest time between two reads of a feed.",
    ),
    (
        "retention.months",
        "Months that posts are kept, from publication or from their import; 15 if absent, 0: for ever.",
    ),
    (
        "sample.posts",
        "Public posts of each source that are kept in memory, matched or not, so that new rules can be tried on what passed by; 20000 if absent, 0: none.",
    ),
    (
        "quota.posts_per_month",
        "Posts that each organization may take in a month: rules are checked against it; absent: no limit.",
    ),
    (
        "archive.memory_mib",
        "MiB of memory and mapped files over which idle organizations are closed; 1024 if absent.",
    ),
    (
        "delegation.second_factor",
        "Whether acting for a customer needs a second factor; `false` only where people try the product on their own machine.",
    ),
    (
        "delegation.customers_in_ten_minutes",
        "Customers that one person may enter within ten minutes; one more ends their sessions, and both sides are told. 50 if absent.",
    ),
    (
        "access.declaration",
        "Whether an organization opens only after its first-run declaration about government bodies.",
    ),
    (
        "access.trial_days",
        "Days that a trial lasts, by a partner's offer or a sign-up; 30 if absent.",
    ),
    (
        "access.sign_up_trial",
        "Whether the licences that come with a sign-up are a trial; if absent, they last.",
    ),
    (
        "metrics.token",
        "Bearer token that opens `/metrics` (Prometheus); without it there is no such page.",
    ),
    (
        "mail.url",
        "Mail server: `smtp://user:password@host:587?tls=required`, or `smtps://` for TLS from the start; without it no mails are sent. Needs `mail.from` and `base_url`.",
    ),
    (
        "provider.issuer",
        "Address of an OpenID Connect provider where people may sign in instead of here; needs `base_url` and `provider.client_id`. The provider is to allow `<base_url>/sign-in/provider/back`.",
    ),
    (
        "provider.client_id",
        "What the provider calls this installation.",
    ),
    (
        "provider.client_secret",
        "The installation's secret at the provider, where it has one.",
    ),
    (
        "provider.label",
        "What the provider is called on the sign-in page; its host if absent.",
    ),
    (
        "mail.from",
        "Address that mails come from, such as `hearken@example.org`.",
    ),
];

/// The known key that is most like one, if any is.
pub(super) fn nearest(
    key: &str,
    known: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    known
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(key, &candidate.replace('.', "_"))
                    .max(strsim::normalized_damerau_levenshtein(key, candidate)),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
