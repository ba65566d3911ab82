//! Who there is in the demo: an agency, two customers in different countries, and their brands. All
//! names are made up.

/// A made-up brand.
#[derive(Clone, Copy, Debug)]
pub struct Brand {
    /// Its name, as people write it.
    pub name: &'static str,
    /// What it makes, in English.
    pub thing: &'static str,
    /// How much it is spoken of, against the others.
    pub weight: usize,
    /// Share of its posts that are pleased, 0..=1.
    pub liked: f64,
    /// Cities in which it is spoken of most: name as profiles write it.
    pub cities: &'static [&'static str],
}

/// A topic of a demo organization.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Name.
    pub name: &'static str,
    /// Category.
    pub category: &'static str,
    /// Keywords.
    pub keywords: &'static [&'static str],
    /// Inclusions.
    pub inclusions: &'static [&'static str],
    /// Exclusions.
    pub exclusions: &'static [&'static str],
}

/// A demo organization.
#[derive(Clone, Copy, Debug)]
pub struct Organization {
    /// Name.
    pub name: &'static str,
    /// Name in URLs.
    pub slug: &'static str,
    /// Country code.
    pub country: &'static str,
    /// IANA zone.
    pub zone: &'static str,
    /// Mail address of its administrator.
    pub email: &'static str,
    /// What it listens to.
    pub topics: &'static [Topic],
    /// Brands that its topics find.
    pub brands: &'static [Brand],
}

const KESSAMOR: Brand = Brand {
    name: "Kessamor",
    thing: "kettle",
    weight: 9,
    liked: 0.62,
    cities: &[
        "London, UK",
        "Leeds",
        "Edinburgh",
        "Bristol, England",
        "Dublin, Ireland",
    ],
};
const TEAVOLT: Brand = Brand {
    name: "Teavolt",
    thing: "kettle",
    weight: 5,
    liked: 0.38,
    cities: &["Manchester", "London, UK", "New York, USA", "Toronto"],
};
const RADLUNA: Brand = Brand {
    name: "Radluna",
    thing: "cargo bike",
    weight: 8,
    liked: 0.57,
    cities: &["Berlin", "Hamburg", "Leipzig", "München", "Wien"],
};
const VELOMIRA: Brand = Brand {
    name: "Velomira",
    thing: "e-bike",
    weight: 4,
    liked: 0.45,
    cities: &["Amsterdam", "Utrecht", "Köln", "Paris, France"],
};

const fn topic(
    name: &'static str,
    category: &'static str,
    keywords: &'static [&'static str],
) -> Topic {
    Topic {
        name,
        category,
        keywords,
        inclusions: &[],
        exclusions: &[],
    }
}

/// The agency. It listens to its own trade; its customers arrive in its list with delegation.
pub const AGENCY: Organization = Organization {
    name: "Lumenpine Agency",
    slug: "lumenpine",
    country: "NL",
    zone: "Europe/Amsterdam",
    email: "admin@lumenpine.example",
    topics: &[topic(
        "All client brands",
        "Clients",
        &["Kessamor", "#kessamor", "Radluna", "#radluna"],
    )],
    brands: &[KESSAMOR, RADLUNA],
};

/// The customers.
pub const CUSTOMERS: [Organization; 2] = [
    Organization {
        name: "Kessamor Kettles",
        slug: "kessamor",
        country: "GB",
        zone: "Europe/London",
        email: "admin@kessamor.example",
        topics: &[
            topic("Kessamor", "Brand", &["Kessamor", "#kessamor", "@kessamor"]),
            Topic {
                name: "Kessamor service",
                category: "Brand",
                keywords: &["Kessamor", "#kessamor"],
                inclusions: &["refund", "support", "broken", "delivery", "repair"],
                exclusions: &["giveaway"],
            },
            topic("Teavolt", "Competitors", &["Teavolt", "#teavolt"]),
        ],
        brands: &[KESSAMOR, TEAVOLT],
    },
    Organization {
        name: "Radluna Räder",
        slug: "radluna",
        country: "DE",
        zone: "Europe/Berlin",
        email: "admin@radluna.example",
        topics: &[
            topic("Radluna", "Marke", &["Radluna", "#radluna", "@radluna"]),
            Topic {
                name: "Radluna Akku",
                category: "Marke",
                keywords: &["Radluna", "#radluna"],
                inclusions: &["Akku", "battery", "Reichweite"],
                exclusions: &[],
            },
            topic("Velomira", "Wettbewerb", &["Velomira", "#velomira"]),
        ],
        brands: &[RADLUNA, VELOMIRA],
    },
];
