//! From where somebody signs in: enough to know one's own sessions again, no more.

use std::net::IpAddr;

/// From where a request comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Network address; none on a trusted path.
    pub address: Option<IpAddr>,
    /// Browser and system (`Firefox, Linux`); empty: not known.
    pub device: String,
}

/// Names of browsers as they stand in `User-Agent`; those that pretend to be another come first.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same of systems.
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Origin {
    /// From an address and a `User-Agent` header, of which only browser and system are kept.
    pub fn of(address: Option<IpAddr>, user_agent: &str) -> Self {
        let named = |names: &[(&str, &'static str)]| {
            let mut names = names.iter();
            names.find_map(|(mark, name)| user_agent.contains(mark).then_some(*name))
        };
        let parts = [named(&BROWSERS), named(&SYSTEMS)];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        Self {
            address,
            device: parts.join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_behind_their_masks() {
        for (agent, expect) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            ("<script>\r\nSet-Cookie: x", ""),
            ("curl/8.0", ""),
        ] {
            assert_eq!(Origin::of(None, agent).device, expect);
        }
    }
}
