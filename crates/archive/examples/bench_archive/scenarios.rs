//! What is asked: the widgets of the Overview page, of six datasets.

use hearken_archive::{Ask, Dimension, TermsAsk, TopicGroup};
use hearken_model::{
    CategoryId, Sentiment, Span, Timestamp, TopicId, Zone,
    dataset::{BoundDataset, Bucket, FilterKey, FilterValue, Filters},
    time::DAY,
};

fn last_month(end: Timestamp, zone: &Zone, topics: Vec<i64>) -> BoundDataset {
    let span = |back: i64| Span {
        from: end.plus(-30 * (back + 1) * DAY),
        to: end.plus(-30 * back * DAY),
    };
    BoundDataset {
        span: span(0),
        past: vec![span(1)],
        topics: topics.into_iter().map(TopicId).collect(),
        filters: Filters::default(),
        zone: zone.clone(),
        bucket: Bucket::Day,
    }
}

type Chosen = Vec<(FilterKey, FilterValue)>;

/// The datasets, each the last 30 days against the 30 before: A all topics, B the largest (10 %),
/// C a median one (0.3 %), D as B with a term, E as A with a term, F twenty topics, G as A in one
/// language.
pub(crate) fn scenarios(end: Timestamp, zone: &Zone) -> Vec<(&'static str, BoundDataset)> {
    let term = || vec![(FilterKey::Keywords, FilterValue::Keyword("term".into()))];
    let german = || {
        let code = "de".parse().ok().map(FilterValue::Language);
        code.map(|value| (FilterKey::Language, value))
            .into_iter()
            .collect()
    };
    let all = || (1..=200).collect::<Vec<i64>>();
    let rows: Vec<(&str, Vec<i64>, Chosen)> = vec![
        ("A all topics", all(), Vec::new()),
        ("B largest topic", vec![1], Vec::new()),
        ("C median topic", vec![100], Vec::new()),
        ("D largest topic and a term", vec![1], term()),
        ("E a term", all(), term()),
        (
            "F twenty topics",
            (1..=200).step_by(10).collect(),
            Vec::new(),
        ),
        ("G one language", all(), german()),
    ];
    let dataset = |topics, filters: Chosen| {
        let mut dataset = last_month(end, zone, topics);
        for (key, value) in filters {
            dataset.filters.include(key, value);
        }
        dataset
    };
    rows.into_iter()
        .map(|(name, topics, filters)| (name, dataset(topics, filters)))
        .collect()
}

/// The widgets and what each asks.
pub(crate) fn widgets() -> Vec<(&'static str, Vec<Ask>)> {
    let terms = |by| Ask::Terms(TermsAsk::new(by, 5).with_trend());
    let categories: Vec<TopicGroup> = (0..10)
        .map(|n| TopicGroup {
            category: CategoryId(n),
            topics: (1..=200)
                .filter(|topic| topic % 10 == n)
                .map(TopicId)
                .collect(),
        })
        .collect();
    let by_category = Dimension::Category(categories);
    let histogram = Ask::Histogram {
        bucket: None,
        split: None,
    };
    vec![
        ("Volume and summary", vec![Ask::Count, histogram]),
        ("Sentiment", vec![Ask::Tones]),
        (
            "Sentiment by category",
            vec![Ask::Terms(
                TermsAsk::new(by_category.clone(), 100).with_tones(),
            )],
        ),
        (
            "Search topics",
            vec![terms(by_category), terms(Dimension::Topic)],
        ),
        ("Sources", vec![terms(Dimension::Source)]),
        ("Languages", vec![terms(Dimension::Language)]),
        (
            "Authors",
            vec![terms(Dimension::Author), Ask::Distinct(Dimension::Author)],
        ),
        (
            "Phrases",
            vec![Ask::Terms(TermsAsk::new(Dimension::Phrase, 40).at_least(3))],
        ),
        (
            "Location insights",
            vec![
                Ask::Cells {
                    zoom: 3,
                    limit: 500,
                },
                Ask::Terms(
                    TermsAsk::new(Dimension::Country, 250)
                        .with_tones()
                        .with_trend(),
                ),
            ],
        ),
    ]
}

/// What the Sentiment page asks beside them.
pub(crate) fn tone_phrases() -> Vec<Ask> {
    let of = |tone| Ask::TonePhrases {
        tone,
        limit: 40,
        at_least: 3,
    };
    vec![of(Sentiment::Positive), of(Sentiment::Negative)]
}
